import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createReplicaSetController } from '../replica-set/controller.ts';
import { createDeploymentController } from '../deployment/controller.ts';
import { createGarbageCollectorController } from './controller.ts';
import { decideItem } from './decision.ts';

describe('garbage collector decision', () => {
  const rows = [
    ['no owners', [], false, [], { kind: 'keep' }],
    ['GC-02 a living owner beside a dead one', ['solid', 'dangling'], false, [], { kind: 'strip' }],
    ['all owners live', ['solid'], false, [], { kind: 'keep' }],
    ['GC-01 no owner lives', ['dangling'], true, [], { kind: 'delete', propagation: 'Background' }],
    [
      'GC-03 the owner waits and the item has dependents',
      ['waiting'],
      true,
      [],
      { kind: 'delete', propagation: 'Foreground' },
    ],
    [
      'GC-03 the owner waits and the item has none',
      ['waiting'],
      false,
      [],
      { kind: 'delete', propagation: 'Background' },
    ],
    [
      'GC-04 the item itself was to orphan',
      ['dangling'],
      true,
      ['orphan'],
      { kind: 'delete', propagation: 'Orphan' },
    ],
  ] as const;
  for (const [title, owners, hasDependents, finalizers, verdict] of rows)
    it(`${title}`, () => expect(decideItem({ owners, hasDependents, finalizers })).toEqual(verdict));
});

function cluster(): ControllerCluster {
  const c = new ControllerCluster({
    'deployment-controller': (ctx) => createDeploymentController(ctx),
    'replicaset-controller': (ctx) => createReplicaSetController(ctx),
    'garbage-collector-controller': (ctx) => createGarbageCollectorController(ctx),
  });
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'a' }] },
  };
  c.createFor('Deployment', {
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template },
  });
  c.run(1000);
  c.runPods();
  c.run(1000);
  return c;
}

const left = (c: ControllerCluster): readonly number[] => [
  c.all('Deployment').length,
  c.all('ReplicaSet').length,
  c.all('Pod').length,
];

describe('garbage collector', () => {
  it('GC-01 background deletion takes the owner first, then dependents, within milliseconds', () => {
    const c = cluster();
    c.remove('Deployment', 'web');
    c.run(50);
    expect(left(c)).toEqual([0, 0, 2]);
    expect(
      c
        .all('Pod')
        .every(
          (pod) =>
            pod.metadata.deletionTimestamp !== undefined && pod.metadata.deletionGracePeriodSeconds === 30,
        ),
    ).toBe(true);
  });

  it('GC-03 foreground deletion takes pods first and owners last', () => {
    const c = cluster();
    c.remove('Deployment', 'web', { propagationPolicy: 'Foreground' });
    c.run(500);
    expect(left(c)).toEqual([1, 1, 2]);
    expect(
      [...c.all('Pod'), ...c.all('ReplicaSet')].every(
        ({ metadata }) => metadata.deletionTimestamp !== undefined,
      ),
    ).toBe(true);
    c.finishDeletions();
    c.run(100);
    expect(left(c)).toEqual([0, 0, 0]);
  });

  it('GC-04 orphaning leaves the dependents without an owner', () => {
    const c = cluster();
    c.remove('Deployment', 'web', { propagationPolicy: 'Orphan' });
    c.run(100);
    expect(left(c)).toEqual([0, 1, 2]);
    expect(c.all('ReplicaSet')[0]?.metadata.ownerReferences).toBeUndefined();
  });

  it('GC-01 an object whose owner never existed goes at once, GC-02 one with a living owner keeps that', () => {
    const c = cluster();
    const [set] = c.all('ReplicaSet');
    const dead = { apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: 'nobody' };
    const alive = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: set?.metadata.name ?? '',
      uid: set?.metadata.uid ?? '',
    };
    c.createFor('ConfigMap', { metadata: { name: 'lost', namespace: 'default', ownerReferences: [dead] } });
    c.createFor('ConfigMap', {
      metadata: { name: 'kept', namespace: 'default', ownerReferences: [dead, alive] },
    });
    c.run(100);
    expect(
      c
        .all('ConfigMap')
        .map(({ metadata }) => [metadata.name, metadata.ownerReferences?.map(({ name }) => name)]),
    ).toEqual([['kept', [set?.metadata.name]]]);
  });
});
