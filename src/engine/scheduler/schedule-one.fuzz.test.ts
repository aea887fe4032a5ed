import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Node, Service } from '../api/core-v1.ts';
import type { Pod } from '../api/core-v1-pod.ts';
import { SchedulerCache } from './cache/scheduler-cache.ts';
import { AttemptMemo } from './framework/attempt-memo.ts';
import { EMPTY_LISTERS } from './framework/listers.ts';
import { insufficientResources } from './plugins/node-resources-fit/insufficient.ts';
import { podInfoOf } from './framework/pod-info.ts';
import type { Decision } from './decision.ts';
import { schedulePod } from './schedule-one.ts';
import { aNode, aPod, aView, on } from './testing/builders.ts';

const ZONE = 'topology.kubernetes.io/zone';
const app = fc.constantFrom('web', 'db');
const WEB: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { app: 'web' } },
};

const anyNode = fc.record({
  cpu: fc.constantFrom('1', '2', '4'),
  pods: fc.constantFrom('3', '110'),
  zone: fc.constantFrom('a', 'b'),
  unschedulable: fc.boolean(),
});

const anyPod = fc.record({
  cpu: fc.constantFrom('0', '500m', '1', '2'),
  priority: fc.constantFrom(0, 10, 100),
  app,
  repels: fc.option(app, { nil: undefined }),
  spreads: fc.boolean(),
  node: fc.nat({ max: 5 }),
});
type PodDraw = typeof anyPod extends fc.Arbitrary<infer T> ? T : never;

function podOf(name: string, draw: PodDraw): Pod {
  const labelSelector = { matchLabels: { app: draw.repels ?? draw.app } };
  const antiAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: ZONE, labelSelector }],
  };
  const constraint = {
    maxSkew: 1,
    topologyKey: ZONE,
    whenUnsatisfiable: 'DoNotSchedule' as const,
    labelSelector,
  };
  return aPod(name, {
    cpu: draw.cpu,
    priority: draw.priority,
    labels: { app: draw.app },
    spec: {
      ...(draw.repels === undefined ? {} : { affinity: { podAntiAffinity: antiAffinity } }),
      ...(draw.spreads ? { topologySpreadConstraints: [constraint] } : {}),
    },
  });
}

const anyCluster = fc
  .record({
    nodes: fc.array(anyNode, { minLength: 1, maxLength: 6 }),
    pods: fc.array(anyPod, { maxLength: 12 }),
    target: anyPod,
    draw: fc.nat({ max: 7 }),
  })
  .map(({ nodes, pods, target, draw }) => {
    const made = nodes.map(({ zone, unschedulable, ...traits }, i) =>
      aNode(`n${i}`, { ...traits, labels: { [ZONE]: zone }, spec: { unschedulable } }),
    );
    const bound = pods.map((pod, i) => on(`n${pod.node % nodes.length}`, podOf(`p${i}`, pod)));
    return { nodes: made, pods: bound, target: podOf('target', target), draw };
  });

type Cluster = typeof anyCluster extends fc.Arbitrary<infer T> ? T : never;

function decide(nodes: readonly Node[], pods: readonly Pod[], target: Pod, draw: number): Decision {
  return schedulePod(target, aView(nodes, pods), (n) => draw % n);
}

/** How the decision came out, or what is wrong with it. */
function check({ nodes, pods, target, draw }: Cluster): string {
  const decision = decide(nodes, pods, target, draw);
  if (decision.kind === 'bound') {
    const node = aView(nodes, pods).snapshot.byName.get(decision.node);
    const fits = node !== undefined && insufficientResources(podInfoOf(target).requests, node).length === 0;
    return fits && node.node.spec.unschedulable !== true ? 'bound' : `does not fit ${decision.node}`;
  }
  if (decision.victims.length === 0) return 'refused';
  const gone = new Set(decision.victims.map((victim) => victim.uid));
  const left = pods.filter((pod) => !gone.has(pod.metadata.uid ?? ''));
  const nominated = { ...target, status: { nominatedNodeName: decision.nominatedNodeName ?? '' } };
  const next = decide(nodes, left, nominated, draw);
  const isThere = next.kind === 'bound' && next.node === decision.nominatedNodeName;
  return isThere ? 'preempts' : `${decision.nominatedNodeName} does not do without its victims`;
}

it('SCHED-114 a bound pod fits its node, and with its victims gone a preemptor fits its nominated node', () => {
  const counts = { bound: 0, refused: 0, preempts: 0 };
  fc.assert(
    fc.property(anyCluster, (cluster) => {
      const outcome = check(cluster);
      expect(outcome).toMatch(/^(bound|refused|preempts)$/);
      counts[outcome as keyof typeof counts] += 1;
    }),
    { seed: 20260102, numRuns: 1000 },
  );
  // All three outcomes are met often enough for the property to mean something.
  expect(counts.bound).toBeGreaterThan(40);
  expect(counts.refused).toBeGreaterThan(40);
  expect(counts.preempts).toBeGreaterThan(40);
});

it('SCHED-115 the same cluster, pod and draws give the same decision', () => {
  fc.assert(
    fc.property(anyCluster, ({ nodes, pods, target, draw }) => {
      const shuffled = pods.toReversed();
      expect(decide(nodes, shuffled, target, draw)).toEqual(decide(nodes, pods, target, draw));
    }),
    { seed: 20260103, numRuns: 300 },
  );
});

it('SCHED-115 a decision is the same with what earlier attempts found', () => {
  const pods = fc.array(anyPod, { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(anyCluster, pods, (cluster, draws) => {
      const memo = new AttemptMemo();
      const cache = new SchedulerCache();
      for (const node of cluster.nodes) cache.setNode(node);
      for (const pod of cluster.pods) cache.setPod(pod);
      const listers = { ...EMPTY_LISTERS, services: () => [WEB] };
      let nextStartNodeIndex = 0;
      draws.forEach((pod, i) => {
        const view = { snapshot: cache.snapshot(), listers, nominatedPods: new Map(), nextStartNodeIndex };
        const waiting = podOf(`w${i}`, pod);
        const plain = schedulePod(waiting, view, (n) => cluster.draw % n);
        expect(schedulePod(waiting, { ...view, memo }, (n) => cluster.draw % n)).toEqual(plain);
        nextStartNodeIndex = plain.nextStartNodeIndex;
        if (plain.kind === 'bound') cache.setPod(waiting, plain.node);
      });
    }),
    { seed: 20260104, numRuns: 300 },
  );
});
