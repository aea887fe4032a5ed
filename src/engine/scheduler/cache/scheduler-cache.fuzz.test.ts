import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NodeInfo } from '../framework/node-info.ts';
import type { Snapshot } from '../framework/snapshot.ts';
import { aNode, aPod, on } from '../testing/builders.ts';
import { SchedulerCache } from './scheduler-cache.ts';

const ZONE = 'topology.kubernetes.io/zone';
const antiAffinity = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: ZONE, labelSelector: {} }],
  },
};

const nodeName = fc.integer({ min: 1, max: 6 }).map((n) => `n${n}`);
const podName = fc.integer({ min: 1, max: 12 }).map((n) => `p${n}`);
const step = fc.oneof(
  fc.record({
    kind: fc.constant('set-node' as const),
    node: nodeName,
    zone: fc.constantFrom('a', 'b'),
    images: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('remove-node' as const), node: nodeName }),
  fc.record({
    kind: fc.constant('set-pod' as const),
    pod: podName,
    node: nodeName,
    cpu: fc.constantFrom('100m', '1'),
    repels: fc.boolean(),
    port: fc.constantFrom(0, 80, 81),
  }),
  fc.record({ kind: fc.constant('remove-pod' as const), pod: podName }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function nodeOf(one: Extract<Step, { kind: 'set-node' }>) {
  const images = one.images ? [{ names: ['app:latest'], sizeBytes: 1 }] : [];
  return aNode(one.node, { labels: { [ZONE]: one.zone }, status: { images } });
}

function podOf(one: Extract<Step, { kind: 'set-pod' }>) {
  const ports = one.port === 0 ? [] : [{ containerPort: 1, hostPort: one.port }];
  const containers = [{ name: 'app', image: 'app', ports, resources: { requests: { cpu: one.cpu } } }];
  return on(
    one.node,
    aPod(one.pod, { spec: { containers, ...(one.repels ? { affinity: antiAffinity } : {}) } }),
  );
}

/** What plugins can see; the order of pods on a node has no meaning. */
function visible(snapshot: Snapshot) {
  const names = (nodes: readonly NodeInfo[]) => nodes.map((node) => node.name);
  return {
    nodes: snapshot.nodes.map((node) => ({
      ...node,
      pods: node.pods.map((pod) => pod.key).sort(),
      podsWithAffinity: node.podsWithAffinity.map((pod) => pod.key).sort(),
      podsWithRequiredAntiAffinity: node.podsWithRequiredAntiAffinity.map((pod) => pod.key).sort(),
      usedPorts: node.usedPorts.map((port) => port.hostPort).toSorted((a, b) => a - b),
    })),
    nodesWithAffinity: names(snapshot.nodesWithAffinity),
    nodesWithRequiredAntiAffinity: names(snapshot.nodesWithRequiredAntiAffinity),
    imageNodeCounts: [...snapshot.imageNodeCounts],
  };
}

it('SCHED-112 a cache kept up to date equals one built from the objects at the end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const cache = new SchedulerCache();
      const nodes = new Map<string, ReturnType<typeof nodeOf>>();
      const pods = new Map<string, ReturnType<typeof podOf>>();
      for (const one of steps) {
        if (one.kind === 'set-node') {
          nodes.set(one.node, nodeOf(one));
          cache.setNode(nodeOf(one));
        } else if (one.kind === 'remove-node') {
          nodes.delete(one.node);
          cache.removeNode(one.node);
        } else if (one.kind === 'set-pod') {
          pods.set(one.pod, podOf(one));
          cache.setPod(podOf(one));
        } else {
          pods.delete(one.pod);
          cache.removePod(`uid-${one.pod}`);
        }
        cache.snapshot();
      }
      const rebuilt = new SchedulerCache();
      for (const name of [...pods.keys()].sort()) rebuilt.setPod(pods.get(name)!);
      for (const name of [...nodes.keys()].sort()) rebuilt.setNode(nodes.get(name)!);
      expect(visible(cache.snapshot())).toEqual(visible(rebuilt.snapshot()));
    }),
    { seed: 20260101, numRuns: 300 },
  );
});

it('SCHED-113 visits one node of every zone in turn', () => {
  const cache = new SchedulerCache();
  for (const [name, zone] of [
    ['n1', 'a'],
    ['n2', 'a'],
    ['n3', 'b'],
    ['n4', 'a'],
    ['n5', 'c'],
  ] as const) {
    cache.setNode(aNode(name, { labels: { [ZONE]: zone } }));
  }
  expect(cache.snapshot().nodes.map((node) => node.name)).toEqual(['n1', 'n3', 'n5', 'n2', 'n4']);
});
