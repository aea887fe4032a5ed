/**
 * Node selectors and node affinity: required terms filter, preferred terms score.
 *
 * Upstream: pkg/scheduler/framework/plugins/nodeaffinity (v1.37). Terms that pin the pod to `metadata.name`, as a DaemonSet
 * does, leave only the named nodes to look at.
 */
import type { Pod, PreferredSchedulingTerm } from '../../../api/core-v1-pod.ts';
import type { NodeSelectorTerm } from '../../../api/core-v1-volume.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import {
  affinityTargetOf,
  hasRequiredNodeAffinity,
  matchesNodeSelectorTerm,
  matchesRequiredNodeAffinity,
} from '../../framework/node-affinity.ts';
import { defaultNormalizeScore } from '../../framework/normalize-score.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type {
  FilterPlugin,
  PreFilterPlugin,
  PreScorePlugin,
  QueueingHint,
  ScorePlugin,
} from '../../framework/plugin.ts';
import { skip, unresolvable } from '../../framework/status.ts';

const NAME = 'NodeAffinity';
const REJECTED = unresolvable(NAME, "node(s) didn't match Pod's node affinity/selector");
const CONFLICT = unresolvable(NAME, 'pod affinity terms conflict');

export const nodeAffinity: PreFilterPlugin & FilterPlugin & PreScorePlugin & ScorePlugin = {
  name: NAME,
  eventsToRegister: [{ resource: 'Node', actions: ['Add', 'UpdateNodeLabel'], hint: afterNodeChange }],
  preFilter({ pod }) {
    if (!hasRequiredNodeAffinity(pod.pod)) return { status: skip(NAME) };
    const names = namedNodes(pod.pod);
    if (names === undefined) return {};
    return names.length === 0 ? { status: CONFLICT } : { nodeNames: names };
  },
  filterKey: ({ pod }) => JSON.stringify([pod.spec.nodeSelector, pod.spec.affinity?.nodeAffinity]),
  filter({ pod }, _state, node) {
    return matchesRequiredNodeAffinity(pod.pod, node) ? undefined : REJECTED;
  },
  preScore({ pod }) {
    return preferredTerms(pod.pod).length === 0 ? skip(NAME) : undefined;
  },
  score({ pod }, _state, node) {
    return preferredTerms(pod.pod)
      .filter((term) => matchesNodeSelectorTerm(term.preference, node))
      .reduce((sum, term) => sum + term.weight, 0);
  },
  normalizeScore: (_context, _state, scores) => defaultNormalizeScore(scores, false),
};

/** The nodes that the required terms name, if every term names some; else undefined, which means any node. */
export function namedNodes(pod: Pod): readonly string[] | undefined {
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined || required.nodeSelectorTerms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of required.nodeSelectorTerms) {
    const named = namesOfTerm(term);
    if (named === undefined) return undefined;
    for (const name of named) names.add(name);
  }
  return [...names];
}

/** All `metadata.name` fields of a term must hold, so their values are intersected. */
function namesOfTerm(term: NodeSelectorTerm): readonly string[] | undefined {
  const lists = (term.matchFields ?? [])
    .filter((field) => field.key === 'metadata.name' && field.operator === 'In')
    .map((field) => field.values ?? []);
  const [first, ...others] = lists;
  return first?.filter((name) => others.every((list) => list.includes(name)));
}

function preferredTerms(pod: Pod): readonly PreferredSchedulingTerm[] {
  return pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
}

function afterNodeChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'Node' || change.newObject === undefined) return 'QueueSkip';
  const matched =
    change.oldObject !== undefined &&
    matchesRequiredNodeAffinity(pod.pod, affinityTargetOf(change.oldObject));
  const matches = matchesRequiredNodeAffinity(pod.pod, affinityTargetOf(change.newObject));
  return matches && !matched ? 'Queue' : 'QueueSkip';
}
