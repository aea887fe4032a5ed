/**
 * What plugins may ask about the cluster besides nodes and bound pods.
 *
 * Upstream: the informer listers that a plugin gets from its `Handle` (v1.37). Whoever runs the scheduler implements this
 * over the API objects it watches. Answers are read at once and not kept; every list is in a fixed order.
 */
import type { PersistentVolume, PersistentVolumeClaim, Service } from '../../api/core-v1.ts';
import type { LabelSelector, OwnerReference } from '../../api/meta-v1.ts';
import type { PodDisruptionBudget } from '../../api/policy-v1.ts';
import type { CSINode, StorageClass } from '../../api/storage-v1.ts';
import type { Labels } from '../../api/selectors.ts';

export interface Listers {
  /** Labels of a namespace; empty when it is unknown. */
  namespaceLabels(namespace: string): Labels;
  services(namespace: string): readonly Service[];
  /** Selector of the ReplicaSet, ReplicationController or StatefulSet that the reference names; undefined for other kinds. */
  controllerSelector(namespace: string, owner: OwnerReference): LabelSelector | undefined;
  podDisruptionBudgets(namespace: string): readonly PodDisruptionBudget[];
  persistentVolumeClaim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  persistentVolume(name: string): PersistentVolume | undefined;
  persistentVolumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
  csiNode(nodeName: string): CSINode | undefined;
}

/** A cluster with nodes and pods and nothing else. */
export const EMPTY_LISTERS: Listers = {
  namespaceLabels: () => ({}),
  services: () => [],
  controllerSelector: () => undefined,
  podDisruptionBudgets: () => [],
  persistentVolumeClaim: () => undefined,
  persistentVolume: () => undefined,
  persistentVolumes: () => [],
  storageClass: () => undefined,
  csiNode: () => undefined,
};
