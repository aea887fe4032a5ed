import { describe, expect, it } from 'vitest';
import type { Pod } from '../api/core-v1-pod.ts';
import type { Decision } from './decision.ts';
import { filterOutcome } from './decision.ts';
import { numFeasibleNodesToFind } from './feasible-nodes.ts';
import { schedulePod } from './schedule-one.ts';
import { aNode, aPod, aView, first, on } from './testing/builders.ts';

const threeNodes = ['n1', 'n2', 'n3'].map((name) => aNode(name));

function messageOf(decision: Decision): string {
  return decision.kind === 'unschedulable' ? decision.message : `bound to ${decision.node}`;
}

describe('the message of a refusal', () => {
  const low = (name: string, node: string, traits = {}): Pod => on(node, aPod(name, { cpu: '3', ...traits }));
  const cases: readonly (readonly [string, Decision, string])[] = [
    [
      'SCHED-10 counts every reason and sorts the counts as text',
      schedulePod(
        aPod('p', { cpu: '3' }),
        aView([
          ...Array.from({ length: 10 }, (_unused, i) => aNode(`a${i}`, { spec: { unschedulable: true } })),
          aNode('b1', { cpu: '2' }),
          aNode('b2', { cpu: '2' }),
        ]),
        first,
      ),
      '0/12 nodes are available: 10 node(s) were unschedulable, 2 Insufficient cpu. preemption: 0/12 nodes are available: 12 Preemption is not helpful for scheduling.',
    ],
    [
      'SCHED-11 names nodes without victims of lower priority',
      schedulePod(
        aPod('p', { cpu: '3' }),
        aView(threeNodes, [low('a', 'n1'), low('b', 'n2'), low('c', 'n3')]),
        first,
      ),
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
    ],
    [
      'SCHED-12 does not try preemption for preemptionPolicy Never',
      schedulePod(
        aPod('p', { cpu: '3', priority: 5, spec: { preemptionPolicy: 'Never' } }),
        aView([threeNodes[0]!], [low('a', 'n1')]),
        first,
      ),
      '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.',
    ],
    [
      'SCHED-13 says which node preemption chose and how many pods go',
      schedulePod(aPod('p', { cpu: '3', priority: 5 }), aView([threeNodes[0]!], [low('a', 'n1')]), first),
      '0/1 nodes are available: 1 Insufficient cpu. preemption: found a potential placement for pod on node n1, preempting 1 victims',
    ],
    [
      'SCHED-14 is short when there are no nodes',
      schedulePod(aPod('p'), aView([]), first),
      'no nodes available to schedule pods',
    ],
    [
      'SCHED-15 ends in "not found" after a missing claim',
      schedulePod(
        aPod('p', { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } }),
        aView(threeNodes),
        first,
      ),
      '0/3 nodes are available: persistentvolumeclaim "data" not found. not found',
    ],
  ];
  it.each(cases)('%s', (_title, decision, message) => {
    expect(messageOf(decision)).toBe(message);
    expect(decision.kind === 'unschedulable' && decision.condition).toMatchObject({
      reason: 'Unschedulable',
      message,
    });
  });
});

describe('nodes considered', () => {
  it.each([
    [3, 3],
    [99, 99],
    [100, 100],
    [200, 100],
    [250, 120],
    [400, 188],
    [500, 230],
    [1000, 420],
    [5000, 500],
    [15000, 750],
  ])('SCHED-16 of %i nodes, %i feasible ones are enough', (nodes, wanted) => {
    expect(numFeasibleNodesToFind(nodes)).toBe(wanted);
  });

  it('SCHED-17 goes on where the last attempt stopped', () => {
    const nodes = Array.from({ length: 150 }, (_unused, i) => aNode(`n${String(i).padStart(3, '0')}`));
    const view = aView(nodes);
    const one = schedulePod(aPod('p'), view, first);
    expect(one.nextStartNodeIndex).toBe(100);
    const two = schedulePod(aPod('q'), { ...view, nextStartNodeIndex: 100 }, first);
    expect(two.table.nodes[0]).toEqual({ node: 'n100' });
    expect(two.nextStartNodeIndex).toBe(50);
  });

  it('SCHED-18 tries the nominated node alone first', () => {
    const decision = schedulePod(
      aPod('p', { status: { nominatedNodeName: 'n2' } }),
      aView(threeNodes),
      first,
    );
    expect(decision).toMatchObject({
      kind: 'bound',
      node: 'n2',
      best: ['n2'],
      table: { nodes: [{ node: 'n2' }] },
    });
  });

  it('SCHED-19 counts the nodes that metadata.name leaves out with the reason of NodeAffinity', () => {
    const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: ['n1'] }] }];
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
    };
    const decision = schedulePod(aPod('p', { cpu: '9', spec: { affinity } }), aView(threeNodes), first);
    expect(messageOf(decision)).toBe(
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
    expect(decision).toMatchObject({ rejectingPlugins: ['NodeAffinity', 'NodeResourcesFit'] });
  });
});

describe('the choice of a node', () => {
  it('SCHED-20 draws among equal totals only', () => {
    const draws: number[] = [];
    const decision = schedulePod(aPod('p'), aView(threeNodes), (n) => {
      draws.push(n);
      return 2;
    });
    expect(decision).toMatchObject({ kind: 'bound', node: 'n3', best: ['n1', 'n2', 'n3'] });
    expect(draws).toEqual([3]);
  });

  it('SCHED-21 does not score a single feasible node', () => {
    const decision = schedulePod(
      aPod('p', { spec: { nodeSelector: { 'kubernetes.io/hostname': 'n2' } } }),
      aView(threeNodes),
      first,
    );
    expect(decision).toMatchObject({ kind: 'bound', node: 'n2' });
    expect(decision.table.scores).toBeUndefined();
  });

  it('SCHED-22 shows for every node which filter rejected it, which passed and which did not run', () => {
    const nodes = [aNode('n1', { spec: { unschedulable: true } }), aNode('n2')];
    const { table } = schedulePod(aPod('p'), aView(nodes), first);
    const outcomes = ['NodeName', 'NodeUnschedulable', 'NodeResourcesFit', 'NodePorts'].map((filter) =>
      filterOutcome(table, 'n1', filter),
    );
    expect(outcomes).toEqual(['passed', 'rejected', 'not-run', 'skipped']);
    expect(filterOutcome(table, 'n2', 'NodeResourcesFit')).toBe('passed');
  });

  it('SCHED-23 is plain data', () => {
    const decision = schedulePod(
      aPod('p', { cpu: '1' }),
      aView(threeNodes, [on('n1', aPod('q', { cpu: '1' }))]),
      first,
    );
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  });
});

describe('pods that were promised a node', () => {
  const node = [aNode('n1')];
  const terminating = on(
    'n1',
    aPod('victim', { cpu: '2', metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
  );
  const nominated = aPod('nominated', { cpu: '3', priority: 100, status: { nominatedNodeName: 'n1' } });

  it.each([
    [10, 'unschedulable'],
    [100, 'unschedulable'],
    [1000, 'bound'],
  ])('SCHED-24 with a nominated pod of priority 100, one of priority %i is %s', (priority, kind) => {
    const view = aView(node, [terminating, nominated]);
    expect(schedulePod(aPod('p', { cpu: '1', priority }), view, first).kind).toBe(kind);
  });

  it('SCHED-25 are not preempted for again while their victims terminate', () => {
    const conditions = [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }];
    const victim = { ...terminating, status: { phase: 'Running' as const, conditions } };
    const decision = schedulePod(nominated, aView(node, [victim]), first);
    expect(messageOf(decision)).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to a terminating pod on the nominated node.',
    );
    expect(decision).not.toHaveProperty('nominatedNodeName');
  });

  it('SCHED-26 lose the nomination when preemption finds nothing more', () => {
    const other = on('n1', aPod('other', { cpu: '3', priority: 100 }));
    expect(schedulePod(nominated, aView(node, [other]), first)).toMatchObject({
      kind: 'unschedulable',
      nominatedNodeName: '',
    });
  });
});
