import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createDaemonSetController } from './controller.ts';
import { targetNode } from './daemon-pod.ts';

function cluster(nodes = ['n1', 'n2', 'n3']): ControllerCluster {
  const c = new ControllerCluster({ 'daemonset-controller': (ctx) => createDaemonSetController(ctx) });
  for (const node of nodes) {
    c.addNode(node);
    c.change('Node', node, (one) => ({ ...one, spec: {} }));
  }
  return c;
}

const template = (image: string) => ({
  metadata: { labels: { app: 'agent' } },
  spec: { containers: [{ name: 'app', image }] },
});

function daemonSet(spec: object = {}): object {
  return {
    metadata: { name: 'agent', namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'agent' } }, template: template('a'), ...spec },
  };
}

function runDaemonPods(c: ControllerCluster): void {
  for (const pod of c.all('Pod').filter((one) => one.status?.phase === 'Pending'))
    c.runPod(pod, targetNode(pod));
}

function settle(c: ControllerCluster, rounds = 20): void {
  for (let i = 0; i < rounds; i++) {
    c.run(100);
    runDaemonPods(c);
    c.finishDeletions();
  }
}

describe('daemon set controller', () => {
  it('DS-01 puts one pod on every eligible node, aimed at it by affinity', () => {
    const c = cluster();
    c.createFor('DaemonSet', daemonSet());
    settle(c);
    expect(new Set(c.all('Pod').map((pod) => pod.spec.nodeName))).toEqual(new Set(['n1', 'n2', 'n3']));
    expect(c.get('DaemonSet', 'agent')?.status).toEqual({
      currentNumberScheduled: 3,
      numberMisscheduled: 0,
      desiredNumberScheduled: 3,
      numberReady: 3,
      observedGeneration: 1,
      updatedNumberScheduled: 3,
      numberAvailable: 3,
    });
    const [pod] = c.all('Pod');
    expect(pod?.spec.tolerations?.slice(0, 6).map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/not-ready:NoExecute',
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/disk-pressure:NoSchedule',
      'node.kubernetes.io/memory-pressure:NoSchedule',
      'node.kubernetes.io/pid-pressure:NoSchedule',
      'node.kubernetes.io/unschedulable:NoSchedule',
    ]);
    c.addNode('n4');
    c.change('Node', 'n4', (one) => ({ ...one, spec: {} }));
    settle(c);
    expect(c.all('Pod')).toHaveLength(4);
  });

  it('DS-02 waits for the old pod to be gone before it makes a new one', () => {
    const c = cluster();
    c.createFor('DaemonSet', daemonSet());
    settle(c);
    c.remove('Pod', c.all('Pod')[0]!.metadata.name);
    c.run(30_000);
    expect(c.all('Pod')).toHaveLength(3);
    c.finishDeletions();
    c.run(100);
    expect(c.all('Pod')).toHaveLength(3);
    expect(c.all('Pod').every((pod) => pod.metadata.deletionTimestamp === undefined)).toBe(true);
  });

  it('DS-02 does not wait for the object of a pod that has ended and is going away', () => {
    const c = cluster(['n1']);
    c.createFor('DaemonSet', daemonSet());
    settle(c);
    const { name } = c.all('Pod')[0]!.metadata;
    c.remove('Pod', name);
    c.run(100);
    expect(c.all('Pod')).toHaveLength(1);
    c.endPod(name, 'Failed');
    c.run(100);
    expect(c.all('Pod')).toHaveLength(2);
  });

  it('REVISION-03 counts every old revision against the limit, but deletes none that a pod still uses', () => {
    const c = cluster(['n1']);
    c.createFor('DaemonSet', daemonSet({ revisionHistoryLimit: 1 }));
    settle(c);
    const update = (image: string): void =>
      c.change('DaemonSet', 'agent', (one) => ({
        ...one,
        spec: { ...one.spec, template: template(image) },
      }));
    const has = (...numbers: readonly number[]): void =>
      expect(new Set(c.all('ControllerRevision').map(({ revision }) => revision))).toEqual(new Set(numbers));
    update('b');
    settle(c);
    has(1, 2);
    update('c');
    c.run(20);
    has(2, 3);
  });

  it('DS-03 updates one node after the other', () => {
    const c = cluster();
    c.createFor('DaemonSet', daemonSet());
    settle(c);
    c.change('DaemonSet', 'agent', (one) => ({ ...one, spec: { ...one.spec, template: template('b') } }));
    c.run(100);
    expect(c.all('Pod').filter((pod) => pod.metadata.deletionTimestamp !== undefined)).toHaveLength(1);
    settle(c, 30);
    expect(c.all('Pod').map((pod) => pod.spec.containers[0]?.image)).toEqual(['b', 'b', 'b']);
    expect(new Set(c.all('ControllerRevision').map(({ revision }) => revision))).toEqual(new Set([1, 2]));
  });

  it('REVISION-01 REVISION-02 REVISION-03 numbers templates, uses an old one again and forgets those beyond the limit', () => {
    const c = cluster(['n1']);
    c.createFor('DaemonSet', daemonSet({ revisionHistoryLimit: 1 }));
    settle(c);
    const first = c.all('ControllerRevision')[0]?.metadata.name;
    const numbers = (): Readonly<Record<string, number>> =>
      Object.fromEntries(
        c
          .all('ControllerRevision')
          .map(({ metadata, revision }) => [metadata.name === first ? 'first' : 'other', revision]),
      );
    const use = (image: string): void => {
      c.change('DaemonSet', 'agent', (one) => ({ ...one, spec: { ...one.spec, template: template(image) } }));
      settle(c);
    };
    use('b');
    expect([numbers(), c.all('ControllerRevision').length]).toEqual([{ first: 1, other: 2 }, 2]);
    use('a');
    expect([numbers(), c.all('ControllerRevision').length]).toEqual([{ first: 3, other: 2 }, 2]);
    use('c');
    expect([numbers(), c.all('ControllerRevision').length]).toEqual([{ first: 3, other: 4 }, 2]);
  });

  it('DS-04 counts a tainted node as misscheduled and no longer desired', () => {
    const c = cluster();
    c.createFor('DaemonSet', daemonSet());
    settle(c);
    c.change('Node', 'n1', (node) => ({
      ...node,
      spec: { ...node.spec, taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }] },
    }));
    c.run(1000);
    expect(c.get('DaemonSet', 'agent')?.status).toMatchObject({ desiredNumberScheduled: 3 });
    const pod = c.all('Pod').find((one) => one.spec.nodeName === 'n1')!;
    c.change('Pod', pod.metadata.name, (one) => ({
      ...one,
      metadata: { ...one.metadata, annotations: { touched: 'yes' } },
    }));
    c.run(100);
    expect(c.get('DaemonSet', 'agent')?.status).toMatchObject({
      desiredNumberScheduled: 2,
      currentNumberScheduled: 2,
      numberMisscheduled: 1,
    });
  });

  it('DS-05 replaces failed pods at once the first time, then with a growing wait', () => {
    const c = cluster(['n1']);
    c.createFor('DaemonSet', daemonSet());
    const gaps: number[] = [];
    settle(c, 3);
    for (let i = 0; i < 3; i++) {
      const pod = c.all('Pod')[0]!;
      c.endPod(pod.metadata.name, 'Failed');
      const since = c.sim.now;
      while (c.all('Pod').some((one) => one.metadata.name === pod.metadata.name)) c.run(10);
      gaps.push(Math.round((c.sim.now - since) / 1000));
      settle(c, 1);
    }
    expect(gaps).toEqual([0, 1, 2]);
    expect(c.events().filter((line) => line.includes('FailedDaemonPod'))[0]).toMatch(
      /Found failed daemon pod default\/agent-\w+ on node n1, will try to kill it/,
    );
  });
});
