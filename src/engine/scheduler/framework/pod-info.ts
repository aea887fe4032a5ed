/**
 * A pod as the scheduler reads it: the API object with everything that plugins ask again and again worked out once.
 *
 * Upstream: `PodInfo` of pkg/scheduler/framework/types.go (v1.37).
 * **Invariant:** derived from the pod alone, so it can be thrown away and built again at any time.
 */
import type { Container, Pod, PodAffinityTerm, WeightedPodAffinityTerm } from '../../api/core-v1-pod.ts';
import type { AffinityTerm, WeightedAffinityTerm } from './affinity-term.ts';
import { affinityTermOf, weightedAffinityTermOf } from './affinity-term.ts';
import type { Labels } from '../../api/selectors.ts';
import { podNonZeroRequests, podRequests } from './pod-requests.ts';
import type { NonZeroRequest, Resource } from './resource.ts';

export interface HostPort {
  /** `0.0.0.0` stands for every address. */
  readonly hostIP: string;
  readonly protocol: string;
  readonly hostPort: number;
}

export interface PodInfo {
  readonly pod: Pod;
  /** `<namespace>/<name>` */
  readonly key: string;
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly priority: number;
  readonly terminating: boolean;
  readonly requests: Resource;
  readonly nonZeroRequests: NonZeroRequest;
  readonly hostPorts: readonly HostPort[];
  readonly requiredAffinityTerms: readonly AffinityTerm[];
  readonly requiredAntiAffinityTerms: readonly AffinityTerm[];
  readonly preferredAffinityTerms: readonly WeightedAffinityTerm[];
  readonly preferredAntiAffinityTerms: readonly WeightedAffinityTerm[];
}

export function podInfoOf(pod: Pod): PodInfo {
  const namespace = pod.metadata.namespace ?? 'default';
  const affinity = pod.spec.affinity;
  return {
    pod,
    key: `${namespace}/${pod.metadata.name}`,
    uid: pod.metadata.uid ?? `${namespace}/${pod.metadata.name}`,
    name: pod.metadata.name,
    namespace,
    labels: pod.metadata.labels ?? {},
    priority: pod.spec.priority ?? 0,
    terminating: pod.metadata.deletionTimestamp !== undefined,
    requests: podRequests(pod),
    nonZeroRequests: podNonZeroRequests(pod),
    hostPorts: hostPortsOf(pod),
    requiredAffinityTerms: terms(
      namespace,
      affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    ),
    requiredAntiAffinityTerms: terms(
      namespace,
      affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    ),
    preferredAffinityTerms: weighted(
      namespace,
      affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution,
    ),
    preferredAntiAffinityTerms: weighted(
      namespace,
      affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution,
    ),
  };
}

/** Whether the pod has inter-pod terms, so that it can matter to the scores of others. */
export function hasPodAffinity(info: PodInfo): boolean {
  return (
    info.requiredAffinityTerms.length > 0 ||
    info.requiredAntiAffinityTerms.length > 0 ||
    info.preferredAffinityTerms.length > 0 ||
    info.preferredAntiAffinityTerms.length > 0
  );
}

function terms(namespace: string, list: readonly PodAffinityTerm[] | undefined): readonly AffinityTerm[] {
  return (list ?? []).map((term) => affinityTermOf(namespace, term));
}

function weighted(
  namespace: string,
  list: readonly WeightedPodAffinityTerm[] | undefined,
): readonly WeightedAffinityTerm[] {
  return (list ?? []).map((term) => weightedAffinityTermOf(namespace, term));
}

/** Host ports of app containers and sidecars. An ordinary init container holds none. */
function hostPortsOf(pod: Pod): readonly HostPort[] {
  const sidecars = (pod.spec.initContainers ?? []).filter(
    (container) => container.restartPolicy === 'Always',
  );
  return [...pod.spec.containers, ...sidecars].flatMap(containerHostPorts);
}

function containerHostPorts(container: Container): readonly HostPort[] {
  return (container.ports ?? []).flatMap((port) =>
    port.hostPort === undefined || port.hostPort <= 0
      ? []
      : [{ hostIP: port.hostIP || '0.0.0.0', protocol: port.protocol ?? 'TCP', hostPort: port.hostPort }],
  );
}
