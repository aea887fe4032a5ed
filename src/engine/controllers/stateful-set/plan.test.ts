import { describe, expect, it } from 'vitest';
import type { StatefulSet } from '../../api/apps-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { maxUnavailable, planSync } from './plan.ts';
import { aPod, aSet, seenAs } from './testing/sets.ts';

function steps(set: StatefulSet, pods: readonly Pod[]): readonly string[] {
  return planSync(seenAs(set, pods)).map(
    (step) =>
      `${step.kind} ${'pod' in step ? step.pod.metadata.name : `db-${step.ordinal}`}${step.kind === 'create' ? ` ${step.revision}` : ''}`,
  );
}

const parallel = { podManagementPolicy: 'Parallel' };

describe('stateful set plan', () => {
  const rows: readonly [
    title: string,
    set: StatefulSet,
    pods: readonly Pod[],
    expected: readonly string[],
  ][] = [
    ['STS-01 nothing there: the first only', aSet(), [], ['create db-0 update']],
    [
      'STS-01 parallel: all at once',
      aSet(parallel),
      [],
      ['create db-0 update', 'create db-1 update', 'create db-2 update'],
    ],
    ['STS-01 an unready pod holds up the next', aSet(), [aPod(0, 'unready')], []],
    ['STS-01 ordinals may start elsewhere', aSet({ ordinals: { start: 5 } }), [], ['create db-5 update']],
    [
      'STS-01 below the partition a hole is filled with the old revision',
      aSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }),
      [aPod(0)],
      ['create db-1 current'],
    ],
    [
      'STS-02 an ended pod is deleted before anything else',
      aSet(),
      [aPod(0, 'failed'), aPod(1), aPod(2)],
      ['replace-ended db-0'],
    ],
    [
      'STS-02 parallel: one ended pod holds up none of the others',
      aSet(parallel),
      [aPod(0, 'failed'), aPod(1, 'failed')],
      ['replace-ended db-0', 'replace-ended db-1', 'create db-2 update'],
    ],
    ['STS-02 a terminating pod is waited for', aSet(), [aPod(0, 'terminating'), aPod(1)], []],
    [
      'STS-03 too many: the highest goes',
      aSet({ replicas: 1 }),
      [aPod(0), aPod(1), aPod(2)],
      ['scale-down db-2'],
    ],
    [
      'STS-06 the claims of all surplus pods get their owner before the first pod goes',
      aSet({ replicas: 1, volumeClaimTemplates: [{ metadata: { name: 'disk' }, spec: {} }] }),
      [aPod(0), aPod(1), aPod(2)],
      ['mend db-0', 'own-claims db-2', 'own-claims db-1', 'scale-down db-2'],
    ],
    [
      'STS-08 a pod without the labels of its ordinal is put right',
      aSet({ replicas: 1 }),
      [{ ...aPod(0), metadata: { ...aPod(0).metadata, labels: { 'controller-revision-hash': 'new' } } }],
      ['mend db-0'],
    ],
    [
      'STS-03 an unhealthy lower one blocks the scale-down',
      aSet({ replicas: 2 }),
      [aPod(0), aPod(1, 'unready'), aPod(2)],
      [],
    ],
    [
      'STS-03 the unhealthy one itself may go',
      aSet({ replicas: 2 }),
      [aPod(0), aPod(1), aPod(2, 'unready')],
      ['scale-down db-2'],
    ],
    [
      'STS-03 parallel: all surplus at once',
      aSet({ ...parallel, replicas: 1 }),
      [aPod(0), aPod(1), aPod(2)],
      ['scale-down db-2', 'scale-down db-1'],
    ],
    [
      'STS-04 old pods are replaced from the top, one at a time',
      aSet(),
      [aPod(0, 'ready', 'old'), aPod(1, 'ready', 'old'), aPod(2, 'ready', 'old')],
      ['update db-2'],
    ],
    [
      'STS-04 the next when the one above is ready again',
      aSet(),
      [aPod(0, 'ready', 'old'), aPod(1, 'ready', 'old'), aPod(2)],
      ['update db-1'],
    ],
    [
      'STS-04 not below the partition',
      aSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }),
      [aPod(0, 'ready', 'old'), aPod(1, 'ready', 'old'), aPod(2)],
      [],
    ],
    [
      'STS-04 OnDelete leaves them',
      aSet({ updateStrategy: { type: 'OnDelete' } }),
      [aPod(0, 'ready', 'old'), aPod(1), aPod(2)],
      [],
    ],
    [
      'STS-04 several at a time with maxUnavailable',
      aSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 2 } } }),
      [aPod(0, 'ready', 'old'), aPod(1, 'ready', 'old'), aPod(2, 'ready', 'old')],
      ['update db-2', 'update db-1'],
    ],
    [
      'STS-04 a broken old pod of a parallel set goes although the budget is used up',
      aSet(parallel),
      [aPod(0, 'ready', 'old'), aPod(1, 'unready', 'old'), aPod(2)],
      ['update db-1'],
    ],
    [
      'STS-04 a broken pod of an ordered set stops everything, also after the template was put right',
      aSet(),
      [aPod(0), aPod(1), aPod(2, 'unready', 'old')],
      [],
    ],
  ];
  for (const [title, set, pods, expected] of rows)
    it(`${title}`, () => expect(steps(set, pods)).toEqual(expected));

  it('STS-04 maxUnavailable percentages round up and are at least 1', () => {
    const of = (value: number | string) =>
      maxUnavailable(aSet({ replicas: 5, updateStrategy: { rollingUpdate: { maxUnavailable: value } } }));
    expect([of('25%'), of(2), of('1%'), of(0)]).toEqual([2, 2, 1, 1]);
  });
});
