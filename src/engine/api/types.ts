/**
 * The kinds the engine serves, and the general shape all their objects share. The types of one group stay in
 * their own module (`core-v1-pod.ts`, `apps-v1.ts`, …), which also exports the parts of each object.
 *
 * **Invariant:** objects are frozen when written and replaced when changed, so every field is readonly.
 * **Simplified:** one version per kind; custom resources and the events.k8s.io view of Events are left out.
 */
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from './apps-v1.ts';
import type { HorizontalPodAutoscaler } from './autoscaling-v2.ts';
import type { CronJob, Job } from './batch-v1.ts';
import type { Lease } from './coordination-v1.ts';
import type { Pod } from './core-v1-pod.ts';
import type {
  ConfigMap,
  Endpoints,
  Event,
  LimitRange,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  PodTemplate,
  ReplicationController,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
} from './core-v1.ts';
import type { EndpointSlice } from './discovery-v1.ts';
import type { ObjectMeta } from './meta-v1.ts';
import type { NamedMeta, StoredMeta } from './named-meta.ts';
import type { Ingress, IngressClass, NetworkPolicy } from './networking-v1.ts';
import type { RuntimeClass } from './node-v1.ts';
import type { PodDisruptionBudget } from './policy-v1.ts';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from './rbac-v1.ts';
import type { PriorityClass } from './scheduling-v1.ts';
import type { CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment } from './storage-v1.ts';

/** Every kind that has a collection of its own. Scale, Binding and Eviction are subresources and not here. */
export interface KindMap {
  ClusterRole: ClusterRole;
  ClusterRoleBinding: ClusterRoleBinding;
  ConfigMap: ConfigMap;
  ControllerRevision: ControllerRevision;
  CronJob: CronJob;
  CSIDriver: CSIDriver;
  CSINode: CSINode;
  CSIStorageCapacity: CSIStorageCapacity;
  DaemonSet: DaemonSet;
  Deployment: Deployment;
  Endpoints: Endpoints;
  EndpointSlice: EndpointSlice;
  Event: Event;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  Ingress: Ingress;
  IngressClass: IngressClass;
  Job: Job;
  Lease: Lease;
  LimitRange: LimitRange;
  Namespace: Namespace;
  NetworkPolicy: NetworkPolicy;
  Node: Node;
  PersistentVolume: PersistentVolume;
  PersistentVolumeClaim: PersistentVolumeClaim;
  Pod: Pod;
  PodDisruptionBudget: PodDisruptionBudget;
  PodTemplate: PodTemplate;
  PriorityClass: PriorityClass;
  ReplicaSet: ReplicaSet;
  ReplicationController: ReplicationController;
  ResourceQuota: ResourceQuota;
  Role: Role;
  RoleBinding: RoleBinding;
  RuntimeClass: RuntimeClass;
  Secret: Secret;
  Service: Service;
  ServiceAccount: ServiceAccount;
  StatefulSet: StatefulSet;
  StorageClass: StorageClass;
  VolumeAttachment: VolumeAttachment;
}

export type Kind = keyof KindMap;

/** Any object of any kind, before its kind is looked at. `spec`, `status` and `data` are then `unknown`. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: NamedMeta;
}

/** An object as a client may send it: `generateName` may stand in for the name. */
export type Draft<T extends KubeObject> = Omit<T, 'metadata'> & { readonly metadata: ObjectMeta };

/** An object as the API server returns it: uid, resourceVersion and creationTimestamp are set. */
export type Stored<T extends KubeObject> = T & { readonly metadata: StoredMeta };
