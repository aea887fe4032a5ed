/**
 * Which changes are worth a retry for a pod that PodTopologySpread rejected.
 *
 * Upstream: the hints of pkg/scheduler/framework/plugins/podtopologyspread/plugin.go (v1.37). They look at selectors and
 * topology keys only, so a retry they allow can well fail again.
 */
import type { Node } from '../../../api/core-v1.ts';
import type { Pod } from '../../../api/core-v1-pod.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import { isPodChange } from '../../framework/cluster-event.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { QueueingHint } from '../../framework/plugin.ts';
import type { SpreadConstraint } from './constraints.ts';
import { hasAllTopologyKeys, matchesConstraint, ownConstraints } from './constraints.ts';

/** A pod that some constraint counts came, went, or began or ceased to be counted. */
export function afterPodChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (!isPodChange(change)) return 'QueueSkip';
  const { oldObject, newObject } = change;
  if ((newObject ?? oldObject)?.metadata.namespace !== pod.namespace) return 'QueueSkip';
  const constraints = ownConstraints(pod, 'DoNotSchedule');
  const before = oldObject !== undefined && isCounted(oldObject, constraints);
  const after = newObject !== undefined && isCounted(newObject, constraints);
  return before !== after ? 'Queue' : 'QueueSkip';
}

/** A node that has all topology keys came or went, or its values or taints changed. */
export function afterNodeChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'Node') return 'QueueSkip';
  const constraints = ownConstraints(pod, 'DoNotSchedule');
  const before = isSpreadOver(change.oldObject, constraints);
  const after = isSpreadOver(change.newObject, constraints);
  if (before !== after) return 'Queue';
  if (!after) return 'QueueSkip';
  const moved = constraints.some(
    ({ topologyKey }) => labelOf(change.oldObject, topologyKey) !== labelOf(change.newObject, topologyKey),
  );
  return moved || change.actions.includes('UpdateNodeTaint') ? 'Queue' : 'QueueSkip';
}

function isCounted(pod: Pod, constraints: readonly SpreadConstraint[]): boolean {
  return constraints.some((constraint) => matchesConstraint(constraint, pod.metadata.labels ?? {}));
}

function isSpreadOver(node: Node | undefined, constraints: readonly SpreadConstraint[]): boolean {
  return node !== undefined && hasAllTopologyKeys(node.metadata.labels ?? {}, constraints);
}

function labelOf(node: Node | undefined, key: string): string | undefined {
  return node?.metadata.labels?.[key];
}
