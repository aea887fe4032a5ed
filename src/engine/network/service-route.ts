/**
 * Where a connection to a service's address goes: one of its endpoints, chosen evenly.
 *
 * Upstream: pkg/proxy/topology.go (CategorizeEndpoints): ready endpoints; without any, those that still serve while they terminate.
 */
import type { RouteEndpoint } from '../world/contract.ts';
import type { RuleEndpoint, ServiceRule, SliceRule } from './service-rules.ts';

export interface RouteQuestion {
  readonly service: ServiceRule;
  readonly slices: readonly SliceRule[];
  /** Name of the service's port. */
  readonly portName: string;
  readonly protocol: string;
  readonly family: 'IPv4' | 'IPv6';
  /** Only endpoints on this node, for traffic policy Local. */
  readonly onlyNode: string | undefined;
  /** Where the connection begins, for endpoints that say who should use them. */
  readonly from: { readonly node: string; readonly zone: string };
}

/** Endpoints that may get the connection, in slice order. */
export function candidates(question: RouteQuestion): readonly RouteEndpoint[] {
  const { slices, portName, protocol, family, onlyNode, from } = question;
  const all = slices.flatMap((slice) => {
    const port = slice.ports.find((known) => known.name === portName && known.protocol === protocol);
    if (port === undefined || slice.addressType !== family) return [];
    return slice.endpoints
      .filter(({ node }) => onlyNode === undefined || node === onlyNode)
      .map((endpoint) => ({ endpoint, port: port.port }));
  });
  const ready = choose(all, (endpoint) => endpoint.ready);
  const usable =
    ready === undefined
      ? (choose(all, ({ serving }) => serving) ?? [])
      : onlyNode === undefined
        ? nearOf(ready, from)
        : ready;
  return usable.map(({ endpoint, port }) => ({
    ip: endpoint.address,
    port,
    pod: endpoint.pod,
    podUid: endpoint.podUid,
  }));
}

/** Hints count only when every endpoint has them and one of them is meant for here. */
function nearOf<T extends { readonly endpoint: RuleEndpoint }>(
  all: readonly T[],
  { node, zone }: RouteQuestion['from'],
): readonly T[] {
  const near = (hints: (endpoint: RuleEndpoint) => readonly string[], here: string) =>
    all.every(({ endpoint }) => hints(endpoint).length > 0)
      ? choose(all, (endpoint) => hints(endpoint).includes(here))
      : undefined;
  return near(({ forNodes }) => forNodes, node) ?? near(({ forZones }) => forZones, zone) ?? all;
}

function choose<T extends { readonly endpoint: RuleEndpoint }>(
  all: readonly T[],
  test: (endpoint: RuleEndpoint) => boolean,
): readonly T[] | undefined {
  const chosen = all.filter(({ endpoint }) => test(endpoint));
  return chosen.length > 0 ? chosen : undefined;
}
