/**
 * Mirror pods: how static pods show at the API server.
 *
 * Upstream: pkg/kubelet/pod/mirror_client.go (v1.37).
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import { MirrorPodAnnotation } from '../../api/well-known.ts';
import { stateOf } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';

export function isMirror(pod: Pod): boolean {
  return pod.metadata.annotations?.[MirrorPodAnnotation] !== undefined;
}

/** The mirror of this very version of the static pod. */
export function mirrorOf(k: Kubelet, worker: PodWorker): Pod | undefined {
  const { namespace = 'default', name } = worker.pod.metadata;
  const live = k.client(worker.machine).get('Pod', namespace, name);
  return live?.metadata.annotations?.[MirrorPodAnnotation] === worker.uid &&
    live.metadata.deletionTimestamp === undefined
    ? live
    : undefined;
}

/**
 * Creates the mirror if there is none; one that belongs to another version or is being deleted is removed first. Returns true when a new
 * mirror is there, which has no status yet.
 */
export function ensureMirror(k: Kubelet, worker: PodWorker): boolean {
  const client = k.client(worker.machine);
  const { namespace = 'default', name } = worker.pod.metadata;
  if (!client.reachable || mirrorOf(k, worker) !== undefined) return false;
  const stale = client.get('Pod', namespace, name);
  if (stale !== undefined)
    deleteMirror(k, worker.machine, stale, 'the mirror does not match the static pod any more');
  const state = stateOf(k, worker.machine);
  if (state === undefined || state.nodeUid === '') return false;
  const owner = {
    apiVersion: 'v1',
    kind: 'Node',
    name: worker.machine,
    uid: state.nodeUid,
    controller: true,
  };
  const { metadata, spec } = worker.pod;
  const created = client.create(
    'Pod',
    {
      metadata: {
        name,
        namespace,
        ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
        annotations: { ...metadata.annotations, [MirrorPodAnnotation]: worker.uid },
        ownerReferences: [owner],
      },
      spec,
    },
    {
      rule: 'KUBELET-60',
      text: `a static pod in the manifest folder of ${worker.machine} shows as a mirror pod`,
    },
  );
  return created.ok;
}

export function deleteMirror(k: Kubelet, machine: string, mirror: Pod, why: string): void {
  const { namespace = 'default', name, uid } = mirror.metadata;
  k.client(machine).delete(
    'Pod',
    namespace,
    name,
    { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { uid }) },
    { rule: 'KUBELET-61', text: why },
  );
}
