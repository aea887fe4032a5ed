/** What was meant by a word that nobody knows. Upstream: cobra's suggestions: two letters apart, or the same beginning. */

const APART_MAX = 2;

export function suggestions(word: string, known: readonly string[]): readonly string[] {
  const lower = word.toLowerCase();
  return known.filter(
    (one) =>
      lettersApart(lower, one.toLowerCase()) <= APART_MAX ||
      (word !== '' && one.toLowerCase().startsWith(lower)),
  );
}

/** Levenshtein's distance. */
export function lettersApart(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
