import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createEndpointsController } from './controller.ts';

describe('endpoints controller', () => {
  it('EPS-07 ready and other addresses are listed apart, terminating pods not at all', () => {
    const c = new ControllerCluster({ 'endpoint-controller': (ctx) => createEndpointsController(ctx) });
    c.addNode('n1');
    c.createFor('Service', {
      metadata: { name: 'web', namespace: 'default' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    });
    for (const name of ['a', 'b', 'c'])
      c.createFor('Pod', {
        metadata: { name, namespace: 'default', labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image: 'a' }] },
      });
    c.runPods();
    c.change(
      'Pod',
      'b',
      (pod) => ({ ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] } }),
      'status',
    );
    c.remove('Pod', 'c');
    c.run(100);
    const subsets = c.get('Endpoints', 'web')?.subsets;
    expect(
      subsets?.map(({ addresses, notReadyAddresses, ports }) => [
        addresses?.map(({ targetRef }) => targetRef?.name),
        notReadyAddresses?.map(({ targetRef }) => targetRef?.name),
        ports,
      ]),
    ).toEqual([[['a'], ['b'], [{ port: 80, protocol: 'TCP' }]]]);
    c.remove('Service', 'web');
    c.run(100);
    expect(c.get('Endpoints', 'web')).toBeUndefined();
  });
});
