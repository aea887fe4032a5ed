/**
 * Defaults by kind: what the server fills in on every decode, so that removed fields come back. Pure functions on the
 * typed object, in tables beside the types.
 *
 * Upstream: the generated zz_generated.defaults.go of each group (v1.37).
 */
import { kindOf } from '../resources.ts';
import type { Kind, KindMap, KubeObject } from '../types.ts';
import { defaultHorizontalPodAutoscaler } from './autoscaling.ts';
import {
  defaultBinding,
  defaultEndpoints,
  defaultEndpointSlice,
  defaultLimitRange,
  defaultNamespace,
  defaultNetworkPolicy,
  defaultNode,
  defaultPersistentVolume,
  defaultPersistentVolumeClaim,
  defaultPriorityClass,
  defaultSecret,
  defaultService,
  defaultStorageClass,
} from './core.ts';
import { changeField } from './fill.ts';
import { defaultTemplate } from './pod-spec.ts';
import { defaultPod } from './pod.ts';
import {
  defaultCronJob,
  defaultDaemonSet,
  defaultDeployment,
  defaultJob,
  defaultReplicaSet,
  defaultReplicationController,
  defaultStatefulSet,
} from './workloads.ts';

type Defaults = { readonly [K in Kind]?: (object: KindMap[K]) => KindMap[K] };

const defaults: Defaults = {
  ClusterRoleBinding: defaultBinding,
  CronJob: defaultCronJob,
  DaemonSet: defaultDaemonSet,
  Deployment: defaultDeployment,
  Endpoints: defaultEndpoints,
  EndpointSlice: defaultEndpointSlice,
  HorizontalPodAutoscaler: defaultHorizontalPodAutoscaler,
  Job: defaultJob,
  LimitRange: defaultLimitRange,
  Namespace: defaultNamespace,
  NetworkPolicy: defaultNetworkPolicy,
  Node: defaultNode,
  PersistentVolume: defaultPersistentVolume,
  PersistentVolumeClaim: defaultPersistentVolumeClaim,
  Pod: defaultPod,
  PodTemplate: (object) => changeField(object, 'template', defaultTemplate),
  PriorityClass: defaultPriorityClass,
  ReplicaSet: defaultReplicaSet,
  ReplicationController: defaultReplicationController,
  RoleBinding: defaultBinding,
  Secret: defaultSecret,
  Service: defaultService,
  StatefulSet: defaultStatefulSet,
  StorageClass: defaultStorageClass,
};

/** The object with all defaults of its kind. Applying it twice changes nothing more. */
export function applyDefaults<T extends KubeObject>(object: T): T {
  const kind = kindOf(object.apiVersion, object.kind);
  return kind === undefined ? object : (defaultsOf(kind)(object) as T);
}

/** The defaults of a kind; the table above pairs each kind with a function on its own type. */
function defaultsOf(kind: Kind): (object: KubeObject) => KubeObject {
  const apply = defaults[kind] as ((object: KubeObject) => KubeObject) | undefined;
  return apply ?? ((object) => object);
}
