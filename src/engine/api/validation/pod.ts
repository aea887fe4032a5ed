/**
 * Rules of Pods: on create, and what an update may change.
 *
 * Upstream: ValidatePodCreate, ValidatePodUpdate, ValidatePodResize, ValidatePodEphemeralContainersUpdate in
 * pkg/apis/core/validation/validation.go (v1.37).
 * **Simplified:** node affinity of a gated pod may change freely, not only tighten.
 */
import { deepEqual, type JsonObject } from '../../../base/json.ts';
import type { Container, EphemeralContainer, Pod, PodSpec, Toleration } from '../core-v1-pod.ts';
import { qosClassOf } from '../qos.ts';
import { MirrorPodAnnotation } from '../well-known.ts';
import { checkEach, forbidden, invalid, noErrors, notFound, type FieldErrors } from './field-error.ts';
import { internalForm } from './internal-form.ts';
import { jsonDiff } from './json-diff.ts';
import { checkPodSpec } from './pod-spec.ts';

export function checkPod(pod: Pod): FieldErrors {
  return [
    ...checkMirror(pod),
    ...checkPodSpec(pod.spec, 'spec', { isTemplate: false }),
    ...checkNoEphemeral(pod.spec),
  ];
}

function checkNoEphemeral(spec: PodSpec): FieldErrors {
  const some = (spec.ephemeralContainers ?? []).length > 0;
  return some ? [forbidden('spec.ephemeralContainers', 'cannot be set on create')] : noErrors;
}

function checkMirror(pod: Pod): FieldErrors {
  const value = pod.metadata.annotations?.[MirrorPodAnnotation];
  if (value === undefined || (pod.spec.nodeName ?? '') !== '') return noErrors;
  const detail = 'must set spec.nodeName if mirror pod annotation is set';
  return [invalid(`metadata.annotations[${MirrorPodAnnotation}]`, value, detail)];
}

/** The rules of an update through the pod itself or one of its subresources. */
export function checkPodUpdate(next: Pod, old: Pod, subresource: string | undefined): FieldErrors {
  switch (subresource) {
    case 'status':
      return noErrors;
    case 'ephemeralcontainers':
      return checkEphemeralUpdate(next, old);
    case 'resize':
      return checkResize(next, old);
    default:
      return [
        ...checkPodSpec(next.spec, 'spec', { isTemplate: false }),
        ...checkSpecUpdate(next.spec, old.spec),
      ];
  }
}

const unchangeable =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n';

function checkSpecUpdate(next: PodSpec, old: PodSpec): FieldErrors {
  const counts = checkContainerCounts(next, old);
  if (counts.length > 0) return counts;
  const errors = [
    ...checkDeadline(next.activeDeadlineSeconds, old.activeDeadlineSeconds),
    ...checkGatesUpdate(next, old),
    ...checkTolerationsUpdate(next.tolerations ?? [], old.tolerations ?? []),
    ...checkGatedNodeSelector(next, old),
  ];
  if (errors.length > 0) return errors;
  const rest = withAllowedChanges(next, old);
  if (deepEqual(rest, old)) return noErrors;
  return [forbidden('spec', unchangeable + specDiff(old, rest))];
}

function checkContainerCounts(next: PodSpec, old: PodSpec): FieldErrors {
  return (['containers', 'initContainers'] as const)
    .filter((name) => (next[name] ?? []).length !== (old[name] ?? []).length)
    .map((name) => forbidden(`spec.${name}`, `pod updates may not add or remove ${name}`));
}

function checkDeadline(next: number | undefined, old: number | undefined): FieldErrors {
  const path = 'spec.activeDeadlineSeconds';
  if (next === undefined) {
    return old === undefined
      ? noErrors
      : [invalid(path, null, 'must not update from a positive integer to nil value')];
  }
  return old !== undefined && next > old
    ? [invalid(path, next, 'must be less than or equal to previous value')]
    : noErrors;
}

function checkGatesUpdate(next: PodSpec, old: PodSpec): FieldErrors {
  const known = (old.schedulingGates ?? []).map((gate) => gate.name);
  return checkEach('spec.schedulingGates', next.schedulingGates, ({ name }, at) =>
    known.includes(name)
      ? noErrors
      : [forbidden(`${at}.name`, `only deletion is allowed, but found new scheduling gate '${name}'`)],
  );
}

/** Old tolerations stay, except for their seconds; new ones may be added. */
function checkTolerationsUpdate(next: readonly Toleration[], old: readonly Toleration[]): FieldErrors {
  const same = (a: Toleration, b: Toleration): boolean =>
    deepEqual({ ...a, tolerationSeconds: 0 }, { ...b, tolerationSeconds: 0 });
  const kept = old.every((toleration) => next.some((one) => same(one, toleration)));
  if (kept) return noErrors;
  return [
    forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'),
  ];
}

const isGated = (spec: PodSpec): boolean => (spec.schedulingGates ?? []).length > 0;

function checkGatedNodeSelector(next: PodSpec, old: PodSpec): FieldErrors {
  if (!isGated(old)) return noErrors;
  const kept = Object.entries(old.nodeSelector ?? {}).every(
    ([key, value]) => next.nodeSelector?.[key] === value,
  );
  if (kept) return noErrors;
  const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return [invalid('spec.nodeSelector', next.nodeSelector ?? null, detail)];
}

/** The new spec with what may change put back to what it was. */
function withAllowedChanges(next: PodSpec, old: PodSpec): PodSpec {
  const grace = (old.terminationGracePeriodSeconds ?? 0) < 0 && next.terminationGracePeriodSeconds === 1;
  return withoutUndefined({
    ...next,
    containers: withImages(next.containers, old.containers) ?? [],
    initContainers: withImages(next.initContainers, old.initContainers),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    tolerations: old.tolerations,
    schedulingGates: old.schedulingGates,
    terminationGracePeriodSeconds: grace
      ? old.terminationGracePeriodSeconds
      : next.terminationGracePeriodSeconds,
    ...(isGated(old) ? { nodeSelector: old.nodeSelector, affinity: old.affinity } : {}),
  });
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

function withoutUndefined(spec: Loose<PodSpec>): PodSpec {
  const present: unknown = Object.fromEntries(
    Object.entries(spec).filter(([, value]) => value !== undefined),
  );
  return present as PodSpec;
}

function withImages(
  next: readonly Container[] | undefined,
  old: readonly Container[] | undefined,
): readonly Container[] | undefined {
  return next?.map((container, index) => {
    const { image: _image, ...rest } = container;
    const image = old?.[index]?.image;
    return image === undefined ? rest : { ...rest, image };
  });
}

function specDiff(old: PodSpec, next: PodSpec): string {
  return jsonDiff(internalForm('PodSpec', old), internalForm('PodSpec', next));
}

function checkEphemeralUpdate(next: Pod, old: Pod): FieldErrors {
  const path = 'spec.ephemeralContainers';
  const after = next.spec.ephemeralContainers ?? [];
  const added = checkEach(path, after, (container, at) => checkEphemeral(container, next.spec, at));
  const kept = (old.spec.ephemeralContainers ?? []).flatMap((before) => {
    const now = after.find((one) => one.name === before.name);
    if (now === undefined)
      return [forbidden(path, `existing ephemeral containers "${before.name}" may not be removed\n`)];
    if (deepEqual(now, before)) return [];
    const form = (container: EphemeralContainer): JsonObject => internalForm('EphemeralContainer', container);
    const diff = jsonDiff(form(before), form(now));
    return [forbidden(path, `existing ephemeral containers "${before.name}" may not be changed\n${diff}`)];
  });
  return [...added, ...kept];
}

const ephemeralForbidden = [
  'ports',
  'resources',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

function checkEphemeral(container: EphemeralContainer, spec: PodSpec, path: string): FieldErrors {
  const target = container.targetContainerName ?? '';
  const isEmpty = (value: unknown): boolean =>
    value === undefined || deepEqual(value, {}) || deepEqual(value, []);
  return [
    ...ephemeralForbidden
      .filter((name) => !isEmpty(container[name]))
      .map((name) => forbidden(`${path}.${name}`, 'cannot be set for an Ephemeral Container')),
    ...(target === '' || spec.containers.some((one) => one.name === target)
      ? []
      : [notFound(`${path}.targetContainerName`, target)]),
  ];
}

/** A resize may move requests and limits, but neither drop them nor change the QoS class. */
function checkResize(next: Pod, old: Pod): FieldErrors {
  const removed = checkEach('spec.containers', next.spec.containers, (container, at, index) =>
    (['requests', 'limits'] as const).flatMap((list) => {
      const before = Object.keys(old.spec.containers[index]?.resources?.[list] ?? {});
      const gone = before.some((name) => !Object.hasOwn(container.resources?.[list] ?? {}, name));
      return gone ? [forbidden(`${at}.resources.${list}`, `resource ${list} cannot be removed`)] : [];
    }),
  );
  const oldClass = qosClassOf(old.spec);
  const changed = qosClassOf(next.spec) !== oldClass;
  const qos = changed
    ? [invalid('spec', oldClass, 'Pod QOS Class may not change as a result of resizing')]
    : [];
  return [...checkPodSpec(next.spec, 'spec', { isTemplate: false }), ...qos, ...removed];
}
