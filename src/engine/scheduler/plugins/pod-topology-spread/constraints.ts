/**
 * The spread constraints that apply to a pod: its own, or the built-in ones for pods of a Service or a controller.
 *
 * Upstream: pkg/scheduler/framework/plugins/podtopologyspread/common.go (v1.37) and the default constraints of its
 * plugin.go with `defaultingType: System`.
 */
import type { TopologySpreadConstraint } from '../../../api/core-v1-pod.ts';
import type { LabelSelector } from '../../../api/meta-v1.ts';
import { matchesLabels, matchesLabelSelector } from '../../../api/selectors.ts';
import type { Labels } from '../../../api/selectors.ts';
import { LabelHostname, LabelTopologyZone } from '../../../api/well-known.ts';
import type { Listers } from '../../framework/listers.ts';
import { hasRequiredNodeAffinity, matchesRequiredNodeAffinity } from '../../framework/node-affinity.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { hasUntoleratedTaint } from '../../framework/tolerations.ts';

export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly minDomains: number;
  readonly honorNodeAffinity: boolean;
  readonly honorNodeTaints: boolean;
  /** All of them must match for a pod to be counted. */
  readonly selectors: readonly LabelSelector[];
}

type WhenUnsatisfiable = TopologySpreadConstraint['whenUnsatisfiable'];

export function ownConstraints(pod: PodInfo, kind: WhenUnsatisfiable): readonly SpreadConstraint[] {
  return (pod.pod.spec.topologySpreadConstraints ?? [])
    .filter((constraint) => constraint.whenUnsatisfiable === kind)
    .map((constraint) => ownConstraint(pod, constraint));
}

/** Soft constraints for pods without any of their own. A pod that nothing selects gets none. */
export function systemDefaultConstraints(pod: PodInfo, listers: Listers): readonly SpreadConstraint[] {
  const selectors = defaultSelectors(pod, listers);
  if (selectors.length === 0) return [];
  const shared = { minDomains: 1, honorNodeAffinity: true, honorNodeTaints: false, selectors };
  return [
    { ...shared, topologyKey: LabelHostname, maxSkew: 3 },
    { ...shared, topologyKey: LabelTopologyZone, maxSkew: 5 },
  ];
}

export function hasAllTopologyKeys(labels: Labels, constraints: readonly SpreadConstraint[]): boolean {
  return constraints.every((constraint) => labels[constraint.topologyKey] !== undefined);
}

export function matchesConstraint(constraint: SpreadConstraint, labels: Labels): boolean {
  return constraint.selectors.every((selector) => matchesLabelSelector(selector, labels));
}

/** Whether the pods of a node are to be counted at all, as far as the inclusion policies say. */
export function includesNode(constraint: SpreadConstraint, pod: PodInfo, node: NodeInfo): boolean {
  if (constraint.honorNodeAffinity && !matchesRequiredNodeAffinity(pod.pod, node)) return false;
  return !constraint.honorNodeTaints || !hasUntoleratedTaint(node.taints, pod.pod.spec.tolerations ?? []);
}

/** False when {@link includesNode} is true of every node. */
export function selectsNodes(constraint: SpreadConstraint, { pod }: PodInfo): boolean {
  return constraint.honorNodeTaints || (constraint.honorNodeAffinity && hasRequiredNodeAffinity(pod));
}

/** The last count on a node: pods of one controller are scheduled one after the other, and few nodes change in between. */
interface CountedPods {
  readonly namespace: string;
  readonly selectors: readonly LabelSelector[];
  readonly count: number;
}
const lastCounts = new WeakMap<NodeInfo, CountedPods>();

export function countMatchingPods(node: NodeInfo, constraint: SpreadConstraint, namespace: string): number {
  const { selectors } = constraint;
  const last = lastCounts.get(node);
  const isSame = last !== undefined && last.namespace === namespace && areSame(last.selectors, selectors);
  const count = isSame ? last.count : countPods(node, constraint, namespace);
  if (!isSame) lastCounts.set(node, { namespace, selectors, count });
  return count;
}

function areSame(a: readonly LabelSelector[], b: readonly LabelSelector[]): boolean {
  return a.length === b.length && a.every((selector, i) => selector === b[i]);
}

function countPods(node: NodeInfo, constraint: SpreadConstraint, namespace: string): number {
  let count = 0;
  for (const other of node.pods) {
    if (other.namespace === namespace && !other.terminating && matchesConstraint(constraint, other.labels))
      count += 1;
  }
  return count;
}

const MATCH_NOTHING: LabelSelector = {
  matchExpressions: [{ key: 'kubernetes.io/nothing', operator: 'In', values: [] }],
};

function ownConstraint(pod: PodInfo, constraint: TopologySpreadConstraint): SpreadConstraint {
  return {
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    minDomains: constraint.minDomains ?? 1,
    honorNodeAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
    honorNodeTaints: constraint.nodeTaintsPolicy === 'Honor',
    selectors: [
      constraint.labelSelector ?? MATCH_NOTHING,
      ...labelKeySelectors(pod, constraint.matchLabelKeys ?? []),
    ],
  };
}

function labelKeySelectors(pod: PodInfo, keys: readonly string[]): readonly LabelSelector[] {
  return keys.flatMap((key) => {
    const value = pod.labels[key];
    return value === undefined ? [] : [{ matchLabels: { [key]: value } }];
  });
}

const serviceSelectors = new WeakMap<Labels, LabelSelector>();

/** The same object for the same selector of a Service, so that counts can be recognised. */
function serviceSelector(matchLabels: Labels): LabelSelector {
  const known = serviceSelectors.get(matchLabels) ?? { matchLabels };
  serviceSelectors.set(matchLabels, known);
  return known;
}

/** Selectors of the Services that select the pod and of the controller that owns it. */
function defaultSelectors(pod: PodInfo, listers: Listers): readonly LabelSelector[] {
  const services = listers.services(pod.namespace).flatMap((service): readonly LabelSelector[] => {
    const selector = service.spec.selector;
    return selector !== undefined && matchesLabels(selector, pod.labels) ? [serviceSelector(selector)] : [];
  });
  const owner = pod.pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
  const controller = owner === undefined ? undefined : listers.controllerSelector(pod.namespace, owner);
  return controller === undefined ? services : [...services, controller];
}
