/**
 * Validation by kind: the rules an object must keep when it is created or changed. All broken rules are reported
 * together, in the order upstream finds them.
 *
 * Upstream: the Validate and ValidateUpdate methods of each registry strategy (v1.37).
 * **Simplified:** kinds without an entry in the tables are only checked for their metadata.
 */
import { kindOf } from '../resources.ts';
import type { Kind, KindMap, KubeObject } from '../types.ts';
import { checkHorizontalPodAutoscaler } from './autoscaling.ts';
import { checkConfigMap, checkConfigMapUpdate, checkSecret, checkSecretUpdate } from './config.ts';
import { noErrors, type FieldErrors } from './field-error.ts';
import { checkCronJob, checkJob, checkJobUpdate } from './job.ts';
import { checkMetadata, checkMetadataUpdate, nameRuleOf } from './metadata.ts';
import { checkLimitRange, checkResourceQuota } from './limits.ts';
import {
  checkIngress,
  checkNamespace,
  checkNode,
  checkPodDisruptionBudget,
  checkPriorityClass,
  checkPriorityClassUpdate,
} from './other-kinds.ts';
import {
  checkPersistentVolume,
  checkPersistentVolumeClaim,
  checkPersistentVolumeClaimUpdate,
  checkStorageClass,
} from './storage.ts';
import { checkPod, checkPodUpdate } from './pod.ts';
import { checkService, checkServiceUpdate } from './service.ts';
import {
  checkDaemonSet,
  checkDeployment,
  checkReplicaSet,
  checkReplicationController,
  checkSelectorUnchanged,
  checkStatefulSet,
  checkStatefulSetUpdate,
} from './workloads.ts';

type Rules = { readonly [K in Kind]?: (object: KindMap[K]) => FieldErrors };
type UpdateRules = { readonly [K in Kind]?: (next: KindMap[K], old: KindMap[K]) => FieldErrors };

/** What holds for every version of an object. */
const rules: Rules = {
  ConfigMap: checkConfigMap,
  CronJob: checkCronJob,
  DaemonSet: checkDaemonSet,
  Deployment: checkDeployment,
  HorizontalPodAutoscaler: checkHorizontalPodAutoscaler,
  Ingress: checkIngress,
  Job: checkJob,
  LimitRange: checkLimitRange,
  Namespace: checkNamespace,
  Node: checkNode,
  PersistentVolume: checkPersistentVolume,
  PersistentVolumeClaim: checkPersistentVolumeClaim,
  Pod: checkPod,
  PodDisruptionBudget: checkPodDisruptionBudget,
  PriorityClass: checkPriorityClass,
  ReplicaSet: checkReplicaSet,
  ReplicationController: checkReplicationController,
  ResourceQuota: checkResourceQuota,
  Secret: checkSecret,
  Service: checkService,
  StatefulSet: checkStatefulSet,
  StorageClass: checkStorageClass,
};

/** What an update may not change. Pods have rules of their own for everything, see {@link checkPodUpdate}. */
const updateRules: UpdateRules = {
  ConfigMap: checkConfigMapUpdate,
  DaemonSet: (next, old) => checkSelectorUnchanged(next.spec, old.spec),
  Deployment: (next, old) => checkSelectorUnchanged(next.spec, old.spec),
  Job: checkJobUpdate,
  PersistentVolumeClaim: checkPersistentVolumeClaimUpdate,
  PriorityClass: checkPriorityClassUpdate,
  ReplicaSet: (next, old) => checkSelectorUnchanged(next.spec, old.spec),
  Secret: checkSecretUpdate,
  Service: checkServiceUpdate,
  StatefulSet: checkStatefulSetUpdate,
};

/** The broken rules of an object about to be created, which already has its name. */
export function validateCreate(object: KubeObject): FieldErrors {
  const kind = kindOf(object.apiVersion, object.kind);
  if (kind === undefined) return noErrors;
  return [...checkMetadata(object.metadata, nameRuleOf(kind)), ...rulesOf(kind)(object)];
}

/** The broken rules of a change. Writes of `status` are held to the metadata rules only. */
export function validateUpdate(next: KubeObject, old: KubeObject, subresource?: string): FieldErrors {
  const kind = kindOf(next.apiVersion, next.kind);
  if (kind === undefined) return noErrors;
  const metadata = [
    ...checkMetadata(next.metadata, nameRuleOf(kind)),
    ...checkMetadataUpdate(next.metadata, old.metadata),
  ];
  if (kind === 'Pod')
    return [...metadata, ...checkPodUpdate(next as KindMap['Pod'], old as KindMap['Pod'], subresource)];
  if (subresource === 'status') return metadata;
  return [...metadata, ...rulesOf(kind)(next), ...updateRulesOf(kind)(next, old)];
}

function rulesOf(kind: Kind): (object: KubeObject) => FieldErrors {
  const check = rules[kind] as ((object: KubeObject) => FieldErrors) | undefined;
  return check ?? (() => noErrors);
}

function updateRulesOf(kind: Kind): (next: KubeObject, old: KubeObject) => FieldErrors {
  const check = updateRules[kind] as ((next: KubeObject, old: KubeObject) => FieldErrors) | undefined;
  return check ?? (() => noErrors);
}
