/**
 * The endpoints a Service should have: one per pod and address family, grouped by the ports they resolve to.
 *
 * **Upstream:** staging/src/k8s.io/endpointslice/{reconciler,utils}.go (v1.37).
 */
import type { Node, Service } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { Endpoint, EndpointPort } from '../../api/discovery-v1.ts';
import { LabelTopologyZone } from '../../api/well-known.ts';
import { deepFreeze } from '../../../base/json.ts';
import { keyOf, namespaceOf, uidOf } from '../control/keys.ts';
import type { PodNotes } from '../control/pod-notes.ts';
import { isReady } from '../control/pod-state.ts';
import { addressesOf, belongsInEndpoints, findPort, hostnameIn } from '../control/service-pods.ts';

export const ADDRESS_TYPES = ['IPv4', 'IPv6'] as const;
export type AddressType = (typeof ADDRESS_TYPES)[number];

/** Endpoints that share one list of ports, and so a set of slices. */
export interface PortGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface Desired {
  readonly groups: readonly PortGroup[];
  /** Pods left out because their Node object does not exist. */
  readonly withoutNode: readonly Pod[];
}

/** What one pod adds to the endpoints of one family. */
export interface PodPart {
  /** Undefined for a pod that is no endpoint of the family. */
  readonly endpoint: Endpoint | undefined;
  readonly ports: readonly EndpointPort[];
  /** The ports as text: endpoints with the same text share their slices. */
  readonly portsKey: string;
  /** The zone of the pod's node that this was made for. */
  readonly zone: string | undefined;
}

/** A function of the pod, the Service's name and spec, and the zone of the pod's node. */
export function podPart(
  service: Service,
  pod: Pod,
  addressType: AddressType,
  zone: string | undefined,
): PodPart {
  const addresses = addressesOf(pod).filter((ip) => addressTypeOf(ip) === addressType);
  if (!belongsInEndpoints(pod, true) || addresses.length === 0)
    return { endpoint: undefined, ports: [], portsKey: '', zone };
  const ports = endpointPorts(service, pod);
  const endpoint = deepFreeze(endpointOf(service, pod, addresses, zone));
  return { endpoint, ports, portsKey: portsKey(ports), zone };
}

/** `notes` remembers the parts of this Service's pods in this family. */
export function desiredEndpoints(
  service: Service,
  pods: readonly Pod[],
  addressType: AddressType,
  nodeOf: (name: string) => Node | undefined,
  notes: PodNotes<PodPart>,
): Desired {
  const groups = new Map<string, { ports: readonly EndpointPort[]; endpoints: Endpoint[] }>();
  const withoutNode: Pod[] = [];
  const nodes = new Map<string, Node | undefined>();
  const nodeOfPod = ({ spec: { nodeName = '' } }: Pod): Node | undefined => {
    if (!nodes.has(nodeName)) nodes.set(nodeName, nodeOf(nodeName));
    return nodes.get(nodeName);
  };
  const read = (pod: Pod): PodPart => podPart(service, pod, addressType, zoneOf(nodeOfPod(pod)));
  const parts = notes.of(notesKey(keyOf(service), addressType), [service.spec], pods, read);
  pods.forEach((pod, i) => {
    const node = nodeOfPod(pod);
    const noted = parts[i];
    // A node may have got another zone since.
    const part = noted === undefined || noted.zone !== zoneOf(node) ? read(pod) : noted;
    if (part.endpoint === undefined) return;
    if (node === undefined && service.spec.publishNotReadyAddresses !== true) {
      withoutNode.push(pod);
      return;
    }
    let group = groups.get(part.portsKey);
    if (group === undefined) groups.set(part.portsKey, (group = { ports: part.ports, endpoints: [] }));
    group.endpoints.push(part.endpoint);
  });
  return { groups: Array.from(groups.values()), withoutNode };
}

/** Under which key the parts of a Service's pods are remembered. */
export function notesKey(serviceKey: string, addressType: AddressType): string {
  return `${serviceKey} ${addressType}`;
}

function zoneOf(node: Node | undefined): string | undefined {
  return node?.metadata.labels?.[LabelTopologyZone];
}

export function addressTypeOf(ip: string): AddressType {
  return ip.includes(':') ? 'IPv6' : 'IPv4';
}

/** Ports as numbers of this pod. A target port the pod does not name is left out. */
export function endpointPorts(service: Service, pod: Pod): readonly EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((servicePort) => {
    const port = findPort(pod, servicePort);
    if (port === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return [{ name, protocol, port, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

function portsKey(ports: readonly EndpointPort[]): string {
  return ports
    .map(({ name, protocol, port, appProtocol }) => `${name} ${protocol} ${port} ${appProtocol}`)
    .join();
}

/** `ready` is never true of a pod being deleted, unless the Service publishes addresses that are not ready. */
export function endpointOf(
  service: Service,
  pod: Pod,
  addresses: readonly string[],
  zone: string | undefined,
): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const hostname = hostnameIn(service, pod);
  const { nodeName = '' } = pod.spec;
  return {
    addresses,
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: { kind: 'Pod', namespace: namespaceOf(pod), name: pod.metadata.name, uid: uidOf(pod) },
    ...(nodeName === '' ? {} : { nodeName }),
    ...(zone === undefined ? {} : { zone }),
    ...(ready ? hintsFor(service.spec.trafficDistribution, nodeName, zone) : {}),
  };
}

/** From where an endpoint is best used, where the Service prefers near ones. */
function hintsFor(
  distribution: string | undefined,
  nodeName: string,
  zone: string | undefined,
): Pick<Endpoint, 'hints'> {
  const forZones = zone === undefined ? {} : { forZones: [{ name: zone }] };
  switch (distribution) {
    case 'PreferClose':
    case 'PreferSameZone':
      return zone === undefined ? {} : { hints: forZones };
    case 'PreferSameNode':
      return nodeName === '' ? {} : { hints: { ...forZones, forNodes: [{ name: nodeName }] } };
    default:
      return {};
  }
}

/** Two endpoints with the same key are the same one, whatever its conditions. */
export function endpointKey(endpoint: Endpoint): string {
  let key = keys.get(endpoint);
  if (key === undefined) keys.set(endpoint, (key = spelledKey(endpoint)));
  return key;
}

/** Keys of endpoints that were asked for before: a slice is compared many times, and an endpoint in it is never changed. */
const keys = new WeakMap<Endpoint, string>();

function spelledKey({ addresses, hostname = '', nodeName = '', targetRef }: Endpoint): string {
  return `${addresses.join()} ${hostname} ${nodeName} ${targetRef?.uid ?? ''}`;
}
