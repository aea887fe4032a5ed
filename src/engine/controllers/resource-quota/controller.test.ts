import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createResourceQuotaController } from './controller.ts';

function cluster(hard: object): ControllerCluster {
  const c = new ControllerCluster({
    'resourcequota-controller': (ctx) => createResourceQuotaController(ctx),
  });
  c.createFor('ResourceQuota', { metadata: { name: 'q', namespace: 'default' }, spec: { hard } });
  c.run(100);
  return c;
}

const addPod = (c: ControllerCluster, name: string): void =>
  void c.createFor('Pod', {
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'app', image: 'a', resources: { requests: { cpu: '100m' } } }] },
  });

describe('resource quota controller', () => {
  it('QUOTA-01 a new quota is counted at once, also what nobody uses', () => {
    const c = cluster({ pods: '2', 'requests.cpu': '1', 'count/widgets.example.com': '3' });
    expect(c.get('ResourceQuota', 'q')?.status).toEqual({
      hard: { pods: '2', 'requests.cpu': '1', 'count/widgets.example.com': '3' },
      used: { pods: '0', 'requests.cpu': '0' },
    });
    c.change('ResourceQuota', 'q', (quota) => ({ ...quota, spec: { hard: { pods: '9' } } }));
    c.run(100);
    expect(c.get('ResourceQuota', 'q')?.status).toEqual({ hard: { pods: '9' }, used: { pods: '0' } });
  });

  it('API-25 an object that comes to use more is refused and charged like a new one', () => {
    const c = cluster({ 'services.nodeports': '1', 'requests.storage': '3Gi' });
    const add = (name: string) =>
      c.createFor('Service', { metadata: { name, namespace: 'default' }, spec: { ports: [{ port: 80 }] } });
    add('a');
    add('b');
    const open = (name: string): void =>
      c.change('Service', name, (one) => ({ ...one, spec: { ...one.spec, type: 'NodePort' } }));
    open('a');
    expect(() => open('b')).toThrow(
      'services "b" is forbidden: exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=1, limited: services.nodeports=1',
    );
  });

  it('API-25 init containers, too, have to say what they take of a limited resource', () => {
    const c = cluster({ 'requests.cpu': '1' });
    const own = { image: 'a', resources: { requests: { cpu: '100m' } } };
    expect(() =>
      c.createFor('Pod', {
        metadata: { name: 'p', namespace: 'default' },
        spec: { containers: [{ name: 'app', ...own }], initContainers: [{ name: 'init', image: 'a' }] },
      }),
    ).toThrow('failed quota: q: must specify requests.cpu for: init');
  });

  it('QUOTA-03 pods that end or go give back what they used', () => {
    const c = cluster({ pods: '2', 'requests.cpu': '1', 'count/pods': '5' });
    addPod(c, 'a');
    addPod(c, 'b');
    expect(c.get('ResourceQuota', 'q')?.status?.used).toEqual({
      pods: '2',
      'requests.cpu': '200m',
      'count/pods': '2',
    });
    c.endPod('a', 'Succeeded');
    c.run(100);
    expect(c.get('ResourceQuota', 'q')?.status?.used).toEqual({
      pods: '1',
      'requests.cpu': '100m',
      'count/pods': '2',
    });
    c.remove('Pod', 'b', { gracePeriodSeconds: 0 });
    c.run(100);
    expect(c.get('ResourceQuota', 'q')?.status?.used).toEqual({
      pods: '0',
      'requests.cpu': '0',
      'count/pods': '1',
    });
  });

  it('QUOTA-05 everything is counted again after 5 minutes', () => {
    const c = cluster({ configmaps: '9' });
    c.createFor('ConfigMap', { metadata: { name: 'one', namespace: 'default' } });
    c.change(
      'ResourceQuota',
      'q',
      (quota) => ({ ...quota, status: { ...quota.status, used: { configmaps: '7' } } }),
      'status',
    );
    c.run(299_000);
    expect(c.get('ResourceQuota', 'q')?.status?.used).toEqual({ configmaps: '7' });
    c.run(2000);
    expect(c.get('ResourceQuota', 'q')?.status?.used).toEqual({ configmaps: '1' });
  });
});
