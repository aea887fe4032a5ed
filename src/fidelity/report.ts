/** What a comparison reads like: one line a case, its first differences, and the sums. */
import type { Comparison } from './compare.ts';
import { passes } from './compare.ts';
import type { Level } from './judge.ts';

const LEVELS: readonly Level[] = ['outcome', 'story', 'clock'];
const DIFFERENCES_MAX = 4;
const LENGTH_MAX = 400;

export function caseReport(comparison: Comparison, verbose = false): readonly string[] {
  const { id, fault, levels, verdict } = comparison;
  if (fault !== undefined) return [`FAULT  ${id}`, `         could not be played: ${fault}`];
  if (verdict === undefined) return [`played ${id}`];
  const good = levels.every((level) => passes(comparison, level));
  const marks = LEVELS.map(
    (level) =>
      `${level} ${!levels.includes(level) ? 'not counted' : passes(comparison, level) ? 'ok' : 'DIFFERS'}`,
  ).join(', ');
  const differences = good ? [] : differencesOf(comparison);
  const shown = verbose ? differences : differences.slice(0, DIFFERENCES_MAX).map(shortened);
  const more = differences.length - shown.length;
  return [
    `${good ? 'same  ' : 'DIFFER'} ${id}: ${marks}`,
    ...shown.map((line) => `         ${line}`),
    ...(more > 0 ? [`         and ${more} more`] : []),
  ];
}

/** Differences of the first level that fails: later levels follow from earlier ones. */
export function differencesOf({ levels, verdict }: Comparison): readonly string[] {
  const failed = LEVELS.find((level) => levels.includes(level) && (verdict?.problems[level].length ?? 0) > 0);
  return failed === undefined ? [] : (verdict?.problems[failed] ?? []).map((text) => `${failed}: ${text}`);
}

function shortened(text: string): string {
  return text.length <= LENGTH_MAX ? text : `${text.slice(0, LENGTH_MAX)}…`;
}

export interface Sum {
  readonly passed: number;
  readonly counted: number;
}

export function sumOf(comparisons: readonly Comparison[], level: Level): Sum {
  const counted = comparisons.filter(({ levels }) => levels.includes(level));
  return { passed: counted.filter((one) => passes(one, level)).length, counted: counted.length };
}

export function sumLine(comparisons: readonly Comparison[]): string {
  const sums = LEVELS.map((level) => [level, sumOf(comparisons, level)] as const);
  return `fidelity: cases ${sums.map(([level, { passed, counted }]) => `${level} ${passed}/${counted}`).join(' ')}`;
}

/** Cases with the levels they pass, for the list that may only grow. */
export function passingLevels(
  comparisons: readonly Comparison[],
): Readonly<Record<string, readonly Level[]>> {
  const entries = comparisons.map(
    (one) => [one.id, LEVELS.filter((level) => one.levels.includes(level) && passes(one, level))] as const,
  );
  return Object.fromEntries(
    entries.filter(([, levels]) => levels.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
