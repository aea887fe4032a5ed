/**
 * Rules of Deployments, ReplicaSets, StatefulSets and DaemonSets.
 *
 * Upstream: pkg/apis/apps/validation/validation.go (v1.37).
 */
import { deepEqual, type Json } from '../../../base/json.ts';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../apps-v1.ts';
import type { ReplicationController } from '../core-v1.ts';
import type { PodTemplateSpec } from '../core-v1-pod.ts';
import { percentOf, scaledValue } from '../int-or-string.ts';
import type { LabelSelector } from '../meta-v1.ts';
import type { IntOrString } from '../scalars.ts';
import { matchesLabelSelector } from '../selectors.ts';
import {
  forbidden,
  invalid,
  noErrors,
  notNegative,
  notSupported,
  oneOf,
  required,
  type FieldErrors,
} from './field-error.ts';
import { internalForm, jsonOf } from './internal-form.ts';
import { checkAnnotations, checkLabels } from './metadata.ts';
import { checkPodSpec } from './pod-spec.ts';
import { checkLabelSelector } from './selector-rules.ts';

/** The template inside a workload, with its labels. */
export function checkTemplate(
  template: PodTemplateSpec | undefined,
  path: string,
  extraVolumes: readonly string[] = [],
): FieldErrors {
  return [
    ...checkLabels(template?.metadata?.labels, `${path}.labels`),
    ...checkAnnotations(template?.metadata?.annotations, `${path}.annotations`),
    ...checkPodSpec(template?.spec ?? { containers: [] }, `${path}.spec`, { isTemplate: true, extraVolumes }),
  ];
}

const isEmptySelector = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;

function checkSelector(selector: LabelSelector | undefined, kind: string): FieldErrors {
  if (selector === undefined) return [required('spec.selector')];
  const problems = checkLabelSelector(selector, 'spec.selector');
  if (!isEmptySelector(selector)) return problems;
  return [...problems, invalid('spec.selector', {}, `empty selector is invalid for ${kind}`)];
}

/** The selector must pick the pods of the template. */
export function checkTemplateLabels(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec | undefined,
): FieldErrors {
  const labels = template?.metadata?.labels;
  if (selector !== undefined && isEmptySelector(selector)) return noErrors;
  if (matchesLabelSelector(selector, labels)) return noErrors;
  const detail = '`selector` does not match template `labels`';
  return [invalid('spec.template.metadata.labels', labels ?? null, detail)];
}

/** Pods of these kinds always restart, and live until someone deletes them. */
function checkLongRunning(template: PodTemplateSpec | undefined, kind: string): FieldErrors {
  const path = 'spec.template.spec';
  const { restartPolicy, activeDeadlineSeconds } = template?.spec ?? {};
  return [
    ...(restartPolicy === undefined || restartPolicy === 'Always'
      ? []
      : [notSupported(`${path}.restartPolicy`, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [forbidden(`${path}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`)]),
  ];
}

function hasBadOperator(selector: LabelSelector | undefined): boolean {
  const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
  return (selector?.matchExpressions ?? []).some((one) => !operators.includes(one.operator));
}

interface WorkloadSpec {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
}

/** An unreadable selector is said once more and stops the comparison with the labels. */
function checkSelectorAndTemplate(
  spec: WorkloadSpec,
  templateName: string,
  extraVolumes: readonly string[] = [],
): FieldErrors {
  const { selector, template } = spec;
  const unreadable = hasBadOperator(selector);
  return [
    ...(unreadable
      ? [invalid('spec.selector', jsonOf(selector), 'invalid label selector')]
      : checkTemplateLabels(selector, template)),
    ...(unreadable ? [] : checkTemplate(template, 'spec.template', extraVolumes)),
    ...(unreadable ? [] : checkLongRunning(template, templateName)),
  ];
}

export function checkDeployment({ spec }: Deployment): FieldErrors {
  const { replicas, minReadySeconds, revisionHistoryLimit, progressDeadlineSeconds } = spec;
  const late = progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= (minReadySeconds ?? 0);
  return [
    ...notNegative('spec.replicas', replicas),
    ...checkSelector(spec.selector, 'deployment'),
    ...checkSelectorAndTemplate(spec, 'ReplicaSet'),
    ...checkDeploymentStrategy(spec.strategy ?? {}, 'spec.strategy'),
    ...notNegative('spec.minReadySeconds', minReadySeconds),
    ...notNegative('spec.revisionHistoryLimit', revisionHistoryLimit),
    ...notNegative('spec.progressDeadlineSeconds', progressDeadlineSeconds),
    ...(late
      ? [
          invalid(
            'spec.progressDeadlineSeconds',
            progressDeadlineSeconds,
            'must be greater than minReadySeconds',
          ),
        ]
      : []),
  ];
}

function checkDeploymentStrategy(
  strategy: NonNullable<Deployment['spec']['strategy']>,
  path: string,
): FieldErrors {
  const { type, rollingUpdate } = strategy;
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return rollingUpdate === undefined ? noErrors : [forbidden(`${path}.rollingUpdate`, detail)];
  }
  if (type !== 'RollingUpdate') {
    return [notSupported(path, internalForm('DeploymentStrategy', strategy), ['Recreate', 'RollingUpdate'])];
  }
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  const at = `${path}.rollingUpdate`;
  const stuck = isZero(maxUnavailable) && isZero(maxSurge);
  return [
    ...checkIntOrPercent(maxUnavailable, `${at}.maxUnavailable`),
    ...checkIntOrPercent(maxSurge, `${at}.maxSurge`),
    ...(stuck ? [invalid(`${at}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')] : []),
    ...checkAtMost100Percent(maxUnavailable, `${at}.maxUnavailable`),
  ];
}

const isZero = (value: IntOrString): boolean => scaledValue(value, 100, 'up') === 0;

const percentText =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

export function checkIntOrPercent(value: IntOrString | undefined, path: string): FieldErrors {
  if (value === undefined) return noErrors;
  if (typeof value === 'number') return notNegative(path, value);
  return /^\d+%$/.test(value) ? noErrors : [invalid(path, value, percentText)];
}

export function checkAtMost100Percent(value: IntOrString | undefined, path: string): FieldErrors {
  return value !== undefined && (percentOf(value) ?? 0) > 100
    ? [invalid(path, value, 'must not be greater than 100%')]
    : noErrors;
}

export function checkReplicaSet({ spec }: ReplicaSet): FieldErrors {
  return [
    ...notNegative('spec.replicas', spec.replicas),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    // Upstream calls it a deployment here too.
    ...checkSelector(spec.selector, 'deployment'),
    ...checkSelectorAndTemplate(spec, 'ReplicaSet'),
  ];
}

export function checkReplicationController({ spec }: ReplicationController): FieldErrors {
  const selector = spec.selector ?? {};
  const template = spec.template;
  return [
    ...(Object.keys(selector).length === 0 ? [required('spec.selector')] : []),
    ...notNegative('spec.replicas', spec.replicas),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...(template === undefined
      ? [required('spec.template')]
      : [
          ...checkTemplateLabels({ matchLabels: selector }, template),
          ...checkTemplate(template, 'spec.template'),
          ...checkLongRunning(template, 'ReplicationController'),
        ]),
  ];
}

export function checkDaemonSet({ spec }: DaemonSet): FieldErrors {
  return [
    ...checkSelector(spec.selector, 'daemonset'),
    ...checkSelectorAndTemplate(spec, 'DaemonSet'),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...checkDaemonStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy'),
    ...notNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
  ];
}

function checkDaemonStrategy(
  strategy: NonNullable<DaemonSet['spec']['updateStrategy']>,
  path: string,
): FieldErrors {
  if (strategy.type === 'OnDelete') return noErrors;
  if (strategy.type !== 'RollingUpdate') {
    const shown = internalForm('DaemonSetUpdateStrategy', strategy);
    return [notSupported(path, shown, ['RollingUpdate', 'OnDelete'])];
  }
  const { maxUnavailable = 0, maxSurge = 0 } = strategy.rollingUpdate ?? {};
  const at = `${path}.rollingUpdate`;
  const both = !isZero(maxUnavailable) && !isZero(maxSurge);
  return [
    ...checkIntOrPercent(maxUnavailable, `${at}.maxUnavailable`),
    ...checkAtMost100Percent(maxUnavailable, `${at}.maxUnavailable`),
    ...checkIntOrPercent(maxSurge, `${at}.maxSurge`),
    ...checkAtMost100Percent(maxSurge, `${at}.maxSurge`),
    ...(both ? [invalid(`${at}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero')] : []),
    ...(isZero(maxUnavailable) && isZero(maxSurge)
      ? [required(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')]
      : []),
  ];
}

export function checkStatefulSet({ spec }: StatefulSet): FieldErrors {
  const claims = (spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata?.name ?? '');
  return [
    ...checkManagement(spec),
    ...checkStatefulStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy'),
    ...checkRetention(spec),
    ...notNegative('spec.replicas', spec.replicas),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...notNegative('spec.ordinals.start', spec.ordinals?.start),
    ...checkSelector(spec.selector, 'statefulset'),
    ...checkSelectorAndTemplate(spec, 'StatefulSet', claims),
  ];
}

function checkManagement(spec: StatefulSet['spec']): FieldErrors {
  const policy: string = spec.podManagementPolicy ?? '';
  if (policy === '') return [required('spec.podManagementPolicy')];
  return policy === 'OrderedReady' || policy === 'Parallel'
    ? noErrors
    : [invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")];
}

function checkStatefulStrategy(
  strategy: NonNullable<StatefulSet['spec']['updateStrategy']>,
  path: string,
): FieldErrors {
  const { rollingUpdate } = strategy;
  const type: string = strategy.type ?? '';
  const at = `${path}.rollingUpdate`;
  if (type === '') return [required(path)];
  if (type === 'OnDelete') {
    const detail = "only allowed for updateStrategy 'RollingUpdate'";
    const shown = internalForm('RollingUpdateStatefulSetStrategy', rollingUpdate ?? {});
    return rollingUpdate === undefined ? noErrors : [invalid(at, shown, detail)];
  }
  if (type !== 'RollingUpdate') {
    const shown = internalForm('StatefulSetUpdateStrategy', strategy);
    return [invalid(path, shown, "must be 'RollingUpdate' or 'OnDelete'")];
  }
  return [
    ...notNegative(`${at}.partition`, rollingUpdate?.partition),
    ...checkIntOrPercent(rollingUpdate?.maxUnavailable, `${at}.maxUnavailable`),
    ...(rollingUpdate?.maxUnavailable === 0 ? [invalid(`${at}.maxUnavailable`, 0, 'cannot be 0')] : []),
    ...checkAtMost100Percent(rollingUpdate?.maxUnavailable ?? 0, `${at}.maxUnavailable`),
  ];
}

function checkRetention(spec: StatefulSet['spec']): FieldErrors {
  const path = 'spec.persistentVolumeClaimRetentionPolicy';
  const policy = spec.persistentVolumeClaimRetentionPolicy;
  return (['whenDeleted', 'whenScaled'] as const).flatMap((name) =>
    oneOf(`${path}.${name}`, policy?.[name], ['Retain', 'Delete']),
  );
}

export function checkSelectorUnchanged(next: WorkloadSpec, old: WorkloadSpec): FieldErrors {
  return checkFixed('spec.selector', jsonOf(next.selector), jsonOf(old.selector));
}

export function checkFixed(path: string, next: Json | undefined, old: Json | undefined): FieldErrors {
  return deepEqual(next, old) ? noErrors : [invalid(path, next ?? null, 'field is immutable')];
}

export function checkStatefulSetUpdate(next: StatefulSet, old: StatefulSet): FieldErrors {
  const claims = (set: StatefulSet): Json => jsonOf(set.spec.volumeClaimTemplates ?? []);
  const claimErrors = deepEqual(claims(next), claims(old))
    ? noErrors
    : [invalid('spec.volumeClaimTemplates', claimForms(next), 'field is immutable')];
  return [
    ...checkFixed('spec.serviceName', next.spec.serviceName ?? '', old.spec.serviceName ?? ''),
    ...checkFixed('spec.podManagementPolicy', next.spec.podManagementPolicy, old.spec.podManagementPolicy),
    ...checkSelectorUnchanged(next.spec, old.spec),
    ...claimErrors,
  ];
}

/** Upstream embeds the tagged metadata and leaves the rest in internal form. */
function claimForms(set: StatefulSet): Json {
  const forms = (set.spec.volumeClaimTemplates ?? []).map((claim) => ({
    ...claim.metadata,
    Spec: internalForm('PersistentVolumeClaimSpec', claim.spec),
    Status: internalForm('PersistentVolumeClaimStatus', claim.status ?? {}),
  }));
  return jsonOf(forms);
}
