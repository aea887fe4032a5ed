/**
 * Addresses and node ports of a new Service.
 *
 * **Upstream:** pkg/registry/core/service/storage/alloc.go, …/ipallocator, …/portallocator (v1.37).
 * **Simplified:** the next free number in a fixed order instead of a random one; no IPAddress objects.
 */
import type { ServicePort, ServiceSpec } from '../../api/core-v1.ts';
import { must } from '../../../base/assert.ts';
import { invalid } from '../../api/validation/field-error.ts';
import type { FieldError } from '../../api/validation/field-error.ts';
import type { Incoming, ServerContext } from '../server-context.ts';

const IPV4_PREFIX = '10.96.';
const IPV6_PREFIX = 'fd00:10:96::';
/** The lower part of each range is left for explicit requests. */
const ADDRESS_FIRST = 256;
const ADDRESS_LAST = 65_534;
const NODE_PORT_FIRST = 30_086;
const NODE_PORT_LAST = 32_767;

/** The spec with clusterIP, families and node ports, as far as its type has them. */
export function allocateService(context: ServerContext, service: Incoming<'Service'>): ServiceSpec {
  const spec: ServiceSpec = must(service.spec, 'a service without spec passed validation');
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
  return { ...shared, clusterIP: clusterIPs[0] ?? '', clusterIPs, ...withNodePorts(context, spec) };
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
  { store }: ServerContext,
  spec: ServiceSpec,
): { readonly ports?: readonly ServicePort[] } {
  if (spec.ports === undefined || (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer')) return {};
  const taken = new Set(
    store
      .table('Service')
      .values()
      .flatMap((service) => (service.spec?.ports ?? []).map((port) => port.nodePort)),
  );
  const free = (): number => {
    let port = NODE_PORT_FIRST;
    while (taken.has(port) && port < NODE_PORT_LAST) port++;
    taken.add(port);
    return port;
  };
  return { ports: spec.ports.map((port) => (port.nodePort ? port : { ...port, nodePort: free() })) };
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
    return refuse('the provided network does not match the current range');
  return others.some((other) => other.spec?.clusterIPs?.includes(wanted))
    ? refuse('provided IP is already allocated')
    : [];
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
