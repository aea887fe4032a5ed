/**
 * Does a node meet the node selector and required node affinity of a pod.
 *
 * **Upstream:** component-helpers/scheduling/corev1/nodeaffinity (v1.37).
 */
import type { Node } from '../../api/core-v1.ts';
import type { PodSpec } from '../../api/core-v1-pod.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../api/core-v1-volume.ts';
import { matchesRequirement } from '../../api/selectors.ts';
import type { Operator } from '../../api/selectors.ts';

export function fitsNodeSelection(spec: PodSpec, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  if (!Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value)) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(term, node));
}

/** Terms are alternatives; an empty one matches nothing. */
function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: Node): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const fields = { 'metadata.name': node.metadata.name };
  return (
    matchExpressions.every((one) => holds(one, node.metadata.labels ?? {})) &&
    matchFields.every((one) => holds(one, fields))
  );
}

function holds(
  { key, operator, values = [] }: NodeSelectorRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  return matchesRequirement({ key, operator: operator as Operator, values }, labels);
}
