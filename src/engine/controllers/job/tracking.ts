/**
 * Counting ended pods without losing or doubling any: first onto the list of uncounted ones, then the finalizer goes, then into the counters.
 *
 * **Upstream:** pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers (v1.37).
 */
import type { Job, JobStatus, UncountedTerminatedPods } from '../../api/batch-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { isBeingDeleted, uidOf } from '../control/keys.ts';
import { judgeFailure } from './failure-policy.ts';
import { formatIndexes } from './indexes.ts';
import type { Outcome, Tally } from './outcome.ts';
import { completionIndex, isFailed, isIndexed, isTracked } from './pods.ts';
import type { JobPods } from './pods.ts';
import { hasLimitPerIndex } from './per-index.ts';

export interface Tracking {
  /** Pods whose finalizer may go. */
  readonly release: readonly Pod[];
  readonly uncounted: UncountedTerminatedPods;
}

export interface TrackingInput {
  readonly job: Job;
  readonly pods: JobPods;
  readonly outcome: Outcome | undefined;
  /** Failed pods that still wait for their replacement. */
  readonly kept: ReadonlyMap<number, Pod>;
  readonly limit: number;
}

export function planTracking(input: TrackingInput): Tracking {
  const { job, pods, outcome } = input;
  const before = job.status?.uncountedTerminatedPods ?? {};
  const succeeded = [...(before.succeeded ?? [])];
  const failed = [...(before.failed ?? [])];
  const release: Pod[] = [];
  for (const pod of pods.all) {
    if (release.length >= input.limit || !isTracked(pod) || !mayRelease(input, pod)) continue;
    release.push(pod);
    const uid = uidOf(pod);
    if (pod.status?.phase === 'Succeeded') {
      if (!isIndexed(job) && !succeeded.includes(uid)) succeeded.push(uid);
    } else if (countsAsFailed(job, pod, outcome) && !failed.includes(uid)) failed.push(uid);
  }
  return { release, uncounted: uncountedOf(succeeded, failed) };
}

function mayRelease({ job, outcome, kept }: TrackingInput, pod: Pod): boolean {
  if (isBeingDeleted(job) || outcome !== undefined || pod.status?.phase === 'Succeeded') return true;
  return isFailed(job, pod) && kept.get(completionIndex(pod) ?? -1) !== pod;
}

/** A failed Job counts every pod that is left as failed; a successful one only those that did fail. */
function countsAsFailed(job: Job, pod: Pod, outcome: Outcome | undefined): boolean {
  const considered =
    outcome === undefined ? isFailed(job, pod) : outcome.type === 'Failed' || pod.status?.phase === 'Failed';
  return considered && judgeFailure(job, pod).action !== 'Ignore';
}

export function uncountedOf(
  succeeded: readonly string[],
  failed: readonly string[],
): UncountedTerminatedPods {
  return { ...(succeeded.length === 0 ? {} : { succeeded }), ...(failed.length === 0 ? {} : { failed }) };
}

/** Moves the uids that no tracked pod bears any more into the counters. */
export function settleUncounted(status: JobStatus, stillTracked: ReadonlySet<string>): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const open = (uids: readonly string[]): readonly string[] => uids.filter((uid) => stillTracked.has(uid));
  const [openSucceeded, openFailed] = [open(succeeded), open(failed)];
  return {
    ...status,
    ...counter('succeeded', (status.succeeded ?? 0) + succeeded.length - openSucceeded.length),
    ...counter('failed', (status.failed ?? 0) + failed.length - openFailed.length),
    uncountedTerminatedPods: uncountedOf(openSucceeded, openFailed),
  };
}

function counter(
  field: 'succeeded' | 'failed',
  count: number,
): Partial<Record<'succeeded' | 'failed', number>> {
  return count === 0 ? {} : { [field]: count };
}

/** Successes of an indexed Job are counted by index, at once. */
export function withIndexCounts(job: Job, status: JobStatus, tally: Tally): JobStatus {
  if (!isIndexed(job)) return status;
  const succeeded = tally.succeededIndexes.length;
  const completed =
    succeeded === 0 ? {} : { succeeded, completedIndexes: formatIndexes(tally.succeededIndexes) };
  return {
    ...status,
    ...completed,
    ...(hasLimitPerIndex(job) ? { failedIndexes: formatIndexes(tally.failedIndexes) } : {}),
  };
}
