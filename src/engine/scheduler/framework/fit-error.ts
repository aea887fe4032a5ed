/**
 * The sentence that says why no node will do.
 *
 * Upstream: `FitError` of pkg/scheduler/framework/types.go (v1.37).
 */
import { compareStrings } from '../../../base/compare.ts';

/** `0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu.`, without the part that PostFilter adds. */
export function fitErrorMessage(nodeCount: number, reasons: readonly string[]): string {
  const histogram = reasonHistogram(reasons);
  const head = `0/${nodeCount} nodes are available:`;
  return histogram === '' ? head : `${head} ${histogram}.`;
}

/** Sorted as text with the count in front, so that `10 …` comes before `2 …`. */
function reasonHistogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort(compareStrings)
    .join(', ');
}
