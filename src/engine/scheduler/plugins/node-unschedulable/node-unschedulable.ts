/**
 * Rejects cordoned nodes, unless the pod tolerates the taint that stands for cordoning.
 *
 * Upstream: pkg/scheduler/framework/plugins/nodeunschedulable (v1.37). It reads `spec.unschedulable`, so it acts before the
 * node lifecycle controller has added the taint.
 */
import type { Node, Taint } from '../../../api/core-v1.ts';
import { TaintNodeUnschedulable } from '../../../api/well-known.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import { isPodChange } from '../../framework/cluster-event.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { FilterPlugin, QueueingHint } from '../../framework/plugin.ts';
import { unresolvable } from '../../framework/status.ts';
import { isTolerated, tolerationsText } from '../../framework/tolerations.ts';

const NAME = 'NodeUnschedulable';
const REJECTED = unresolvable(NAME, 'node(s) were unschedulable');
const UNSCHEDULABLE_TAINT: Taint = { key: TaintNodeUnschedulable, effect: 'NoSchedule' };

export const nodeUnschedulable: FilterPlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'Node', actions: ['Add', 'UpdateNodeTaint'], hint: afterNodeChange },
    { resource: 'UnscheduledPod', actions: ['UpdatePodToleration'], hint: afterTolerationChange },
  ],
  filterKey: ({ pod }) => tolerationsText(pod),
  filter({ pod }, _state, node) {
    return isCordonedFor(pod, node.node) ? REJECTED : undefined;
  },
};

function isCordonedFor(pod: PodInfo, node: Node): boolean {
  return (
    node.spec.unschedulable === true && !isTolerated(pod.pod.spec.tolerations ?? [], UNSCHEDULABLE_TAINT)
  );
}

function afterNodeChange(_pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'Node' || change.newObject === undefined) return 'QueueSkip';
  const wasOpen = change.oldObject !== undefined && change.oldObject.spec.unschedulable !== true;
  return change.newObject.spec.unschedulable !== true && !wasOpen ? 'Queue' : 'QueueSkip';
}

function afterTolerationChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (!isPodChange(change) || change.newObject?.metadata.uid !== pod.uid) return 'QueueSkip';
  return isTolerated(change.newObject.spec.tolerations ?? [], UNSCHEDULABLE_TAINT) ? 'Queue' : 'QueueSkip';
}
