/**
 * Hard spreading: how many matching pods each topology value has, and whether one more would skew them too much.
 *
 * Upstream: pkg/scheduler/framework/plugins/podtopologyspread/filtering.go (v1.37). The minimum is kept beside the counts;
 * upstream keeps two "critical paths" to the same end.
 */
import { stateKey } from '../../framework/cycle-state.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { SpreadConstraint } from './constraints.ts';
import { countMatchingPods, hasAllTopologyKeys, includesNode, matchesConstraint } from './constraints.ts';

interface DomainCounts {
  readonly constraint: SpreadConstraint;
  /** Matching pods by topology value. A value whose nodes are all excluded has no entry. */
  readonly byValue: ReadonlyMap<string, number>;
  readonly minimum: number;
  /** 1 if the pod itself will be counted where it lands. */
  readonly self: number;
}

export type SpreadState = readonly DomainCounts[];
export const SPREAD_STATE = stateKey<SpreadState>('PreFilterPodTopologySpread');

export function computeSpreadState(
  pod: PodInfo,
  constraints: readonly SpreadConstraint[],
  nodes: readonly NodeInfo[],
): SpreadState {
  const eligible = nodes.filter((node) => hasAllTopologyKeys(node.labels, constraints));
  return constraints.map((constraint) => {
    const byValue = new Map<string, number>();
    for (const node of eligible) {
      if (!includesNode(constraint, pod, node)) continue;
      const value = node.labels[constraint.topologyKey] ?? '';
      byValue.set(value, (byValue.get(value) ?? 0) + countMatchingPods(node, constraint, pod.namespace));
    }
    const self = matchesConstraint(constraint, pod.labels) ? 1 : 0;
    return { constraint, byValue, self, minimum: minimumOf(constraint, byValue) };
  });
}

/** The counts as if `other` had come to the node (`delta` 1) or gone from it (-1). */
export function withSpreadChange(
  spread: SpreadState,
  pod: PodInfo,
  other: PodInfo,
  node: NodeInfo,
  delta: 1 | -1,
): SpreadState {
  if (other.namespace !== pod.namespace) return spread;
  if (
    !hasAllTopologyKeys(
      node.labels,
      spread.map((counts) => counts.constraint),
    )
  )
    return spread;
  return spread.map((counts) => {
    const { constraint } = counts;
    if (!matchesConstraint(constraint, other.labels) || !includesNode(constraint, pod, node)) return counts;
    const byValue = new Map(counts.byValue);
    const value = node.labels[constraint.topologyKey] ?? '';
    byValue.set(value, (byValue.get(value) ?? 0) + delta);
    return { ...counts, byValue, minimum: minimumOf(constraint, byValue) };
  });
}

export type SpreadVerdict = 'fits' | 'missing-label' | 'skewed';

export function spreadVerdict(spread: SpreadState, node: NodeInfo): SpreadVerdict {
  for (const { constraint, byValue, minimum, self } of spread) {
    const value = node.labels[constraint.topologyKey];
    if (value === undefined) return 'missing-label';
    if ((byValue.get(value) ?? 0) + self - minimum > constraint.maxSkew) return 'skewed';
  }
  return 'fits';
}

/** With fewer values than `minDomains`, the missing ones count as empty. */
function minimumOf(constraint: SpreadConstraint, byValue: ReadonlyMap<string, number>): number {
  if (byValue.size < constraint.minDomains) return 0;
  let minimum = Number.MAX_SAFE_INTEGER;
  for (const count of byValue.values()) if (count < minimum) minimum = count;
  return minimum;
}
