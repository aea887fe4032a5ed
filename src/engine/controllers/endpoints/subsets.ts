/**
 * The older view of a Service's endpoints: addresses grouped by ports, ready and not ready apart.
 *
 * **Upstream:** pkg/controller/endpoint/endpoints_controller.go and pkg/api/v1/endpoints/util.go RepackSubsets (v1.37).
 * **Simplified:** no cut at 1000 addresses.
 */
import { compareStrings, sortedBy } from '../../../base/compare.ts';
import { canonicalJson } from '../../../base/json.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset, Service } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { namespaceOf, uidOf } from '../control/keys.ts';
import { isReady } from '../control/pod-state.ts';
import { addressesOf, belongsInEndpoints, findPort, hostnameIn } from '../control/service-pods.ts';

interface Subset {
  readonly ports: readonly EndpointPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

export function endpointSubsets(service: Service, pods: readonly Pod[]): readonly EndpointSubset[] {
  const subsets = new Map<string, Subset>();
  for (const pod of pods) {
    const address = addressOf(service, pod);
    if (address === undefined || !belongsInEndpoints(pod, service.spec.publishNotReadyAddresses === true))
      continue;
    const ports = portsOf(service, pod);
    const key = canonicalJson(ports);
    const subset = subsets.get(key) ?? { ports, ready: [], notReady: [] };
    (service.spec.publishNotReadyAddresses === true || isReady(pod) ? subset.ready : subset.notReady).push(
      address,
    );
    subsets.set(key, subset);
  }
  return Array.from(subsets.entries())
    .sort(([a], [b]) => compareStrings(a, b))
    .map(([, subset]) => asSubset(subset));
}

function asSubset({ ports, ready, notReady }: Subset): EndpointSubset {
  const byIp = (addresses: readonly EndpointAddress[]): readonly EndpointAddress[] =>
    sortedBy(addresses, ({ ip }) => ip);
  return {
    ...(ready.length === 0 ? {} : { addresses: byIp(ready) }),
    ...(notReady.length === 0 ? {} : { notReadyAddresses: byIp(notReady) }),
    ...(ports.length === 0 ? {} : { ports }),
  };
}

/** One address, of the Service's first family. */
function addressOf(service: Service, pod: Pod): EndpointAddress | undefined {
  const wantsIpv6 = service.spec.ipFamilies?.[0] === 'IPv6';
  const ip = addressesOf(pod).find((one) => one.includes(':') === wantsIpv6);
  if (ip === undefined) return undefined;
  const hostname = hostnameIn(service, pod);
  const { nodeName = '' } = pod.spec;
  return {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === '' ? {} : { nodeName }),
    targetRef: { kind: 'Pod', namespace: namespaceOf(pod), name: pod.metadata.name, uid: uidOf(pod) },
  };
}

function portsOf(service: Service, pod: Pod): readonly EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((servicePort) => {
    const port = findPort(pod, servicePort);
    if (port === undefined) return [];
    const { name, protocol = 'TCP', appProtocol } = servicePort;
    return [
      {
        ...(name === undefined ? {} : { name }),
        port,
        protocol,
        ...(appProtocol === undefined ? {} : { appProtocol }),
      },
    ];
  });
}
