import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createPodGcController } from './controller.ts';
import { DEFAULT_POD_GC } from './settings.ts';

function cluster(threshold = 12_500): ControllerCluster {
  const c = new ControllerCluster({
    'pod-garbage-collector': (ctx) =>
      createPodGcController(ctx, { ...DEFAULT_POD_GC, terminatedPodThreshold: threshold }),
  });
  c.addNode('n1');
  return c;
}

function addPod(c: ControllerCluster, name: string, metadata: object = {}): void {
  c.createFor('Pod', {
    metadata: { name, namespace: 'default', ...metadata },
    spec: { containers: [{ name: 'app', image: 'a' }] },
  });
  c.runPod(c.get('Pod', name)!, 'n1');
}

describe('pod garbage collector', () => {
  it('PODGC-02 pods of a node that is gone are marked and removed after the quarantine', () => {
    const c = cluster();
    addPod(c, 'p', { finalizers: ['example.com/hold'] });
    c.run(30_000);
    c.remove('Node', 'n1');
    c.run(39_000);
    expect(c.get('Pod', 'p')?.status?.phase).toBe('Running');
    c.run(41_000);
    expect(c.get('Pod', 'p')).toMatchObject({
      metadata: { deletionGracePeriodSeconds: 0 },
      status: {
        phase: 'Failed',
        conditions: expect.arrayContaining([
          expect.objectContaining({
            type: 'DisruptionTarget',
            reason: 'DeletionByPodGC',
            message: 'PodGC: node no longer exists',
          }),
        ]),
      },
    });
  });

  it('PODGC-02 nothing happens when the node comes back in time', () => {
    const c = cluster();
    addPod(c, 'p');
    c.run(30_000);
    c.remove('Node', 'n1');
    c.run(15_000);
    c.createFor('Node', { metadata: { name: 'n1' }, spec: {} });
    c.run(200_000);
    expect(c.get('Pod', 'p')?.status?.phase).toBe('Running');
  });

  it('PODGC-03 terminating pods of a node out of service are finished', () => {
    const c = cluster();
    addPod(c, 'p');
    addPod(c, 'q');
    c.reportReady('n1', 'Unknown');
    c.change('Node', 'n1', (node) => ({
      ...node,
      spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute', value: 'x' }] },
    }));
    c.remove('Pod', 'p');
    c.run(20_000);
    expect(c.all('Pod').map(({ metadata }) => metadata.name)).toEqual(['q']);
  });

  it('PODGC-01 finished pods beyond the threshold go, oldest first', () => {
    const c = cluster(2);
    for (const name of ['a', 'b', 'c']) {
      addPod(c, name);
      c.endPod(name, 'Succeeded');
      c.run(1000);
    }
    c.run(20_000);
    expect(c.all('Pod').map(({ metadata }) => metadata.name)).toEqual(['b', 'c']);
  });

  it('PODGC-04 a terminating pod that was never bound is marked Failed', () => {
    const c = cluster();
    c.createFor('Pod', {
      metadata: { name: 'p', namespace: 'default', finalizers: ['example.com/hold'] },
      spec: { containers: [{ name: 'app', image: 'a' }] },
    });
    c.remove('Pod', 'p');
    c.run(20_000);
    expect(c.get('Pod', 'p')?.status?.phase).toBe('Failed');
  });
});
