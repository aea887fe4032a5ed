import { describe, expect, it } from 'vitest';
import type { WorkloadView } from '../../protocol/views.ts';
import { steeringActions } from './workload-actions.ts';

const revision = (number: number) => ({
  uid: `r${number}`,
  name: `web-${number}`,
  hash: `${number}`,
  podHash: `${number}`,
  revision: number,
  born: number,
  want: 0,
  have: 0,
  ready: 0,
  available: 0,
  images: [],
});

function workload(change: Partial<WorkloadView>): WorkloadView {
  return {
    uid: 'w',
    kind: 'Deployment',
    namespace: 'default',
    name: 'web',
    ownerUid: '',
    want: 1,
    have: 1,
    ready: 1,
    available: 1,
    updated: 1,
    scalable: true,
    paused: false,
    strategy: 'RollingUpdate',
    revisions: [],
    podsMax: 0,
    availableMin: 0,
    deadlineAt: 0,
    conditions: [],
    details: null,
    autoscaler: null,
    budgets: [],
    quotas: [],
    ...change,
  };
}

const labels = (change: Partial<WorkloadView>, others: readonly WorkloadView[] = []) =>
  steeringActions(workload(change), others).map(({ label }) => label);

describe('actions on a workload', () => {
  it('TICKET-22 roll back to the revision before the newest, pause, and restart a Deployment', () => {
    expect(labels({ revisions: [revision(1), revision(3), revision(2)] })).toEqual([
      'One more',
      'One fewer',
      'Pause the rollout',
      'Roll back to B, 2',
      'Restart: make all pods anew',
    ]);
  });

  it('TICKET-22 offer what kubectl would not refuse while a rollout is paused', () => {
    expect(labels({ paused: true, want: 0, revisions: [revision(1), revision(2)] })).toEqual([
      'One more',
      'Resume the rollout',
    ]);
  });

  it('TICKET-22 run a CronJob by hand under a free name, and suspend it', () => {
    const cron = { kind: 'CronJob', scalable: false } as const;
    const job = workload({ kind: 'Job', name: 'web-manual-1' });
    expect(labels(cron)).toEqual(['Run it now', 'Suspend it']);
    expect(steeringActions(workload(cron), [job])[0]?.command).toMatchObject({ job: 'web-manual-2' });
    expect(labels({ ...cron, paused: true })).toEqual(['Run it now', 'Let it go on']);
  });
});
