import { describe, expect, it } from 'vitest';
import type { Deployment, ReplicaSet } from '../../api/apps-v1.ts';
import { newReplicaSetAnnotations } from './annotations.ts';
import { replicaSetsToClean } from './cleanup.ts';
import { hasProgressed, hasTimedOut, isComplete, nextProgressCheckMs, withProgress } from './progress.ts';
import { planNewReplicaSet, planOldReplicaSets } from './rolling.ts';
import { planScale } from './scale.ts';
import { maxSurgeOf, maxUnavailableOf } from './strategy.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [] } };

function deployment(replicas: number, rollingUpdate: object = {}, rest: object = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', generation: 1 },
    spec: {
      replicas,
      selector: {},
      template,
      strategy: { type: 'RollingUpdate', rollingUpdate },
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      ...rest,
    },
    status: {},
  };
}

function replicaSet(
  name: string,
  size: number,
  available = size,
  annotations: Readonly<Record<string, string>> = {},
  created = '2026-01-01T00:00:00Z',
): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, uid: name, annotations, creationTimestamp: created, generation: 1 },
    spec: { replicas: size, selector: {}, template },
    status: { replicas: size, availableReplicas: available, observedGeneration: 1 },
  };
}

describe('fenceposts', () => {
  const rows = [
    [1, '25%', '25%', 1, 0],
    [3, '25%', '25%', 1, 0],
    [4, '25%', '25%', 1, 1],
    [5, '25%', '25%', 2, 1],
    [10, '25%', '25%', 3, 2],
    [3, 0, '10%', 0, 1],
    [2, 0, 5, 0, 2],
    [0, '25%', 1, 0, 0],
  ] as const;
  for (const [replicas, maxSurge, maxUnavailable, surge, unavailable] of rows) {
    it(`ROLLOUT-13 ${replicas} replicas with surge ${maxSurge} and unavailable ${maxUnavailable}: +${surge} −${unavailable}`, () => {
      const one = deployment(replicas, { maxSurge, maxUnavailable });
      expect([maxSurgeOf(one), maxUnavailableOf(one)]).toEqual([surge, unavailable]);
    });
  }
  it('ROLLOUT-13 Recreate knows neither', () => {
    const one = deployment(4, {}, { strategy: { type: 'Recreate' } });
    expect([maxSurgeOf(one), maxUnavailableOf(one)]).toEqual([0, 0]);
  });
});

describe('rolling update', () => {
  const plan = (one: Deployment, newOne: ReplicaSet, old: readonly ReplicaSet[]) =>
    planOldReplicaSets(one, newOne, old).map(({ replicaSet: { metadata }, size }) => [metadata.name, size]);

  it('ROLLOUT-02 the new replica set grows into the room that the surge leaves', () => {
    const one = deployment(10);
    expect(
      planNewReplicaSet(one, replicaSet('new', 0), [replicaSet('old', 10), replicaSet('new', 0)])?.size,
    ).toBe(3);
    expect(
      planNewReplicaSet(one, replicaSet('new', 3), [replicaSet('old', 10), replicaSet('new', 3)]),
    ).toBeUndefined();
    expect(
      planNewReplicaSet(one, replicaSet('new', 3, 0), [replicaSet('old', 8), replicaSet('new', 3)])?.size,
    ).toBe(5);
    expect(planNewReplicaSet(one, replicaSet('new', 12), [replicaSet('new', 12)])?.size).toBe(10);
  });

  it('ROLLOUT-03 old replica sets shrink as far as enough pods stay available', () => {
    expect(plan(deployment(10), replicaSet('new', 3, 0), [replicaSet('old', 10)])).toEqual([['old', 8]]);
    expect(plan(deployment(5), replicaSet('new', 2, 0), [replicaSet('old', 5)])).toEqual([['old', 4]]);
    expect(plan(deployment(5), replicaSet('new', 3, 0), [replicaSet('old', 4)])).toEqual([]);
    expect(plan(deployment(3), replicaSet('new', 1, 1), [replicaSet('old', 3)])).toEqual([['old', 2]]);
  });

  it('ROLLOUT-03 pods that are not available go first, oldest replica set first', () => {
    const old = [replicaSet('b', 2, 2, {}, '2026-01-02T00:00:00Z'), replicaSet('a', 3, 1)];
    expect(plan(deployment(4), replicaSet('new', 1, 1), old)).toEqual([
      ['a', 1],
      ['a', 0],
    ]);
  });

  it('ROLLOUT-03 one replica set may shrink twice in a sync: unhealthy pods, then available ones', () => {
    const one = deployment(4, { maxSurge: 4, maxUnavailable: 2 });
    expect(plan(one, replicaSet('new', 3, 3), [replicaSet('old', 4, 3)])).toEqual([
      ['old', 3],
      ['old', 0],
    ]);
  });
});

describe('scaling', () => {
  const sizes = (one: Deployment, newOne: ReplicaSet | undefined, old: readonly ReplicaSet[]) =>
    Object.fromEntries(
      planScale(one, newOne, old).resizes.map(({ replicaSet: { metadata }, size }) => [metadata.name, size]),
    );
  const max = (value: number) => ({ 'deployment.kubernetes.io/max-replicas': String(value) });

  it('ROLLOUT-05 a single active replica set takes it all', () =>
    expect(sizes(deployment(7), undefined, [replicaSet('a', 3), replicaSet('b', 0)])).toEqual({ a: 7 }));
  it('ROLLOUT-05 with none active the newest does', () => {
    expect(
      sizes(deployment(2), undefined, [
        replicaSet('a', 0),
        replicaSet('b', 0, 0, {}, '2026-01-02T00:00:00Z'),
      ]),
    ).toEqual({ b: 2 });
  });
  it('ROLLOUT-05 a saturated new one empties the old ones', () => {
    const newOne = replicaSet('new', 3, 3, { 'deployment.kubernetes.io/desired-replicas': '3' });
    expect(sizes(deployment(3), newOne, [replicaSet('old', 1)])).toEqual({ old: 0 });
  });
  it('ROLLOUT-05 several share in proportion to size: 4 + 2 of 4 with surge 2 become 7 + 3 of 8', () => {
    expect(
      sizes(deployment(8, { maxSurge: 2, maxUnavailable: 0 }), replicaSet('new', 2, 0, max(6)), [
        replicaSet('old', 4, 4, max(6)),
      ]),
    ).toEqual({ old: 7, new: 3 });
  });
  it('ROLLOUT-05 what rounding leaves over goes to the largest', () => {
    expect(
      sizes(deployment(5, { maxSurge: 1, maxUnavailable: 0 }), replicaSet('new', 2, 0, max(11)), [
        replicaSet('old', 9, 9, max(11)),
      ]),
    ).toEqual({ old: 5, new: 1 });
  });
  it('ROLLOUT-05 scaling to nothing empties all', () => {
    expect(sizes(deployment(0), replicaSet('new', 1, 0, max(4)), [replicaSet('old', 3, 3, max(4))])).toEqual({
      old: 0,
      new: 0,
    });
  });
});

describe('progress', () => {
  const NOW = 1_767_225_600_000;
  const full = {
    replicas: 3,
    updatedReplicas: 3,
    availableReplicas: 3,
    readyReplicas: 3,
    observedGeneration: 1,
  };
  const progressing = (reason: string, lastUpdateTime: string) => ({
    type: 'Progressing',
    status: 'True',
    reason,
    lastUpdateTime,
    lastTransitionTime: lastUpdateTime,
  });

  it('ROLLOUT-07 complete means all new, all available, none too many, spec observed', () => {
    expect(isComplete(deployment(3), full)).toBe(true);
    for (const field of ['replicas', 'updatedReplicas', 'availableReplicas', 'observedGeneration'] as const)
      expect(isComplete(deployment(3), { ...full, [field]: 0 })).toBe(false);
  });

  it('ROLLOUT-07 progress is more new, ready or available pods, or fewer old ones', () => {
    expect(hasProgressed(full, full)).toBe(false);
    expect(hasProgressed({ ...full, updatedReplicas: 2 }, full)).toBe(true);
    expect(hasProgressed({ ...full, replicas: 5 }, full)).toBe(true);
    expect(hasProgressed({ ...full, readyReplicas: 2 }, full)).toBe(true);
    expect(hasProgressed(full, { ...full, readyReplicas: 2, availableReplicas: 2 })).toBe(false);
  });

  it('ROLLOUT-07 the deadline counts from the last progress and never after completion', () => {
    const at = (reason: string, seconds: number) =>
      hasTimedOut(
        deployment(3, {}, { progressDeadlineSeconds: 10 }),
        { conditions: [progressing(reason, '2026-01-01T00:00:00Z')] },
        NOW + seconds * 1000,
      );
    expect(at('ReplicaSetUpdated', 10)).toBe(false);
    expect(at('ReplicaSetUpdated', 10.001)).toBe(true);
    expect(at('NewReplicaSetAvailable', 100)).toBe(false);
    expect(at('ProgressDeadlineExceeded', 1)).toBe(true);
  });

  it('ROLLOUT-07 the next look comes a second after the deadline', () => {
    const one = {
      ...deployment(3, {}, { progressDeadlineSeconds: 10 }),
      status: { conditions: [progressing('ReplicaSetUpdated', '2026-01-01T00:00:00Z')] },
    };
    expect(nextProgressCheckMs(one, NOW + 2000)).toBe(9000);
    expect(nextProgressCheckMs(one, NOW + 9500)).toBe(501);
    expect(
      nextProgressCheckMs(deployment(3, {}, { progressDeadlineSeconds: 2147483647 }), NOW),
    ).toBeUndefined();
  });

  it('ROLLOUT-06 the failure of a replica set is shown on the Deployment', () => {
    const failing = {
      ...replicaSet('new', 3, 0),
      status: {
        replicas: 0,
        conditions: [
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: 'no',
            lastTransitionTime: '2026-01-01T00:00:00Z',
          },
        ],
      },
    };
    const status = withProgress(deployment(3), {}, failing, [failing], NOW);
    expect(status.conditions).toContainEqual({
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'no',
      lastTransitionTime: '2026-01-01T00:00:00Z',
      lastUpdateTime: '2026-01-01T00:00:00Z',
    });
  });
});

describe('bookkeeping', () => {
  const REVISION = 'deployment.kubernetes.io/revision';
  const HISTORY = 'deployment.kubernetes.io/revision-history';
  it('ROLLOUT-11 annotations are copied, bookkeeping ones are not, and the revision only rises', () => {
    const one = {
      ...deployment(1),
      metadata: {
        name: 'web',
        annotations: {
          team: 'blue',
          [REVISION]: '9',
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
        },
      },
    };
    expect(newReplicaSetAnnotations(one, {}, 2, 2000)).toEqual({ team: 'blue', [REVISION]: '2' });
    expect(newReplicaSetAnnotations(deployment(1), { [REVISION]: '5' }, 2, 2000)).toEqual({
      [REVISION]: '5',
    });
  });
  it('ROLLOUT-11 a revision used again goes into the history, which drops its oldest when too long', () => {
    expect(newReplicaSetAnnotations(deployment(1), { [REVISION]: '1' }, 3, 2000)).toEqual({
      [REVISION]: '3',
      [HISTORY]: '1',
    });
    expect(newReplicaSetAnnotations(deployment(1), { [REVISION]: '3', [HISTORY]: '1' }, 5, 2000)).toEqual({
      [REVISION]: '5',
      [HISTORY]: '1,3',
    });
    expect(newReplicaSetAnnotations(deployment(1), { [REVISION]: '3', [HISTORY]: '1,2' }, 5, 3)).toEqual({
      [REVISION]: '5',
      [HISTORY]: '2,3',
    });
  });
  it('ROLLOUT-09 the lowest revisions beyond the limit go, if they are empty', () => {
    const old = [4, 2, 3, 1].map((revision) =>
      replicaSet(`r${revision}`, revision === 2 ? 1 : 0, 0, { [REVISION]: String(revision) }),
    );
    const names = (limit: number) =>
      replicaSetsToClean(deployment(1, {}, { revisionHistoryLimit: limit }), old).map(
        ({ metadata }) => metadata.name,
      );
    expect(names(1)).toEqual(['r1', 'r3']);
    expect(names(10)).toEqual([]);
    expect(names(2147483647)).toEqual([]);
  });
});
