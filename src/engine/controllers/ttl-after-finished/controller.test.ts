import { describe, expect, it } from 'vitest';
import { formatTime } from '../../api/time.ts';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createTtlAfterFinishedController } from './controller.ts';

function cluster(ttlSecondsAfterFinished: number): ControllerCluster {
  const c = new ControllerCluster({
    'ttl-after-finished-controller': (ctx) => createTtlAfterFinishedController(ctx),
  });
  c.createFor('Job', {
    metadata: { name: 'work', namespace: 'default' },
    spec: {
      ttlSecondsAfterFinished,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'a' }] } },
    },
  });
  return c;
}

function end(c: ControllerCluster): void {
  const condition = { type: 'Failed', status: 'True', lastTransitionTime: formatTime(c.nowMs) };
  c.change(
    'Job',
    'work',
    (job) => ({ ...job, status: { ...job.status, conditions: [condition] } }),
    'status',
  );
}

describe('TTL-after-finished controller', () => {
  it('TTL-02 a Job goes ttlSecondsAfterFinished after its end, dependents first', () => {
    const c = cluster(10);
    c.run(60_000);
    expect(c.get('Job', 'work')?.metadata.deletionTimestamp).toBeUndefined();
    end(c);
    c.run(9900);
    expect(c.get('Job', 'work')?.metadata.deletionTimestamp).toBeUndefined();
    c.run(200);
    expect(c.get('Job', 'work')?.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:01:10Z',
      finalizers: ['foregroundDeletion'],
    });
  });

  it('TTL-02 with 0 it goes at once, and a shorter time counts for Jobs that ended before', () => {
    const now = cluster(0);
    end(now);
    now.run(10);
    expect(now.get('Job', 'work')?.metadata.deletionTimestamp).toBeDefined();
    const c = cluster(1000);
    end(c);
    c.run(50_000);
    c.change('Job', 'work', (job) => ({ ...job, spec: { ...job.spec, ttlSecondsAfterFinished: 20 } }));
    c.run(10);
    expect(c.get('Job', 'work')?.metadata.deletionTimestamp).toBeDefined();
  });
});
