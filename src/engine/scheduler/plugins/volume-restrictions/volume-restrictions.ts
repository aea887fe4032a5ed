/**
 * Rejects nodes where a volume of the pod is in use in a way that forbids sharing.
 *
 * Upstream: pkg/scheduler/framework/plugins/volumerestrictions (v1.37). A `ReadWriteOncePod` claim admits one pod in the
 * whole cluster; the in-tree disk types admit one writer on a node.
 */
import type { Volume } from '../../../api/core-v1-volume.ts';
import { claimReferencesOf, claimsOf, usesClaim } from '../../framework/claims.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import { isPodChange } from '../../framework/cluster-event.ts';
import { readState, stateKey, writeState } from '../../framework/cycle-state.ts';
import type { Listers } from '../../framework/listers.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { podInfoOf } from '../../framework/pod-info.ts';
import type { FilterPlugin, PreFilterPlugin, QueueingHint } from '../../framework/plugin.ts';
import type { Snapshot } from '../../framework/snapshot.ts';
import { skip, unresolvable, unschedulable } from '../../framework/status.ts';
import { disksConflict, hasRestrictedDisk } from './disk-conflict.ts';

const NAME = 'VolumeRestrictions';
const DISK_CONFLICT = unschedulable(NAME, 'node(s) had no available disk');
const EXCLUSIVE_CLAIM_IN_USE = unschedulable(
  NAME,
  'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
);

interface ExclusiveClaims {
  readonly names: readonly string[];
  /** How often other pods use one of them. */
  readonly uses: number;
}

const STATE = stateKey<ExclusiveClaims>(`PreFilter${NAME}`);

export const volumeRestrictions: PreFilterPlugin & FilterPlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'AssignedPod', actions: ['Delete'], hint: afterPodDeletion },
    { resource: 'PersistentVolumeClaim', actions: ['Add'], hint: afterClaimAdd },
  ],
  preFilter({ pod, snapshot, listers }, state) {
    const missing = claimReferencesOf(pod.pod).find(
      ({ name }) => listers.persistentVolumeClaim(pod.namespace, name) === undefined,
    );
    if (missing !== undefined && !missing.ephemeral) {
      return { status: unresolvable(NAME, `persistentvolumeclaim "${missing.name}" not found`) };
    }
    const names = exclusiveClaims(pod, listers);
    if (names.length === 0 && !volumesOf(pod).some(hasRestrictedDisk)) return { status: skip(NAME) };
    writeState(state, STATE, { names, uses: countUses(names, pod.namespace, snapshot) });
    return {};
  },
  addPod({ pod }, state, other) {
    writeState(state, STATE, withUses(readState(state, STATE), pod, other, 1));
  },
  removePod({ pod }, state, other) {
    writeState(state, STATE, withUses(readState(state, STATE), pod, other, -1));
  },
  filter({ pod }, state, node) {
    const volumes = volumesOf(pod);
    const conflicts = node.pods.some((other) =>
      volumes.some((a) => volumesOf(other).some((b) => disksConflict(a, b))),
    );
    if (conflicts) return DISK_CONFLICT;
    return (readState(state, STATE)?.uses ?? 0) > 0 ? EXCLUSIVE_CLAIM_IN_USE : undefined;
  },
};

function volumesOf(pod: PodInfo): readonly Volume[] {
  return pod.pod.spec.volumes ?? [];
}

function exclusiveClaims(pod: PodInfo, listers: Listers): readonly string[] {
  return claimsOf(pod, listers)
    .filter((claim) => claim.spec.accessModes?.includes('ReadWriteOncePod'))
    .map((claim) => claim.metadata.name);
}

function countUses(names: readonly string[], namespace: string, snapshot: Snapshot): number {
  if (names.length === 0) return 0;
  return snapshot.nodes
    .flatMap((node) => node.pods)
    .reduce((sum, other) => sum + usesBy(names, namespace, other), 0);
}

function usesBy(names: readonly string[], namespace: string, other: PodInfo): number {
  return names.filter((name) => usesClaim(other, namespace, name)).length;
}

function withUses(
  claims: ExclusiveClaims | undefined,
  pod: PodInfo,
  other: PodInfo,
  delta: 1 | -1,
): ExclusiveClaims {
  const { names, uses } = claims ?? { names: [], uses: 0 };
  return { names, uses: uses + delta * usesBy(names, pod.namespace, other) };
}

function afterPodDeletion(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (!isPodChange(change) || change.oldObject === undefined) return 'QueueSkip';
  const gone = podInfoOf(change.oldObject);
  const sharesClaim = claimReferencesOf(pod.pod).some(({ name }) => usesClaim(gone, pod.namespace, name));
  const sharesDisk = volumesOf(pod).some((a) => volumesOf(gone).some((b) => disksConflict(a, b)));
  return sharesClaim || sharesDisk ? 'Queue' : 'QueueSkip';
}

function afterClaimAdd(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'PersistentVolumeClaim' || change.newObject === undefined) return 'QueueSkip';
  const { namespace, name } = change.newObject.metadata;
  return usesClaim(pod, namespace, name) ? 'Queue' : 'QueueSkip';
}
