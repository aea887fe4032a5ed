/**
 * The arithmetic of a PodDisruptionBudget.
 *
 * **Upstream:** pkg/controller/disruption/disruption.go (v1.37).
 */
import { percentOf, scaledValue } from '../../api/int-or-string.ts';
import type { PodDisruptionBudget } from '../../api/policy-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { timeMs } from '../../api/time.ts';
import { isBeingDeleted } from '../control/keys.ts';
import { isReady } from '../control/pod-state.ts';

export interface Expectation {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
}

/** True when the scale of the pods' controllers is needed: for everything but a plain minAvailable. */
export function needsScale({ spec }: PodDisruptionBudget): boolean {
  return (
    spec.maxUnavailable !== undefined ||
    (spec.minAvailable !== undefined && percentOf(spec.minAvailable) !== undefined)
  );
}

/** `matched` pods, whose controllers ask for `scale` in all. */
export function expectation({ spec }: PodDisruptionBudget, matched: number, scale: number): Expectation {
  if (spec.maxUnavailable !== undefined) {
    return {
      expectedPods: scale,
      desiredHealthy: Math.max(0, scale - (scaledValue(spec.maxUnavailable, scale, 'up') ?? 0)),
    };
  }
  const { minAvailable } = spec;
  if (minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0 };
  if (typeof minAvailable === 'number') return { expectedPods: matched, desiredHealthy: minAvailable };
  return { expectedPods: scale, desiredHealthy: scaledValue(minAvailable, scale, 'up') ?? 0 };
}

export interface Disrupted {
  /** Entries that are still believed. */
  readonly entries: Readonly<Record<string, string>>;
  /** Pods that were to be deleted but were not, in time. */
  readonly overdue: readonly Pod[];
  /** Time until the next entry runs out. */
  readonly recheckMs: number | undefined;
}

/** Entries go when the pod is being deleted or gone, and when the time is up. */
export function believedDisruptions(
  before: Readonly<Record<string, string>>,
  pods: readonly Pod[],
  timeoutMs: number,
  nowMs: number,
): Disrupted {
  const entries: Record<string, string> = {};
  const overdue: Pod[] = [];
  const waits: number[] = [];
  for (const pod of pods) {
    const since = before[pod.metadata.name];
    if (since === undefined || isBeingDeleted(pod)) continue;
    const left = (timeMs(since) ?? 0) + timeoutMs - nowMs;
    if (left < 0) {
      overdue.push(pod);
      continue;
    }
    entries[pod.metadata.name] = since;
    waits.push(left + 1);
  }
  return { entries, overdue, recheckMs: waits.length === 0 ? undefined : Math.min(...waits) };
}

/** Ready, not being deleted, and not believed to be on the way out. */
export function countHealthy(pods: readonly Pod[], disrupted: Readonly<Record<string, string>>): number {
  return pods.filter(
    (pod) => isReady(pod) && !isBeingDeleted(pod) && disrupted[pod.metadata.name] === undefined,
  ).length;
}

export function disruptionsAllowed({ expectedPods, desiredHealthy }: Expectation, healthy: number): number {
  return expectedPods <= 0 ? 0 : Math.max(0, healthy - desiredHealthy);
}
