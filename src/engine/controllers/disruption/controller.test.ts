import { describe, expect, it } from 'vitest';
import type { PodDisruptionBudget } from '../../api/policy-v1.ts';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createReplicaSetController } from '../replica-set/controller.ts';
import { disruptionsAllowed, expectation } from './budget.ts';
import { createDisruptionController } from './controller.ts';

const budget = (spec: PodDisruptionBudget['spec']): PodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'b' },
  spec,
});

describe('disruption budget arithmetic', () => {
  const rows = [
    [{ minAvailable: 2 }, 5, 9, { expectedPods: 5, desiredHealthy: 2 }],
    [{ minAvailable: '50%' }, 5, 3, { expectedPods: 3, desiredHealthy: 2 }],
    [{ maxUnavailable: 1 }, 3, 3, { expectedPods: 3, desiredHealthy: 2 }],
    [{ maxUnavailable: '50%' }, 1, 1, { expectedPods: 1, desiredHealthy: 0 }],
    [{ maxUnavailable: 1 }, 1, 0, { expectedPods: 0, desiredHealthy: 0 }],
  ] as const;
  for (const [spec, matched, scale, expected] of rows)
    it(`PDB-02 ${JSON.stringify(spec)} of ${matched} matched, ${scale} asked for`, () =>
      expect(expectation(budget(spec), matched, scale)).toEqual(expected));
  it('PDB-02 nothing is allowed when no pod is expected', () => {
    expect([
      disruptionsAllowed({ expectedPods: 0, desiredHealthy: 0 }, 1),
      disruptionsAllowed({ expectedPods: 3, desiredHealthy: 2 }, 3),
      disruptionsAllowed({ expectedPods: 3, desiredHealthy: 2 }, 1),
    ]).toEqual([0, 1, 0]);
  });
});

describe('disruption controller', () => {
  function cluster(spec: object): ControllerCluster {
    const c = new ControllerCluster({
      controllermanager: (ctx) => createDisruptionController(ctx),
      'replicaset-controller': (ctx) => createReplicaSetController(ctx),
    });
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: 'a' }] },
    };
    c.createFor('ReplicaSet', {
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template },
    });
    c.createFor('PodDisruptionBudget', {
      metadata: { name: 'b', namespace: 'default' },
      spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
    });
    c.run(100);
    c.runPods();
    c.run(100);
    return c;
  }

  it('PDB-01 counts healthy pods and follows their scale', () => {
    const c = cluster({ maxUnavailable: 1 });
    expect(c.get('PodDisruptionBudget', 'b')?.status).toMatchObject({
      currentHealthy: 3,
      desiredHealthy: 2,
      expectedPods: 3,
      disruptionsAllowed: 1,
      observedGeneration: 1,
      conditions: [{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' }],
    });
    c.change('ReplicaSet', 'web', (one) => ({ ...one, spec: { ...one.spec, replicas: 1 } }));
    c.run(100);
    expect(c.get('PodDisruptionBudget', 'b')?.status).toMatchObject({
      currentHealthy: 1,
      desiredHealthy: 0,
      expectedPods: 1,
      disruptionsAllowed: 1,
    });
  });

  it('PDB-03 an unmanaged pod is reported, PDB-04 a budget without pods too', () => {
    const c = cluster({ maxUnavailable: 1 });
    c.createFor('Pod', {
      metadata: { name: 'bare', namespace: 'default', labels: { app: 'web', x: 'y' } },
      spec: { containers: [{ name: 'app', image: 'a' }] },
    });
    c.change('Pod', 'bare', (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { lone: 'yes' } } }));
    c.createFor('PodDisruptionBudget', {
      metadata: { name: 'lone', namespace: 'default' },
      spec: { maxUnavailable: 1, selector: { matchLabels: { lone: 'yes' } } },
    });
    c.createFor('PodDisruptionBudget', {
      metadata: { name: 'none', namespace: 'default' },
      spec: { maxUnavailable: 1, selector: { matchLabels: { no: 'body' } } },
    });
    c.run(100);
    expect(
      c.events().find((line) => line.startsWith('PodDisruptionBudget/lone Warning UnmanagedPods')),
    ).toContain(
      '(selector: &LabelSelector{MatchLabels:map[string]string{lone: yes,},MatchExpressions:[]LabelSelectorRequirement{},})',
    );
    expect(
      c
        .events()
        .some((line) => line.startsWith('PodDisruptionBudget/none Normal NoPods No matching pods found')),
    ).toBe(true);
  });

  it('PDB-05 an evicted pod counts as disrupted until it is being deleted', () => {
    const c = cluster({ minAvailable: 2 });
    const name = c.all('Pod')[0]!.metadata.name;
    c.change(
      'PodDisruptionBudget',
      'b',
      (one) => ({ ...one, status: { ...one.status, disruptedPods: { [name]: '2026-01-01T00:00:00Z' } } }),
      'status',
    );
    c.run(100);
    expect(c.get('PodDisruptionBudget', 'b')?.status).toMatchObject({
      currentHealthy: 2,
      disruptionsAllowed: 0,
      disruptedPods: { [name]: '2026-01-01T00:00:00Z' },
    });
    c.run(130_000);
    expect(c.get('PodDisruptionBudget', 'b')?.status?.disruptedPods).toBeUndefined();
    expect(c.events()).toContain(
      `Pod/${name} Warning NotDeleted Pod was expected by PDB default/default to be deleted but it wasn't`,
    );
  });
});
