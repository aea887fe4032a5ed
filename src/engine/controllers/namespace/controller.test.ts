import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createRootCaController } from '../root-ca/controller.ts';
import { createServiceAccountController } from '../service-account/controller.ts';
import { namespaceConditions } from './conditions.ts';
import { createNamespaceController } from './controller.ts';
import { estimatePodsSeconds, retrySeconds } from './estimate.ts';

function cluster(): ControllerCluster {
  return new ControllerCluster({
    'namespace-controller': (ctx) => createNamespaceController(ctx),
    'serviceaccount-controller': (ctx) => createServiceAccountController(ctx),
    'root-ca-certificate-publisher': (ctx) => createRootCaController(ctx),
  });
}

describe('namespace controller', () => {
  it('NS-01 NS-02 waits 5 s, then deletes pods, and only when they are gone everything else', () => {
    const c = cluster();
    c.createFor('Namespace', { metadata: { name: 'team' } });
    c.run(1000);
    c.createFor('Pod', {
      metadata: { name: 'p', namespace: 'team' },
      spec: { terminationGracePeriodSeconds: 10, containers: [{ name: 'app', image: 'a' }] },
    });
    c.api.bind('team', 'p', 'n1', { rule: 'TEST', text: 'bound' });
    c.createFor('ConfigMap', {
      metadata: { name: 'keep', namespace: 'team', finalizers: ['example.com/hold'] },
    });
    c.remove('Namespace', 'team');
    c.run(4900);
    expect(c.api.get('Pod', 'team', 'p')?.metadata.deletionTimestamp).toBeUndefined();
    c.run(200);
    expect(c.api.get('Pod', 'team', 'p')?.metadata.deletionTimestamp).toBeDefined();
    expect(c.api.get('ConfigMap', 'team', 'keep')?.metadata.deletionTimestamp).toBeUndefined();
    expect(c.get('Namespace', 'team')?.status?.conditions).toHaveLength(5);
    c.api.delete('Pod', 'team', 'p', { gracePeriodSeconds: 0 }, { rule: 'TEST', text: 'ended' });
    c.run(6000);
    expect(c.api.get('ConfigMap', 'team', 'keep')?.metadata.deletionTimestamp).toBeDefined();
    expect(
      c
        .get('Namespace', 'team')
        ?.status?.conditions?.find(({ type }) => type === 'NamespaceFinalizersRemaining'),
    ).toMatchObject({
      status: 'True',
      message:
        'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    });
    c.api.modify(
      'ConfigMap',
      'team',
      'keep',
      (one) => ({ ...one, metadata: { ...one.metadata, finalizers: [] } }),
      { rule: 'TEST', text: 'released' },
    );
    c.run(10_000);
    expect(c.get('Namespace', 'team')).toBeUndefined();
  });

  it('NS-03 the conditions are written together and only when they change', () => {
    const clean = { resources: {}, finalizers: {}, errors: [] };
    const first = namespaceConditions([], clean, 't1');
    expect(first.map(({ type, status }) => [type, status])).toEqual([
      ['NamespaceDeletionDiscoveryFailure', 'False'],
      ['NamespaceDeletionGroupVersionParsingFailure', 'False'],
      ['NamespaceDeletionContentFailure', 'False'],
      ['NamespaceContentRemaining', 'False'],
      ['NamespaceFinalizersRemaining', 'False'],
    ]);
    expect(namespaceConditions(first, clean, 't2')).toBe(first);
    const dirty = namespaceConditions(
      first,
      { resources: { 'pods.': 2, 'deployments.apps': 1 }, finalizers: {}, errors: [] },
      't2',
    );
    expect(dirty[3]).toEqual({
      type: 'NamespaceContentRemaining',
      status: 'True',
      lastTransitionTime: 't2',
      reason: 'SomeResourcesRemain',
      message:
        'Some resources are remaining: deployments.apps has 1 resource instances, pods. has 2 resource instances',
    });
  });

  it('NS-04 the next look comes after half the estimate and a second', () => {
    expect([0, 10, 15, 30].map(retrySeconds)).toEqual([1, 6, 8, 16]);
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [], terminationGracePeriodSeconds: 20 },
      status: { phase: 'Running' },
    } as const;
    expect([
      estimatePodsSeconds([pod], 5000),
      estimatePodsSeconds([pod], 20_000),
      estimatePodsSeconds([], 0),
    ]).toEqual([20, 0, 0]);
  });
});

describe('automatic objects', () => {
  it('SA-01 every namespace has a default service account, also after somebody deleted it', () => {
    const c = cluster();
    c.createFor('Namespace', { metadata: { name: 'team' } });
    c.run(100);
    expect(c.api.get('ServiceAccount', 'team', 'default')).toBeDefined();
    c.api.delete('ServiceAccount', 'team', 'default', {}, { rule: 'TEST', text: 'deleted' });
    c.run(1000);
    expect(c.api.get('ServiceAccount', 'team', 'default')).toBeDefined();
  });

  it('SA-02 every namespace has the root certificate, repaired when changed', () => {
    const c = cluster();
    c.run(100);
    const before = c.get('ConfigMap', 'kube-root-ca.crt');
    c.change('ConfigMap', 'kube-root-ca.crt', (one) => ({ ...one, data: { 'ca.crt': 'mine' } }));
    c.run(1000);
    expect(c.get('ConfigMap', 'kube-root-ca.crt')?.data).toEqual(before?.data);
    c.remove('ConfigMap', 'kube-root-ca.crt');
    c.run(1000);
    expect(c.get('ConfigMap', 'kube-root-ca.crt')?.data).toEqual(before?.data);
  });
});
