import { describe, expect, it } from 'vitest';
import { createGarbageCollectorController } from '../garbage-collector/controller.ts';
import { ControllerCluster, EPOCH_MS } from '../testing/controller-cluster.ts';
import { createCronJobController } from './controller.ts';
import { formatTime } from '../../api/time.ts';

const MINUTE = EPOCH_MS / 60_000;
const template = {
  metadata: { labels: { of: 'tick' } },
  spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'a' }] } } },
};

function cluster(spec: object = {}): ControllerCluster {
  const c = new ControllerCluster({
    'cronjob-controller': (ctx) => createCronJobController(ctx),
    'garbage-collector-controller': (ctx) => createGarbageCollectorController(ctx),
  });
  c.createFor('CronJob', {
    metadata: { name: 'tick', namespace: 'default' },
    spec: { schedule: '* * * * *', jobTemplate: template, ...spec },
  });
  return c;
}

const names = (c: ControllerCluster): readonly string[] => c.all('Job').map(({ metadata }) => metadata.name);

function end(c: ControllerCluster, name: string, type: 'Complete' | 'Failed'): void {
  const now = formatTime(c.nowMs);
  const condition = { type, status: 'True', lastTransitionTime: now };
  c.change(
    'Job',
    name,
    (job) => ({
      ...job,
      status: {
        ...job.status,
        startTime: now,
        ...(type === 'Complete' ? { completionTime: now } : {}),
        conditions: [condition],
      },
    }),
    'status',
  );
}

describe('CronJob controller', () => {
  it('CRON-01 starts a Job at each time, named by the minute', () => {
    const c = cluster();
    c.run(59_000);
    expect(names(c)).toEqual([]);
    c.run(2000);
    const [job] = c.all('Job');
    expect(job?.metadata).toMatchObject({
      name: `tick-${MINUTE + 1}`,
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T00:01:00Z' },
      ownerReferences: [{ kind: 'CronJob', name: 'tick', controller: true }],
    });
    expect(job?.metadata.labels).toMatchObject({ of: 'tick' });
    expect(c.get('CronJob', 'tick')?.status).toMatchObject({
      active: [{ kind: 'Job', name: `tick-${MINUTE + 1}`, apiVersion: 'batch/v1' }],
      lastScheduleTime: '2026-01-01T00:01:00Z',
    });
    c.run(60_000);
    expect(names(c)).toEqual([`tick-${MINUTE + 1}`, `tick-${MINUTE + 2}`]);
  });

  it('CRON-03 with Forbid the missed run starts when the one before ends', () => {
    const c = cluster({ concurrencyPolicy: 'Forbid' });
    c.run(125_000);
    expect(names(c)).toEqual([`tick-${MINUTE + 1}`]);
    expect(c.events().some((line) => line.startsWith('CronJob/tick Normal JobAlreadyActive'))).toBe(true);
    end(c, `tick-${MINUTE + 1}`, 'Complete');
    c.run(100);
    expect(names(c)).toEqual([`tick-${MINUTE + 1}`, `tick-${MINUTE + 2}`]);
    expect(c.get('CronJob', 'tick')?.status).toMatchObject({
      active: [{ name: `tick-${MINUTE + 2}` }],
      lastSuccessfulTime: '2026-01-01T00:02:05Z',
    });
  });

  it('CRON-01 leaves a Job alone that somebody else gave the name of the next run', () => {
    const c = cluster();
    const { spec } = template;
    c.createFor('Job', { metadata: { name: `tick-${MINUTE + 1}`, namespace: 'default' }, spec });
    c.run(61_000);
    expect(names(c)).toEqual([`tick-${MINUTE + 1}`]);
    expect(c.events().filter((line) => line.startsWith('CronJob/'))).toEqual([]);
    c.run(60_000);
    expect(names(c)).toEqual([`tick-${MINUTE + 1}`, `tick-${MINUTE + 2}`]);
  });

  it('CRON-04 with Replace the running Job goes first', () => {
    const c = cluster({ concurrencyPolicy: 'Replace' });
    c.run(125_000);
    expect(names(c)).toEqual([`tick-${MINUTE + 2}`]);
    expect(c.events()).toContain(`CronJob/tick Normal SuccessfulDelete Deleted job tick-${MINUTE + 1}`);
  });

  it('CRON-05 Jobs that end or vanish leave the active list', () => {
    const c = cluster();
    c.run(61_000);
    end(c, `tick-${MINUTE + 1}`, 'Failed');
    c.run(100);
    expect(c.get('CronJob', 'tick')?.status).toEqual({ lastScheduleTime: '2026-01-01T00:01:00Z' });
    expect(c.events()).toContain(
      `CronJob/tick Normal SawCompletedJob Saw completed job: tick-${MINUTE + 1}, condition: Failed`,
    );
    c.run(60_000);
    c.remove('Job', `tick-${MINUTE + 2}`, { propagationPolicy: 'Background' });
    c.run(100);
    expect(c.events()).toContain(
      `CronJob/tick Normal MissingJob Active job went missing: tick-${MINUTE + 2}`,
    );
  });

  it('CRON-06 ended Jobs beyond the history limits are deleted, the oldest first', () => {
    const c = cluster({ successfulJobsHistoryLimit: 1 });
    for (let i = 1; i <= 3; i++) {
      c.run(60_500);
      end(c, `tick-${MINUTE + i}`, 'Complete');
    }
    c.run(100);
    expect(names(c)).toEqual([`tick-${MINUTE + 3}`]);
    expect(c.events()).toContain(`CronJob/tick Normal SuccessfulDelete Deleted job tick-${MINUTE + 1}`);
  });

  it('CRON-07 a suspended CronJob starts nothing; resumed it starts the latest missed run', () => {
    const c = cluster({ suspend: true });
    c.run(200_000);
    expect(names(c)).toEqual([]);
    c.change('CronJob', 'tick', (one) => ({ ...one, spec: { ...one.spec, suspend: false } }));
    c.run(100);
    expect(names(c)).toEqual([`tick-${MINUTE + 3}`]);
  });

  it('CRON-08 a new schedule begins with its next time', () => {
    const c = cluster({ schedule: '0 0 1 1 *' });
    c.run(150_000);
    c.change('CronJob', 'tick', (one) => ({ ...one, spec: { ...one.spec, schedule: '* * * * *' } }));
    c.run(10_000);
    expect(names(c)).toEqual([]);
    c.run(21_000);
    expect(names(c)).toEqual([`tick-${MINUTE + 3}`]);
  });

  it('CRON-09 counts by the clocks of the time zone', () => {
    const c = cluster({ schedule: '31 5 * * *', timeZone: 'Asia/Kolkata' });
    c.run(59_000);
    expect(names(c)).toEqual([]);
    c.run(2000);
    expect(c.all('Job').map(({ metadata }) => [metadata.name, metadata.annotations])).toEqual([
      [
        `tick-${MINUTE + 1}`,
        { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T05:31:00+05:30' },
      ],
    ]);
  });
});
