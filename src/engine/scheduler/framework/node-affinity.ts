/**
 * Whether a node satisfies a pod's `nodeSelector` and required node affinity.
 *
 * Upstream: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity (v1.37). Terms are alternatives, the
 * requirements inside one must all hold, and an empty term matches nothing.
 */
import type { Node } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../../api/core-v1-volume.ts';
import type { Labels } from '../../api/selectors.ts';
import { matchesRequirement } from '../../api/selectors.ts';

/** The part of a node that terms look at. */
export interface AffinityTarget {
  readonly name: string;
  readonly labels: Labels;
}

export function affinityTargetOf(node: Node): AffinityTarget {
  return { name: node.metadata.name, labels: node.metadata.labels ?? {} };
}

export function hasRequiredNodeAffinity(pod: Pod): boolean {
  return (
    Object.keys(pod.spec.nodeSelector ?? {}).length > 0 ||
    pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution !== undefined
  );
}

export function matchesRequiredNodeAffinity(pod: Pod, node: AffinityTarget): boolean {
  const { nodeSelector } = pod.spec;
  for (const key in nodeSelector) {
    if (node.labels[key] !== nodeSelector[key]) return false;
  }
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesNodeSelector(required, node);
}

export function matchesNodeSelector(selector: NodeSelector, node: AffinityTarget): boolean {
  return selector.nodeSelectorTerms.some((term) => matchesNodeSelectorTerm(term, node));
}

export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: AffinityTarget): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  const fieldValues = { 'metadata.name': node.name };
  return (
    expressions.every((requirement) => holds(requirement, node.labels)) &&
    fields.every((requirement) => holds(requirement, fieldValues))
  );
}

function holds({ key, operator, values }: NodeSelectorRequirement, labels: Labels): boolean {
  return matchesRequirement({ key, operator, values: values ?? [] }, labels);
}
