/**
 * Brings raw scores to 0..100 by their share of the highest one.
 *
 * Upstream: `DefaultNormalizeScore` of pkg/scheduler/framework/plugins/helper (v1.37).
 */
export const MAX_NODE_SCORE = 100;

export function divide(dividend: number, divisor: number): number {
  return Math.trunc(dividend / divisor);
}

/** With `reverse`, the highest raw score becomes 0 and a raw score of 0 becomes 100. */
export function defaultNormalizeScore(scores: readonly number[], reverse: boolean): readonly number[] {
  const max = scores.reduce((a, b) => (b > a ? b : a), 0);
  if (max === 0) return reverse ? scores.map(() => MAX_NODE_SCORE) : scores;
  return scores.map((score) => {
    const share = divide(MAX_NODE_SCORE * score, max);
    return reverse ? MAX_NODE_SCORE - share : share;
  });
}
