/**
 * Preferred inter-pod terms of the pod and of its neighbours, summed by topology value.
 *
 * Upstream: pkg/scheduler/framework/plugins/interpodaffinity/scoring.go (v1.37). Attraction is mutual: a running pod that
 * requires or prefers the company of this pod counts too.
 */
import type { AffinityTerm, TermTarget } from '../../framework/affinity-term.ts';
import { matchesTerm } from '../../framework/affinity-term.ts';
import { stateKey } from '../../framework/cycle-state.ts';
import type { Listers } from '../../framework/listers.ts';
import { MAX_NODE_SCORE } from '../../framework/normalize-score.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { Snapshot } from '../../framework/snapshot.ts';
import type { TopologyCounts } from './topology-counts.ts';
import { countAt, TopologyCounter } from './topology-counts.ts';

/** What a required affinity term of a running pod is worth to a pod that it wants near. */
const HARD_POD_AFFINITY_WEIGHT = 1;

export const AFFINITY_SCORE_STATE = stateKey<TopologyCounts>('PreScoreInterPodAffinity');

/** Undefined when no term of anybody matches: there is nothing to score. */
export function computeAffinityScores(
  pod: PodInfo,
  snapshot: Snapshot,
  listers: Listers,
): TopologyCounts | undefined {
  const counter = new TopologyCounter();
  const hasPreferences = pod.preferredAffinityTerms.length > 0 || pod.preferredAntiAffinityTerms.length > 0;
  for (const node of hasPreferences ? snapshot.nodes : snapshot.nodesWithAffinity) {
    for (const other of hasPreferences ? node.pods : node.podsWithAffinity) {
      for (const { term, target, weight } of pulls(pod, other)) {
        if (matchesTerm(term, target, listers.namespaceLabels))
          counter.add(term.topologyKey, node.labels, weight);
      }
    }
  }
  return counter.touched ? counter.build() : undefined;
}

export function affinityScore(scores: TopologyCounts, node: NodeInfo): number {
  let sum = 0;
  for (const [key] of scores) sum += countAt(scores, key, node.labels);
  return sum;
}

/** Stretches the scores over 0..100. Equal scores all become 0. */
export function normalizeAffinityScores(scores: readonly number[]): readonly number[] {
  const min = scores.reduce((a, b) => (b < a ? b : a), Number.MAX_SAFE_INTEGER);
  const max = scores.reduce((a, b) => (b > a ? b : a), Number.MIN_SAFE_INTEGER);
  if (max <= min) return scores.map(() => 0);
  // The fraction is taken first, as upstream does: the other order can round differently.
  return scores.map((score) => Math.trunc(MAX_NODE_SCORE * ((score - min) / (max - min))));
}

interface Pull {
  readonly term: AffinityTerm;
  readonly target: TermTarget;
  readonly weight: number;
}

function pulls(pod: PodInfo, other: PodInfo): readonly Pull[] {
  return [
    ...pod.preferredAffinityTerms.map((term) => ({ term, target: other, weight: term.weight })),
    ...pod.preferredAntiAffinityTerms.map((term) => ({ term, target: other, weight: -term.weight })),
    ...other.requiredAffinityTerms.map((term) => ({ term, target: pod, weight: HARD_POD_AFFINITY_WEIGHT })),
    ...other.preferredAffinityTerms.map((term) => ({ term, target: pod, weight: term.weight })),
    ...other.preferredAntiAffinityTerms.map((term) => ({ term, target: pod, weight: -term.weight })),
  ];
}
