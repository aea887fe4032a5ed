/**
 * IntOrString: a count, or a percentage of a total, as in `maxUnavailable: 25%`.
 *
 * Upstream: k8s.io/apimachinery/pkg/util/intstr (v1.37).
 */
import type { IntOrString } from './scalars.ts';

/** Which way a percentage of a total is rounded. */
export type Rounding = 'up' | 'down';

/** The percentage behind `25%`, or undefined for counts and for other text. */
export function percentOf(value: IntOrString): number | undefined {
  if (typeof value === 'number') return undefined;
  const digits = /^([+-]?\d+)%$/.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The count, or that percentage of `total`; undefined for text that is neither. */
export function scaledValue(value: IntOrString, total: number, rounding: Rounding): number | undefined {
  if (typeof value === 'number') return value;
  const percent = percentOf(value);
  if (percent === undefined) return undefined;
  const exact = percent * total;
  return rounding === 'up' ? Math.ceil(exact / 100) : Math.floor(exact / 100);
}
