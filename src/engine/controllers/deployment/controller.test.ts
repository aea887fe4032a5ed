import { describe, expect, it } from 'vitest';
import type { Deployment, ReplicaSet } from '../../api/apps-v1.ts';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createReplicaSetController } from '../replica-set/controller.ts';
import { createDeploymentController } from './controller.ts';

function cluster(): ControllerCluster {
  return new ControllerCluster({
    'deployment-controller': (ctx) => createDeploymentController(ctx),
    'replicaset-controller': (ctx) => createReplicaSetController(ctx),
  });
}

const template = (image: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image }] },
});

function deployment(spec: object = {}): object {
  return {
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('a'), ...spec },
  };
}

function settle(c: ControllerCluster, rounds = 20): void {
  for (let i = 0; i < rounds; i++) {
    c.run(100);
    c.runPods();
    c.finishDeletions();
  }
}

function setImage(c: ControllerCluster, image: string): void {
  c.change('Deployment', 'web', (one) => ({ ...one, spec: { ...one.spec, template: template(image) } }));
}

const versions = (c: ControllerCluster): readonly Deployment[] =>
  c.writes.filter(({ object }) => object.kind === 'Deployment').map(({ object }) => object as Deployment);
const reasonsSeen = (c: ControllerCluster): readonly (string | undefined)[] =>
  versions(c).map(({ status }) => status?.conditions?.find(({ type }) => type === 'Progressing')?.reason);
const scaling = (c: ControllerCluster): readonly string[] =>
  c
    .events()
    .filter((line) => line.startsWith('Deployment/'))
    .map((line) => line.replace(/web-[0-9a-z]+/, 'web-#').slice('Deployment/web Normal '.length));
const setOf = (c: ControllerCluster, image: string): ReplicaSet | undefined =>
  c.all('ReplicaSet').find(({ spec }) => spec.template?.spec.containers[0]?.image === image);

describe('deployment controller', () => {
  it('ROLLOUT-01 writes a new rollout in the order of the real one', () => {
    const c = cluster();
    c.createFor('Deployment', deployment());
    settle(c);
    expect(reasonsSeen(c)).toEqual([
      undefined,
      'NewReplicaSetCreated',
      'NewReplicaSetCreated',
      'ReplicaSetUpdated',
      'NewReplicaSetAvailable',
    ]);
    const [, created, counted, updated, done] = versions(c);
    expect(created).toMatchObject({
      metadata: { generation: 1, annotations: { 'deployment.kubernetes.io/revision': '1' } },
    });
    expect(counted?.status).toMatchObject({
      observedGeneration: 1,
      unavailableReplicas: 3,
      terminatingReplicas: 0,
    });
    expect(updated?.status).toMatchObject({ replicas: 3, updatedReplicas: 3 });
    expect(done?.status).toMatchObject({ readyReplicas: 3, availableReplicas: 3 });
    expect(done?.status?.unavailableReplicas).toBeUndefined();
    const [set] = c.all('ReplicaSet');
    expect(set?.metadata).toMatchObject({
      annotations: {
        'deployment.kubernetes.io/desired-replicas': '3',
        'deployment.kubernetes.io/max-replicas': '4',
        'deployment.kubernetes.io/revision': '1',
      },
    });
    expect(set?.metadata.name).toBe(`web-${set?.metadata.labels?.['pod-template-hash']}`);
  });

  it('ROLLOUT-02 ROLLOUT-03 replaces pods one by one with three replicas and the default strategy', () => {
    const c = cluster();
    c.createFor('Deployment', deployment());
    settle(c);
    setImage(c, 'b');
    settle(c);
    expect(scaling(c).toSorted()).toEqual([
      'ScalingReplicaSet Scaled down replica set web-# from 1 to 0',
      'ScalingReplicaSet Scaled down replica set web-# from 2 to 1',
      'ScalingReplicaSet Scaled down replica set web-# from 3 to 2',
      'ScalingReplicaSet Scaled up replica set web-# from 0 to 1',
      'ScalingReplicaSet Scaled up replica set web-# from 0 to 3',
      'ScalingReplicaSet Scaled up replica set web-# from 1 to 2',
      'ScalingReplicaSet Scaled up replica set web-# from 2 to 3',
    ]);
    expect(c.get('Deployment', 'web')?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
    const least = Math.min(
      ...versions(c)
        .slice(6)
        .map(({ status }) => status?.availableReplicas ?? 0),
    );
    expect(least).toBeGreaterThanOrEqual(3);
  });

  it('ROLLOUT-11 going back to an old template uses its replica set again under a new revision', () => {
    const c = cluster();
    c.createFor('Deployment', deployment());
    settle(c);
    setImage(c, 'b');
    settle(c);
    setImage(c, 'a');
    settle(c, 30);
    expect(c.all('ReplicaSet')).toHaveLength(2);
    expect(setOf(c, 'a')?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    });
    expect(c.get('Deployment', 'web')?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  });

  it('ROLLOUT-04 Recreate waits for the last old pod to be gone', () => {
    const c = cluster();
    c.createFor('Deployment', deployment({ strategy: { type: 'Recreate' } }));
    settle(c);
    setImage(c, 'b');
    c.run(30_000);
    expect(c.all('Pod').every((pod) => pod.metadata.deletionTimestamp !== undefined)).toBe(true);
    expect(setOf(c, 'b')).toBeUndefined();
    settle(c);
    expect(c.all('Pod').map((pod) => pod.spec.containers[0]?.image)).toEqual(['b', 'b', 'b']);
  });

  it('ROLLOUT-08 a paused Deployment makes no replica set but still scales', () => {
    const c = cluster();
    c.createFor('Deployment', deployment());
    settle(c);
    c.change('Deployment', 'web', (one) => ({ ...one, spec: { ...one.spec, paused: true } }));
    setImage(c, 'b');
    settle(c);
    expect(reasonsSeen(c).at(-1)).toBe('DeploymentPaused');
    expect(c.all('ReplicaSet')).toHaveLength(1);
    c.change('Deployment', 'web', (one) => ({ ...one, spec: { ...one.spec, replicas: 5 } }));
    settle(c);
    expect(c.all('Pod')).toHaveLength(5);
    const before = versions(c).length;
    c.change('Deployment', 'web', (one) => ({ ...one, spec: { ...one.spec, paused: false } }));
    settle(c, 40);
    const reasons = reasonsSeen(c).slice(before);
    expect(reasons).toContain('DeploymentResumed');
    expect(reasons).not.toContain('NewReplicaSetCreated');
    expect(reasons.at(-1)).toBe('NewReplicaSetAvailable');
  });

  it('ROLLOUT-07 reports a rollout without progress a second after its deadline', () => {
    const c = cluster();
    c.createFor('Deployment', deployment({ progressDeadlineSeconds: 10 }));
    c.run(30_000);
    const late = c.writes.find(
      ({ object }) =>
        object.kind === 'Deployment' && JSON.stringify(object).includes('ProgressDeadlineExceeded'),
    );
    expect(late?.at).toBe(11_000);
    expect(
      c.get('Deployment', 'web')?.status?.conditions?.find(({ type }) => type === 'Progressing'),
    ).toMatchObject({
      status: 'False',
      message: `ReplicaSet "${c.all('ReplicaSet')[0]?.metadata.name}" has timed out progressing.`,
    });
  });

  it('ROLLOUT-10 a name that belongs to another template makes the next hash different', () => {
    const c = cluster();
    c.createFor('Deployment', deployment());
    settle(c);
    const { name } = c.all('ReplicaSet')[0]!.metadata;
    const other = cluster();
    other.createFor('ReplicaSet', {
      metadata: { name, namespace: 'default' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { x: 'y' } },
        template: { ...template('z'), metadata: { labels: { x: 'y' } } },
      },
    });
    other.createFor('Deployment', deployment());
    settle(other);
    expect(other.get('Deployment', 'web')?.status?.collisionCount).toBe(1);
    expect(setOf(other, 'a')?.metadata.name).not.toBe(name);
  });

  it('ROLLOUT-14 gives up after 15 retries, until something changes', () => {
    const c = cluster();
    const hard = { 'count/replicasets.apps': '0' };
    c.createFor('ResourceQuota', { metadata: { name: 'none', namespace: 'default' }, spec: { hard } });
    const used = { 'count/replicasets.apps': '0' };
    c.change('ResourceQuota', 'none', (one) => ({ ...one, status: { hard, used } }), 'status');
    c.createFor('Deployment', deployment());
    const refused = () => c.events().find((line) => line.includes('ReplicaSetCreateError')) ?? '';
    c.run(170_000);
    expect(refused()).toMatch(/exceeded quota: none.* x16$/);
    c.run(3_600_000);
    expect(refused()).toMatch(/ x16$/);
    c.remove('ResourceQuota', 'none');
    c.run(100);
    expect(c.all('ReplicaSet')).toHaveLength(0);
    c.change('Deployment', 'web', (one) => ({ ...one, metadata: { ...one.metadata, labels: { a: 'b' } } }));
    settle(c);
    expect(c.all('ReplicaSet')).toHaveLength(1);
  });

  it('ROLLOUT-05 a lost pod flips availability but starts no rollout and no time-out', () => {
    const c = cluster();
    c.createFor('Deployment', deployment({ progressDeadlineSeconds: 10 }));
    settle(c);
    const pod = c.all('Pod')[0]!;
    c.change(
      'Pod',
      pod.metadata.name,
      (one) => ({ ...one, status: { ...one.status, conditions: [{ type: 'Ready', status: 'False' }] } }),
      'status',
    );
    const processed = c.sim.processed;
    c.run(60_000);
    expect(c.get('Deployment', 'web')?.status?.conditions).toMatchObject([
      { type: 'Progressing', reason: 'NewReplicaSetAvailable' },
      { type: 'Available', status: 'False' },
    ]);
    expect(c.sim.processed - processed).toBeLessThan(20);
  });
});
