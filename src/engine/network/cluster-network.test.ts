import { describe, expect, it } from 'vitest';
import type { ServiceSpec } from '../api/core-v1.ts';
import type { Change, StoredObject } from '../apiserver/client.ts';
import { Sim } from '../sim/sim.ts';
import { namesToTry } from './cluster-dns.ts';
import { createClusterNetwork } from './cluster-network.ts';
import { MACHINE } from './testing/machine.ts';

type Network = ReturnType<typeof createClusterNetwork>;

/** Rules follow the API at once. */
const AT_ONCE = { minSyncPeriodMs: 0, syncMsMin: 0, syncMsMax: 0, reconnectMs: 0, startMs: 0 };

function aNetwork(dns = true): Network {
  return createClusterNetwork(new Sim(1), {
    kubeProxy: AT_ONCE,
    ...(dns ? { dnsAddress: '10.96.0.10' } : {}),
    machines: () => [MACHINE],
  });
}

const META = { uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', generation: 1 };

function tell(network: Network, change: Change): void {
  network.component.onChange?.(change);
}

function service(name: string, spec: ServiceSpec): Change {
  const object: StoredObject<'Service'> = {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { ...META, name, namespace: 'shop' },
    spec,
  };
  return { type: 'ADDED', kind: 'Service', object, entry: 0 };
}

interface Backend {
  readonly ip: string;
  readonly node?: string;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly hostname?: string;
  readonly zone?: string;
  readonly near?: string;
}

function slice(of: string, backends: readonly Backend[]): Change {
  const object: StoredObject<'EndpointSlice'> = {
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    addressType: 'IPv4',
    metadata: { ...META, name: `${of}-abc`, namespace: 'shop', labels: { 'kubernetes.io/service-name': of } },
    endpoints: backends.map(
      ({ ip, node = 'node-a', ready = true, serving = ready, hostname, zone, near }) => ({
        addresses: [ip],
        nodeName: node,
        conditions: { ready, serving, terminating: !ready },
        ...(hostname === undefined ? {} : { hostname }),
        ...(zone === undefined
          ? {}
          : {
              hints: {
                forZones: [{ name: zone }],
                ...(near === undefined ? {} : { forNodes: [{ name: near }] }),
              },
            }),
      }),
    ),
    ports: [{ name: '', protocol: 'TCP', port: 8080 }],
  };
  return { type: 'ADDED', kind: 'EndpointSlice', object, entry: 0 };
}

const WEB: ServiceSpec = {
  clusterIP: '10.96.0.5',
  clusterIPs: ['10.96.0.5'],
  ports: [{ port: 80, protocol: 'TCP', nodePort: 30080 }],
};

function routes(network: Network, ip = '10.96.0.5', port = 80, machine = 'node-a'): unknown[] {
  return [0, 1, 2].map((choice) => {
    const route = network.route(ip, port, 'TCP', machine, (below) => choice % below);
    if (route?.kind !== 'endpoint') return route?.kind;
    return { ip: route.endpoint.ip, port: route.endpoint.port };
  });
}

describe('service routing', () => {
  it('NET-01 chooses among ready endpoints', () => {
    const network = aNetwork();
    tell(network, service('web', WEB));
    tell(
      network,
      slice('web', [
        { ip: '10.244.0.2' },
        { ip: '10.244.0.3' },
        { ip: '10.244.0.4', ready: false, serving: true },
      ]),
    );
    expect(routes(network)).toEqual([
      { ip: '10.244.0.2', port: 8080 },
      { ip: '10.244.0.3', port: 8080 },
      { ip: '10.244.0.2', port: 8080 },
    ]);
  });

  it('NET-01 falls back to endpoints that still serve while they terminate', () => {
    const network = aNetwork();
    tell(network, service('web', WEB));
    tell(
      network,
      slice('web', [
        { ip: '10.244.0.2', ready: false, serving: false },
        { ip: '10.244.0.4', ready: false, serving: true },
      ]),
    );
    expect(routes(network)[0]).toEqual({ ip: '10.244.0.4', port: 8080 });
  });

  it('NET-01 rejects without endpoints, and leaves other addresses alone', () => {
    const network = aNetwork();
    tell(network, service('web', WEB));
    expect(routes(network)[0]).toBe('rejected');
    expect(routes(network, '10.244.0.9')[0]).toBeUndefined();
    tell(network, { ...service('web', WEB), type: 'DELETED' });
    expect(routes(network)[0]).toBeUndefined();
  });

  it('NET-04 keeps to endpoints meant for the zone, or the node, if there are any', () => {
    const network = aNetwork();
    const inZone = (name: string, zone: string): void =>
      tell(network, {
        type: 'ADDED',
        kind: 'Node',
        object: {
          kind: 'Node',
          apiVersion: 'v1',
          metadata: { ...META, name, labels: { 'topology.kubernetes.io/zone': zone } },
          spec: {},
        },
        entry: 0,
      });
    inZone('node-a', 'east');
    inZone('node-b', 'west');
    inZone('node-c', 'north');
    tell(network, service('web', WEB));
    const east = { ip: '10.244.0.2', zone: 'east' };
    const west = { ip: '10.244.1.2', zone: 'west', node: 'node-b' };
    const from = (machine: string): unknown[] =>
      routes(network, '10.96.0.5', 80, machine).map((one) => (one as { readonly ip: string }).ip);
    tell(network, slice('web', [east, west]));
    expect(from('node-a')).toEqual([east.ip, east.ip, east.ip]);
    expect(from('node-b')).toEqual([west.ip, west.ip, west.ip]);
    expect(from('node-c')).toEqual([east.ip, west.ip, east.ip]);
    tell(network, slice('web', [east, { ip: west.ip, node: 'node-b' }]));
    expect(from('node-a')).toEqual([east.ip, west.ip, east.ip]);
    tell(
      network,
      slice('web', [
        { ...east, near: 'node-a' },
        { ip: '10.244.3.2', zone: 'east', near: 'node-d' },
      ]),
    );
    expect(from('node-a')).toEqual([east.ip, east.ip, east.ip]);
    expect(from('node-c')).toEqual([east.ip, '10.244.3.2', east.ip]);
  });

  it('NET-02 Local keeps to the node, node ports are open on machines', () => {
    const network = aNetwork();
    tell(network, service('web', { ...WEB, internalTrafficPolicy: 'Local' }));
    tell(
      network,
      slice('web', [
        { ip: '10.244.0.2', node: 'node-a' },
        { ip: '10.244.1.2', node: 'node-b' },
      ]),
    );
    expect(routes(network)[1]).toEqual({ ip: '10.244.0.2', port: 8080 });
    expect(routes(network, '10.96.0.5', 80, 'node-b')[0]).toEqual({ ip: '10.244.1.2', port: 8080 });
    expect(routes(network, '10.0.0.11', 30_080)[1]).toEqual({ ip: '10.244.1.2', port: 8080 });
    expect(routes(network, '10.0.0.99', 30_080)[0]).toBeUndefined();
  });
});

describe('traffic policy Local', () => {
  it('NET-07 drops when others have endpoints, refuses when nobody has', () => {
    const network = aNetwork();
    tell(network, service('web', { ...WEB, internalTrafficPolicy: 'Local' }));
    tell(network, slice('web', [{ ip: '10.244.0.2', node: 'node-b' }]));
    expect(routes(network)[0]).toBe('dropped');
    tell(network, slice('web', []));
    expect(routes(network)[0]).toBe('rejected');
  });
});

describe('cluster DNS', () => {
  const found = (name: string, addresses: readonly string[]): unknown => ({
    outcome: 'found',
    name,
    addresses,
    server: '10.96.0.10',
  });

  it('NET-03 a service by short name, with namespace, and in full', () => {
    const network = aNetwork();
    tell(network, service('web', WEB));
    const full = 'web.shop.svc.cluster.local';
    expect(network.resolve('web', 'shop')).toEqual(found(full, ['10.96.0.5']));
    expect(network.resolve('web.shop', 'default')).toEqual(found(full, ['10.96.0.5']));
    expect(network.resolve(full, 'default')).toEqual(found(full, ['10.96.0.5']));
    expect(network.resolve('web', 'default')).toEqual({ outcome: 'unknown-host', server: '10.96.0.10' });
  });

  it('NET-03 a headless service by its ready pods, a pod by its hostname', () => {
    const network = aNetwork();
    tell(network, service('db', { clusterIP: 'None', clusterIPs: ['None'] }));
    tell(
      network,
      slice('db', [
        { ip: '10.244.0.2', hostname: 'db-0' },
        { ip: '10.244.0.3', hostname: 'db-1', ready: false },
      ]),
    );
    expect(network.resolve('db', 'shop')).toMatchObject({ addresses: ['10.244.0.2'] });
    expect(network.resolve('db-0.db', 'shop')).toEqual(
      found('db-0.db.shop.svc.cluster.local', ['10.244.0.2']),
    );
    expect(network.resolve('db-1.db', 'shop')).toMatchObject({ outcome: 'unknown-host' });
    expect(network.resolve('10-244-0-7.shop.pod.cluster.local', 'x')).toMatchObject({
      addresses: ['10.244.0.7'],
    });
  });

  it('NET-03 a cluster without DNS answers nothing', () => {
    expect(aNetwork(false).resolve('web', 'shop')).toEqual({ outcome: 'no-dns', server: '10.96.0.10' });
  });

  it('NET-03 names are tried as the resolver library tries them', () => {
    expect(namesToTry('a.b', 'ns')).toEqual([
      'a.b.ns.svc.cluster.local',
      'a.b.svc.cluster.local',
      'a.b.cluster.local',
      'a.b',
    ]);
    expect(namesToTry('a.b.c.d.e.f', 'ns')[0]).toBe('a.b.c.d.e.f');
    expect(namesToTry('a.', 'ns')).toEqual(['a']);
  });
});
