/**
 * Required inter-pod terms: those of the pod itself, and the anti-affinity of pods that already run.
 *
 * Upstream: pkg/scheduler/framework/plugins/interpodaffinity/filtering.go (v1.37). All terms are counted once over the whole
 * cluster, by topology value; judging a node is then a few look-ups.
 */
import { matchesAllTerms, matchesTerm } from '../../framework/affinity-term.ts';
import { stateKey } from '../../framework/cycle-state.ts';
import type { Listers } from '../../framework/listers.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { Snapshot } from '../../framework/snapshot.ts';
import type { TopologyCounts } from './topology-counts.ts';
import { countAt, TopologyCounter } from './topology-counts.ts';

export interface AffinityState {
  /** Pods that match all affinity terms of the pod, once for each term. */
  readonly affinity: TopologyCounts;
  /** Pods that match an anti-affinity term of the pod. */
  readonly antiAffinity: TopologyCounts;
  /** Anti-affinity terms of running pods that match the pod. */
  readonly existingAntiAffinity: TopologyCounts;
}

export const AFFINITY_STATE = stateKey<AffinityState>('PreFilterInterPodAffinity');

export function computeAffinityState(pod: PodInfo, snapshot: Snapshot, listers: Listers): AffinityState {
  const counters = newCounters();
  const hasOwnTerms = pod.requiredAffinityTerms.length > 0 || pod.requiredAntiAffinityTerms.length > 0;
  for (const node of hasOwnTerms ? snapshot.nodes : []) {
    for (const other of node.pods) countOwnTerms(counters, pod, other, node, listers, 1);
  }
  for (const node of snapshot.nodesWithRequiredAntiAffinity) {
    for (const other of node.podsWithRequiredAntiAffinity)
      countExistingTerms(counters, pod, other, node, listers, 1);
  }
  return build(counters);
}

/** The counts as if `other` had come to the node (`delta` 1) or gone from it (-1). */
export function withAffinityChange(
  state: AffinityState,
  pod: PodInfo,
  other: PodInfo,
  node: NodeInfo,
  listers: Listers,
  delta: 1 | -1,
): AffinityState {
  const counters = newCounters(state);
  countOwnTerms(counters, pod, other, node, listers, delta);
  countExistingTerms(counters, pod, other, node, listers, delta);
  return build(counters);
}

export type AffinityVerdict = 'fits' | 'affinity' | 'anti-affinity' | 'existing-anti-affinity';

/** Which of the three rules fails first, in upstream's order. */
export function affinityVerdict(
  state: AffinityState,
  pod: PodInfo,
  node: NodeInfo,
  listers: Listers,
): AffinityVerdict {
  if (!satisfiesAffinity(state, pod, node, listers)) return 'affinity';
  const repelled = pod.requiredAntiAffinityTerms.some(
    (term) => countAt(state.antiAffinity, term.topologyKey, node.labels) > 0,
  );
  if (repelled) return 'anti-affinity';
  for (const [key] of state.existingAntiAffinity) {
    if (countAt(state.existingAntiAffinity, key, node.labels) > 0) return 'existing-anti-affinity';
  }
  return 'fits';
}

function satisfiesAffinity(state: AffinityState, pod: PodInfo, node: NodeInfo, listers: Listers): boolean {
  const terms = pod.requiredAffinityTerms;
  if (terms.some((term) => node.labels[term.topologyKey] === undefined)) return false;
  if (terms.every((term) => countAt(state.affinity, term.topologyKey, node.labels) > 0)) return true;
  // The first pod of a series that wants to be together has nobody to join, so it may begin anywhere.
  return state.affinity.size === 0 && matchesAllTerms(terms, pod, listers.namespaceLabels);
}

interface Counters {
  readonly affinity: TopologyCounter;
  readonly antiAffinity: TopologyCounter;
  readonly existingAntiAffinity: TopologyCounter;
}

function newCounters(state?: AffinityState): Counters {
  return {
    affinity: new TopologyCounter(state?.affinity),
    antiAffinity: new TopologyCounter(state?.antiAffinity),
    existingAntiAffinity: new TopologyCounter(state?.existingAntiAffinity),
  };
}

function build(counters: Counters): AffinityState {
  return {
    affinity: counters.affinity.build(),
    antiAffinity: counters.antiAffinity.build(),
    existingAntiAffinity: counters.existingAntiAffinity.build(),
  };
}

function countOwnTerms(
  counters: Counters,
  pod: PodInfo,
  other: PodInfo,
  node: NodeInfo,
  listers: Listers,
  delta: 1 | -1,
): void {
  if (matchesAllTerms(pod.requiredAffinityTerms, other, listers.namespaceLabels)) {
    for (const term of pod.requiredAffinityTerms) counters.affinity.add(term.topologyKey, node.labels, delta);
  }
  for (const term of pod.requiredAntiAffinityTerms) {
    if (matchesTerm(term, other, listers.namespaceLabels))
      counters.antiAffinity.add(term.topologyKey, node.labels, delta);
  }
}

function countExistingTerms(
  counters: Counters,
  pod: PodInfo,
  other: PodInfo,
  node: NodeInfo,
  listers: Listers,
  delta: 1 | -1,
): void {
  for (const term of other.requiredAntiAffinityTerms) {
    if (matchesTerm(term, pod, listers.namespaceLabels))
      counters.existingAntiAffinity.add(term.topologyKey, node.labels, delta);
  }
}
