/**
 * Changes in the cluster that can make a rejected pod schedulable, and how plugins say which ones concern them.
 *
 * Upstream: `ClusterEvent`, `ActionType` and the queueing hints of pkg/scheduler/framework (v1.37). A change carries the
 * objects before and after; a registration names resource and actions, and a hint narrows it down to one waiting pod.
 *
 * **Simplified:** dynamic resource allocation and pod groups raise no changes.
 */
import type { PersistentVolume, PersistentVolumeClaim, Node } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { CSINode, StorageClass } from '../../api/storage-v1.ts';
import type { QueueingHintFn } from './plugin.ts';

export type ActionType =
  | 'Add'
  | 'Delete'
  | 'Update'
  | 'UpdateNodeAllocatable'
  | 'UpdateNodeLabel'
  | 'UpdateNodeTaint'
  | 'UpdateNodeDeclaredFeature'
  | 'UpdateNodeAnnotation'
  | 'UpdatePodLabel'
  | 'UpdatePodScaleDown'
  | 'UpdatePodToleration'
  | 'UpdatePodSchedulingGatesEliminated';

interface Change<Resource extends string, T> {
  readonly resource: Resource;
  /** What happened; one update can be several things at once. */
  readonly actions: readonly ActionType[];
  /** Absent for `Add`. */
  readonly oldObject?: T;
  /** Absent for `Delete`. */
  readonly newObject?: T;
}

/** `AssignedPod` is a pod bound to a node, `UnscheduledPod` one that waits. */
export type PodChange = Change<'AssignedPod' | 'UnscheduledPod', Pod>;
export type NodeChange = Change<'Node', Node>;
export type ClaimChange = Change<'PersistentVolumeClaim', PersistentVolumeClaim>;
export type VolumeChange = Change<'PersistentVolume', PersistentVolume>;
export type StorageClassChange = Change<'StorageClass', StorageClass>;
export type CSINodeChange = Change<'CSINode', CSINode>;

export type ClusterChange =
  | PodChange
  | NodeChange
  | ClaimChange
  | VolumeChange
  | StorageClassChange
  | CSINodeChange
  /** An attachment of a volume to a node went away. */
  | Change<'VolumeAttachment', never>;

export interface EventRegistration {
  /** `Pod` stands for assigned and unscheduled pods alike. */
  readonly resource: ClusterChange['resource'] | 'Pod';
  readonly actions: readonly ActionType[];
  /** Absent: every such change is worth a retry. */
  readonly hint?: QueueingHintFn;
}

export function matchesRegistration(registration: EventRegistration, change: ClusterChange): boolean {
  const isPod = change.resource === 'AssignedPod' || change.resource === 'UnscheduledPod';
  if (registration.resource !== change.resource && !(registration.resource === 'Pod' && isPod)) return false;
  return change.actions.some((action) => registration.actions.includes(action));
}

export function isPodChange(change: ClusterChange): change is PodChange {
  return change.resource === 'AssignedPod' || change.resource === 'UnscheduledPod';
}
