/**
 * What a pod finds in /etc/hosts and /etc/resolv.conf, and its host name.
 *
 * Upstream: pkg/kubelet/kubelet_pods.go GeneratePodHostNameAndDomain, pkg/kubelet/network/dns/dns.go (v1.37).
 * **Simplified:** the machine itself has no search domains.
 */
import type { PodSpec } from '../../api/core-v1-pod.ts';

const CLUSTER_DOMAIN = 'cluster.local';
const CLUSTER_DNS = '10.96.0.10';
/** The machine's own name server, outside the cluster. */
const MACHINE_DNS = '192.0.2.53';
const HOSTNAME_MAX = 63;

export interface HostName {
  readonly hostname: string;
  readonly hostDomain?: string;
}

export function hostNameOf(spec: PodSpec, name: string, namespace: string, machine: string): HostName {
  if (spec.hostNetwork === true) return { hostname: machine };
  const hostname = (spec.hostname ?? name).slice(0, HOSTNAME_MAX).replace(/[-.]+$/, '');
  if (spec.subdomain === undefined) return { hostname };
  const hostDomain = `${spec.subdomain}.${namespace}.svc.${CLUSTER_DOMAIN}`;
  return spec.setHostnameAsFQDN === true
    ? { hostname: `${hostname}.${hostDomain}` }
    : { hostname, hostDomain };
}

/** Name servers, search domains and options, in the order the runtime writes them. */
export function resolvConfOf(spec: PodSpec, namespace: string): string {
  const { dnsPolicy = 'ClusterFirst', dnsConfig = {}, hostNetwork } = spec;
  const own = dnsPolicy === 'None';
  const cluster =
    dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && hostNetwork !== true);
  const servers = [...(own ? [] : [cluster ? CLUSTER_DNS : MACHINE_DNS]), ...(dnsConfig.nameservers ?? [])];
  const searches = [
    ...(cluster && !own
      ? [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN]
      : []),
    ...(dnsConfig.searches ?? []),
  ];
  const options = new Map<string, string>(cluster && !own ? [['ndots', '5']] : []);
  for (const { name = '', value = '' } of dnsConfig.options ?? []) options.set(name, value);
  const words = Array.from(options, ([name, value]) => (value === '' ? name : `${name}:${value}`));
  return [
    ...(searches.length === 0 ? [] : [`search ${[...new Set(searches)].join(' ')}`]),
    ...[...new Set(servers)].map((server) => `nameserver ${server}`),
    ...(words.length === 0 ? [] : [`options ${words.join(' ')}`]),
    '',
  ].join('\n');
}
