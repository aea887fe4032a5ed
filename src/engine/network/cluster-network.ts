/**
 * Services as pods see them: kube-proxy's choice of an endpoint and the cluster's DNS. A component that watches and answers; it never
 * writes to the API and schedules nothing.
 */
import { must } from '../../base/assert.ts';
import type { Change } from '../apiserver/client.ts';
import type { Component } from '../apiserver/component.ts';
import type { Sim } from '../sim/sim.ts';
import type { ClusterNetwork, Machine, Route } from '../world/contract.ts';
import { resolveClusterName } from './cluster-dns.ts';
import { createKubeProxies } from './kube-proxy.ts';
import type { KubeProxies } from './kube-proxy.ts';
import { candidates } from './service-route.ts';
import { createServiceRules } from './service-rules.ts';
import type { RulePort, ServiceRule, SliceRule, Transport } from './service-rules.ts';
import type { KubeProxySettings } from './settings.ts';

export interface ClusterNetworkOptions {
  /** Address of the DNS service; left out: the cluster has no DNS. */
  readonly dnsAddress?: string;
  readonly kubeProxy: KubeProxySettings;
  /** Machines, whose addresses take connections to node ports. */
  machines(): readonly Machine[];
}

interface Matched {
  readonly service: ServiceRule;
  /** Undefined: the address is the service's, the port is not. */
  readonly port: RulePort | undefined;
  readonly local: boolean;
}

export function createClusterNetwork(
  sim: Sim,
  options: ClusterNetworkOptions,
): ClusterNetwork & Pick<KubeProxies, 'machineChanged'> & { readonly component: Component } {
  const rules = createServiceRules(sim);
  const proxies = createKubeProxies(sim, options.kubeProxy);
  const server = options.dnsAddress ?? '10.96.0.10';

  function match(ip: string, port: number, protocol: Transport): Matched | undefined {
    const service = rules.byAddress(ip);
    if (service !== undefined) {
      const found = service.ports.find((known) => known.port === port && known.protocol === protocol);
      return { service, port: found, local: service.internalLocal };
    }
    const byNodePort = rules.byNodePort(protocol, port);
    const found = byNodePort?.ports.find(({ nodePort }) => nodePort === port);
    if (
      byNodePort === undefined ||
      found === undefined ||
      !options.machines().some(({ addresses }) => addresses.includes(ip))
    )
      return undefined;
    return { service: byNodePort, port: found, local: byNodePort.externalLocal };
  }

  return {
    machineChanged: proxies.machineChanged,
    resolve: (name, namespace) => {
      if (options.dnsAddress === undefined) return { outcome: 'no-dns', server };
      const found = resolveClusterName(rules, name, namespace);
      return found === undefined
        ? { outcome: 'unknown-host', server }
        : { outcome: 'found', ...found, server };
    },
    service: (namespace, name) => {
      const service = rules.named(namespace, name);
      return service && { ips: service.ips, ports: service.ports };
    },
    route: (ip, port, protocol, machine, pick) => {
      const matched = match(ip, port, protocol);
      if (matched === undefined) return undefined;
      const { service, local } = matched;
      const key = `${service.namespace}/${service.name}`;
      const slices = proxies.endpointsOn(machine, key, rules.slices(service));
      if (slices === undefined) return undefined;
      if (matched.port === undefined) return refusal('rejected', service, slices);
      const question = {
        service,
        slices,
        portName: matched.port.name,
        protocol,
        family: ip.includes(':') ? 'IPv6' : 'IPv4',
        from: { node: machine, zone: rules.zoneOf(machine) },
      } as const;
      const found = candidates({ ...question, onlyNode: local ? machine : undefined });
      if (found.length > 0)
        return { kind: 'endpoint', endpoint: must(found[pick(found.length)], 'a choice') };
      const elsewhere = local && candidates({ ...question, onlyNode: undefined }).length > 0;
      return refusal(elsewhere ? 'dropped' : 'rejected', service, slices);
    },
    component: {
      name: 'cluster-network',
      handlers: {},
      kinds: ['Service', 'EndpointSlice', 'Node'],
      onChange: (change: Change) =>
        rules.onChange(change, (service) => proxies.endpointsChange(service, rules.slicesOf(service))),
    },
  };
}

/** The newest change of the service is to blame. */
function refusal(
  kind: 'rejected' | 'dropped',
  { namespace, name, entry }: ServiceRule,
  slices: readonly SliceRule[],
): Route {
  return {
    kind,
    service: `${namespace}/${name}`,
    entry: Math.max(entry, ...slices.map((slice) => slice.entry)),
  };
}
