import { describe, expect, it } from 'vitest';
import { formatTime } from '../../api/time.ts';
import { ControllerCluster, EPOCH_MS } from '../testing/controller-cluster.ts';
import { createReplicationControllerController } from '../replication-controller/controller.ts';
import { createReplicaSetController } from './controller.ts';

function cluster(): ControllerCluster {
  return new ControllerCluster({
    'replicaset-controller': (ctx) => createReplicaSetController(ctx),
    'replication-controller': (ctx) => createReplicationControllerController(ctx),
  });
}

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'a' }] },
};
const replicaSet = (spec: object = {}): object => ({
  metadata: { name: 'web', namespace: 'default' },
  spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template, ...spec },
});
const statuses = (c: ControllerCluster): readonly unknown[] =>
  c.writes
    .filter(({ object }) => object.kind === 'ReplicaSet')
    .map(({ object }) => (object as { readonly status?: unknown }).status);

describe('replica set controller', () => {
  it('RS-05 the status lags behind the pods and leaves counters out at 0', () => {
    const c = cluster();
    c.createFor('ReplicaSet', replicaSet());
    c.run(100);
    c.runPods();
    c.run(100);
    expect(statuses(c)).toEqual([
      { replicas: 0 },
      { replicas: 0, terminatingReplicas: 0, observedGeneration: 1 },
      { replicas: 3, fullyLabeledReplicas: 3, terminatingReplicas: 0, observedGeneration: 1 },
      {
        replicas: 3,
        fullyLabeledReplicas: 3,
        readyReplicas: 3,
        availableReplicas: 3,
        terminatingReplicas: 0,
        observedGeneration: 1,
      },
    ]);
  });

  it('RS-01 a pod being deleted no longer counts, so its replacement comes at once', () => {
    const c = cluster();
    c.createFor('ReplicaSet', replicaSet());
    c.run(100);
    c.runPods();
    c.run(100);
    c.remove('Pod', c.all('Pod')[0]!.metadata.name);
    c.run(100);
    expect(c.all('Pod')).toHaveLength(4);
    expect(c.get('ReplicaSet', 'web')?.status).toMatchObject({
      replicas: 3,
      readyReplicas: 2,
      terminatingReplicas: 1,
    });
    expect(c.sim.trace.from(0).findLast(({ rule }) => rule === 'RS-01')?.text).toBe(
      'wanted 3 and counted 2, because a pod being deleted does not count',
    );
  });

  it('RS-02 one look creates or deletes at most 50 pods, the next follows at once', () => {
    const c = cluster();
    c.createFor('ReplicaSet', replicaSet({ replicas: 120 }));
    c.run(5);
    expect(c.all('Pod')).toHaveLength(50);
    c.run(30);
    expect(c.all('Pod')).toHaveLength(120);
  });

  it('RS-03 surplus pods are asked to go all at once', () => {
    const c = cluster();
    c.createFor('ReplicaSet', replicaSet({ replicas: 5 }));
    c.run(100);
    c.runPods();
    c.change('ReplicaSet', 'web', (one) => ({ ...one, spec: { ...one.spec, replicas: 2 } }));
    c.run(50);
    expect(c.all('Pod').filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(3);
    expect(c.events().filter((line) => /SuccessfulDelete Deleted pod: web-/.test(line))).toHaveLength(3);
  });

  it('RS-06 a refused creation shows as ReplicaFailure and is tried again with growing waits', () => {
    const c = cluster();
    c.createFor('ReplicaSet', {
      ...replicaSet(),
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'web' } },
        template: { ...template, spec: { ...template.spec, serviceAccountName: 'missing' } },
      },
    });
    c.run(3000);
    expect(c.get('ReplicaSet', 'web')?.status?.conditions).toMatchObject([
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' },
    ]);
    const counts = c
      .events()
      .filter((line) => line.includes('FailedCreate'))
      .map((line) => Number(/ x(\d+)$/.exec(line)?.[1] ?? 1));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
    // The first status write wakes it at 8 ms, before the first wait of 5 ms is over; then 10, 20, 40, …
    expect(c.sim.timer('replicaset-controller/default/web')?.at).toBe(8 + 10 * (2 ** 9 - 1));
  });

  it('CLAIM-01 CLAIM-02 a relabelled pod is let go and replaced; put back it is adopted and one too many goes', () => {
    const c = cluster();
    c.createFor('ReplicaSet', replicaSet({ replicas: 2 }));
    c.run(100);
    c.runPods();
    const [pod] = c.all('Pod');
    const name = pod!.metadata.name;
    c.change('Pod', name, (one) => ({ ...one, metadata: { ...one.metadata, labels: { app: 'other' } } }));
    c.run(100);
    expect(c.get('Pod', name)?.metadata.ownerReferences).toBeUndefined();
    expect(c.all('Pod')).toHaveLength(3);
    c.runPods();
    c.change('Pod', name, (one) => ({ ...one, metadata: { ...one.metadata, labels: { app: 'web' } } }));
    c.run(100);
    expect(c.get('Pod', name)?.metadata.ownerReferences).toMatchObject([{ name: 'web', controller: true }]);
    expect(c.all('Pod').filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toHaveLength(2);
  });

  it('RS-08 availability comes exactly minReadySeconds after the Ready time', () => {
    const c = cluster();
    c.createFor('ReplicaSet', replicaSet({ replicas: 1, minReadySeconds: 5 }));
    c.run(2300);
    c.runPods();
    c.run(20_000);
    const available = c.writes.find(
      ({ object }) => object.kind === 'ReplicaSet' && JSON.stringify(object).includes('availableReplicas'),
    );
    expect(available?.at).toBe(7000);
    expect(formatTime(EPOCH_MS + 2300)).toBe('2026-01-01T00:00:02Z');
  });

  it('RS-09 replication controllers do the same without counting terminating pods', () => {
    const c = cluster();
    c.createFor('ReplicationController', {
      metadata: { name: 'old', namespace: 'default' },
      spec: { replicas: 2, selector: { app: 'web' }, template },
    });
    c.run(100);
    expect(c.get('ReplicationController', 'old')?.status).toEqual({
      replicas: 2,
      fullyLabeledReplicas: 2,
      observedGeneration: 1,
    });
    expect(
      c
        .events()
        .every((line) =>
          line.startsWith('ReplicationController/old Normal SuccessfulCreate Created pod: old-'),
        ),
    ).toBe(true);
  });
});
