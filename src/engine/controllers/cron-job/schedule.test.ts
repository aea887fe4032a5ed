import { describe, expect, it } from 'vitest';
import type { CronJob } from '../../api/batch-v1.ts';
import { parseCron } from '../../api/cron.ts';
import { formatTime, timeMs } from '../../api/time.ts';
import { dueRun, nextLookMs } from './schedule.ts';

const at = (clock: string): number => timeMs(`2026-01-01T${clock}Z`) ?? 0;

function cronJob(schedule: string, last: string | undefined, startingDeadlineSeconds?: number): CronJob {
  const jobTemplate = { spec: { template: { spec: { containers: [] } } } };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick', creationTimestamp: '2026-01-01T00:00:30Z' },
    spec: {
      schedule,
      jobTemplate,
      ...(startingDeadlineSeconds === undefined ? {} : { startingDeadlineSeconds }),
    },
    status: last === undefined ? {} : { lastScheduleTime: formatTime(at(last)) },
  };
}

function due(
  schedule: string,
  last: string | undefined,
  now: string,
  deadline?: number,
): readonly [string | undefined, boolean, number | undefined] {
  const job = cronJob(schedule, last, deadline);
  const parsed = parseCron(schedule);
  if (!parsed.ok) throw new Error(parsed.error);
  const run = dueRun(job, parsed.value, at(now));
  return [
    run.at === undefined ? undefined : formatTime(run.at).slice(11, 19),
    run.tooMany,
    nextLookMs(job, parsed.value, at(now)),
  ];
}

describe('the schedule of a CronJob', () => {
  const rows = [
    [
      'nothing is due before the first time',
      '* * * * *',
      undefined,
      '00:00:59',
      undefined,
      [undefined, false, 1100],
    ],
    [
      'the first time after the creation is due',
      '* * * * *',
      undefined,
      '00:01:00',
      undefined,
      ['00:01:00', false, 60_100],
    ],
    [
      'a time that was run is not due again',
      '* * * * *',
      '00:01:00',
      '00:01:30',
      undefined,
      [undefined, false, 30_100],
    ],
    [
      'only the latest of several missed times is due',
      '*/5 * * * *',
      '00:05:00',
      '00:27:00',
      undefined,
      ['00:25:00', false, 180_100],
    ],
    [
      'a starting deadline hides times that are too old',
      '*/5 * * * *',
      '00:05:00',
      '00:27:00',
      60,
      [undefined, false, 180_100],
    ],
    [
      'more than 100 missed times are too many, the latest is due all the same',
      '* * * * *',
      '00:05:00',
      '02:00:30',
      undefined,
      ['02:00:00', true, 30_100],
    ],
    [
      'uneven gaps do not hide a time',
      '0,1 * * * *',
      '00:01:00',
      '23:30:00',
      undefined,
      ['23:01:00', true, 1_800_100],
    ],
  ] as const;
  for (const [what, schedule, last, now, deadline, expected] of rows)
    it(`CRON-02 ${what}`, () => expect(due(schedule, last, now, deadline)).toEqual(expected));
});
