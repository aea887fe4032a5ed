/** The revisions of a workload: a Deployment's ReplicaSets, or the ControllerRevisions of a StatefulSet or DaemonSet. Oldest first. */
import { compareStrings } from '../../base/compare.ts';
import type { PodTemplateSpec } from '../api/core-v1-pod.ts';
import { firstRevisionNumber, revisionNumber } from '../api/rollback.ts';
import type { StoredObject } from '../apiserver/client.ts';
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

export function imagesOf(template: PodTemplateSpec | undefined): readonly string[] {
  return (template?.spec?.containers ?? []).map(({ image = '' }) => image);
}
