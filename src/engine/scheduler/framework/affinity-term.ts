/**
 * One inter-pod (anti-)affinity term, ready to be matched against pods.
 *
 * Upstream: `AffinityTerm` of pkg/scheduler/framework/types.go (v1.37). The API server has already merged `matchLabelKeys`
 * and `mismatchLabelKeys` into the selector when the pod was created.
 */
import type { PodAffinityTerm, WeightedPodAffinityTerm } from '../../api/core-v1-pod.ts';
import type { LabelSelector } from '../../api/meta-v1.ts';
import { matchesLabelSelector } from '../../api/selectors.ts';
import type { Labels } from '../../api/selectors.ts';

export interface AffinityTerm {
  readonly namespaces: readonly string[];
  readonly namespaceSelector: LabelSelector | undefined;
  /** Undefined matches no pod. */
  readonly labelSelector: LabelSelector | undefined;
  readonly topologyKey: string;
}

export interface WeightedAffinityTerm extends AffinityTerm {
  readonly weight: number;
}

/** The part of a pod that terms look at. */
export interface TermTarget {
  readonly namespace: string;
  readonly labels: Labels;
}

/** `namespace` is the one of the pod that carries the term; it is meant when the term names none. */
export function affinityTermOf(namespace: string, term: PodAffinityTerm): AffinityTerm {
  const named = term.namespaces ?? [];
  return {
    namespaces: named.length === 0 && term.namespaceSelector === undefined ? [namespace] : named,
    namespaceSelector: term.namespaceSelector,
    labelSelector: term.labelSelector,
    topologyKey: term.topologyKey,
  };
}

export function weightedAffinityTermOf(
  namespace: string,
  term: WeightedPodAffinityTerm,
): WeightedAffinityTerm {
  return { ...affinityTermOf(namespace, term.podAffinityTerm), weight: term.weight };
}

export function matchesTerm(
  term: AffinityTerm,
  target: TermTarget,
  namespaceLabels: (name: string) => Labels,
): boolean {
  if (!matchesNamespace(term, target.namespace, namespaceLabels)) return false;
  return term.labelSelector !== undefined && matchesLabelSelector(term.labelSelector, target.labels);
}

/** False for an empty list: no terms match nothing. */
export function matchesAllTerms(
  terms: readonly AffinityTerm[],
  target: TermTarget,
  namespaceLabels: (name: string) => Labels,
): boolean {
  return terms.length > 0 && terms.every((term) => matchesTerm(term, target, namespaceLabels));
}

function matchesNamespace(
  term: AffinityTerm,
  namespace: string,
  namespaceLabels: (name: string) => Labels,
): boolean {
  if (term.namespaces.includes(namespace)) return true;
  return (
    term.namespaceSelector !== undefined &&
    matchesLabelSelector(term.namespaceSelector, namespaceLabels(namespace))
  );
}
