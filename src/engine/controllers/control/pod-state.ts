/**
 * What controllers ask of a pod: does it count, is it ready, has it been ready for long enough.
 *
 * **Upstream:** pkg/controller/controller_utils.go and pkg/api/v1/pod/util.go (v1.37).
 */
import { findCondition } from '../../api/conditions.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { PodCondition } from '../../api/core-v1-pod-status.ts';
import { timeMs } from '../../api/time.ts';
import { isBeingDeleted } from './keys.ts';

export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Active pods are the ones a ReplicaSet counts: neither ended nor being deleted. */
export function isActive(pod: Pod): boolean {
  return !isTerminal(pod) && !isBeingDeleted(pod);
}

/** Being deleted and not ended yet: what `terminatingReplicas` counts. */
export function isTerminating(pod: Pod): boolean {
  return isBeingDeleted(pod) && !isTerminal(pod);
}

export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return findCondition(pod.status?.conditions, type);
}

export function isReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

/** Wall-clock time since which the pod is ready, undefined when it is not. */
export function readySinceMs(pod: Pod): number | undefined {
  const ready = podCondition(pod, 'Ready');
  return ready?.status === 'True' ? timeMs(ready.lastTransitionTime) : undefined;
}

/** Wall-clock time at which the pod becomes or became available; undefined while it is not ready. */
export function availableAtMs(pod: Pod, minReadySeconds: number): number | undefined {
  const since = readySinceMs(pod);
  return since === undefined ? undefined : since + minReadySeconds * 1000;
}

export function isAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  if (!isReady(pod)) return false;
  return minReadySeconds === 0 || (availableAtMs(pod, minReadySeconds) ?? Infinity) <= nowMs;
}

/** Time until the next ready pod becomes available. */
export function nextAvailabilityMs(pods: readonly Pod[], minReadySeconds: number, nowMs: number): number {
  const waits = pods
    .map((pod) => (availableAtMs(pod, minReadySeconds) ?? 0) - nowMs)
    .filter((wait) => wait > 0);
  return Math.min(minReadySeconds * 1000, ...waits);
}

/** Highest restart count among the pod's containers. */
export function maxRestarts(pod: Pod): number {
  const counts = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].map(
    (status) => status.restartCount,
  );
  return Math.max(0, ...counts);
}
