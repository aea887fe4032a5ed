/**
 * How long a pod may stay on a node with NoExecute taints.
 *
 * **Upstream:** pkg/controller/tainteviction/taint_eviction.go processPodOnNode, getMinTolerationTime (v1.37).
 */
import type { Taint } from '../../api/core-v1.ts';
import type { Toleration } from '../../api/core-v1-pod.ts';
import { tolerates } from '../control/taints.ts';

export type EvictionDecision =
  | { readonly kind: 'stay' }
  | { readonly kind: 'evict-now'; readonly taint: Taint }
  | { readonly kind: 'evict-after'; readonly seconds: number; readonly taint: Taint };

/** `taints` are the node's NoExecute taints. The shortest patience counts; a taint nobody tolerates ends it at once. */
export function decideEviction(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
): EvictionDecision {
  const used = taints.map((taint) => ({
    taint,
    toleration: tolerations.find((one) => tolerates(one, taint)),
  }));
  const intolerable = used.find(({ toleration }) => toleration === undefined);
  if (intolerable !== undefined) return { kind: 'evict-now', taint: intolerable.taint };
  const limited = used.flatMap(({ taint, toleration }) =>
    toleration?.tolerationSeconds === undefined
      ? []
      : [{ taint, seconds: Math.max(0, toleration.tolerationSeconds) }],
  );
  const [first, ...others] = limited;
  if (first === undefined) return { kind: 'stay' };
  const shortest = others.reduce((least, one) => (one.seconds < least.seconds ? one : least), first);
  return { kind: 'evict-after', seconds: shortest.seconds, taint: shortest.taint };
}
