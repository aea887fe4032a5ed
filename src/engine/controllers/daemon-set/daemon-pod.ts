/**
 * The pod a DaemonSet makes for a node, and the nodes that should have one.
 *
 * **Upstream:** pkg/controller/daemon/util/daemonset_util.go and daemon_controller.go NodeShouldRunDaemonPod (v1.37).
 */
import type { DaemonSet } from '../../api/apps-v1.ts';
import type { Node } from '../../api/core-v1.ts';
import type { Affinity, Pod, PodSpec, PodTemplateSpec, Toleration } from '../../api/core-v1-pod.ts';
import {
  ControllerRevisionHashLabelKey,
  DeprecatedTemplateGeneration,
  TaintNodeDiskPressure,
  TaintNodeMemoryPressure,
  TaintNodeNetworkUnavailable,
  TaintNodeNotReady,
  TaintNodePIDPressure,
  TaintNodeUnreachable,
  TaintNodeUnschedulable,
} from '../../api/well-known.ts';
import { fitsNodeSelection } from '../control/node-selection.ts';
import { tolerates } from '../control/taints.ts';

const TEMPLATE_GENERATION_LABEL = 'pod-template-generation';
const NODE_NAME_FIELD = 'metadata.name';

const AUTOMATIC_TOLERATIONS: readonly Toleration[] = [
  { key: TaintNodeNotReady, operator: 'Exists', effect: 'NoExecute' },
  { key: TaintNodeUnreachable, operator: 'Exists', effect: 'NoExecute' },
  { key: TaintNodeDiskPressure, operator: 'Exists', effect: 'NoSchedule' },
  { key: TaintNodeMemoryPressure, operator: 'Exists', effect: 'NoSchedule' },
  { key: TaintNodePIDPressure, operator: 'Exists', effect: 'NoSchedule' },
  { key: TaintNodeUnschedulable, operator: 'Exists', effect: 'NoSchedule' },
];
const NETWORK_TOLERATION: Toleration = {
  key: TaintNodeNetworkUnavailable,
  operator: 'Exists',
  effect: 'NoSchedule',
};

/** The template's tolerations and the ones every daemon pod gets. */
export function daemonTolerations(spec: PodSpec): readonly Toleration[] {
  const automatic =
    spec.hostNetwork === true ? [...AUTOMATIC_TOLERATIONS, NETWORK_TOLERATION] : AUTOMATIC_TOLERATIONS;
  const own = spec.tolerations ?? [];
  const missing = automatic.filter(
    (one) =>
      !own.some(
        (other) => other.key === one.key && other.effect === one.effect && other.operator === one.operator,
      ),
  );
  return [...own, ...missing];
}

export interface Eligibility {
  readonly shouldRun: boolean;
  readonly mayContinue: boolean;
}

/** Why a node should not run a pod of the DaemonSet, for people; empty when it should. Follows {@link nodeEligibility}. */
export function whyNotEligible(daemonSet: DaemonSet, node: Node): string {
  const { spec } = daemonSet.spec.template;
  if ((spec.nodeName ?? '') !== '' && spec.nodeName !== node.metadata.name)
    return `the template names node ${spec.nodeName}`;
  const labels = node.metadata.labels ?? {};
  const missing = Object.entries(spec.nodeSelector ?? {}).find(([key, value]) => labels[key] !== value);
  if (missing !== undefined) return `it has no label ${missing.join('=')}`;
  if (!fitsNodeSelection(spec, node)) return 'the node affinity does not match it';
  const tolerations = daemonTolerations(spec);
  const taint = (node.spec.taints ?? []).find(
    (one) =>
      one.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, one)),
  );
  return taint === undefined ? '' : `its taint ${taint.key}:${taint.effect} is not tolerated`;
}

/** Resources, ports, readiness and cordon do not matter: only node name, node selection and taints. */
export function nodeEligibility(daemonSet: DaemonSet, node: Node): Eligibility {
  const { spec } = daemonSet.spec.template;
  const named = (spec.nodeName ?? '') === '' || spec.nodeName === node.metadata.name;
  if (!named || !fitsNodeSelection(spec, node)) return { shouldRun: false, mayContinue: false };
  const tolerations = daemonTolerations(spec);
  const untolerated = (node.spec.taints ?? []).filter(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerations.some((one) => tolerates(one, taint)),
  );
  return {
    shouldRun: untolerated.length === 0,
    mayContinue: !untolerated.some(({ effect }) => effect === 'NoExecute'),
  };
}

/** The template for a pod of this revision on this node. The scheduler binds it: its affinity leaves only the one node. */
export function daemonPodTemplate(daemonSet: DaemonSet, hash: string, nodeName: string): PodTemplateSpec {
  const { template } = daemonSet.spec;
  const generation = templateGeneration(daemonSet);
  const labels = {
    ...template.metadata?.labels,
    [ControllerRevisionHashLabelKey]: hash,
    ...(generation === undefined ? {} : { [TEMPLATE_GENERATION_LABEL]: generation }),
  };
  const spec = {
    ...template.spec,
    tolerations: daemonTolerations(template.spec),
    affinity: withNodeName(template.spec.affinity, nodeName),
  };
  return { metadata: { ...template.metadata, labels }, spec };
}

export function templateGeneration(daemonSet: DaemonSet): string | undefined {
  return daemonSet.metadata.annotations?.[DeprecatedTemplateGeneration];
}

function withNodeName(affinity: Affinity | undefined, nodeName: string): Affinity {
  const nodeSelectorTerms = [
    { matchFields: [{ key: NODE_NAME_FIELD, operator: 'In' as const, values: [nodeName] }] },
  ];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
    },
  };
}

/** The node a daemon pod is on or meant for. */
export function targetNode(pod: Pod): string {
  const { nodeName = '', affinity } = pod.spec;
  if (nodeName !== '') return nodeName;
  const terms =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const fields = terms.flatMap((term) => term.matchFields ?? []);
  return fields.find(({ key, operator }) => key === NODE_NAME_FIELD && operator === 'In')?.values?.[0] ?? '';
}

/** Of the present revision, by hash or by the older template generation. */
export function isUpdated(daemonSet: DaemonSet, pod: Pod, hash: string): boolean {
  const labels = pod.metadata.labels ?? {};
  const generation = templateGeneration(daemonSet);
  const byGeneration = generation !== undefined && labels[TEMPLATE_GENERATION_LABEL] === generation;
  return labels[ControllerRevisionHashLabelKey] === hash || byGeneration;
}
