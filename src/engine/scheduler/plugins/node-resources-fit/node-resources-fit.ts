/**
 * Rejects nodes without enough free resources for the pod, and scores the rest by LeastAllocated.
 *
 * Upstream: pkg/scheduler/framework/plugins/noderesources/fit.go (v1.37). Requests count, never usage: a node whose cores
 * are all busy still takes pods.
 */
import type { ClusterChange, NodeChange, PodChange } from '../../framework/cluster-event.ts';
import { isPodChange } from '../../framework/cluster-event.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { nodeInfoOf } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { podRequests } from '../../framework/pod-requests.ts';
import type { FilterPlugin, QueueingHint, ScorePlugin } from '../../framework/plugin.ts';
import type { Resource } from '../../framework/resource.ts';
import { resourceText, scalarAmount } from '../../framework/resource.ts';
import type { Status } from '../../framework/status.ts';
import { insufficientResources } from './insufficient.ts';
import { leastAllocatedScore } from './least-allocated.ts';

const NAME = 'NodeResourcesFit';

export const nodeResourcesFit: FilterPlugin & ScorePlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'AssignedPod', actions: ['Delete', 'UpdatePodScaleDown'], hint: afterPodChange },
    { resource: 'UnscheduledPod', actions: ['UpdatePodScaleDown'], hint: afterPodChange },
    { resource: 'Node', actions: ['Add', 'UpdateNodeAllocatable'], hint: afterNodeChange },
  ],
  filterKey: ({ requests }) => resourceText(requests),
  filter({ pod }, _state, node) {
    return fitStatus(pod.requests, node);
  },
  scoreKey: ({ pod: { nonZeroRequests } }) => `${nonZeroRequests.milliCPU} ${nonZeroRequests.memory}`,
  score({ pod }, _state, node) {
    return leastAllocatedScore(node, pod.nonZeroRequests);
  },
};

function fitStatus(request: Resource, node: NodeInfo): Status | undefined {
  const found = insufficientResources(request, node);
  if (found.length === 0) return undefined;
  const code = found.some((one) => one.unresolvable) ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
  return { code, reasons: found.map((one) => one.reason), plugin: NAME };
}

function afterPodChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (!isPodChange(change)) return 'QueueSkip';
  // Any bound pod that goes frees at least a pod slot somewhere.
  if (change.newObject === undefined) return change.resource === 'AssignedPod' ? 'Queue' : 'QueueSkip';
  return isScaledDownFor(pod, change) ? 'Queue' : 'QueueSkip';
}

function isScaledDownFor(pod: PodInfo, { oldObject, newObject }: PodChange): boolean {
  if (oldObject === undefined || newObject === undefined) return false;
  const before = podRequests(oldObject);
  const after = podRequests(newObject);
  const isItself = newObject.metadata.uid === pod.uid;
  return resourceNames(pod.requests, before).some(
    (name) =>
      (isItself || amountOf(pod.requests, name) > 0) && amountOf(before, name) > amountOf(after, name),
  );
}

function afterNodeChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'Node' || change.newObject === undefined) return 'QueueSkip';
  const fits = insufficientResources(pod.requests, nodeInfoOf(change.newObject)).length === 0;
  if (!fits) return 'QueueSkip';
  return change.oldObject === undefined || hasMoreFor(pod, change) ? 'Queue' : 'QueueSkip';
}

function hasMoreFor(pod: PodInfo, { oldObject, newObject }: NodeChange): boolean {
  if (oldObject === undefined || newObject === undefined) return false;
  const before = nodeInfoOf(oldObject).allocatable;
  const after = nodeInfoOf(newObject).allocatable;
  if (after.allowedPodNumber > before.allowedPodNumber) return true;
  return resourceNames(pod.requests).some(
    (name) => amountOf(pod.requests, name) > 0 && amountOf(after, name) > amountOf(before, name),
  );
}

function resourceNames(...resources: readonly Resource[]): readonly string[] {
  const extended = resources.flatMap((resource) => [...resource.scalarResources.keys()]);
  return ['cpu', 'memory', 'ephemeral-storage', ...extended];
}

function amountOf(resource: Resource, name: string): number {
  switch (name) {
    case 'cpu':
      return resource.milliCPU;
    case 'memory':
      return resource.memory;
    case 'ephemeral-storage':
      return resource.ephemeralStorage;
    default:
      return scalarAmount(resource, name);
  }
}
