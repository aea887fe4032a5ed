import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createStatefulSetController } from './controller.ts';

function cluster(): ControllerCluster {
  return new ControllerCluster({ 'statefulset-controller': (ctx) => createStatefulSetController(ctx) });
}

const template = (image: string) => ({
  metadata: { labels: { app: 'db' } },
  spec: { containers: [{ name: 'app', image }] },
});

function statefulSet(spec: object = {}): object {
  return {
    metadata: { name: 'db', namespace: 'default' },
    spec: {
      replicas: 3,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: template('a'),
      ...spec,
    },
  };
}

function settle(c: ControllerCluster, rounds = 20): void {
  for (let i = 0; i < rounds; i++) {
    c.run(100);
    c.runPods();
    c.finishDeletions();
  }
}

const names = (c: ControllerCluster): readonly string[] => c.all('Pod').map((pod) => pod.metadata.name);
const podEvents = (c: ControllerCluster): readonly string[] =>
  c.events().filter((line) => line.includes('Pod db-'));

describe('stateful set controller', () => {
  it('STS-01 creates pods one after the other, each when the one before is ready', () => {
    const c = cluster();
    c.createFor('StatefulSet', statefulSet());
    c.run(100);
    expect(names(c)).toEqual(['db-0']);
    expect(c.get('Pod', 'db-0')).toMatchObject({
      metadata: {
        labels: { 'statefulset.kubernetes.io/pod-name': 'db-0', 'apps.kubernetes.io/pod-index': '0' },
      },
      spec: { hostname: 'db-0', subdomain: 'db' },
    });
    expect(c.get('StatefulSet', 'db')?.status).toMatchObject({
      replicas: 1,
      currentReplicas: 1,
      updatedReplicas: 1,
      collisionCount: 0,
      availableReplicas: 0,
    });
    settle(c);
    expect(names(c)).toEqual(['db-0', 'db-1', 'db-2']);
    expect(podEvents(c).toSorted()).toEqual([
      'StatefulSet/db Normal SuccessfulCreate Create Pod db-0 in StatefulSet db successful',
      'StatefulSet/db Normal SuccessfulCreate Create Pod db-1 in StatefulSet db successful',
      'StatefulSet/db Normal SuccessfulCreate Create Pod db-2 in StatefulSet db successful',
    ]);
  });

  it('STS-03 removes the highest ordinal first and waits until it is gone', () => {
    const c = cluster();
    c.createFor('StatefulSet', statefulSet());
    settle(c);
    c.change('StatefulSet', 'db', (set) => ({ ...set, spec: { ...set.spec, replicas: 1 } }));
    c.run(100);
    expect(
      c
        .all('Pod')
        .filter((pod) => pod.metadata.deletionTimestamp !== undefined)
        .map((pod) => pod.metadata.name),
    ).toEqual(['db-2']);
    settle(c);
    expect(names(c)).toEqual(['db-0']);
  });

  it('STS-04 replaces old pods from the top, and moves currentRevision when all are new', () => {
    const c = cluster();
    c.createFor('StatefulSet', statefulSet());
    settle(c);
    const before = c.get('StatefulSet', 'db')?.status?.currentRevision;
    c.change('StatefulSet', 'db', (set) => ({ ...set, spec: { ...set.spec, template: template('b') } }));
    c.run(100);
    expect(
      c
        .all('Pod')
        .filter((pod) => pod.metadata.deletionTimestamp !== undefined)
        .map((pod) => pod.metadata.name),
    ).toEqual(['db-2']);
    expect(c.get('StatefulSet', 'db')?.status).toMatchObject({ currentRevision: before, currentReplicas: 2 });
    settle(c, 30);
    const after = c.get('StatefulSet', 'db')?.status;
    expect(after).toMatchObject({
      currentRevision: after?.updateRevision,
      currentReplicas: 3,
      updatedReplicas: 3,
    });
    expect(after?.updateRevision).not.toBe(before);
    expect(c.events()).toContain(
      'StatefulSet/db Normal SuccessfulDelete Delete Pod db-2 in StatefulSet db successful',
    );
    expect(c.events()).toContain(
      'StatefulSet/db Normal SuccessfulCreate Create Pod db-2 in StatefulSet db successful x2',
    );
  });

  it('STS-02 STS-07 does not replace a terminating pod before its object is gone', () => {
    const c = cluster();
    c.createFor('StatefulSet', statefulSet());
    settle(c);
    c.remove('Pod', 'db-1');
    c.run(60_000);
    expect(c.all('Pod')).toHaveLength(3);
    expect(c.get('StatefulSet', 'db')?.status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      currentReplicas: 2,
    });
    c.finishDeletions();
    c.run(100);
    expect(names(c)).toEqual(['db-0', 'db-1', 'db-2']);
    expect(c.get('Pod', 'db-1')?.metadata.deletionTimestamp).toBeUndefined();
  });

  const volumeClaimTemplates = [
    {
      metadata: { name: 'disk' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  ];

  it('STS-06 a policy given later reaches the claims of pods that run, and is an Event of each pod', () => {
    const c = cluster();
    c.createFor('StatefulSet', statefulSet({ replicas: 2, volumeClaimTemplates }));
    settle(c);
    const owners = () =>
      c.all('PersistentVolumeClaim').map(({ metadata }) => metadata.ownerReferences?.map(({ kind }) => kind));
    expect(owners()).toEqual([undefined, undefined]);
    const persistentVolumeClaimRetentionPolicy = { whenDeleted: 'Delete', whenScaled: 'Retain' } as const;
    c.change('StatefulSet', 'db', (set) => ({
      ...set,
      spec: { ...set.spec, persistentVolumeClaimRetentionPolicy },
    }));
    c.run(100);
    expect(owners()).toEqual([['StatefulSet'], ['StatefulSet']]);
    for (const pod of ['db-0', 'db-1'])
      expect(c.events()).toContain(
        `StatefulSet/db Normal SuccessfulUpdate Update Pod ${pod} in StatefulSet db successful`,
      );
  });

  it('STS-05 STS-08 says of a pod that its claim is on its way out, and puts back labels', () => {
    const c = cluster();
    c.createFor('StatefulSet', statefulSet({ replicas: 1, volumeClaimTemplates }));
    settle(c);
    c.change('Pod', 'db-0', (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'db' } } }));
    c.run(100);
    expect(c.get('Pod', 'db-0')?.metadata.labels).toMatchObject({ 'apps.kubernetes.io/pod-index': '0' });
    c.change('PersistentVolumeClaim', 'disk-db-0', (claim) => ({
      ...claim,
      metadata: { ...claim.metadata, finalizers: ['example.com/hold'] },
    }));
    c.remove('PersistentVolumeClaim', 'disk-db-0');
    c.remove('Pod', 'db-0');
    c.finishDeletions();
    c.run(10);
    expect(c.get('Pod', 'db-0')).toBeUndefined();
    expect(
      c
        .events()
        .some((line) =>
          line.startsWith(
            'StatefulSet/db Warning FailedCreate Create Pod db-0 in StatefulSet db failed error: pvc disk-db-0 is being deleted',
          ),
        ),
    ).toBe(true);
  });

  it('STS-05 STS-06 makes claims before pods and hands them to a pod that is scaled away', () => {
    const c = cluster();
    c.createFor(
      'StatefulSet',
      statefulSet({
        replicas: 2,
        volumeClaimTemplates,
        persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Retain' },
      }),
    );
    settle(c);
    expect(c.all('PersistentVolumeClaim').map((claim) => claim.metadata.name)).toEqual([
      'disk-db-0',
      'disk-db-1',
    ]);
    expect(c.events()).toContain(
      'StatefulSet/db Normal SuccessfulCreate Create Claim disk-db-0 Pod db-0 in StatefulSet db success',
    );
    expect(c.get('Pod', 'db-0')?.spec.volumes?.[0]).toMatchObject({
      name: 'disk',
      persistentVolumeClaim: { claimName: 'disk-db-0' },
    });
    c.change('StatefulSet', 'db', (set) => ({ ...set, spec: { ...set.spec, replicas: 1 } }));
    c.run(100);
    expect(c.get('PersistentVolumeClaim', 'disk-db-1')?.metadata.ownerReferences).toMatchObject([
      { kind: 'Pod', name: 'db-1', controller: true },
    ]);
  });
});
