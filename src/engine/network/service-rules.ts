/**
 * What the API says of services: which addresses belong to them, and which endpoints stand behind them. What the rules on a node know of it is
 * told by `kube-proxy.ts`.
 *
 * Upstream: pkg/proxy (kube-proxy, iptables mode). The tables are kept up to date by watch and hold what a request needs, no more.
 * **Simplified:** external addresses are left out.
 */
import { LabelTopologyZone } from '../api/well-known.ts';
import type { EndpointSlice } from '../api/discovery-v1.ts';
import type { Service } from '../api/core-v1.ts';
import type { Change } from '../apiserver/client.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';

export type Transport = 'TCP' | 'UDP';

export interface RulePort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly nodePort: number;
}

export interface ServiceRule {
  readonly namespace: string;
  readonly name: string;
  /** Empty for headless and ExternalName services. */
  readonly ips: readonly string[];
  readonly headless: boolean;
  readonly ports: readonly RulePort[];
  /** Trace entry of its last change. */
  readonly entry: number;
  /** internalTrafficPolicy and externalTrafficPolicy are `Local`. */
  readonly internalLocal: boolean;
  readonly externalLocal: boolean;
}

export interface RuleEndpoint {
  readonly address: string;
  readonly hostname: string;
  readonly node: string;
  readonly pod: string;
  readonly podUid: string;
  readonly ready: boolean;
  readonly serving: boolean;
  /** Nodes and zones that should use it rather than others. */
  readonly forNodes: readonly string[];
  readonly forZones: readonly string[];
}

export interface SliceRule {
  /** `namespace/name` of the service. */
  readonly service: string;
  readonly addressType: string;
  readonly ports: readonly { readonly name: string; readonly protocol: string; readonly port: number }[];
  readonly endpoints: readonly RuleEndpoint[];
  /** Trace entry of its last change. */
  readonly entry: number;
}

const SERVICES = defineTable<ServiceRule>('network/services', {
  ip: (rule) => rule.ips,
  nodePort: (rule) =>
    rule.ports
      .filter(({ nodePort }) => nodePort > 0)
      .map(({ protocol, nodePort }) => `${protocol}/${nodePort}`),
});
/** Zones of nodes that have one, by name. */
const ZONES = defineTable<string>('network/zones');
const SLICES = defineTable<SliceRule>('network/endpoint-slices', { service: (rule) => rule.service });

export interface ServiceRules {
  /** Takes note of an API write. `before`: told of a service, `namespace/name`, whose endpoints are about to change. */
  onChange(change: Change, before: (service: string) => void): void;
  named(namespace: string, name: string): ServiceRule | undefined;
  byAddress(ip: string): ServiceRule | undefined;
  byNodePort(protocol: Transport, port: number): ServiceRule | undefined;
  slices(service: ServiceRule): readonly SliceRule[];
  /** `service` is `namespace/name`. */
  slicesOf(service: string): readonly SliceRule[];
  /** Empty for a node without a zone. */
  zoneOf(node: string): string;
}

export function createServiceRules(sim: Sim): ServiceRules {
  const services = sim.table(SERVICES);
  const slices = sim.table(SLICES);
  const zones = sim.table(ZONES);

  function onChange(change: Change, before: (service: string) => void): void {
    if (change.kind === 'Service') {
      const key = keyOf(change.object.metadata);
      if (change.type === 'DELETED') services.delete(key);
      else services.put(key, serviceRule(change.object, change.entry));
    } else if (change.kind === 'EndpointSlice') {
      const key = keyOf(change.object.metadata);
      const rule = sliceRule(change.object, change.entry);
      before(rule.service);
      if (change.type === 'DELETED') slices.delete(key);
      else slices.put(key, rule);
    } else if (change.kind === 'Node') {
      const { name, labels } = change.object.metadata;
      const zone = change.type === 'DELETED' ? undefined : labels?.[LabelTopologyZone];
      if (zone === undefined) zones.delete(name);
      else if (zones.get(name) !== zone) zones.put(name, zone);
    }
  }

  return {
    onChange,
    named: (namespace, name) => services.get(`${namespace}/${name}`),
    byAddress: (ip) => services.byIndex('ip', ip)[0],
    byNodePort: (protocol, port) => services.byIndex('nodePort', `${protocol}/${port}`)[0],
    zoneOf: (node) => zones.get(node) ?? '',
    slices: ({ namespace, name }) => slices.byIndex('service', `${namespace}/${name}`),
    slicesOf: (service) => slices.byIndex('service', service),
  };
}

function keyOf(meta: { readonly namespace?: string; readonly name?: string }): string {
  return `${meta.namespace ?? ''}/${meta.name ?? ''}`;
}

export function serviceRule(
  { metadata, spec }: Pick<Service, 'metadata' | 'spec'>,
  entry: number,
): ServiceRule {
  const clusterIPs = spec.clusterIPs ?? (spec.clusterIP === undefined ? [] : [spec.clusterIP]);
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    ips: clusterIPs.filter((ip) => ip !== 'None' && ip !== ''),
    headless: clusterIPs.includes('None'),
    ports: (spec.ports ?? []).map((port) => ({
      name: port.name ?? '',
      protocol: port.protocol ?? 'TCP',
      port: port.port,
      nodePort: port.nodePort ?? 0,
    })),
    entry,
    internalLocal: spec.internalTrafficPolicy === 'Local',
    externalLocal: spec.externalTrafficPolicy === 'Local',
  };
}

export function sliceRule(slice: EndpointSlice, entry: number): SliceRule {
  const service = slice.metadata.labels?.['kubernetes.io/service-name'] ?? '';
  const endpoints = (slice.endpoints ?? []).flatMap(
    ({ addresses, conditions, hostname, nodeName, hints, targetRef }) =>
      addresses.slice(0, 1).map((address): RuleEndpoint => ({
        address,
        hostname: hostname ?? '',
        node: nodeName ?? '',
        pod: targetRef?.name ?? '',
        podUid: targetRef?.uid ?? '',
        ready: conditions?.ready !== false,
        serving: conditions?.serving ?? conditions?.ready !== false,
        forNodes: (hints?.forNodes ?? []).map(({ name }) => name),
        forZones: (hints?.forZones ?? []).map(({ name }) => name),
      })),
  );
  return {
    service: `${slice.metadata.namespace ?? ''}/${service}`,
    addressType: slice.addressType,
    ports: (slice.ports ?? []).map((port) => ({
      name: port.name ?? '',
      protocol: port.protocol ?? 'TCP',
      port: port.port ?? 0,
    })),
    endpoints,
    entry,
  };
}
