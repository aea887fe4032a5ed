/**
 * Rejects nodes where another pod already holds a host port that this pod wants.
 *
 * Upstream: pkg/scheduler/framework/plugins/nodeports (v1.37). A port clashes on the same protocol and number when the
 * addresses are equal or one of them is `0.0.0.0`.
 */
import type { ClusterChange } from '../../framework/cluster-event.ts';
import { isPodChange } from '../../framework/cluster-event.ts';
import type { HostPort, PodInfo } from '../../framework/pod-info.ts';
import { podInfoOf } from '../../framework/pod-info.ts';
import type { FilterPlugin, PreFilterPlugin, QueueingHint } from '../../framework/plugin.ts';
import { skip, unschedulable } from '../../framework/status.ts';

const NAME = 'NodePorts';
const REJECTED = unschedulable(NAME, "node(s) didn't have free ports for the requested pod ports");

export const nodePorts: PreFilterPlugin & FilterPlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'AssignedPod', actions: ['Delete'], hint: afterPodDeletion },
    { resource: 'Node', actions: ['Add'] },
  ],
  preFilter({ pod }) {
    return pod.hostPorts.length === 0 ? { status: skip(NAME) } : {};
  },
  filter({ pod }, _state, node) {
    return portsClash(pod.hostPorts, node.usedPorts) ? REJECTED : undefined;
  },
};

function portsClash(wanted: readonly HostPort[], used: readonly HostPort[]): boolean {
  return wanted.some((a) => used.some((b) => clash(a, b)));
}

function clash(a: HostPort, b: HostPort): boolean {
  if (a.protocol !== b.protocol || a.hostPort !== b.hostPort) return false;
  return a.hostIP === b.hostIP || a.hostIP === '0.0.0.0' || b.hostIP === '0.0.0.0';
}

function afterPodDeletion(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (!isPodChange(change) || change.oldObject === undefined) return 'QueueSkip';
  return portsClash(pod.hostPorts, podInfoOf(change.oldObject).hostPorts) ? 'Queue' : 'QueueSkip';
}
