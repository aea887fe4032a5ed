/**
 * Rejects nodes with a taint the pod does not tolerate, and prefers nodes with fewer `PreferNoSchedule` taints.
 *
 * Upstream: pkg/scheduler/framework/plugins/tainttoleration (v1.37). The reason no longer names the taint.
 */
import type { Taint } from '../../../api/core-v1.ts';
import type { Toleration } from '../../../api/core-v1-pod.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import { isPodChange } from '../../framework/cluster-event.ts';
import { stateKey, readState, writeState } from '../../framework/cycle-state.ts';
import { defaultNormalizeScore } from '../../framework/normalize-score.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { FilterPlugin, PreScorePlugin, QueueingHint, ScorePlugin } from '../../framework/plugin.ts';
import { unresolvable } from '../../framework/status.ts';
import { hasUntoleratedTaint, isTolerated, tolerationsText } from '../../framework/tolerations.ts';

const NAME = 'TaintToleration';
const REJECTED = unresolvable(NAME, 'node(s) had untolerated taint(s)');
const PREFERRED = stateKey<readonly Toleration[]>(`PreScore${NAME}`);

export const taintToleration: FilterPlugin & PreScorePlugin & ScorePlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'Node', actions: ['Add', 'UpdateNodeTaint'], hint: afterNodeChange },
    { resource: 'UnscheduledPod', actions: ['UpdatePodToleration'], hint: afterTolerationChange },
  ],
  filterKey: ({ pod }) => tolerationsText(pod),
  filter({ pod }, _state, node) {
    return hasUntoleratedTaint(node.taints, pod.pod.spec.tolerations ?? []) ? REJECTED : undefined;
  },
  preScore({ pod }, state) {
    const tolerations = pod.pod.spec.tolerations ?? [];
    writeState(
      state,
      PREFERRED,
      tolerations.filter(({ effect }) => !effect || effect === 'PreferNoSchedule'),
    );
    return undefined;
  },
  scoreKey: ({ pod }) => tolerationsText(pod.pod),
  score(_context, state, node) {
    return countIntolerable(node.taints, readState(state, PREFERRED) ?? []);
  },
  normalizeScore: (_context, _state, scores) => defaultNormalizeScore(scores, true),
};

function countIntolerable(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  return taints.filter((taint) => taint.effect === 'PreferNoSchedule' && !isTolerated(tolerations, taint))
    .length;
}

function afterNodeChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'Node' || change.newObject === undefined) return 'QueueSkip';
  const tolerations = pod.pod.spec.tolerations ?? [];
  const wasOpen =
    change.oldObject !== undefined && !hasUntoleratedTaint(change.oldObject.spec.taints ?? [], tolerations);
  const isOpen = !hasUntoleratedTaint(change.newObject.spec.taints ?? [], tolerations);
  return isOpen && !wasOpen ? 'Queue' : 'QueueSkip';
}

function afterTolerationChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  return isPodChange(change) && change.newObject?.metadata.uid === pod.uid ? 'Queue' : 'QueueSkip';
}
