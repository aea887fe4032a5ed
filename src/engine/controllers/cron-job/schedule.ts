/**
 * Which run of a CronJob is due, and when to look again.
 *
 * **Upstream:** pkg/controller/cronjob/utils.go mostRecentScheduleTime, nextScheduleTimeDuration (v1.37).
 */
import { nextCronTime } from '../../api/cron.ts';
import type { CronSchedule } from '../../api/cron.ts';
import type { CronJob } from '../../api/batch-v1.ts';
import { timeMs } from '../../api/time.ts';

/** Upstream adds it to every wait, so that the time has surely come. */
const DELTA_MS = 100;
const MISSED_MAX = 100;

export interface DueRun {
  /** The latest time that has come since the last run; undefined when none has. */
  readonly at: number | undefined;
  /** More times were missed than anybody should miss. */
  readonly tooMany: boolean;
}

/** The latest due time, not earlier than the starting deadline allows. */
export function dueRun(cronJob: CronJob, schedule: CronSchedule, nowMs: number): DueRun {
  const { startingDeadlineSeconds } = cronJob.spec;
  const since = startingDeadlineSeconds === undefined ? 0 : nowMs - startingDeadlineSeconds * 1000;
  return latestBetween(schedule, Math.max(lastRunMs(cronJob), since), nowMs);
}

/** Time until the next run that is not due yet. */
export function nextLookMs(cronJob: CronJob, schedule: CronSchedule, nowMs: number): number | undefined {
  const last = lastRunMs(cronJob);
  const next = nextCronTime(schedule, latestBetween(schedule, last, nowMs).at ?? last);
  return next === undefined ? undefined : next + DELTA_MS - nowMs;
}

function lastRunMs({ metadata, status }: CronJob): number {
  return timeMs(status?.lastScheduleTime) ?? timeMs(metadata.creationTimestamp) ?? 0;
}

function latestBetween(schedule: CronSchedule, afterMs: number, nowMs: number): DueRun {
  const first = nextCronTime(schedule, afterMs);
  if (first === undefined || first > nowMs) return { at: undefined, tooMany: false };
  const second = nextCronTime(schedule, first);
  if (second === undefined || second > nowMs) return { at: first, tooMany: false };
  const missed = Math.floor((nowMs - first) / (second - first)) + 1;
  return { at: latestIn(schedule, first, nowMs, second - first), tooMany: missed > MISSED_MAX };
}

/** The latest time from `first` to `nowMs`, looked for in windows before now that double until one has a time in it. */
function latestIn(schedule: CronSchedule, first: number, nowMs: number, gapMs: number): number {
  let latest = first;
  for (let window = gapMs; latest === first && window < 2 * (nowMs - first); window *= 2) {
    const start = Math.max(first, nowMs - window);
    for (
      let time = nextCronTime(schedule, start - 1);
      time !== undefined && time <= nowMs;
      time = nextCronTime(schedule, time)
    )
      latest = time;
  }
  return latest;
}
