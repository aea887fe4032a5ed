/**
 * Waiting pods by the node that preemption has made room on for them.
 *
 * Upstream: the nominator of pkg/scheduler/backend/queue (v1.37). Here it is read off the pods' status.
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import type { PodInfo } from '../framework/pod-info.ts';
import { podInfoOf } from '../framework/pod-info.ts';

/** Pods that have a node already are left out, and each node's pods stand in the given order. */
export function nominatedPodsOf(pods: readonly Pod[]): ReadonlyMap<string, readonly PodInfo[]> {
  const byNode = new Map<string, PodInfo[]>();
  for (const pod of pods) {
    const node = pod.status?.nominatedNodeName ?? '';
    if (node === '' || (pod.spec.nodeName ?? '') !== '') continue;
    const there = byNode.get(node);
    if (there === undefined) byNode.set(node, [podInfoOf(pod)]);
    else there.push(podInfoOf(pod));
  }
  return byNode;
}
