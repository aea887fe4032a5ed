/**
 * What makes a StatefulSet's pod the n-th: its name, labels, host name and claims.
 *
 * **Upstream:** pkg/controller/statefulset/stateful_set_utils.go (v1.37).
 */
import type { ControllerRevision, StatefulSet } from '../../api/apps-v1.ts';
import type { PersistentVolumeClaim } from '../../api/core-v1.ts';
import type { Pod, PodTemplateSpec } from '../../api/core-v1-pod.ts';
import {
  ControllerRevisionHashLabelKey,
  PodIndexLabel,
  StatefulSetPodNameLabel,
} from '../../api/well-known.ts';
import type { NewObject } from '../../apiserver/client.ts';
import { namespaceOf } from '../control/keys.ts';
import { controllerRefTo } from '../control/owner.ts';
import { podFromTemplate } from '../control/pod-from-template.ts';

export function startOrdinal(set: StatefulSet): number {
  return set.spec.ordinals?.start ?? 0;
}

export function replicasOf(set: StatefulSet): number {
  return set.spec.replicas ?? 1;
}

export function podName(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

/** The number at the end of the pod's name; undefined when the rest is not the set's name. */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata.name);
  return match?.[1] === set.metadata.name ? Number(match[2]) : undefined;
}

export function podRevision(pod: Pod): string {
  return pod.metadata.labels?.[ControllerRevisionHashLabelKey] ?? '';
}

export function claimName(set: StatefulSet, template: PersistentVolumeClaim, ordinal: number): string {
  return `${template.metadata.name}-${set.metadata.name}-${ordinal}`;
}

/** The claims of one ordinal, from the set's templates. */
export function claimsFor(set: StatefulSet, ordinal: number): readonly NewObject<'PersistentVolumeClaim'>[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    metadata: {
      ...template.metadata,
      name: claimName(set, template, ordinal),
      namespace: namespaceOf(set),
      labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
    },
    spec: template.spec,
  }));
}

/** The labels that tell a pod which of the set it is. */
export function identityLabels(set: StatefulSet, ordinal: number): Readonly<Record<string, string>> {
  return { [StatefulSetPodNameLabel]: podName(set, ordinal), [PodIndexLabel]: String(ordinal) };
}

export function hasIdentity(set: StatefulSet, ordinal: number, pod: Pod): boolean {
  return Object.entries(identityLabels(set, ordinal)).every(
    ([label, value]) => pod.metadata.labels?.[label] === value,
  );
}

/** The template that a revision keeps. */
export function templateOf(revision: ControllerRevision, fallback: PodTemplateSpec): PodTemplateSpec {
  const kept = revision.data as
    { readonly spec?: { readonly template?: PodTemplateSpec & { readonly $patch?: string } } } | undefined;
  if (kept?.spec?.template === undefined) return fallback;
  const { $patch: _patch, ...template } = kept.spec.template;
  return template;
}

/** The pod of this ordinal at this revision. */
export function statefulPod(
  set: StatefulSet,
  ordinal: number,
  revision: ControllerRevision,
): NewObject<'Pod'> {
  const pod = podFromTemplate(set, templateOf(revision, set.spec.template));
  const name = podName(set, ordinal);
  const labels = {
    ...pod.metadata.labels,
    ...identityLabels(set, ordinal),
    [ControllerRevisionHashLabelKey]: revision.metadata.name,
  };
  const subdomain = set.spec.serviceName ?? '';
  return {
    ...pod,
    metadata: { ...pod.metadata, name, labels, ownerReferences: [controllerRefTo(set)] },
    spec: {
      ...pod.spec,
      hostname: name,
      ...(subdomain === '' ? {} : { subdomain }),
      ...claimVolumes(set, ordinal, pod.spec),
    },
  };
}

function claimVolumes(set: StatefulSet, ordinal: number, spec: Pod['spec']): Partial<Pod['spec']> {
  const templates = set.spec.volumeClaimTemplates ?? [];
  if (templates.length === 0) return {};
  const names = templates.map((template) => template.metadata.name);
  const claimed = templates.map((template) => ({
    name: template.metadata.name,
    persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
  }));
  return { volumes: [...claimed, ...(spec.volumes ?? []).filter((volume) => !names.includes(volume.name))] };
}
