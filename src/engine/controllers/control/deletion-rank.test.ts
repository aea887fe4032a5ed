import { describe, expect, it } from 'vitest';
import type { Pod } from '../../api/core-v1-pod.ts';
import { formatTime } from '../../api/time.ts';
import { ageBucket, deletionCost, podsToDelete } from './deletion-rank.ts';

const NOW = 1_767_225_600_000;

interface Wanted {
  readonly node?: string;
  readonly phase?: 'Pending' | 'Running' | 'Unknown';
  readonly readySecondsAgo?: number;
  readonly cost?: string;
  readonly restarts?: number;
  readonly createdSecondsAgo?: number;
}

function aPod(
  name: string,
  {
    node = 'n',
    phase = 'Running',
    readySecondsAgo,
    cost,
    restarts = 0,
    createdSecondsAgo = 1000,
  }: Wanted = {},
): Pod {
  const conditions =
    readySecondsAgo === undefined
      ? []
      : [{ type: 'Ready', status: 'True', lastTransitionTime: formatTime(NOW - readySecondsAgo * 1000) }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid: name,
      creationTimestamp: formatTime(NOW - createdSecondsAgo * 1000),
      ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    },
    spec: { containers: [], ...(node === '' ? {} : { nodeName: node }) },
    status: {
      phase,
      conditions,
      containerStatuses: [{ name: 'app', ready: true, restartCount: restarts, image: '', imageID: '' }],
    },
  };
}

describe('deletion ranking', () => {
  const rows: readonly [step: string, first: Wanted, second: Wanted][] = [
    ['unassigned before assigned', { node: '', phase: 'Pending' }, { phase: 'Pending' }],
    ['pending before running', { phase: 'Pending' }, {}],
    ['unknown before running', { phase: 'Unknown' }, {}],
    ['not ready before ready', {}, { readySecondsAgo: 10 }],
    ['lower cost before higher', { readySecondsAgo: 10, cost: '-5' }, { readySecondsAgo: 10 }],
    ['ready for less time before longer', { readySecondsAgo: 10 }, { readySecondsAgo: 100 }],
    ['more restarts before fewer', { restarts: 3 }, { restarts: 1 }],
    ['younger before older', { createdSecondsAgo: 10 }, { createdSecondsAgo: 100 }],
  ];
  for (const [step, first, second] of rows) {
    it(`RS-04 ${step}`, () => {
      const [a, z] = [aPod('z-first', first), aPod('a-second', second)];
      expect(podsToDelete([z, a], [], 1, NOW).map((pod) => pod.metadata.name)).toEqual(['z-first']);
    });
  }

  it('RS-04 a pod on the node with more related pods goes first', () => {
    const alone = aPod('a', { node: 'n1', readySecondsAgo: 10 });
    const crowded = [
      aPod('b', { node: 'n2', readySecondsAgo: 10 }),
      aPod('c', { node: 'n2', readySecondsAgo: 10 }),
    ];
    const names = podsToDelete([alone, ...crowded], [alone, ...crowded], 1, NOW).map(
      (pod) => pod.metadata.name,
    );
    expect(names).toEqual(['b']);
  });

  it('RS-04 ages in one logarithmic bucket are decided by UID', () => {
    const [a, b] = [aPod('a', { readySecondsAgo: 40 }), aPod('b', { readySecondsAgo: 60 })];
    expect(podsToDelete([b, a], [], 1, NOW).map((pod) => pod.metadata.name)).toEqual(['a']);
  });

  it('RS-04 an age is put into the bucket of its logarithm in nanoseconds', () => {
    expect([0, 1, 1073, 1074, 2147, 2148, 1_000_000].map((ms) => ageBucket(NOW - ms, NOW))).toEqual([
      -1, 19, 29, 30, 30, 31, 39,
    ]);
    expect(ageBucket(undefined, NOW)).toBe(-1);
  });

  it('RS-04 only plain 32-bit numbers are costs', () => {
    expect(
      ['7', '-7', '+7', '07', '1.5', 'x', '2147483648'].map((cost) => deletionCost(aPod('a', { cost }))),
    ).toEqual([7, -7, 0, 0, 0, 0, 0]);
  });
});
