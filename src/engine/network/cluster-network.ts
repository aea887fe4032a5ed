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
import { candidates } from './service-route.ts';
import { createServiceRules } from './service-rules.ts';
import type { RulePort, ServiceRule, Transport } from './service-rules.ts';

export interface ClusterNetworkOptions {
  /** Address of the DNS service; left out: the cluster has no DNS. */
  readonly dnsAddress?: string;
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
): ClusterNetwork & { readonly component: Component } {
  const rules = createServiceRules(sim);
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
      const slices = rules.slices(service);
      const refusal = (kind: 'rejected' | 'dropped'): Route => ({
        kind,
        service: `${service.namespace}/${service.name}`,
        entry: Math.max(service.entry, ...slices.map(({ entry }) => entry)),
      });
      if (matched.port === undefined) return refusal('rejected');
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
      return refusal(
        local && candidates({ ...question, onlyNode: undefined }).length > 0 ? 'dropped' : 'rejected',
      );
    },
    component: {
      name: 'cluster-network',
      handlers: {},
      kinds: ['Service', 'EndpointSlice', 'Node'],
      onChange: (change: Change) => rules.onChange(change),
    },
  };
}
