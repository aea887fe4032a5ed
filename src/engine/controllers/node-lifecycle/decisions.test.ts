import { describe, expect, it } from 'vitest';
import type { Node, NodeCondition, Taint } from '../../api/core-v1.ts';
import { diffConditionTaints } from './condition-taints.ts';
import { observeHealth, silenced } from './health.ts';
import { addNode, dueAt, newZoneQueue, removeNode, swapRate, takeNode } from './taint-queue.ts';
import { computeZoneState, disruptionStep, evictionPeriodMs, zoneKey } from './zones.ts';
import { DEFAULT_NODE_LIFECYCLE } from './settings.ts';

const NOW = 1_767_225_600_000;

function aNode(
  conditions: readonly NodeCondition[],
  spec: Node['spec'] = {},
  labels: Readonly<Record<string, string>> = {},
): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1', uid: 'u1', labels, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec,
    status: { conditions },
  };
}

const ready = (status: string, heartbeat = '2026-01-01T00:00:00Z'): NodeCondition => ({
  type: 'Ready',
  status,
  lastHeartbeatTime: heartbeat,
  lastTransitionTime: '2026-01-01T00:00:00Z',
});

describe('zones', () => {
  const states = [
    [3, 0, 'Normal'],
    [1, 2, 'Normal'],
    [0, 1, 'FullDisruption'],
    [1, 3, 'PartialDisruption'],
    [3, 3, 'Normal'],
    [9, 11, 'PartialDisruption'],
    [0, 0, 'Normal'],
  ] as const;
  for (const [up, down, state] of states)
    it(`NODE-09 ${up} ready and ${down} not ready: ${state}`, () =>
      expect(computeZoneState({ ready: up, notReady: down }, 55)).toBe(state));

  it('NODE-09 partial disruption slows large zones and stops small ones', () => {
    const period = (state: Parameters<typeof evictionPeriodMs>[0], size: number) =>
      evictionPeriodMs(state, size, DEFAULT_NODE_LIFECYCLE);
    expect([
      period('Normal', 3),
      period('FullDisruption', 3),
      period('PartialDisruption', 50),
      period('PartialDisruption', 51),
    ]).toEqual([10_000, 10_000, 0, 100_000]);
  });

  it('NODE-10 the whole cluster down, and the way in and out of it', () => {
    expect(disruptionStep(['Normal', 'FullDisruption'], ['FullDisruption', 'FullDisruption']).kind).toBe(
      'enter-master-disruption',
    );
    expect(disruptionStep(['FullDisruption'], ['FullDisruption']).kind).toBe('stay');
    expect(disruptionStep(['FullDisruption'], ['Normal']).kind).toBe('leave-master-disruption');
    expect(disruptionStep(['Initial'], ['Normal']).kind).toBe('set-rates');
    expect(disruptionStep([], []).kind).toBe('stay');
  });

  it('NODE-09 a zone is a region and a zone, or nothing', () => {
    expect(zoneKey(aNode([]))).toBe('');
    expect(
      zoneKey(aNode([], {}, { 'topology.kubernetes.io/region': 'r', 'topology.kubernetes.io/zone': 'z' })),
    ).toBe('r:\x00:z');
  });
});

describe('queue of nodes to be tainted', () => {
  const waiting = (node: string) => ({ node, cause: 0 });
  it('NODE-07 hands out one node per period', () => {
    const queue = addNode(addNode(newZoneQueue('', 10_000), waiting('a')), waiting('b'));
    const first = takeNode(queue, 500);
    expect(first.taken?.node).toBe('a');
    expect(takeNode(first.queue, 600).taken).toBeUndefined();
    expect(takeNode(first.queue, 10_500).taken?.node).toBe('b');
  });
  it('NODE-07 a node that was handled is not queued again before it is released', () => {
    const { queue } = takeNode(addNode(newZoneQueue('', 10_000), waiting('a')), 0);
    expect(addNode(queue, waiting('a'))).toBe(queue);
    expect(addNode(removeNode(queue, 'a'), waiting('a')).waiting).toHaveLength(1);
  });
  it('NODE-07 rate 0 hands out nothing, and a new rate begins with an empty bucket', () => {
    const stopped = swapRate(addNode(newZoneQueue('', 10_000), waiting('a')), 0, 1000);
    expect(dueAt(stopped)).toBeUndefined();
    expect(dueAt(swapRate(stopped, 10_000, 2000))).toBe(12_000);
    expect(swapRate(stopped, 0, 5000)).toBe(stopped);
  });
});

describe('health notes', () => {
  const heard = (node: Node, nowMs: number, leaseMs?: number) => ({ node, nowMs, leaseMs });
  const first = observeHealth(undefined, heard(aNode([ready('True')]), NOW, NOW - 3000));

  it("NODE-01 a renewed lease or a new heartbeat moves the probe time to the controller's own now", () => {
    expect(first.probeMs).toBe(NOW);
    expect(observeHealth(first, heard(aNode([ready('True')]), NOW + 5000, NOW - 3000)).probeMs).toBe(NOW);
    expect(observeHealth(first, heard(aNode([ready('True')]), NOW + 5000, NOW + 1000)).probeMs).toBe(
      NOW + 5000,
    );
    expect(
      observeHealth(first, heard(aNode([ready('True', '2026-01-01T00:00:04Z')]), NOW + 5000, NOW - 3000))
        .probeMs,
    ).toBe(NOW + 5000);
  });
  it('NODE-01 a node without status counts from its creation, one of another UID from now', () => {
    expect(observeHealth(undefined, heard(aNode([]), NOW + 9000)).probeMs).toBe(NOW);
    expect(observeHealth({ ...first, uid: 'other' }, heard(aNode([ready('True')]), NOW + 9000)).probeMs).toBe(
      NOW + 9000,
    );
  });
  it('NODE-04 silence makes four conditions Unknown and leaves heartbeat times alone', () => {
    const node = silenced(
      aNode([ready('True'), { type: 'NetworkUnavailable', status: 'False' }]),
      NOW + 60_000,
    );
    expect(node.status?.conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
      ['Ready', 'Unknown', 'NodeStatusUnknown'],
      ['NetworkUnavailable', 'False', undefined],
      ['MemoryPressure', 'Unknown', 'NodeStatusNeverUpdated'],
      ['DiskPressure', 'Unknown', 'NodeStatusNeverUpdated'],
      ['PIDPressure', 'Unknown', 'NodeStatusNeverUpdated'],
    ]);
    expect(node.status?.conditions?.[0]).toMatchObject({
      message: 'Kubelet stopped posting node status.',
      lastHeartbeatTime: '2026-01-01T00:00:00Z',
      lastTransitionTime: '2026-01-01T00:01:00Z',
    });
    expect(silenced(node, NOW + 70_000)).toBe(node);
  });
});

describe('condition taints', () => {
  const difference = (node: Node) => {
    const { add, remove } = diffConditionTaints(node);
    return [add.map(({ key }) => key), remove.map(({ key }) => key)];
  };
  const taint = (name: string): Taint => ({ key: `node.kubernetes.io/${name}`, effect: 'NoSchedule' });
  const rows: readonly [title: string, node: Node, add: readonly string[], remove: readonly string[]][] = [
    ['Ready False', aNode([ready('False')]), ['not-ready'], []],
    [
      'Ready Unknown with the old taint',
      aNode([ready('Unknown')], { taints: [taint('not-ready')] }),
      ['unreachable'],
      ['not-ready'],
    ],
    [
      'pressure and cordon',
      aNode([ready('True'), { type: 'DiskPressure', status: 'True' }], { unschedulable: true }),
      ['disk-pressure', 'unschedulable'],
      [],
    ],
    [
      'all well again',
      aNode([ready('True')], { taints: [taint('unreachable'), { key: 'mine', effect: 'NoSchedule' }] }),
      [],
      ['unreachable'],
    ],
  ];
  for (const [title, node, add, remove] of rows)
    it(`NODE-03 ${title}`, () =>
      expect(difference(node)).toEqual([
        add.map((key) => `node.kubernetes.io/${key}`),
        remove.map((key) => `node.kubernetes.io/${key}`),
      ]));
});
