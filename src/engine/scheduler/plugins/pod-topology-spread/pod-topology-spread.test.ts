import { describe, expect, it } from 'vitest';
import type { Service } from '../../../api/core-v1.ts';
import type { Pod, TopologySpreadConstraint } from '../../../api/core-v1-pod.ts';
import { assignedPodChange } from '../../framework/object-changes.ts';
import { aNode, aPod, aView, on } from '../../testing/builders.ts';
import { hint, scores, verdicts } from '../../testing/verdicts.ts';
import { naturalLog } from './natural-log.ts';
import { podTopologySpread } from './pod-topology-spread.ts';

const zone = 'topology.kubernetes.io/zone';
const nodes = ['a', 'b', 'c'].map((value, i) => aNode(`n${i + 1}`, { labels: { [zone]: value } }));
const web = (name: string, node: string, metadata: Partial<Pod['metadata']> = {}) =>
  on(node, aPod(name, { labels: { app: 'web' }, metadata }));

function spread(traits: Partial<TopologySpreadConstraint> = {}): Pod {
  const constraint: TopologySpreadConstraint = {
    maxSkew: 1,
    topologyKey: zone,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
    ...traits,
  };
  return aPod('p', { labels: { app: 'web' }, spec: { topologySpreadConstraints: [constraint] } });
}

const SKEWED = "Unschedulable: node(s) didn't match pod topology spread constraints";
const NO_LABEL =
  "UnschedulableAndUnresolvable: node(s) didn't match pod topology spread constraints (missing required label)";

describe('PodTopologySpread filters', () => {
  it('SCHED-63 keeps the skew against the emptiest value within maxSkew', () => {
    const view = aView(nodes, [web('1', 'n1'), web('2', 'n2')]);
    expect(verdicts(podTopologySpread, spread(), view)).toEqual([SKEWED, SKEWED, 'ok']);
    expect(verdicts(podTopologySpread, spread({ maxSkew: 2 }), view)).toEqual(['ok', 'ok', 'ok']);
  });

  it('SCHED-64 rejects nodes without the label for good', () => {
    expect(verdicts(podTopologySpread, spread(), aView([nodes[0]!, aNode('n9')]))).toEqual(['ok', NO_LABEL]);
  });

  it('SCHED-65 takes the minimum as 0 while there are fewer values than minDomains', () => {
    const view = aView(nodes.slice(0, 2), [web('1', 'n1'), web('2', 'n2')]);
    expect(verdicts(podTopologySpread, spread(), view)).toEqual(['ok', 'ok']);
    expect(verdicts(podTopologySpread, spread({ minDomains: 3 }), view)).toEqual([SKEWED, SKEWED]);
  });

  it('SCHED-66 does not count terminating pods or other namespaces', () => {
    const others = [
      web('1', 'n1', { deletionTimestamp: '2026-01-01T00:00:00Z' }),
      web('2', 'n2', { namespace: 'other' }),
    ];
    expect(verdicts(podTopologySpread, spread(), aView(nodes, others))).toEqual(['ok', 'ok', 'ok']);
  });

  it('SCHED-67 leaves nodes the pod cannot use out of the minimum, as the policies say', () => {
    const tainted = { ...nodes[2]!, spec: { taints: [{ key: 'k', effect: 'NoSchedule' as const }] } };
    const view = aView([nodes[0]!, nodes[1]!, tainted], [web('1', 'n1'), web('2', 'n2')]);
    expect(verdicts(podTopologySpread, spread(), view)[0]).toBe(SKEWED);
    expect(verdicts(podTopologySpread, spread({ nodeTaintsPolicy: 'Honor' }), view)[0]).toBe('ok');
  });
});

describe('PodTopologySpread scores', () => {
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's' },
    spec: { selector: { app: 'web' } },
  };

  it('SCHED-68 prefers emptier values for soft constraints', () => {
    const view = aView(nodes, [web('1', 'n1'), web('2', 'n1'), web('3', 'n2')]);
    expect(scores(podTopologySpread, spread({ whenUnsatisfiable: 'ScheduleAnyway' }), view)).toEqual([
      0, 33, 100,
    ]);
  });

  it('SCHED-69 spreads pods of a Service softly over hosts and zones, and leaves other pods alone', () => {
    const pod = aPod('p', { labels: { app: 'web' } });
    const taken = [web('1', 'n1')];
    expect(scores(podTopologySpread, pod, aView(nodes, taken, { services: () => [service] }))).toEqual([
      66, 100, 100,
    ]);
    expect(scores(podTopologySpread, pod, aView(nodes, taken))).toEqual([]);
  });

  it('SCHED-70 weighs by a logarithm whose bits are fixed', () => {
    const known = [
      [2, 0.6931471805599453],
      [3, 1.0986122886681096],
      [5, 1.6094379124341003],
      [10, 2.302585092994046],
      [102, 4.624972813284271],
      [5002, 8.517593111437565],
    ] as const;
    for (const [value, log] of known) expect(naturalLog(value)).toBe(log);
  });
});

describe('PodTopologySpread wakes', () => {
  it('SCHED-71 when a pod that it counts comes or goes', () => {
    expect(hint(podTopologySpread, spread(), assignedPodChange(web('1', 'n1'), undefined)!)).toBe('Queue');
    expect(hint(podTopologySpread, spread(), assignedPodChange(undefined, web('1', 'n1'))!)).toBe('Queue');
    expect(hint(podTopologySpread, spread(), assignedPodChange(on('n1', aPod('x')), undefined)!)).toBe(
      'QueueSkip',
    );
  });
});
