/**
 * Back-off limits per index: each index fails on its own, and its failed pod is kept until the replacement exists.
 *
 * **Upstream:** pkg/controller/job/indexed_job_utils.go (v1.37).
 */
import type { Job } from '../../api/batch-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { Millis } from '../../sim/time.ts';
import { backoffMs, finishMs } from './backoff.ts';
import { judgeFailure } from './failure-policy.ts';
import { completionIndex, indexFailureCount, isFailed, isTracked } from './pods.ts';
import type { JobPods } from './pods.ts';
import type { JobSettings } from './settings.ts';

export function hasLimitPerIndex(job: Job): boolean {
  return job.spec.completionMode === 'Indexed' && job.spec.backoffLimitPerIndex !== undefined;
}

/** Whether this failure was the last one its index may have. */
export function failsIndex(job: Job, pod: Pod): boolean {
  const { action } = judgeFailure(job, pod);
  if (action === 'FailIndex') return true;
  return action !== 'Ignore' && indexFailureCount(pod) >= (job.spec.backoffLimitPerIndex ?? 0);
}

/** By index, the latest failed pod that still waits for its replacement. */
export function awaitingReplacement(job: Job, { all, active }: JobPods): ReadonlyMap<number, Pod> {
  const kept = new Map<number, Pod>();
  if (!hasLimitPerIndex(job)) return kept;
  const replaced = new Set(active.map(completionIndex));
  for (const pod of all) {
    const index = completionIndex(pod);
    if (
      index === undefined ||
      !isTracked(pod) ||
      !isFailed(job, pod) ||
      failsIndex(job, pod) ||
      replaced.has(index)
    )
      continue;
    const other = kept.get(index);
    if (other === undefined || indexFailureCount(other) < indexFailureCount(pod)) kept.set(index, pod);
  }
  return kept;
}

/** Number that goes on the replacement's annotation. */
export function nextFailureCount(job: Job, pod: Pod): number {
  return indexFailureCount(pod) + (judgeFailure(job, pod).action === 'Ignore' ? 0 : 1);
}

export function indexWaitMs(job: Job, pod: Pod, settings: JobSettings, nowMs: number): Millis {
  return Math.max(
    0,
    finishMs(pod, nowMs) + backoffMs(Math.max(1, nextFailureCount(job, pod)), settings) - nowMs,
  );
}
