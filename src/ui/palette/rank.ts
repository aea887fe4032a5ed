/** How well an entry of the palette answers what is typed: whoever types a whole name means the thing of that name. */

/** From 1 for the very name down to 0 for nothing; `fuzzy` answers for letters that only occur in that order, from 0 to 1. */
export function rank(label: string, detail: string, search: string, fuzzy: () => number): number {
  const [name, more, wanted] = [label, detail, search.trim()].map((text) => text.toLowerCase()) as [
    string,
    string,
    string,
  ];
  if (wanted === '') return 1;
  if (name === wanted) return 1;
  if (name.startsWith(wanted)) return 0.9;
  if (startsWord(name, wanted)) return 0.8;
  if (name.includes(wanted)) return 0.7;
  if (more === wanted || startsWord(more, wanted)) return 0.6;
  if (more.includes(wanted)) return 0.5;
  const words = wanted.split(/\s+/);
  if (words.every((word) => name.includes(word) || more.includes(word))) return 0.4;
  return fuzzy() * 0.3;
}

function startsWord(text: string, wanted: string): boolean {
  return text.split(/[\s:,.…-]+/).some((word) => word.startsWith(wanted)) || text.includes(` ${wanted}`);
}
