/** Jobs by their completions and their waits, and CronJobs by their clock. */
import { compareStrings } from '../../base/compare.ts';
import { nextCronTime, parseCron } from '../api/cron.ts';
import type { CronSchedule } from '../api/cron.ts';
import { timeMs } from '../api/time.ts';
import type { StoredObject } from '../apiserver/client.ts';
import { finishedAs } from '../controllers/cron-job/jobs.ts';
import { backoffMs, finishMs } from '../controllers/job/backoff.ts';
import { BACKOFF } from '../controllers/job/controller.ts';
import { parseIndexes } from '../controllers/job/indexes.ts';
import { awaitingReplacement, hasLimitPerIndex, nextPodAtMs } from '../controllers/job/per-index.ts';
import { completionIndex, indexFailureCount, isIndexed, sortJobPods } from '../controllers/job/pods.ts';
import type { JobPods } from '../controllers/job/pods.ts';
import { DEFAULT_JOB } from '../controllers/job/settings.ts';
import { visible, visibleTime } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { CompletionView, CronJobDetails, CronRunView, JobDetails } from './workload-view.ts';

/** More completions than this are not told one by one. */
const INDEXES_MAX = 48;
const NONE = -1;

type StoredJob = StoredObject<'Job'>;

/** Objects that the view of a Job is made of. */
export function jobParts({ api, engine }: ViewContext, { metadata }: StoredJob): readonly unknown[] {
  return [
    ...api.ownedBy('Pod', metadata.uid),
    engine.sim.table(BACKOFF).get(`${metadata.namespace ?? ''}/${metadata.name}`),
  ];
}

export function jobDetails(context: ViewContext, job: StoredJob): JobDetails {
  const { spec, status = {} } = job;
  const pods = sortJobPods(job, context.api.ownedBy('Pod', job.metadata.uid));
  const finished = finishedAs(job) ?? '';
  const perIndex = hasLimitPerIndex(job);
  const indexes = isIndexed(job) ? completionsOf(job, pods) : [];
  const startedAt = visibleTime(context, status.startTime);
  const finishedAt = finished === '' ? 0 : visibleTime(context, endTime(job));
  return {
    kind: 'Job',
    indexed: isIndexed(job),
    completions: spec.completions ?? NONE,
    parallelism: spec.parallelism ?? 1,
    active: status.active ?? 0,
    succeeded: status.succeeded ?? 0,
    failed: status.failed ?? 0,
    terminating: status.terminating ?? 0,
    backoffLimit: perIndex ? NONE : (spec.backoffLimit ?? 6),
    limitPerIndex: spec.backoffLimitPerIndex ?? NONE,
    indexes,
    hidden: isIndexed(job) ? Math.max(0, (spec.completions ?? 0) - indexes.length) : 0,
    ...(finished === '' && spec.suspend !== true
      ? waitOf(context, job, pods)
      : { backoffFrom: 0, backoffTo: 0 }),
    startedAt,
    deadlineAt:
      spec.activeDeadlineSeconds === undefined || startedAt === 0 || finished !== ''
        ? 0
        : startedAt + spec.activeDeadlineSeconds * 1000,
    finished,
    finishedAt,
    deletedAt:
      finishedAt === 0 || spec.ttlSecondsAfterFinished === undefined
        ? 0
        : finishedAt + spec.ttlSecondsAfterFinished * 1000,
  };
}

function endTime({ status }: StoredJob): string | undefined {
  return (
    status?.completionTime ??
    status?.conditions?.find(({ type }) => type === 'Failed' || type === 'Complete')?.lastTransitionTime
  );
}

function completionsOf(job: StoredJob, { all, active }: JobPods): CompletionView[] {
  const completions = job.spec.completions ?? 0;
  const done = new Set(parseIndexes(job.status?.completedIndexes, completions));
  const failed = new Set(parseIndexes(job.status?.failedIndexes, completions));
  const running = new Map(active.map((pod) => [completionIndex(pod), pod]));
  const newest = new Map(all.map((pod) => [completionIndex(pod), pod]));
  return Array.from({ length: Math.min(completions, INDEXES_MAX) }, (_, index): CompletionView => {
    const pod = running.get(index) ?? newest.get(index);
    return {
      index,
      state: done.has(index)
        ? 'done'
        : failed.has(index)
          ? 'failed'
          : running.has(index)
            ? 'active'
            : 'later',
      podUid: pod?.metadata.uid ?? '',
      failures: pod === undefined ? 0 : indexFailureCount(pod),
    };
  });
}

/** The wait before the next pod, counted as the controller counts it; 0 and 0 when none is to come. */
function waitOf(
  context: ViewContext,
  job: StoredJob,
  pods: JobPods,
): Pick<JobDetails, 'backoffFrom' | 'backoffTo'> {
  const { setup } = context.engine;
  const waits = hasLimitPerIndex(job)
    ? [...awaitingReplacement(job, pods).values()].map((pod) => ({
        from: finishMs(pod),
        to: nextPodAtMs(pod, DEFAULT_JOB),
      }))
    : wholeWait(context, job);
  const [next] = [...waits].sort((a, b) => a.to - b.to);
  if (next === undefined) return { backoffFrom: 0, backoffTo: 0 };
  return {
    backoffFrom: visible(context, next.from - setup.epochMs),
    backoffTo: visible(context, next.to - setup.epochMs),
  };
}

function wholeWait(
  { engine }: ViewContext,
  { metadata, status }: StoredJob,
): readonly { readonly from: number; readonly to: number }[] {
  const record = engine.sim.table(BACKOFF).get(`${metadata.namespace ?? ''}/${metadata.name}`);
  if (record === undefined || record.uid !== metadata.uid || record.failuresAfterLastSuccess === 0) return [];
  if ((status?.active ?? 0) > 0) return [];
  const { lastFailureMs: from, failuresAfterLastSuccess } = record;
  return [{ from, to: from + backoffMs(failuresAfterLastSuccess, DEFAULT_JOB) }];
}

/** Missed times are counted no further. */
const MISSED_MAX = 100;
const RUNS_MAX = 8;
const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const INSTANTIATE = 'cronjob.kubernetes.io/instantiate';

export function cronJobDetails(context: ViewContext, cronJob: StoredObject<'CronJob'>): CronJobDetails {
  const { spec, status = {}, metadata } = cronJob;
  const { epochMs } = context.engine.setup;
  const nowMs = epochMs + context.engine.sim.now;
  const schedule = parseCron(spec.schedule);
  const last = timeMs(status.lastScheduleTime) ?? timeMs(metadata.creationTimestamp) ?? nowMs;
  const next = schedule.ok ? nextCronTime(schedule.value, nowMs) : undefined;
  return {
    kind: 'CronJob',
    schedule: spec.schedule,
    timeZone: spec.timeZone ?? '',
    policy: spec.concurrencyPolicy ?? 'Allow',
    lastAt: visibleTime(context, status.lastScheduleTime),
    lastSuccessAt: visibleTime(context, status.lastSuccessfulTime),
    nextAt: next === undefined ? 0 : visible(context, next - epochMs),
    missed: schedule.ok ? missedBetween(schedule.value, last, nowMs) : 0,
    startingDeadlineMs: (spec.startingDeadlineSeconds ?? 0) * 1000,
    problem: schedule.ok ? '' : schedule.error,
    runs: runsOf(context, metadata.uid),
  };
}

function missedBetween(schedule: CronSchedule, from: number, to: number): number {
  let missed = 0;
  for (
    let at = nextCronTime(schedule, from);
    at !== undefined && at <= to && missed < MISSED_MAX;
    at = nextCronTime(schedule, at)
  )
    missed += 1;
  return missed;
}

function runsOf(context: ViewContext, uid: string): CronRunView[] {
  return context.api
    .ownedBy('Job', uid)
    .map((job): CronRunView => {
      const ended = finishedAs(job);
      const { annotations, creationTimestamp } = job.metadata;
      return {
        uid: job.metadata.uid,
        name: job.metadata.name,
        at: visibleTime(context, annotations?.[SCHEDULED_AT] ?? creationTimestamp),
        state: ended === undefined ? 'active' : ended === 'Complete' ? 'complete' : 'failed',
        byHand: annotations?.[INSTANTIATE] === 'manual',
      };
    })
    .sort((a, b) => a.at - b.at || compareStrings(a.name, b.name))
    .slice(-RUNS_MAX);
}
