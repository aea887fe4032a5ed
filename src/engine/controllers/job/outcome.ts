/**
 * Is the Job at its end, and which: the order of the questions is upstream's.
 *
 * **Upstream:** pkg/controller/job/job_controller.go syncJob (v1.37).
 */
import type { Job } from '../../api/batch-v1.ts';
import { findCondition, isConditionTrue } from '../../api/conditions.ts';
import { timeMs } from '../../api/time.ts';
import { judgeFailure } from './failure-policy.ts';
import type { Indexes } from './indexes.ts';
import { isFailed, isIndexed, isSuspended, pastRestartLimit } from './pods.ts';
import type { JobPods } from './pods.ts';
import * as reasons from './reasons.ts';
import { matchSuccessPolicy } from './success-policy.ts';

export interface Outcome {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

/** What has been counted so far, newly ended pods included. */
export interface Tally {
  readonly succeeded: number;
  readonly failed: number;
  readonly succeededIndexes: Indexes;
  readonly failedIndexes: Indexes;
}

export function isFinished(job: Job): boolean {
  const { conditions } = job.status ?? {};
  return (
    isConditionTrue(conditions, reasons.COMPLETE) || isConditionTrue(conditions, reasons.FAILED_CONDITION)
  );
}

/** The end that was reached before any pod is managed; undefined when the Job goes on. */
export function decideOutcome(job: Job, pods: JobPods, tally: Tally, nowMs: number): Outcome | undefined {
  return interim(job) ?? failure(job, pods, tally, nowMs) ?? success(job, tally);
}

function interim(job: Job): Outcome | undefined {
  const met = findCondition(job.status?.conditions, reasons.SUCCESS_CRITERIA_MET);
  if (met?.status === 'True')
    return { type: 'Complete', reason: met.reason ?? '', message: met.message ?? '' };
  const target = findCondition(job.status?.conditions, reasons.FAILURE_TARGET);
  return target?.status === 'True'
    ? { type: 'Failed', reason: target.reason ?? '', message: target.message ?? '' }
    : undefined;
}

function failure(job: Job, pods: JobPods, tally: Tally, nowMs: number): Outcome | undefined {
  const failed = (reason: string, message: string): Outcome => ({ type: 'Failed', reason, message });
  const verdict = failJobMessage(job, pods);
  if (verdict !== undefined) return failed(reasons.POD_FAILURE_POLICY, verdict);
  if (tally.failed > (job.spec.backoffLimit ?? 6) || pastRestartLimit(job, pods))
    return failed(reasons.BACKOFF_LIMIT_EXCEEDED, reasons.BACKOFF_LIMIT_EXCEEDED_MESSAGE);
  if (deadlineLeftMs(job, nowMs) === 0)
    return failed(reasons.DEADLINE_EXCEEDED, reasons.DEADLINE_EXCEEDED_MESSAGE);
  if (!isIndexed(job) || job.spec.backoffLimitPerIndex === undefined) return undefined;
  const { maxFailedIndexes, completions = 0 } = job.spec;
  if (maxFailedIndexes !== undefined && tally.failedIndexes.length > maxFailedIndexes)
    return failed(reasons.MAX_FAILED_INDEXES_EXCEEDED, reasons.MAX_FAILED_INDEXES_EXCEEDED_MESSAGE);
  const allEnded = tally.succeededIndexes.length + tally.failedIndexes.length >= completions;
  return tally.failedIndexes.length > 0 && allEnded
    ? failed(reasons.FAILED_INDEXES, reasons.FAILED_INDEXES_MESSAGE)
    : undefined;
}

function failJobMessage(job: Job, { all }: JobPods): string | undefined {
  if (job.spec.podFailurePolicy === undefined) return undefined;
  const verdicts = all.filter((pod) => isFailed(job, pod)).map((pod) => judgeFailure(job, pod));
  return verdicts.find(({ action }) => action === 'FailJob')?.message;
}

function success(job: Job, tally: Tally): Outcome | undefined {
  const message = isIndexed(job) ? matchSuccessPolicy(job, tally.succeededIndexes) : undefined;
  return message === undefined ? undefined : { type: 'Complete', reason: reasons.SUCCESS_POLICY, message };
}

/** Enough pods succeeded and none is left running. */
export function isComplete(job: Job, { succeeded }: Tally, active: number): boolean {
  if (active > 0) return false;
  return job.spec.completions === undefined ? succeeded > 0 : succeeded >= job.spec.completions;
}

/** Time until activeDeadlineSeconds ends; undefined when there is no such limit now. */
export function deadlineLeftMs(job: Job, nowMs: number): number | undefined {
  const start = timeMs(job.status?.startTime);
  const { activeDeadlineSeconds } = job.spec;
  if (activeDeadlineSeconds === undefined || start === undefined || isSuspended(job)) return undefined;
  return Math.max(0, start + activeDeadlineSeconds * 1000 - nowMs);
}
