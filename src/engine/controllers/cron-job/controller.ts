/**
 * The CronJob controller: starts a Job at each time of a schedule.
 *
 * **Upstream:** pkg/controller/cronjob/cronjob_controllerv2.go (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';
import { parseCron } from '../../api/cron.ts';
import type { CronSchedule } from '../../api/cron.ts';
import type { CronJob, CronJobStatus } from '../../api/batch-v1.ts';
import type { ObjectReference } from '../../api/core-v1.ts';
import { formatTime, timeMs } from '../../api/time.ts';
import { isTimeZone } from '../../api/time-zones.ts';
import type { ChangeOf, StoredObject } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import type { Wake } from '../control/component.ts';
import { isBeingDeleted, keyOf, namespaceOf, splitKey, subjectOf, uidOf } from '../control/keys.ts';
import { controllerRefOf, isControlledBy } from '../control/owner.ts';
import { isNamespaceTerminating } from '../control/pod-from-template.ts';
import { finishedAs, jobFor, jobName, referenceTo, surplusJobs } from './jobs.ts';
import * as reasons from './reasons.ts';
import { dueRun, nextLookMs } from './schedule.ts';

export function createCronJobController(ctx: ComponentContext): Component {
  return controllerComponent(ctx, {
    name: 'cronjob-controller',
    watches: {
      CronJob: (change) => wakeFor(ctx, change),
      Job: ({ object }) => {
        const reference = controllerRefOf(object.metadata);
        return reference?.kind === 'CronJob' ? [`${namespaceOf(object)}/${reference.name}`] : [];
      },
    },
    reconcile: (key) => syncCronJob(ctx, key),
  });
}

/** A new schedule begins with its next time: what the old one missed is forgotten. */
function wakeFor(ctx: ComponentContext, { object, before }: ChangeOf<'CronJob'>): readonly Wake[] {
  if (before === undefined || isSameTiming(before, object)) return [keyOf(object)];
  const schedule = parseCron(object.spec.schedule, object.spec.timeZone);
  const afterMs = schedule.ok ? nextLookMs(object, schedule.value, wallMs(ctx)) : undefined;
  return [afterMs === undefined ? keyOf(object) : { key: keyOf(object), afterMs }];
}

function isSameTiming(a: CronJob, b: CronJob): boolean {
  return a.spec.schedule === b.spec.schedule && a.spec.timeZone === b.spec.timeZone;
}

/** What one look does, step by step: each step may record, delete or create, and changes the status that is written at the end. */
interface Look {
  readonly ctx: ComponentContext;
  readonly cronJob: StoredObject<'CronJob'>;
  readonly jobs: readonly StoredObject<'Job'>[];
  status: CronJobStatus;
}

function syncCronJob(ctx: ComponentContext, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const cronJob = ctx.api.get('CronJob', namespace, name);
  if (cronJob === undefined) return DONE;
  const jobs = ctx.api.ownedBy('Job', uidOf(cronJob)).filter((job) => isControlledBy(job, uidOf(cronJob)));
  const look: Look = { ctx, cronJob, jobs, status: cronJob.status ?? {} };
  removeSurplus(look);
  followJobs(look);
  noteMissing(look);
  const outcome = isBeingDeleted(cronJob) || cronJob.spec.suspend === true ? DONE : startDue(look);
  return writeStatus(look) ? outcome : FAILED;
}

function record({ ctx, cronJob }: Look, type: 'Normal' | 'Warning', reason: string, message: string): void {
  ctx.events.record(subjectOf(cronJob), type, reason, message);
}

function removeSurplus(look: Look): void {
  for (const job of surplusJobs(look.cronJob, look.jobs))
    deleteJob(look, job, 'CRON-06', 'it ended, and more ended Jobs are kept than the history limit allows');
}

/** Takes Jobs that ended off the active list. */
function followJobs(look: Look): void {
  for (const job of look.jobs) {
    const active = isActive(look, job.metadata.uid);
    const ended = finishedAs(job);
    if (!active && ended === undefined)
      record(
        look,
        'Warning',
        reasons.UNEXPECTED_JOB,
        `Saw a job that the controller did not create or forgot: ${job.metadata.name}`,
      );
    if (active && ended !== undefined) {
      dropActive(look, job.metadata.uid);
      record(
        look,
        'Normal',
        reasons.SAW_COMPLETED_JOB,
        `Saw completed job: ${job.metadata.name}, condition: ${ended}`,
      );
    }
    if (ended === 'Complete') noteSuccess(look, job.status?.completionTime);
  }
}

function isActive({ status }: Look, uid: string): boolean {
  return (status.active ?? []).some((reference) => reference.uid === uid);
}

function dropActive(look: Look, uid: string | undefined): void {
  const { active = [], ...rest } = look.status;
  const left = active.filter((reference) => reference.uid !== uid);
  look.status = left.length === 0 ? rest : { ...look.status, active: left };
}

function noteSuccess(look: Look, completionTime: string | undefined): void {
  const known = timeMs(look.status.lastSuccessfulTime);
  const seen = timeMs(completionTime);
  if (completionTime !== undefined && seen !== undefined && (known === undefined || seen > known))
    look.status = { ...look.status, lastSuccessfulTime: completionTime };
}

function noteMissing(look: Look): void {
  const { ctx, cronJob } = look;
  for (const { uid, name = '' } of look.status.active ?? []) {
    if (
      look.jobs.some((job) => job.metadata.uid === uid) ||
      ctx.api.get('Job', namespaceOf(cronJob), name) !== undefined
    )
      continue;
    record(look, 'Normal', reasons.MISSING_JOB, `Active job went missing: ${name}`);
    dropActive(look, uid);
  }
}

function startDue(look: Look): SyncOutcome {
  const { ctx, cronJob } = look;
  const { schedule: text, timeZone, startingDeadlineSeconds, concurrencyPolicy } = cronJob.spec;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const why = `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`;
    record(look, 'Warning', reasons.UNKNOWN_TIME_ZONE, why);
    return DONE;
  }
  const schedule = parseCron(text, timeZone);
  if (!schedule.ok) {
    record(
      look,
      'Warning',
      reasons.UNPARSEABLE_SCHEDULE,
      `unparseable schedule: ${JSON.stringify(text)} : ${schedule.error}`,
    );
    return DONE;
  }
  const { at, tooMany } = dueRun(cronJob, schedule.value, wallMs(ctx));
  if (tooMany) record(look, 'Warning', reasons.TOO_MANY_MISSED_TIMES, reasons.TOO_MANY_MISSED_TIMES_MESSAGE);
  if (at === undefined || wasStarted(look, at)) return later(look, schedule.value);
  if (startingDeadlineSeconds !== undefined && at + startingDeadlineSeconds * 1000 < wallMs(ctx)) {
    record(look, 'Warning', reasons.MISS_SCHEDULE, `Missed scheduled time to start a job: ${rfc1123(at)}`);
    return later(look, schedule.value);
  }
  const active = look.status.active ?? [];
  if (concurrencyPolicy === 'Forbid' && active.length > 0) {
    record(look, 'Normal', reasons.JOB_ALREADY_ACTIVE, reasons.JOB_ALREADY_ACTIVE_MESSAGE);
    return later(look, schedule.value);
  }
  if (concurrencyPolicy === 'Replace' && !replaceActive(look, active)) return FAILED;
  const started = startJob(look, at);
  return started.ok ? later(look, schedule.value) : FAILED;
}

function wasStarted({ cronJob, status }: Look, dueMs: number): boolean {
  const name = jobName(cronJob, dueMs);
  return (
    (status.active ?? []).some((reference) => reference.name === name) ||
    timeMs(status.lastScheduleTime) === dueMs
  );
}

/** The next look comes at the next time, counted with what this look has started. */
function later({ ctx, cronJob, status }: Look, schedule: CronSchedule): SyncOutcome {
  const requeueAfterMs = nextLookMs({ ...cronJob, status }, schedule, wallMs(ctx));
  return requeueAfterMs === undefined ? DONE : { requeueAfterMs };
}

function replaceActive(look: Look, active: readonly ObjectReference[]): boolean {
  const { ctx, cronJob } = look;
  const jobs = active
    .map(({ name = '' }) => ctx.api.get('Job', namespaceOf(cronJob), name))
    .filter((job) => job !== undefined);
  return jobs.every((job) =>
    deleteJob(look, job, 'CRON-04', 'the next run is due and the concurrency policy is Replace'),
  );
}

function deleteJob(look: Look, job: StoredObject<'Job'>, rule: string, text: string): boolean {
  const { name, uid } = job.metadata;
  const deleted = look.ctx.api.delete(
    'Job',
    namespaceOf(job),
    name,
    { propagationPolicy: 'Background' },
    { rule, text },
  );
  if (!deleted.ok && deleted.error.reason !== 'NotFound') {
    record(look, 'Warning', reasons.FAILED_DELETE, `Deleted job: ${deleted.error.message}`);
    return false;
  }
  dropActive(look, uid);
  record(look, 'Normal', reasons.SUCCESSFUL_DELETE, `Deleted job ${name}`);
  return true;
}

function startJob(look: Look, dueMs: number): Result<void, void> {
  const { ctx, cronJob } = look;
  const because = {
    rule: 'CRON-01',
    text: `the schedule ${cronJob.spec.schedule} was due at ${formatTime(dueMs)}`,
    timer: 'schedule',
  };
  const created = ctx.api.create('Job', jobFor(cronJob, dueMs), because);
  if (!created.ok && created.error.reason === 'AlreadyExists') return takeOver(look, dueMs);
  if (!created.ok && isNamespaceTerminating(created.error)) return ok(undefined);
  if (!created.ok) {
    record(look, 'Warning', reasons.FAILED_CREATE, `Error creating job: ${created.error.message}`);
    return fail(undefined);
  }
  record(look, 'Normal', reasons.SUCCESSFUL_CREATE, `Created job ${created.value.metadata.name}`);
  look.status = {
    ...look.status,
    active: [...(look.status.active ?? []), referenceTo(created.value)],
    lastScheduleTime: formatTime(dueMs),
  };
  return ok(undefined);
}

/** A Job of that name exists: our own was not noted in the status yet, anybody else's is left alone. */
function takeOver(look: Look, dueMs: number): Result<void, void> {
  const name = jobName(look.cronJob, dueMs);
  const own = look.jobs.find(({ metadata }) => metadata.name === name);
  if (own !== undefined)
    look.status = {
      ...look.status,
      active: [...(look.status.active ?? []), referenceTo(own)],
      lastScheduleTime: formatTime(dueMs),
    };
  return ok(undefined);
}

function writeStatus({ ctx, cronJob, status }: Look): boolean {
  if (deepEqual(cronJob.status ?? {}, status)) return true;
  const text = `${status.active?.length ?? 0} of its Jobs are active, the last run was due at ${status.lastScheduleTime ?? 'no time yet'}`;
  const written = ctx.api.modify(
    'CronJob',
    namespaceOf(cronJob),
    cronJob.metadata.name,
    (live) => ({ ...live, status }),
    { rule: 'CRON-05', text },
    { subresource: 'status' },
  );
  return written.ok || written.error.reason === 'NotFound';
}

const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 02 Jan 2006 15:04:05 +0000`. */
function rfc1123(ms: number): string {
  const [date = '', time = ''] = formatTime(ms).slice(0, -1).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${WEEKDAYS[Math.floor(ms / 86_400_000) % 7] ?? ''}, ${day} ${MONTHS[Number(month) - 1] ?? ''} ${year} ${time} +0000`;
}
