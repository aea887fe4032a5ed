/** The list of what once agreed with the real cluster. It may only grow. */
import type { Level } from './judge.ts';

export type Passing = Readonly<Record<string, readonly Level[]>>;

/** Entries of `before` that `now` lacks, as `case level`. */
export function lostEntries(before: Passing, now: Passing): readonly string[] {
  return Object.entries(before).flatMap(([id, levels]) =>
    levels.filter((level) => now[id]?.includes(level) !== true).map((level) => `${id} ${level}`),
  );
}

/** What both lists have. */
export function common(a: Passing, b: Passing): Passing {
  const entries = Object.entries(a).map(
    ([id, levels]) => [id, levels.filter((level) => b[id]?.includes(level) === true)] as const,
  );
  return Object.fromEntries(entries.filter(([, levels]) => levels.length > 0));
}

/** Both lists together. */
export function merged(before: Passing, now: Passing): Passing {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return Object.fromEntries(ids.map((id) => [id, levelsIn([...(before[id] ?? []), ...(now[id] ?? [])])]));
}

function levelsIn(levels: readonly Level[]): readonly Level[] {
  return (['outcome', 'story', 'clock'] as const).filter((level) => levels.includes(level));
}

export function passingText(passing: Passing): string {
  const lines = Object.entries(passing).map(
    ([id, levels]) => `  ${JSON.stringify(id)}: ${JSON.stringify(levels).replaceAll(',', ', ')}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
