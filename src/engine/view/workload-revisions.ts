/** The revisions of a workload: a Deployment's ReplicaSets, or the ControllerRevisions of a StatefulSet or DaemonSet. Oldest first. */
import { compareStrings } from '../../base/compare.ts';
import type { Pod, PodTemplateSpec } from '../api/core-v1-pod.ts';
import { firstRevisionNumber, revisionNumber } from '../api/rollback.ts';
import { ControllerRevisionHashLabelKey } from '../api/well-known.ts';
import type { StoredObject } from '../apiserver/client.ts';
import { isPodReady } from './build-pod-row.ts';
import type { RevisionView } from './workload-view.ts';
import type { ViewContext } from './view-context.ts';

const TEMPLATE_HASH = 'pod-template-hash';

export function replicaSetRevisions({ api }: ViewContext, deploymentUid: string): RevisionView[] {
  return api
    .ownedBy('ReplicaSet', deploymentUid)
    .map(replicaSetRevision)
    .sort((a, b) => a.revision - b.revision || compareStrings(a.hash, b.hash));
}

function replicaSetRevision({ metadata, spec, status }: StoredObject<'ReplicaSet'>): RevisionView {
  const hash = metadata.labels?.[TEMPLATE_HASH] ?? '';
  return {
    uid: metadata.uid,
    name: metadata.name,
    hash,
    podHash: hash,
    revision: revisionNumber(metadata.annotations),
    born: firstRevisionNumber(metadata.annotations),
    want: spec.replicas ?? 0,
    have: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    images: imagesOf(spec.template),
  };
}

/**
 * The newest revision is wanted for all pods that the others do not hold. They are lettered by age: a ControllerRevision keeps no memory of
 * the numbers it had.
 */
export function controllerRevisions(
  { api }: ViewContext,
  owner: StoredObject<'StatefulSet'> | StoredObject<'DaemonSet'>,
  want: number,
): RevisionView[] {
  const { uid, name } = owner.metadata;
  const pods = api.ownedBy('Pod', uid);
  const byAge = [...api.ownedBy('ControllerRevision', uid)].sort(
    (a, b) =>
      compareStrings(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
      compareStrings(a.metadata.name, b.metadata.name),
  );
  const label = (revision: string): string =>
    owner.kind === 'StatefulSet' ? revision : hashOf(name, revision);
  const views = byAge.map(({ metadata, revision, data }, index): RevisionView => {
    const podHash = label(metadata.name);
    const own = pods.filter(
      (pod) => labelOf(pod) === podHash && pod.metadata.deletionTimestamp === undefined,
    );
    return {
      uid: metadata.uid,
      name: metadata.name,
      hash: hashOf(name, metadata.name),
      podHash,
      revision,
      born: index + 1,
      want: own.length,
      have: own.length,
      ready: own.filter(isPodReady).length,
      available: own.filter(isPodReady).length,
      images: imagesOf(templateOf(data)),
    };
  });
  const newest = Math.max(0, ...views.map(({ revision }) => revision));
  const held = views.filter(({ revision }) => revision !== newest).reduce((sum, { have }) => sum + have, 0);
  return views
    .map((view) => (view.revision === newest ? { ...view, want: Math.max(view.have, want - held) } : view))
    .sort((a, b) => a.revision - b.revision);
}

function hashOf(owner: string, revision: string): string {
  return revision.startsWith(`${owner}-`) ? revision.slice(owner.length + 1) : revision;
}

function labelOf({ metadata }: Pod): string {
  return metadata.labels?.[ControllerRevisionHashLabelKey] ?? '';
}

function templateOf(data: unknown): PodTemplateSpec | undefined {
  return (data as { readonly spec?: { readonly template?: PodTemplateSpec } } | undefined)?.spec?.template;
}

export function imagesOf(template: PodTemplateSpec | undefined): readonly string[] {
  return (template?.spec?.containers ?? []).map(({ image = '' }) => image);
}
