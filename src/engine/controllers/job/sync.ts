/**
 * One sync of one Job: count, decide, manage pods, write.
 *
 * **Upstream:** pkg/controller/job/job_controller.go syncJob, manageJob (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { Job, JobStatus } from '../../api/batch-v1.ts';
import { findCondition } from '../../api/conditions.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { formatTime } from '../../api/time.ts';
import { JobTrackingFinalizer } from '../../api/well-known.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import type { Millis } from '../../sim/time.ts';
import type { Because } from '../../sim/trace.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { withoutFinalizer } from '../control/claim.ts';
import { wallMs } from '../control/clock.ts';
import { DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted, namespaceOf, subjectOf, uidOf } from '../control/keys.ts';
import { createPod, deletePod } from '../control/pod-from-template.ts';
import { isReady, isTerminating } from '../control/pod-state.ts';
import { CALLS_PER_LOOK, NEXT_CALLS_MS, slowStartBatch } from '../control/slow-start.ts';
import { recordFinished, remainingMs } from './backoff.ts';
import type { BackoffRecord } from './backoff.ts';
import { jobCondition, withJobCondition } from './conditions.ts';
import { judgeFailure } from './failure-policy.ts';
import { firstFreeIndexes, parseIndexes, withIndexes } from './indexes.ts';
import { jobPod } from './job-pod.ts';
import { deadlineLeftMs, decideOutcome, isComplete } from './outcome.ts';
import type { Outcome, Tally } from './outcome.ts';
import { awaitingReplacement, failsIndex, hasLimitPerIndex, nextFailures, nextPodAtMs } from './per-index.ts';
import type { IndexFailures } from './per-index.ts';
import {
  completionIndex,
  isIndexed,
  isSuspended,
  isTracked,
  podsToRemove,
  replacesOnlyFailed,
  sortJobPods,
} from './pods.ts';
import type { JobPods } from './pods.ts';
import * as reasons from './reasons.ts';
import type { JobSettings } from './settings.ts';
import { planTracking, settleUncounted, withIndexCounts } from './tracking.ts';

export interface JobSync {
  readonly outcome: SyncOutcome;
  /** To be remembered for the next sync. */
  readonly backoff: BackoffRecord;
}

/** What managing the pods came to. */
interface Managed {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  readonly failed: boolean;
  readonly requeueAfterMs?: Millis;
}

export function syncJob(
  ctx: ComponentContext,
  settings: JobSettings,
  job: Job,
  owned: readonly Pod[],
  before: BackoffRecord,
): JobSync {
  const nowMs = wallMs(ctx);
  const pods = sortJobPods(job, owned);
  const backoff = recordFinished(before, pods.newSucceeded, pods.newFailed);
  const tally = tallyOf(job, pods);
  const early = decideOutcome(job, pods, tally, nowMs);
  const managed =
    early === undefined
      ? manage(ctx, settings, job, pods, tally, backoff, nowMs)
      : endActivePods(ctx, job, pods, early);
  const outcome =
    early ??
    (isComplete(job, tally, managed.active)
      ? ({
          type: 'Complete',
          reason: reasons.COMPLETIONS_REACHED,
          message: reasons.COMPLETIONS_REACHED_MESSAGE,
        } as const)
      : undefined);
  const status = withSuspension(ctx, job, withStart(job, nowMs), outcome, nowMs);
  const written = track(ctx, settings, { job, pods, tally, outcome, nowMs }, counted(status, managed));
  if (!written || managed.failed) return { outcome: FAILED, backoff };
  const waits = [
    managed.requeueAfterMs,
    outcome === undefined ? deadlineLeftMs(job, nowMs) : undefined,
  ].filter((wait) => wait !== undefined);
  return { outcome: waits.length === 0 ? DONE : { requeueAfterMs: Math.min(...waits) }, backoff };
}

function tallyOf(job: Job, pods: JobPods): Tally {
  const { status = {} } = job;
  const completions = job.spec.completions ?? 0;
  const indexesOf = (some: readonly Pod[]): readonly number[] =>
    some.map(completionIndex).filter((index) => index !== undefined);
  const succeededIndexes = isIndexed(job)
    ? withIndexes(parseIndexes(status.completedIndexes, completions), indexesOf(pods.newSucceeded))
    : [];
  const newlyFailed = hasLimitPerIndex(job)
    ? indexesOf(pods.newFailed.filter((pod) => failsIndex(job, pod)))
    : [];
  const failedIndexes = withIndexes(parseIndexes(status.failedIndexes, completions), newlyFailed).filter(
    (index) => !succeededIndexes.includes(index),
  );
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  return {
    succeeded: isIndexed(job)
      ? succeededIndexes.length
      : (status.succeeded ?? 0) + succeeded.length + pods.newSucceeded.length,
    failed:
      (status.failed ?? 0) +
      failed.length +
      pods.newFailed.filter((pod) => judgeFailure(job, pod).action !== 'Ignore').length,
    succeededIndexes,
    failedIndexes,
  };
}

function withStart(job: Job, nowMs: number): JobStatus {
  const status = job.status ?? {};
  return status.startTime === undefined && !isSuspended(job)
    ? { ...status, startTime: formatTime(nowMs) }
    : status;
}

/** The Job is at its end: what still runs is deleted. */
function endActivePods(
  ctx: ComponentContext,
  job: Job,
  { active, ready, terminating }: JobPods,
  outcome: Outcome,
): Managed {
  const because = {
    rule: 'JOB-05',
    text: `the Job is at its end (${outcome.reason}), so its active pods are not needed`,
  };
  const failures = active.map((pod) => deletePod(ctx, job, pod, because));
  const deletedReady = active.filter(isReady).length;
  return {
    active: 0,
    ready: ready - deletedReady,
    terminating: terminating + active.length,
    failed: failures.some((failure) => failure !== undefined),
  };
}

function manage(
  ctx: ComponentContext,
  settings: JobSettings,
  job: Job,
  pods: JobPods,
  tally: Tally,
  backoff: BackoffRecord,
  nowMs: number,
): Managed {
  const unchanged: Managed = {
    active: pods.active.length,
    ready: pods.ready,
    terminating: pods.terminating,
    failed: false,
  };
  if (isBeingDeleted(job)) return unchanged;
  const wanted = isSuspended(job) ? 0 : wantedActive(job, pods.active.length, tally);
  const surplus = podsToRemove(job, pods.active, Math.max(0, pods.active.length - wanted)).slice(
    0,
    Math.min(settings.burstPods, CALLS_PER_LOOK),
  );
  if (surplus.length > 0)
    return goOn(removeSurplus(ctx, job, pods, surplus, wanted), pods.active.length - wanted);
  const missing = wanted - pods.active.length - (replacesOnlyFailed(job) ? pods.terminating : 0);
  if (missing <= 0 || isSuspended(job)) return unchanged;
  const wait = hasLimitPerIndex(job) ? 0 : remainingMs(backoff, settings, nowMs);
  if (wait > 0) return waiting(unchanged, wait);
  return goOn(
    createMissing(
      ctx,
      settings,
      job,
      pods,
      tally,
      Math.min(missing, settings.burstPods, CALLS_PER_LOOK),
      unchanged,
      nowMs,
    ),
    missing,
  );
}

/** While a Job waits to make pods, upstream reports no active ones, also when some run. */
function waiting(managed: Managed, waitMs: Millis): Managed {
  return { ...managed, active: 0, requeueAfterMs: waitMs };
}

/** When more pods were to be made or removed than one look does, the next look follows at once. */
function goOn(managed: Managed, count: number): Managed {
  return count > CALLS_PER_LOOK ? { ...managed, requeueAfterMs: NEXT_CALLS_MS } : managed;
}

function wantedActive(job: Job, active: number, tally: Tally): number {
  const parallelism = job.spec.parallelism ?? 1;
  if (job.spec.completions === undefined) return tally.succeeded > 0 ? active : parallelism;
  return Math.max(0, Math.min(parallelism, job.spec.completions - tally.succeeded));
}

/** The finalizer goes first, so that these pods are not counted as failed. */
function removeSurplus(
  ctx: ComponentContext,
  job: Job,
  pods: JobPods,
  surplus: readonly Pod[],
  wanted: number,
): Managed {
  const text = isSuspended(job)
    ? 'the Job is suspended'
    : `${pods.active.length} pods are active and ${wanted} are wanted`;
  const because = { rule: isSuspended(job) ? 'JOB-06' : 'JOB-04', text };
  for (const pod of surplus) releasePod(ctx, pod, because);
  const failures = surplus.map((pod) => deletePod(ctx, job, pod, because));
  const deletedReady = surplus.filter(isReady).length;
  return {
    active: pods.active.length - surplus.length,
    ready: pods.ready - deletedReady,
    terminating: pods.terminating + surplus.length,
    failed: failures.some((failure) => failure !== undefined),
  };
}

interface ToCreate {
  readonly index: number | undefined;
  readonly failures: IndexFailures | undefined;
}

function createMissing(
  ctx: ComponentContext,
  settings: JobSettings,
  job: Job,
  pods: JobPods,
  tally: Tally,
  count: number,
  unchanged: Managed,
  nowMs: number,
): Managed {
  const { create, waitMs } = isIndexed(job)
    ? planIndexes(settings, job, pods, tally, count, nowMs)
    : {
        create: Array.from({ length: count }, () => ({ index: undefined, failures: undefined })),
        waitMs: undefined,
      };
  if (waitMs !== undefined) return waiting(unchanged, waitMs);
  const goal =
    job.spec.completions === undefined
      ? `${job.spec.parallelism ?? 1} in parallel`
      : `${job.spec.completions} completions and ${job.spec.parallelism ?? 1} in parallel`;
  const because = {
    rule: 'JOB-01',
    text: `the Job wants ${goal}; ${tally.succeeded} succeeded and ${pods.active.length} are active`,
  };
  const made = slowStartBatch(create.length, (i) => {
    const { index, failures } = create[i] ?? { index: undefined, failures: undefined };
    return createPod(ctx, job, jobPod(job, index, failures), because);
  });
  return { ...unchanged, active: unchanged.active + made.succeeded, failed: made.failure !== undefined };
}

interface IndexesPlan {
  readonly create: readonly ToCreate[];
  /** Set when every index whose turn it is waits after a failure. */
  readonly waitMs: Millis | undefined;
}

/** The lowest free indexes. One that waits after its failure keeps its place: no later index goes ahead in its stead. */
function planIndexes(
  settings: JobSettings,
  job: Job,
  pods: JobPods,
  tally: Tally,
  count: number,
  nowMs: number,
): IndexesPlan {
  const kept = awaitingReplacement(job, pods);
  const taken = new Set([
    ...tally.succeededIndexes,
    ...tally.failedIndexes,
    ...pods.active.map((pod) => completionIndex(pod) ?? -1),
  ]);
  if (replacesOnlyFailed(job))
    for (const pod of pods.all) if (isTerminating(pod)) taken.add(completionIndex(pod) ?? -1);
  const free = firstFreeIndexes(taken, job.spec.completions ?? 0, count);
  const waitOf = (index: number): Millis => {
    const failed = kept.get(index);
    return failed === undefined ? 0 : Math.max(0, nextPodAtMs(failed, settings) - nowMs);
  };
  const now = free.filter((index) => waitOf(index) === 0);
  const create = now.map((index) => ({
    index,
    failures: hasLimitPerIndex(job) ? nextFailures(job, kept.get(index)) : undefined,
  }));
  const waits = now.length > 0 || free.length === 0 ? undefined : Math.min(...free.map(waitOf));
  return { create, waitMs: waits };
}

/** The Suspended condition, its Events, and the start time that goes and comes with it. */
function withSuspension(
  ctx: ComponentContext,
  job: Job,
  status: JobStatus,
  outcome: Outcome | undefined,
  nowMs: number,
): JobStatus {
  if (outcome !== undefined || isBeingDeleted(job)) return status;
  const present = findCondition(status.conditions, reasons.SUSPENDED)?.status === 'True';
  if (isSuspended(job) === present) return status;
  if (isSuspended(job)) {
    ctx.events.record(subjectOf(job), 'Normal', reasons.EVENT_SUSPENDED, reasons.JOB_SUSPENDED_MESSAGE);
    const { startTime: _start, ...rest } = status;
    return withJobCondition(
      rest,
      jobCondition(reasons.SUSPENDED, reasons.JOB_SUSPENDED, reasons.JOB_SUSPENDED_MESSAGE, nowMs),
    );
  }
  ctx.events.record(subjectOf(job), 'Normal', reasons.EVENT_RESUMED, reasons.JOB_RESUMED_MESSAGE);
  return withJobCondition(
    { ...status, startTime: formatTime(nowMs) },
    jobCondition(reasons.SUSPENDED, reasons.JOB_RESUMED, reasons.JOB_RESUMED_MESSAGE, nowMs, 'False'),
  );
}

function counted(status: JobStatus, { active, ready, terminating }: Managed): JobStatus {
  const { active: _active, ...rest } = status;
  return { ...rest, ...(active === 0 ? {} : { active }), ready, terminating };
}

interface Tracked {
  readonly job: Job;
  readonly pods: JobPods;
  readonly tally: Tally;
  readonly outcome: Outcome | undefined;
  readonly nowMs: number;
}

/** Two writes at most, with the finalizers removed between them. False when one failed. */
function track(ctx: ComponentContext, settings: JobSettings, seen: Tracked, base: JobStatus): boolean {
  const { job, pods, tally, outcome } = seen;
  const kept = awaitingReplacement(job, sortJobPods(job, ctx.api.ownedBy('Pod', uidOf(job))));
  const { release, uncounted } = planTracking({ job, pods, outcome, kept, limit: settings.burstPods });
  const first = withInterim(
    withIndexCounts(job, { ...base, uncountedTerminatedPods: uncounted }, tally),
    outcome,
    seen.nowMs,
  );
  if (!writeStatus(ctx, job, first)) return false;
  for (const pod of release)
    releasePod(ctx, pod, { rule: 'JOB-02', text: 'the pod has ended and its result is noted in the Job' });
  const after = ctx.api.ownedBy('Pod', uidOf(job));
  const settled = settleUncounted(first, new Set(after.filter(isTracked).map(uidOf)));
  const final = withFinal(settled, outcome, seen.nowMs);
  if (!writeStatus(ctx, job, final)) return false;
  if (final !== settled && outcome !== undefined) recordEnd(ctx, job, outcome, final.succeeded ?? 0);
  return true;
}

function withInterim(status: JobStatus, outcome: Outcome | undefined, nowMs: number): JobStatus {
  if (outcome === undefined) return status;
  const type = outcome.type === 'Complete' ? reasons.SUCCESS_CRITERIA_MET : reasons.FAILURE_TARGET;
  return findCondition(status.conditions, type) === undefined
    ? withJobCondition(status, jobCondition(type, outcome.reason, outcome.message, nowMs))
    : status;
}

/** The final condition waits until every pod is counted and none is terminating. */
function withFinal(status: JobStatus, outcome: Outcome | undefined, nowMs: number): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if (outcome === undefined || succeeded.length + failed.length > 0 || (status.terminating ?? 0) > 0)
    return status;
  const ended = withJobCondition(status, jobCondition(outcome.type, outcome.reason, outcome.message, nowMs));
  return outcome.type === 'Complete' ? { ...ended, completionTime: formatTime(nowMs) } : ended;
}

function writeStatus(ctx: ComponentContext, job: Job, status: JobStatus): boolean {
  const live = ctx.api.get('Job', namespaceOf(job), job.metadata.name);
  if (live === undefined || deepEqual(live.status, status)) return true;
  const { active = 0, succeeded = 0, failed = 0 } = status;
  const text = `${active} pods are active, ${succeeded} succeeded and ${failed} failed`;
  return ctx.api.modify(
    'Job',
    namespaceOf(job),
    job.metadata.name,
    (one) => ({ ...one, status }),
    { rule: 'JOB-03', text },
    { subresource: 'status' },
  ).ok;
}

function recordEnd(
  ctx: ComponentContext,
  job: Job,
  { type, reason, message }: Outcome,
  succeeded: number,
): void {
  if (type === 'Failed') return ctx.events.record(subjectOf(job), 'Warning', reason, message);
  const { completions } = job.spec;
  if (completions !== undefined && succeeded > completions)
    ctx.events.record(
      subjectOf(job),
      'Warning',
      reasons.TOO_MANY_SUCCEEDED,
      reasons.TOO_MANY_SUCCEEDED_MESSAGE,
    );
  ctx.events.record(subjectOf(job), 'Normal', reasons.EVENT_COMPLETED, reasons.EVENT_COMPLETED_MESSAGE);
}

/** Takes the tracking finalizer off. */
export function releasePod(ctx: ComponentContext, pod: Pod, because: Because): void {
  ctx.api.modify(
    'Pod',
    namespaceOf(pod),
    pod.metadata.name,
    (live) => withoutFinalizer(live, JobTrackingFinalizer),
    because,
  );
}
