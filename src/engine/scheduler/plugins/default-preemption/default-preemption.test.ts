import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../api/core-v1-pod.ts';
import type { PodDisruptionBudget } from '../../../api/policy-v1.ts';
import { podInfoOf } from '../../framework/pod-info.ts';
import { schedulePod } from '../../schedule-one.ts';
import { aNode, aPod, aView, first, on } from '../../testing/builders.ts';
import { defaultPreemption } from './default-preemption.ts';

const preemptor = aPod('p', { cpu: '2', priority: 1000 });

function running(name: string, node: string, priority: number, cpu: string, startTime?: string): Pod {
  const status = startTime === undefined ? {} : { status: { startTime } };
  return on(node, aPod(name, { priority, cpu, labels: { app: name }, ...status }));
}

function budget(app: string, disruptionsAllowed: number): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: app, namespace: 'default' },
    spec: { selector: { matchLabels: { app } } },
    status: { disruptionsAllowed },
  };
}

function outcome(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[] = []) {
  const nodes = [...new Set(pods.map((pod) => pod.spec.nodeName ?? ''))].map((name) => aNode(name));
  const decision = schedulePod(preemptor, aView(nodes, pods, { podDisruptionBudgets: () => budgets }), first);
  if (decision.kind === 'bound') return decision.node;
  return `${decision.nominatedNodeName}: ${decision.victims.map((victim) => victim.name).join(' ')}`;
}

describe('victims on one node', () => {
  const cases: readonly (readonly [string, readonly Pod[], string])[] = [
    [
      'SCHED-72 spares the more important pods',
      [running('a', 'n1', 10, '2'), running('b', 'n1', 100, '2')],
      'n1: a',
    ],
    [
      'SCHED-73 spares the longer running of equal pods',
      [
        running('old', 'n1', 10, '2', '2026-01-01T00:00:00Z'),
        running('young', 'n1', 10, '2', '2026-01-01T01:00:00Z'),
      ],
      'n1: young',
    ],
    ['SCHED-74 never takes pods of equal priority', [running('a', 'n1', 1000, '3')], ': '],
    [
      'SCHED-75 takes as many as needed',
      [running('a', 'n1', 1, '1500m'), running('b', 'n1', 2, '1500m'), running('c', 'n1', 3, '1')],
      'n1: b a',
    ],
  ];
  it.each(cases)('%s', (_title, pods, expected) => {
    expect(outcome(pods)).toBe(expected);
  });
});

describe('the node', () => {
  const cases: readonly (readonly [string, readonly Pod[], readonly PodDisruptionBudget[], string])[] = [
    [
      'SCHED-76 with the fewest budget violations wins',
      [running('a', 'n1', 10, '4'), running('b', 'n2', 100, '4')],
      [budget('a', 0)],
      'n2: b',
    ],
    ['SCHED-77 budgets do not stop preemption', [running('a', 'n1', 10, '4')], [budget('a', 0)], 'n1: a'],
    [
      'SCHED-78 then the one with the lowest highest victim',
      [running('a', 'n1', 100, '4'), running('b', 'n2', 10, '4')],
      [],
      'n2: b',
    ],
    [
      'SCHED-79 then the smallest sum of priorities',
      [
        running('a', 'n1', 10, '2'),
        running('a2', 'n1', 10, '2'),
        running('b', 'n2', 10, '3'),
        running('x', 'n1', 1000, '0'),
      ],
      [],
      'n1: a2',
    ],
    [
      'SCHED-80 then the one whose victims started last',
      [
        running('a', 'n1', 10, '4', '2026-01-01T00:00:00Z'),
        running('b', 'n2', 10, '4', '2026-01-01T01:00:00Z'),
      ],
      [],
      'n2: b',
    ],
  ];
  it.each(cases)('%s', (_title, pods, budgets, expected) => {
    expect(outcome(pods, budgets)).toBe(expected);
  });
});

it('SCHED-81 takes the nomination from pods of lower priority on the same node', () => {
  const waiting = aPod('waiting', { cpu: '1', priority: 50, status: { nominatedNodeName: 'n1' } });
  const decision = schedulePod(
    preemptor,
    aView([aNode('n1')], [running('a', 'n1', 10, '4'), waiting]),
    first,
  );
  expect(decision).toMatchObject({ nominatedNodeName: 'n1', clearedNominations: [{ name: 'waiting' }] });
});

it('SCHED-82 holds the pod back while its victims are being deleted', () => {
  const status = defaultPreemption.preEnqueue(podInfoOf(preemptor), { preemptionInProgress: true });
  expect(status?.reasons).toEqual(['waiting for the preemption for this pod to be finished']);
  expect(defaultPreemption.preEnqueue(podInfoOf(preemptor), { preemptionInProgress: false })).toBeUndefined();
});
