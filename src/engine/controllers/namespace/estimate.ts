/**
 * How long the rest of a namespace is expected to need.
 *
 * **Upstream:** pkg/controller/namespace/deletion/namespaced_resources_deleter.go estimateGracefulTermination (v1.37).
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import { isTerminal } from '../control/pod-state.ts';

/** Seconds: the longest grace among pods that run, or 0 once that much time has passed since the request. */
export function estimatePodsSeconds(pods: readonly Pod[], deletedForMs: number): number {
  const graces = pods
    .filter((pod) => !isTerminal(pod))
    .map((pod) => pod.spec.terminationGracePeriodSeconds ?? 30);
  const longest = Math.max(0, ...graces);
  return deletedForMs >= longest * 1000 ? 0 : longest;
}

/** Seconds until the next look. */
export function retrySeconds(estimateSeconds: number): number {
  return Math.floor(estimateSeconds / 2) + 1;
}
