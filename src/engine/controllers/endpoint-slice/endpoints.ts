/**
 * The endpoints a Service should have: one per pod and address family, grouped by the ports they resolve to.
 *
 * **Upstream:** staging/src/k8s.io/endpointslice/{reconciler,utils}.go (v1.37).
 */
import type { Node, Service } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { Endpoint, EndpointPort } from '../../api/discovery-v1.ts';
import { LabelTopologyZone } from '../../api/well-known.ts';
import { namespaceOf, uidOf } from '../control/keys.ts';
import { isReady } from '../control/pod-state.ts';
import { addressesOf, belongsInEndpoints, findPort, hostnameIn } from '../control/service-pods.ts';

export type AddressType = 'IPv4' | 'IPv6';

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

export function desiredEndpoints(
  service: Service,
  pods: readonly Pod[],
  addressType: AddressType,
  nodeOf: (name: string) => Node | undefined,
): Desired {
  const groups = new Map<string, { ports: readonly EndpointPort[]; endpoints: Endpoint[] }>();
  const withoutNode: Pod[] = [];
  for (const pod of pods) {
    const addresses = addressesOf(pod).filter((ip) => addressTypeOf(ip) === addressType);
    if (!belongsInEndpoints(pod, true) || addresses.length === 0) continue;
    const node = nodeOf(pod.spec.nodeName ?? '');
    if (node === undefined && service.spec.publishNotReadyAddresses !== true) {
      withoutNode.push(pod);
      continue;
    }
    const ports = endpointPorts(service, pod);
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    group.endpoints.push(endpointOf(service, pod, addresses, node));
    groups.set(key, group);
  }
  return { groups: Array.from(groups.values()), withoutNode };
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
  node: Node | undefined,
): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const hostname = hostnameIn(service, pod);
  const { nodeName = '' } = pod.spec;
  const zone = node?.metadata.labels?.[LabelTopologyZone];
  return {
    addresses,
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: { kind: 'Pod', namespace: namespaceOf(pod), name: pod.metadata.name, uid: uidOf(pod) },
    ...(nodeName === '' ? {} : { nodeName }),
    ...(zone === undefined ? {} : { zone }),
  };
}

/** Two endpoints with the same key are the same one, whatever its conditions. */
export function endpointKey({ addresses, hostname = '', nodeName = '', targetRef }: Endpoint): string {
  return `${addresses.join()} ${hostname} ${nodeName} ${targetRef?.uid ?? ''}`;
}
