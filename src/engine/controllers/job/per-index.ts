/**
 * Back-off limits per index: each index fails on its own, and its failed pod is kept until the replacement exists.
 *
 * **Upstream:** pkg/controller/job/indexed_job_utils.go (v1.37).
 */
import type { Job } from '../../api/batch-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { backoffMs, finishMs } from './backoff.ts';
import { judgeFailure } from './failure-policy.ts';
import { completionIndex, indexFailureCount, indexIgnoredCount, isFailed, isTracked } from './pods.ts';
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

/** The failures of an index so far: those that count against its limit, and those that a policy ignored. */
export interface IndexFailures {
  readonly counted: number;
  readonly ignored: number;
}

/** What the annotations of an index's next pod say, after `failed`; undefined for its first pod. */
export function nextFailures(job: Job, failed: Pod | undefined): IndexFailures {
  if (failed === undefined) return { counted: 0, ignored: 0 };
  const isIgnored = judgeFailure(job, failed).action === 'Ignore';
  return {
    counted: indexFailureCount(failed) + (isIgnored ? 0 : 1),
    ignored: indexIgnoredCount(failed) + (isIgnored ? 1 : 0),
  };
}

/** When the index of this failed pod may have its next one. Ignored failures delay it, too. */
export function nextPodAtMs(failed: Pod, settings: JobSettings): number {
  return finishMs(failed) + backoffMs(indexFailureCount(failed) + indexIgnoredCount(failed) + 1, settings);
}
