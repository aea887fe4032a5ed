/**
 * Addresses and node ports of a Service.
 *
 * **Upstream:** pkg/registry/core/service/storage/alloc.go, …/ipallocator, …/portallocator (v1.37).
 * **Simplified:** the next free number in a fixed order instead of a random one; no IPAddress objects.
 */
import type { ServicePort, ServiceSpec } from '../../api/core-v1.ts';
import { must } from '../../../base/assert.ts';
import { deepEqual } from '../../../base/json.ts';
import { invalid } from '../../api/validation/field-error.ts';
import type { FieldError } from '../../api/validation/field-error.ts';
import type { Incoming, ServerContext } from '../server-context.ts';

const IPV4_PREFIX = '10.96.';
const IPV6_PREFIX = 'fd00:10:96::';
const IPV4_RANGE = '10.96.0.0/16';
const IPV6_RANGE = 'fd00:10:96::/108';
/** The lower part of each range is left for explicit requests. */
const ADDRESS_FIRST = 256;
const ADDRESS_LAST = 65_534;
const NODE_PORT_FIRST = 30_086;
const NODE_PORT_LAST = 32_767;

/** The spec with clusterIP, families and node ports, as far as its type has them. */
export function allocateService(context: ServerContext, service: Incoming<'Service'>): ServiceSpec {
  return allocated(context, must(service.spec, 'a service without spec passed validation'));
}

function allocated(context: ServerContext, spec: ServiceSpec): ServiceSpec {
  if (spec.type === 'ExternalName') return spec;
  const families = familiesOf(spec);
  const ipFamilyPolicy =
    spec.ipFamilyPolicy ?? (isHeadlessWithoutSelector(spec) ? 'RequireDualStack' : 'SingleStack');
  const shared: ServiceSpec = { ...spec, ipFamilies: families, ipFamilyPolicy };
  if (spec.clusterIP === 'None') return { ...shared, clusterIPs: ['None'] };
  const clusterIPs = families.map(
    (family, i) =>
      spec.clusterIPs?.[i] ?? (i === 0 && spec.clusterIP ? spec.clusterIP : freeAddress(context, family)),
  );
  return {
    ...shared,
    clusterIP: clusterIPs[0] ?? '',
    clusterIPs,
    ...withNodePorts(context, spec),
    ...withHealthPort(context, spec),
  };
}

/**
 * An update keeps what was allocated where it says nothing, gives back what the new type does not have, unless the update names it, and
 * gets what the new type needs besides.
 */
export function reallocateService(
  context: ServerContext,
  before: ServiceSpec | undefined,
  after: ServiceSpec,
): ServiceSpec {
  if (before === undefined) return allocated(context, after);
  return allocated(context, withoutForeignFields(before, withOldValues(before, after)));
}

const ADDRESS_FIELDS = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const;

function withOldValues(before: ServiceSpec, after: ServiceSpec): ServiceSpec {
  const keepsAddress = before.type !== 'ExternalName' && after.type !== 'ExternalName' && !after.clusterIP;
  const addresses = keepsAddress ? { clusterIP: before.clusterIP, clusterIPs: before.clusterIPs } : {};
  const old = (port: ServicePort): number | undefined =>
    before.ports?.find((one) => one.port === port.port && one.protocol === port.protocol)?.nodePort;
  const ports = after.ports?.map((port) => {
    const nodePort = port.nodePort || old(port);
    return nodePort && hasNodePorts(before) && hasNodePorts(after) ? { ...port, nodePort } : port;
  });
  return { ...after, ...defined(addresses), ...(ports === undefined ? {} : { ports }) };
}

/** Fields of the old type that came along unchanged. */
function withoutForeignFields(before: ServiceSpec, after: ServiceSpec): ServiceSpec {
  let spec: Record<string, unknown> = { ...after };
  const drop = (field: keyof ServiceSpec): void => {
    if (deepEqual(before[field], after[field])) spec = omit(spec, field);
  };
  if (after.type === 'ExternalName') ADDRESS_FIELDS.forEach(drop);
  if (!hasNodePorts(after)) {
    drop('externalTrafficPolicy');
    const used = new Set((before.ports ?? []).map(({ nodePort }) => nodePort));
    const ports = after.ports?.map((port) => (used.has(port.nodePort) ? omit(port, 'nodePort') : port));
    if (ports !== undefined) spec = { ...spec, ports };
  }
  if (!hasHealthPort(after)) drop('healthCheckNodePort');
  if (after.type !== 'LoadBalancer') drop('allocateLoadBalancerNodePorts');
  return spec as object as ServiceSpec;
}

function omit<T extends object>(object: T, field: string): T {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== field)) as T;
}

function defined(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function hasNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

function hasHealthPort({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

/** A load balancer that may only use nodes with endpoints asks each node on this port. */
function withHealthPort(
  context: ServerContext,
  spec: ServiceSpec,
): { readonly healthCheckNodePort?: number } {
  if (!hasHealthPort(spec)) return {};
  return { healthCheckNodePort: spec.healthCheckNodePort || freeNodePorts(context, spec)() };
}

function isHeadlessWithoutSelector(spec: ServiceSpec): boolean {
  return spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
}

type Family = 'IPv4' | 'IPv6';

function familiesOf(spec: ServiceSpec): readonly Family[] {
  const dual =
    spec.ipFamilyPolicy === 'PreferDualStack' ||
    spec.ipFamilyPolicy === 'RequireDualStack' ||
    (spec.ipFamilyPolicy === undefined && isHeadlessWithoutSelector(spec));
  const asked: readonly Family[] = (spec.ipFamilies as readonly Family[] | undefined) ?? [
    spec.clusterIP?.includes(':') ? 'IPv6' : 'IPv4',
  ];
  return dual && asked.length === 1 ? [...asked, asked[0] === 'IPv4' ? 'IPv6' : 'IPv4'] : asked;
}

function freeAddress({ store }: ServerContext, family: Family): string {
  const taken = new Set(
    store
      .table('Service')
      .values()
      .flatMap((service) => service.spec?.clusterIPs ?? []),
  );
  for (let number = ADDRESS_FIRST; number <= ADDRESS_LAST; number++) {
    const address =
      family === 'IPv6'
        ? `${IPV6_PREFIX}${number.toString(16)}`
        : `${IPV4_PREFIX}${number >> 8}.${number & 255}`;
    if (!taken.has(address)) return address;
  }
  return '';
}

function withNodePorts(
  context: ServerContext,
  spec: ServiceSpec,
): { readonly ports?: readonly ServicePort[] } {
  if (spec.ports === undefined || !hasNodePorts(spec)) return {};
  if (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === false) return {};
  const free = freeNodePorts(context, spec);
  return { ports: spec.ports.map((port) => (port.nodePort ? port : { ...port, nodePort: free() })) };
}

/** Gives a port that nobody has at each call. */
function freeNodePorts({ store }: ServerContext, own: ServiceSpec): () => number {
  const specs = [
    own,
    ...store
      .table('Service')
      .values()
      .flatMap(({ spec }) => spec ?? []),
  ];
  const taken = new Set(
    specs.flatMap((spec) => [
      spec.healthCheckNodePort,
      ...(spec.ports ?? []).map(({ nodePort }) => nodePort),
    ]),
  );
  return () => {
    let port = NODE_PORT_FIRST;
    while (taken.has(port) && port < NODE_PORT_LAST) port++;
    taken.add(port);
    return port;
  };
}

/** What the allocators refuse: addresses outside the range or taken, node ports likewise. Asked after validation, before allocation. */
export function allocationErrors(
  { store }: ServerContext,
  service: Incoming<'Service'>,
): readonly FieldError[] {
  const others = store.table('Service').values();
  return [...addressErrors(service.spec, others), ...nodePortErrors(service.spec, others)];
}

type Others = readonly { readonly spec?: ServiceSpec }[];

function addressErrors(spec: ServiceSpec, others: Others): FieldError[] {
  const wanted = spec.clusterIP;
  if (!wanted || wanted === 'None') return [];
  const refuse = (why: string): FieldError[] => [
    invalid('spec.clusterIPs', [wanted], `failed to allocate IP ${wanted}: ${why}`),
  ];
  if (!wanted.startsWith(IPV4_PREFIX) && !wanted.startsWith(IPV6_PREFIX))
    return refuse(
      `the provided IP (${wanted}) is not in the valid range. The range of valid IPs is ${rangeFor(wanted)}`,
    );
  return others.some((other) => other.spec?.clusterIPs?.includes(wanted))
    ? refuse('provided IP is already allocated')
    : [];
}

function rangeFor(address: string): string {
  return address.includes(':') ? IPV6_RANGE : IPV4_RANGE;
}

const NODE_PORT_LOWEST = 30_000;

function nodePortErrors(spec: ServiceSpec, others: Others): FieldError[] {
  const taken = new Set(others.flatMap((other) => (other.spec?.ports ?? []).map(({ nodePort }) => nodePort)));
  return (spec.ports ?? []).flatMap(({ nodePort }, i) => {
    if (!nodePort) return [];
    const refuse = (why: string): FieldError[] => [invalid(`spec.ports[${i}].nodePort`, nodePort, why)];
    if (nodePort < NODE_PORT_LOWEST || nodePort > NODE_PORT_LAST)
      return refuse(
        `provided port is not in the valid range. The range of valid ports is ${NODE_PORT_LOWEST}-${NODE_PORT_LAST}`,
      );
    return taken.has(nodePort) ? refuse('provided port is already allocated') : [];
  });
}
