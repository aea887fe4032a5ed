import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createTaintEvictionController } from '../taint-eviction/controller.ts';
import { noteSilence } from '../../sim/silence.ts';
import { createNodeLifecycleController } from './controller.ts';

function cluster(nodes: readonly string[]): ControllerCluster {
  const c = new ControllerCluster({
    'node-controller': (ctx) => createNodeLifecycleController(ctx),
    'taint-eviction-controller': (ctx) => createTaintEvictionController(ctx),
  });
  for (const node of nodes) c.addNode(node);
  return c;
}

/** Lets time pass while the kubelets of `alive` renew their leases. */
function beat(c: ControllerCluster, alive: readonly string[], ms: number): void {
  for (let t = 0; t < ms; t += 1000) {
    if (c.sim.now % 10_000 < 1000) for (const node of alive) c.renewLease(node);
    c.run(1000);
  }
}

function addPod(c: ControllerCluster, name: string, node: string, spec: object = {}): void {
  c.createFor('Pod', {
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'app', image: 'a' }], ...spec },
  });
  c.runPod(c.get('Pod', name)!, node);
}

const taints = (c: ControllerCluster, node: string): readonly string[] =>
  (c.get('Node', node)?.spec.taints ?? []).map(
    ({ key, effect }) => `${key.slice('node.kubernetes.io/'.length)}:${effect}`,
  );
const unknownAt = (c: ControllerCluster, node: string): number =>
  c.writes.find(
    ({ object }) =>
      object.kind === 'Node' &&
      object.metadata.name === node &&
      JSON.stringify(object).includes('NodeStatusUnknown'),
  )?.at ?? -1;
const firstWith = (c: ControllerCluster, text: string, kind: string, name: string): number =>
  c.writes.find(
    ({ object }) =>
      object.kind === kind && object.metadata.name === name && JSON.stringify(object).includes(text),
  )?.at ?? -1;

describe('node lifecycle', () => {
  it('NODE-02 registers a node with an Event and takes the admission taint off when it is ready', () => {
    const c = cluster(['n1']);
    c.run(6000);
    expect(c.events()).toContain(
      'Node/n1 Normal RegisteredNode Node n1 event: Registered Node n1 in Controller',
    );
    expect(taints(c, 'n1')).toEqual([]);
    c.remove('Node', 'n1');
    c.run(6000);
    expect(c.events()).toContain(
      'Node/n1 Normal RemovingNode Node n1 event: Removing Node n1 from Controller',
    );
  });

  it('NODE-04 NODE-06 NODE-07 a silent node becomes Unknown after 50 s, its pods not ready, both taints follow', () => {
    const c = cluster(['n1', 'n2']);
    addPod(c, 'p', 'n1');
    beat(c, ['n1', 'n2'], 20_000);
    const entry = c.sim.record(
      'world',
      'power-off',
      { kind: 'Machine', namespace: '', name: 'n1', id: '' },
      [],
      { rule: 'TEST', text: 'pulled the plug', causes: [] },
    );
    noteSilence(c.sim, 'kubelet/n1', entry);
    const silentSince = c.sim.now;
    beat(c, ['n2'], 80_000);
    const delay = unknownAt(c, 'n1') - silentSince;
    expect(delay).toBeGreaterThanOrEqual(40_000);
    expect(delay).toBeLessThanOrEqual(60_000);
    expect(taints(c, 'n1')).toEqual(['unreachable:NoSchedule', 'unreachable:NoExecute']);
    expect(firstWith(c, '"NoExecute"', 'Node', 'n1') - unknownAt(c, 'n1')).toBeLessThanOrEqual(200);
    expect(c.get('Pod', 'p')?.status).toMatchObject({
      phase: 'Running',
      conditions: expect.arrayContaining([expect.objectContaining({ type: 'Ready', status: 'False' })]),
    });
    expect(c.events()).toEqual(
      expect.arrayContaining([
        'Node/n1 Normal NodeNotReady Node n1 status is now: NodeNotReady',
        'Pod/p Warning NodeNotReady Node is not ready',
      ]),
    );
    const why = c.sim.trace
      .from(0)
      .filter(
        ({ subject, actor }) =>
          actor === 'node-controller' && (subject.name === 'n1' || subject.name === 'p'),
      );
    const unknown = why.find(({ rule }) => rule === 'NODE-04');
    expect(unknown).toMatchObject({ causes: [entry], timer: 'node-monitor-grace-period' });
    expect(
      why.filter(({ rule }) => rule === 'NODE-06' || rule === 'NODE-07').map(({ causes }) => causes),
    ).toEqual([[unknown?.id], [unknown?.id]]);
  });

  it('NODE-08 TAINT-04 a node that returns in time loses its taints and nobody is evicted', () => {
    const c = cluster(['n1', 'n2']);
    addPod(c, 'p', 'n1');
    beat(c, ['n1', 'n2'], 20_000);
    beat(c, ['n2'], 120_000);
    expect(taints(c, 'n1')).toHaveLength(2);
    c.reportReady('n1', 'True');
    c.run(1000);
    expect(taints(c, 'n1')).not.toContain('unreachable:NoSchedule');
    beat(c, ['n1', 'n2'], 6000);
    expect(taints(c, 'n1')).toEqual([]);
    expect(c.events()).toContain('Pod/p Normal TaintManagerEviction Cancelling deletion of Pod default/p');
    beat(c, ['n1', 'n2'], 400_000);
    expect(c.get('Pod', 'p')?.metadata.deletionTimestamp).toBeUndefined();
  });

  it('TAINT-02 the default patience of 300 s ends in an Event, a condition and a deletion', () => {
    const c = cluster(['n1', 'n2']);
    addPod(c, 'p', 'n1');
    beat(c, ['n1', 'n2'], 20_000);
    beat(c, ['n2'], 400_000);
    const tainted = firstWith(c, '"NoExecute"', 'Node', 'n1');
    const marked = firstWith(c, 'DeletionByTaintManager', 'Pod', 'p');
    expect(marked - tainted).toBeGreaterThanOrEqual(300_000);
    expect(marked - tainted).toBeLessThan(300_200);
    expect(c.get('Pod', 'p')?.metadata).toMatchObject({ deletionGracePeriodSeconds: 30 });
    expect(c.events()).toContain('Pod/p Normal TaintManagerEviction Marking for deletion Pod default/p');
    const entry = c.sim.trace.from(0).find(({ rule }) => rule === 'TAINT-02');
    expect(entry).toMatchObject({
      text: 'its 300 s of patience with node.kubernetes.io/unreachable ran out',
      timer: 'tolerationSeconds',
    });
    expect(c.sim.entry(entry?.causes[0] ?? 0)?.rule).toBe('NODE-07');
  });

  it('NODE-09 the second of two lost nodes is tainted 10 s after the first', () => {
    const c = cluster(['n1', 'n2', 'n3', 'n4']);
    beat(c, ['n1', 'n2', 'n3', 'n4'], 20_000);
    beat(c, ['n3', 'n4'], 100_000);
    const [first = 0, second = 0] = ['n1', 'n2']
      .map((node) => firstWith(c, '"NoExecute"', 'Node', node))
      .toSorted((a, b) => a - b);
    expect(second - first).toBe(10_000);
  });

  it('NODE-10 when no node is left all NoExecute taints come off and evictions are cancelled', () => {
    const c = cluster(['n1', 'n2']);
    addPod(c, 'p', 'n1');
    beat(c, ['n1', 'n2'], 20_000);
    beat(c, ['n2'], 60_000);
    expect(taints(c, 'n1')).toContain('unreachable:NoExecute');
    beat(c, [], 600_000);
    expect([...taints(c, 'n1'), ...taints(c, 'n2')]).toEqual([
      'unreachable:NoSchedule',
      'unreachable:NoSchedule',
    ]);
    expect(c.get('Pod', 'p')?.metadata.deletionTimestamp).toBeUndefined();
    expect(c.events()).toContain('Pod/p Normal TaintManagerEviction Cancelling deletion of Pod default/p');
  });

  it('NODE-03 a cordon is followed by its taint', () => {
    const c = cluster(['n1']);
    c.run(1000);
    c.change('Node', 'n1', (node) => ({ ...node, spec: { ...node.spec, unschedulable: true } }));
    c.run(100);
    expect(c.get('Node', 'n1')?.spec.taints).toMatchObject([
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:01Z' },
    ]);
    c.change('Node', 'n1', (node) => ({ ...node, spec: { ...node.spec, unschedulable: false } }));
    c.run(100);
    expect(taints(c, 'n1')).toEqual([]);
  });

  it('NODE-11 a pod bound to a silent node is not left ready', () => {
    const c = cluster(['n1', 'n2']);
    beat(c, ['n1', 'n2'], 20_000);
    beat(c, ['n2'], 80_000);
    addPod(c, 'late', 'n1', { tolerations: [{ operator: 'Exists' }] });
    c.run(100);
    expect(c.get('Pod', 'late')?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe(
      'False',
    );
  });

  it('NODE-05 a node that never posted a status becomes Unknown after 60 s', () => {
    const c = cluster(['n1']);
    c.createFor('Node', { metadata: { name: 'mute' }, spec: {} });
    beat(c, ['n1'], 80_000);
    const at = firstWith(c, 'NodeStatusNeverUpdated', 'Node', 'mute');
    expect(at).toBeGreaterThan(60_000);
    expect(at).toBeLessThan(66_000);
    expect(
      c.get('Node', 'mute')?.status?.conditions?.map(({ status, message }) => [status, message]),
    ).toEqual(Array.from({ length: 4 }, () => ['Unknown', 'Kubelet never posted node status.']));
  });

  it('NODE-01 idle passes write nothing', () => {
    const c = cluster(['n1', 'n2']);
    beat(c, ['n1', 'n2'], 30_000);
    const before = c.sim.trace.length;
    beat(c, ['n1', 'n2'], 300_000);
    expect(c.sim.trace.length).toBe(before);
  });
});
