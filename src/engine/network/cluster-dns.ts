/**
 * Names inside the cluster: services, headless services and the pods behind them, with the pod's search domains.
 *
 * Upstream: CoreDNS' kubernetes plugin and the `ClusterFirst` resolv.conf (ndots:5). **Simplified:** answers come at once and are never
 * cached; outside names and ExternalName services have no address; SRV and PTR records are left out.
 */
import type { ServiceRule, ServiceRules } from './service-rules.ts';

const ZONE = 'cluster.local';
const NDOTS = 5;

export interface FoundName {
  readonly name: string;
  readonly addresses: readonly string[];
}

export function resolveClusterName(
  rules: ServiceRules,
  written: string,
  namespace: string,
): FoundName | undefined {
  for (const name of namesToTry(written, namespace)) {
    const addresses = addressesOf(rules, name);
    if (addresses !== undefined && addresses.length > 0) return { name, addresses };
  }
  return undefined;
}

/** What the resolver library asks for, in order. */
export function namesToTry(written: string, namespace: string): readonly string[] {
  if (written.endsWith('.')) return [written.slice(0, -1)];
  const searched = [`${namespace}.svc.${ZONE}`, `svc.${ZONE}`, ZONE].map((domain) => `${written}.${domain}`);
  return written.split('.').length - 1 >= NDOTS ? [written, ...searched] : [...searched, written];
}

function addressesOf(rules: ServiceRules, name: string): readonly string[] | undefined {
  if (!name.endsWith(`.${ZONE}`)) return undefined;
  const labels = name.slice(0, -ZONE.length - 1).split('.');
  if (labels.at(-1) === 'pod' && labels.length === 3) return podAddress(labels[0] ?? '');
  if (labels.at(-1) !== 'svc' || labels.length < 3 || labels.length > 4) return undefined;
  const service = rules.named(labels.at(-2) ?? '', labels.at(-3) ?? '');
  if (service === undefined) return undefined;
  return labels.length === 4
    ? hostAddresses(rules, service, labels[0] ?? '')
    : serviceAddresses(rules, service);
}

/** `10-244-1-7.ns.pod.cluster.local`: the address is in the name. */
function podAddress(label: string): readonly string[] | undefined {
  return /^\d+-\d+-\d+-\d+$/.test(label) ? [label.replaceAll('-', '.')] : undefined;
}

function serviceAddresses(rules: ServiceRules, service: ServiceRule): readonly string[] {
  return service.headless ? readyEndpoints(rules, service).map(({ address }) => address) : service.ips;
}

/** A pod with spec.hostname and spec.subdomain, e.g. of a StatefulSet. */
function hostAddresses(rules: ServiceRules, service: ServiceRule, hostname: string): readonly string[] {
  return readyEndpoints(rules, service)
    .filter((endpoint) => endpoint.hostname === hostname)
    .map(({ address }) => address);
}

function readyEndpoints(
  rules: ServiceRules,
  service: ServiceRule,
): readonly { readonly address: string; readonly hostname: string }[] {
  return rules.slices(service).flatMap(({ endpoints }) => endpoints.filter(({ ready }) => ready));
}
