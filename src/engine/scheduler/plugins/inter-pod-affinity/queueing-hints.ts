/**
 * Which changes are worth a retry for a pod that InterPodAffinity rejected.
 *
 * Upstream: the hints of pkg/scheduler/framework/plugins/interpodaffinity/plugin.go (v1.37).
 */
import type { Node } from '../../../api/core-v1.ts';
import type { Pod } from '../../../api/core-v1-pod.ts';
import { matchesAllTerms, matchesTerm } from '../../framework/affinity-term.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import { isPodChange } from '../../framework/cluster-event.ts';
import type { Listers } from '../../framework/listers.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { podInfoOf } from '../../framework/pod-info.ts';
import type { QueueingHint } from '../../framework/plugin.ts';

/** A pod that is wanted near came or began to match; one that repelled went or ceased to. */
export function afterPodChange(pod: PodInfo, change: ClusterChange, listers: Listers): QueueingHint {
  if (!isPodChange(change)) return 'QueueSkip';
  const { oldObject, newObject } = change;
  if (attracts(pod, newObject, listers) && !attracts(pod, oldObject, listers)) return 'Queue';
  return repels(pod, oldObject, listers) && !repels(pod, newObject, listers) ? 'Queue' : 'QueueSkip';
}

/**
 * A node came whose topology some term is about, or such a label of a node changed. A pod without terms was rejected because
 * of the terms of others, and any new node may be free of those.
 */
export function afterNodeChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'Node' || change.newObject === undefined) return 'QueueSkip';
  const { oldObject, newObject } = change;
  const terms = [...pod.requiredAffinityTerms, ...pod.requiredAntiAffinityTerms];
  if (terms.length === 0) return 'Queue';
  const isNewTopology = terms.some(({ topologyKey }) => {
    const value = labelOf(newObject, topologyKey);
    return oldObject === undefined ? value !== undefined : value !== labelOf(oldObject, topologyKey);
  });
  return isNewTopology ? 'Queue' : 'QueueSkip';
}

function attracts(pod: PodInfo, other: Pod | undefined, listers: Listers): boolean {
  return (
    other !== undefined &&
    matchesAllTerms(pod.requiredAffinityTerms, podInfoOf(other), listers.namespaceLabels)
  );
}

function repels(pod: PodInfo, other: Pod | undefined, listers: Listers): boolean {
  if (other === undefined) return false;
  const info = podInfoOf(other);
  return (
    pod.requiredAntiAffinityTerms.some((term) => matchesTerm(term, info, listers.namespaceLabels)) ||
    info.requiredAntiAffinityTerms.some((term) => matchesTerm(term, pod, listers.namespaceLabels))
  );
}

function labelOf(node: Node, key: string): string | undefined {
  return node.metadata.labels?.[key];
}
