import { describe, expect, it } from 'vitest';
import type { Endpoint, EndpointSlice } from '../../api/discovery-v1.ts';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createEndpointSliceController } from './controller.ts';
import { planSlices } from './placement.ts';

function cluster(): ControllerCluster {
  const c = new ControllerCluster({
    'endpoint-slice-controller': (ctx) => createEndpointSliceController(ctx),
  });
  c.addNode('n1');
  c.run(1000);
  return c;
}

function addPod(c: ControllerCluster, name: string, ports: readonly object[] = []): void {
  c.createFor('Pod', {
    metadata: { name, namespace: 'default', labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'a', ports }] },
  });
}

function addService(c: ControllerCluster, spec: object = {}): void {
  c.createFor('Service', {
    metadata: { name: 'web', namespace: 'default', labels: { team: 'blue' } },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
  });
}

const conditions = (c: ControllerCluster): readonly unknown[] =>
  c
    .all('EndpointSlice')
    .flatMap((slice) => slice.endpoints ?? [])
    .map((endpoint) => [endpoint.targetRef?.name, endpoint.conditions]);

describe('endpoint slice controller', () => {
  it('EPS-02 a Service without pods has one empty slice, which later takes the first endpoints', () => {
    const c = cluster();
    addService(c);
    c.run(100);
    const [placeholder] = c.all('EndpointSlice');
    expect(placeholder?.metadata).toMatchObject({
      labels: {
        team: 'blue',
        'kubernetes.io/service-name': 'web',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [{ kind: 'Service', controller: true }],
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:00:01Z' },
    });
    expect(placeholder?.endpoints ?? []).toEqual([]);
    addPod(c, 'a');
    c.runPods();
    c.run(100);
    const [filled] = c.all('EndpointSlice');
    expect(filled?.metadata.name).toBe(placeholder?.metadata.name);
    expect(filled?.ports).toEqual([{ name: '', protocol: 'TCP', port: 80 }]);
    expect(conditions(c)).toEqual([['a', { ready: true, serving: true, terminating: false }]]);
    c.remove('Pod', 'a', { gracePeriodSeconds: 0 });
    c.run(100);
    expect(c.all('EndpointSlice').map(({ metadata, endpoints }) => [metadata.name, endpoints ?? []])).toEqual(
      [[placeholder?.metadata.name, []]],
    );
  });

  it('EPS-08 ready endpoints say who is near, if the Service asks for it', () => {
    const c = cluster();
    c.addNode('far', { 'topology.kubernetes.io/zone': 'z' });
    addPod(c, 'a');
    c.api.bind('default', 'a', 'far', { rule: 'TEST', text: 'the test did it', causes: [] });
    c.runPods();
    addService(c);
    const hints = (distribution: string | undefined): unknown => {
      c.change('Service', 'web', ({ spec: { trafficDistribution: _old, ...spec }, ...one }) => ({
        ...one,
        spec: distribution === undefined ? spec : { ...spec, trafficDistribution: distribution },
      }));
      c.run(200);
      return c.all('EndpointSlice')[0]?.endpoints?.[0]?.hints;
    };
    expect(hints(undefined)).toBeUndefined();
    expect(hints('PreferClose')).toEqual({ forZones: [{ name: 'z' }] });
    expect(hints('PreferSameNode')).toEqual({ forZones: [{ name: 'z' }], forNodes: [{ name: 'far' }] });
    expect(hints('PreferSameZone')).toEqual({ forZones: [{ name: 'z' }] });
    expect(hints(undefined)).toBeUndefined();
  });

  it('EPS-01 ready, serving and terminating follow the pod', () => {
    const c = cluster();
    addService(c);
    addPod(c, 'a');
    c.runPods();
    c.run(100);
    c.change(
      'Pod',
      'a',
      (pod) => ({ ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] } }),
      'status',
    );
    c.run(100);
    expect(conditions(c)).toEqual([['a', { ready: false, serving: false, terminating: false }]]);
    c.change(
      'Pod',
      'a',
      (pod) => ({ ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'True' }] } }),
      'status',
    );
    c.remove('Pod', 'a');
    c.run(100);
    expect(conditions(c)).toEqual([['a', { ready: false, serving: true, terminating: true }]]);
    expect(
      c.all('EndpointSlice')[0]?.metadata.annotations?.['endpoints.kubernetes.io/last-change-trigger-time'],
    ).toBeUndefined();
  });

  it('EPS-03 publishNotReadyAddresses makes every endpoint ready', () => {
    const c = cluster();
    addService(c, { publishNotReadyAddresses: true });
    addPod(c, 'a');
    c.runPods();
    c.change(
      'Pod',
      'a',
      (pod) => ({ ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] } }),
      'status',
    );
    c.run(100);
    expect(conditions(c)).toEqual([['a', { ready: true, serving: false, terminating: false }]]);
  });

  it('EPS-04 named target ports are looked up in each pod, and pods with different numbers get slices of their own', () => {
    const c = cluster();
    addService(c, { ports: [{ name: 'http', port: 80, targetPort: 'http' }] });
    addPod(c, 'a', [{ name: 'http', containerPort: 8080 }]);
    addPod(c, 'b', [{ name: 'http', containerPort: 9090 }]);
    c.runPods();
    c.run(100);
    expect(
      new Map(
        c
          .all('EndpointSlice')
          .map(({ ports, endpoints }) => [ports?.[0]?.port, endpoints?.[0]?.targetRef?.name]),
      ),
    ).toEqual(
      new Map([
        [8080, 'a'],
        [9090, 'b'],
      ]),
    );
  });

  it('EPS-05 puts right what somebody else did to a slice, a second later', () => {
    const c = cluster();
    addService(c);
    addPod(c, 'a');
    c.runPods();
    c.run(100);
    c.remove('EndpointSlice', c.all('EndpointSlice')[0]!.metadata.name);
    c.run(900);
    expect(c.all('EndpointSlice')).toHaveLength(0);
    c.run(200);
    expect(conditions(c)).toHaveLength(1);
  });

  it('EPS-01 a Service without a selector gets no slices', () => {
    const c = cluster();
    c.createFor('Service', {
      metadata: { name: 'web', namespace: 'default' },
      spec: { ports: [{ port: 80 }] },
    });
    c.run(1000);
    expect(c.all('EndpointSlice')).toEqual([]);
  });
});

describe('placement', () => {
  const endpoint = (uid: string, ready = true): Endpoint => ({
    addresses: [uid],
    conditions: { ready },
    targetRef: { uid },
  });
  const slice = (
    name: string,
    uids: readonly string[],
    ports: readonly object[] = [{ port: 80 }],
  ): EndpointSlice => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name },
    addressType: 'IPv4',
    ports,
    endpoints: uids.map((uid) => endpoint(uid)),
  });
  const plan = (existing: readonly EndpointSlice[], uids: readonly string[], capacity = 3) => {
    const { create, update, remove } = planSlices({
      addressType: 'IPv4',
      groups:
        uids.length === 0 ? [] : [{ ports: [{ port: 80 }], endpoints: uids.map((uid) => endpoint(uid)) }],
      existing,
      capacity,
      relabel: () => false,
    });
    return {
      create: create.map(({ endpoints }) => endpoints.length),
      update: update.map((one) => [
        one.slice.metadata.name,
        one.content.endpoints.map(({ targetRef }) => targetRef?.uid).join(''),
      ]),
      remove: remove.map(({ metadata }) => metadata.name),
    };
  };
  it('EPS-06 unchanged slices are left alone', () =>
    expect(plan([slice('s', ['a', 'b'])], ['a', 'b'])).toEqual({ create: [], update: [], remove: [] }));
  it('EPS-06 slices that change anyway are filled first', () =>
    expect(plan([slice('s', ['a', 'b']), slice('t', ['x', 'c'])], ['a', 'b', 'c', 'd'])).toEqual({
      create: [],
      update: [['t', 'cd']],
      remove: [],
    }));
  it('EPS-06 then one unchanged slice with room for all that is left', () =>
    expect(plan([slice('s', ['a', 'b'])], ['a', 'b', 'c'])).toEqual({
      create: [],
      update: [['s', 'abc']],
      remove: [],
    }));
  it('EPS-06 else new slices are made', () =>
    expect(plan([slice('s', ['a', 'b'])], ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])).toEqual({
      create: [3, 3],
      update: [],
      remove: [],
    }));
  it('EPS-06 a slice left empty goes, or takes the content of a new one', () => {
    expect(plan([slice('s', ['x']), slice('t', ['a'])], ['a'])).toEqual({
      create: [],
      update: [],
      remove: ['s'],
    });
    expect(plan([slice('s', ['x'])], ['a'])).toEqual({ create: [], update: [['s', 'a']], remove: [] });
  });
  it('EPS-02 the placeholder stays while there is nothing to list', () =>
    expect(plan([slice('p', [], [])], [])).toEqual({ create: [], update: [], remove: [] }));
});
