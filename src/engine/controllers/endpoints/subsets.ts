/**
 * The older view of a Service's endpoints: addresses grouped by ports, ready and not ready apart.
 *
 * **Upstream:** pkg/controller/endpoint/endpoints_controller.go and pkg/api/v1/endpoints/util.go RepackSubsets (v1.37).
 * **Simplified:** no cut at 1000 addresses.
 */
import { compareStrings, sortedBy } from '../../../base/compare.ts';
import { canonicalJson, deepFreeze } from '../../../base/json.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset, Service } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { matchesLabels } from '../../api/selectors.ts';
import { timeMs } from '../../api/time.ts';
import { namespaceOf, uidOf } from '../control/keys.ts';
import { isReady, podCondition } from '../control/pod-state.ts';
import { addressesOf, belongsInEndpoints, findPort, hostnameIn } from '../control/service-pods.ts';

/** What one pod adds to the endpoints of a Service. */
export interface PodPart {
  /** Undefined for a pod that the selector does not match, or that has no place among the endpoints. */
  readonly address: EndpointAddress | undefined;
  readonly isReady: boolean;
  readonly ports: readonly EndpointPort[];
  /** The ports as text: addresses with the same text stand in one subset. */
  readonly portsKey: string;
  readonly isMatched: boolean;
  /** When its readiness changed last, in ms since 1970. */
  readonly changedMs: number;
}

interface Subset {
  readonly ports: readonly EndpointPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

/** `before`: the subsets as they are now, whose order is likely to be the order of the new ones. */
export function endpointSubsets(
  parts: readonly PodPart[],
  before: readonly EndpointSubset[] = [],
): readonly EndpointSubset[] {
  const subsets = new Map<string, Subset>();
  for (const { address, isReady: ready, ports, portsKey } of parts) {
    if (address === undefined) continue;
    let subset = subsets.get(portsKey);
    if (subset === undefined) subsets.set(portsKey, (subset = { ports, ready: [], notReady: [] }));
    (ready ? subset.ready : subset.notReady).push(address);
  }
  return Array.from(subsets.entries())
    .sort(([a], [b]) => compareStrings(a, b))
    .map(([, subset], i) => asSubset(subset, before[i]));
}

const UNMATCHED: PodPart = {
  address: undefined,
  isReady: false,
  ports: [],
  portsKey: '',
  isMatched: false,
  changedMs: 0,
};

/** A function of the pod, the Service's name and its spec. */
export function podPart(service: Service, pod: Pod): PodPart {
  const { publishNotReadyAddresses = false, selector } = service.spec;
  if (!matchesLabels(selector, pod.metadata.labels)) return UNMATCHED;
  const ports = portsOf(service, pod);
  return {
    address: belongsInEndpoints(pod, publishNotReadyAddresses)
      ? deepFreeze(addressOf(service, pod))
      : undefined,
    isReady: publishNotReadyAddresses || isReady(pod),
    ports,
    portsKey: canonicalJson(ports),
    isMatched: true,
    changedMs: timeMs(podCondition(pod, 'Ready')?.lastTransitionTime) ?? 0,
  };
}

function asSubset({ ports, ready, notReady }: Subset, before: EndpointSubset | undefined): EndpointSubset {
  return {
    ...(ready.length === 0 ? {} : { addresses: byIp(ready, before?.addresses) }),
    ...(notReady.length === 0 ? {} : { notReadyAddresses: byIp(notReady, before?.notReadyAddresses) }),
    ...(ports.length === 0 ? {} : { ports }),
  };
}

const ipOf = ({ ip }: EndpointAddress): string => ip;

/**
 * In the order of their addresses; equal ones as they came. A few newcomers are merged into the order of `before`, which for a thousand pods
 * is a fraction of the work of sorting them.
 */
function byIp(
  addresses: readonly EndpointAddress[],
  before: readonly EndpointAddress[] = [],
): readonly EndpointAddress[] {
  const missing = new Set(addresses);
  const stayed = before.filter((address) => missing.delete(address));
  const merged = sortedBy([...stayed, ...missing], ipOf);
  const hasTies = merged.some(({ ip }, i) => i > 0 && merged[i - 1]?.ip === ip);
  return hasTies ? sortedBy(addresses, ipOf) : merged;
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
