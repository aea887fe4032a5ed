/**
 * The pods of a Job, sorted by what they mean to it.
 *
 * **Upstream:** pkg/controller/job/job_controller.go isPodFailed, getNewFinishedPods and indexed_job_utils.go (v1.37).
 */
import type { Job } from '../../api/batch-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { JobCompletionIndexKey, JobTrackingFinalizer } from '../../api/well-known.ts';
import { isBeingDeleted, uidOf } from '../control/keys.ts';
import { isActive, isReady, isTerminating, maxRestarts, readySinceMs } from '../control/pod-state.ts';
import { INDEX_FAILURE_COUNT, INDEX_IGNORED_FAILURE_COUNT } from './reasons.ts';

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === 'Indexed';
}

export function isSuspended(job: Job): boolean {
  return job.spec.suspend === true;
}

/** With this policy a pod is replaced only when it has really ended. */
export function replacesOnlyFailed(job: Job): boolean {
  return job.spec.podReplacementPolicy === 'Failed' || job.spec.podFailurePolicy !== undefined;
}

/** Pods being deleted count as failed at once, since they may never reach an end. */
export function isFailed(job: Job, pod: Pod): boolean {
  if (pod.status?.phase === 'Failed') return true;
  return !replacesOnlyFailed(job) && isBeingDeleted(pod) && pod.status?.phase !== 'Succeeded';
}

export function isTracked(pod: Pod): boolean {
  return (pod.metadata.finalizers ?? []).includes(JobTrackingFinalizer);
}

export function completionIndex(pod: Pod): number | undefined {
  const text = pod.metadata.annotations?.[JobCompletionIndexKey];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** How often the pod's index had failed before it. */
export function indexFailureCount(pod: Pod): number {
  return Number(pod.metadata.annotations?.[INDEX_FAILURE_COUNT] ?? 0);
}

/** How many failures of its index before it a policy had ignored. */
export function indexIgnoredCount(pod: Pod): number {
  return Number(pod.metadata.annotations?.[INDEX_IGNORED_FAILURE_COUNT] ?? 0);
}

export interface JobPods {
  readonly all: readonly Pod[];
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: number;
  /** Ended since the last sync: not counted in status yet, and not on its list of uncounted ones. */
  readonly newSucceeded: readonly Pod[];
  readonly newFailed: readonly Pod[];
}

export function sortJobPods(job: Job, all: readonly Pod[]): JobPods {
  const { succeeded = [], failed = [] } = job.status?.uncountedTerminatedPods ?? {};
  const uncounted = new Set([...succeeded, ...failed]);
  const fresh = all.filter((pod) => isTracked(pod) && !uncounted.has(uidOf(pod)) && inRange(job, pod));
  const active = all.filter(isActive);
  return {
    all,
    active,
    ready: active.filter(isReady).length,
    terminating: all.filter(isTerminating).length,
    newSucceeded: fresh.filter((pod) => pod.status?.phase === 'Succeeded'),
    newFailed: fresh.filter((pod) => isFailed(job, pod)),
  };
}

function inRange(job: Job, pod: Pod): boolean {
  if (!isIndexed(job)) return true;
  const index = completionIndex(pod);
  return index !== undefined && index < (job.spec.completions ?? 0);
}

/** Restarts of containers count against the limit when pods are restarted in place. */
export function pastRestartLimit(job: Job, { all }: JobPods): boolean {
  if (job.spec.template.spec.restartPolicy !== 'OnFailure') return false;
  const running = all.filter((pod) => pod.status?.phase === 'Running' || pod.status?.phase === 'Pending');
  const count = (pod: Pod): number =>
    [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].reduce(
      (sum, status) => sum + status.restartCount,
      0,
    );
  const restarts = running.reduce((sum, pod) => sum + count(pod), 0);
  const limit = job.spec.backoffLimit ?? 6;
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Surplus pods: doubles and out-of-range indexes first, then unbound, pending, not ready, lately ready, often restarted, young ones. */
export function podsToRemove(job: Job, active: readonly Pod[], count: number): readonly Pod[] {
  const seen = new Set<number>();
  const excess = (pod: Pod): boolean => {
    const index = completionIndex(pod);
    if (!isIndexed(job)) return false;
    if (index === undefined || index >= (job.spec.completions ?? 0) || seen.has(index)) return true;
    seen.add(index);
    return false;
  };
  const surplus = active.filter(excess);
  const others = active.filter((pod) => !surplus.includes(pod)).sort(compareForRemoval);
  return [...surplus, ...others.slice(0, Math.max(0, count - surplus.length))];
}

function compareForRemoval(a: Pod, b: Pod): number {
  const bound = (pod: Pod): number => ((pod.spec.nodeName ?? '') === '' ? 0 : 1);
  const phase = (pod: Pod): number => PHASE_ORDER[pod.status?.phase ?? ''] ?? 0;
  const ready = (pod: Pod): number => (isReady(pod) ? 1 : 0);
  const since = (pod: Pod): number => readySinceMs(pod) ?? 0;
  const byState =
    bound(a) - bound(b) ||
    phase(a) - phase(b) ||
    ready(a) - ready(b) ||
    since(b) - since(a) ||
    maxRestarts(b) - maxRestarts(a);
  if (byState !== 0) return byState;
  const [x, y] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (x !== y) return x > y ? -1 : 1;
  return uidOf(a) < uidOf(b) ? -1 : 1;
}
