/**
 * A node as the scheduler reads it: the API object, the pods on it, and what they add up to.
 *
 * Upstream: `NodeInfo` of pkg/scheduler/framework/types.go (v1.37). Unlike there, a node info is never changed: adding a
 * pod returns a new one. A snapshot is then a list of references, and a dry run of preemption needs no undo.
 *
 * **Invariant:** built from the node and the pods bound to it alone; the order of `pods` carries no meaning.
 * **Simplified:** a node without pods' generation counters, as nothing is copied incrementally.
 */
import type { Node, Taint } from '../../api/core-v1.ts';
import type { Labels } from '../../api/selectors.ts';
import type { HostPort, PodInfo } from './pod-info.ts';
import { hasPodAffinity } from './pod-info.ts';
import type { NonZeroRequest, Resource } from './resource.ts';
import { addResources, resourceOf, subtractResources, ZERO_RESOURCE } from './resource.ts';

export interface NodeInfo {
  readonly node: Node;
  readonly name: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly pods: readonly PodInfo[];
  readonly podsWithAffinity: readonly PodInfo[];
  readonly podsWithRequiredAntiAffinity: readonly PodInfo[];
  readonly usedPorts: readonly HostPort[];
  readonly requested: Resource;
  readonly nonZeroRequested: NonZeroRequest;
  readonly allocatable: Resource;
  /** Size in bytes by every name under which an image on the node is known. */
  readonly imageSizes: ReadonlyMap<string, number>;
}

export function nodeInfoOf(node: Node): NodeInfo {
  return {
    ...readNode(node),
    pods: [],
    podsWithAffinity: [],
    podsWithRequiredAntiAffinity: [],
    usedPorts: [],
    requested: ZERO_RESOURCE,
    nonZeroRequested: { milliCPU: 0, memory: 0 },
  };
}

/** The same pods on a changed node object. */
export function withNode(info: NodeInfo, node: Node): NodeInfo {
  return { ...info, ...readNode(node) };
}

export function withPod(info: NodeInfo, pod: PodInfo): NodeInfo {
  return {
    ...info,
    pods: [...info.pods, pod],
    podsWithAffinity: hasPodAffinity(pod) ? [...info.podsWithAffinity, pod] : info.podsWithAffinity,
    podsWithRequiredAntiAffinity:
      pod.requiredAntiAffinityTerms.length > 0
        ? [...info.podsWithRequiredAntiAffinity, pod]
        : info.podsWithRequiredAntiAffinity,
    usedPorts: pod.hostPorts.length > 0 ? [...info.usedPorts, ...pod.hostPorts] : info.usedPorts,
    requested: addResources(info.requested, pod.requests),
    nonZeroRequested: {
      milliCPU: info.nonZeroRequested.milliCPU + pod.nonZeroRequests.milliCPU,
      memory: info.nonZeroRequested.memory + pod.nonZeroRequests.memory,
    },
  };
}

/** `pod` must be on the node; the pod with the same uid is taken away. */
export function withoutPod(info: NodeInfo, pod: PodInfo): NodeInfo {
  const others = (pods: readonly PodInfo[]) => pods.filter((other) => other.uid !== pod.uid);
  const pods = others(info.pods);
  return {
    ...info,
    pods,
    podsWithAffinity: hasPodAffinity(pod) ? others(info.podsWithAffinity) : info.podsWithAffinity,
    podsWithRequiredAntiAffinity:
      pod.requiredAntiAffinityTerms.length > 0
        ? others(info.podsWithRequiredAntiAffinity)
        : info.podsWithRequiredAntiAffinity,
    usedPorts: pod.hostPorts.length > 0 ? pods.flatMap((other) => other.hostPorts) : info.usedPorts,
    requested: subtractResources(info.requested, pod.requests),
    nonZeroRequested: {
      milliCPU: info.nonZeroRequested.milliCPU - pod.nonZeroRequests.milliCPU,
      memory: info.nonZeroRequested.memory - pod.nonZeroRequests.memory,
    },
  };
}

function readNode(node: Node) {
  const sizes = (node.status?.images ?? []).flatMap((image) =>
    (image.names ?? []).map((name): [string, number] => [name, image.sizeBytes ?? 0]),
  );
  return {
    node,
    name: node.metadata.name,
    labels: node.metadata.labels ?? {},
    taints: node.spec.taints ?? [],
    allocatable: resourceOf(node.status?.allocatable),
    imageSizes: new Map(sizes),
  };
}
