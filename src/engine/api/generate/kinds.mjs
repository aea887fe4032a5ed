/**
 * What the generator writes: the top-level kinds, the meaning of the scalar definitions, where the
 * type of a definition lives, and what Kubernetes 1.37 has beyond the packages (which follow 1.36).
 */

/** Top-level kinds by apiVersion, in the order of the generated tables. */
export const kinds = {
  v1: [
    'Binding',
    'ConfigMap',
    'Endpoints',
    'Event',
    'LimitRange',
    'Namespace',
    'Node',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Pod',
    'PodTemplate',
    'ReplicationController',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apps/v1': ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'autoscaling/v1': ['Scale'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'batch/v1': ['CronJob', 'Job'],
  'coordination.k8s.io/v1': ['Lease'],
  'discovery.k8s.io/v1': ['EndpointSlice'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'node.k8s.io/v1': ['RuntimeClass'],
  'policy/v1': ['Eviction', 'PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
  'storage.k8s.io/v1': ['CSIDriver', 'CSINode', 'CSIStorageCapacity', 'StorageClass', 'VolumeAttachment'],
};

/** Definitions of `apis/meta/v1` that are wanted although no kind above refers to them. */
export const extraMeta = ['DeleteOptions', 'Status', 'ListMeta'];

/** Definitions that stand for one JSON value, under their Go name. */
export const scalars = {
  IoK8sApimachineryPkgApiResourceQuantity: 'Quantity',
  IoK8sApimachineryPkgUtilIntstrIntOrString: 'IntOrString',
  IoK8sApimachineryPkgApisMetaV1Time: 'Time',
  IoK8sApimachineryPkgApisMetaV1MicroTime: 'MicroTime',
  IoK8sApimachineryPkgApisMetaV1FieldsV1: 'any',
  IoK8sApimachineryPkgRuntimeRawExtension: 'any',
};

/** Go's numeric type where neither package tells it. */
export const defaultInteger = 'int32';

const scalar = (name) => ({ kind: 'scalar', name });
const list = (of) => ({ kind: 'list', of });

const owner = 'Numeric user that owns the projected files.';

/**
 * Fields that Kubernetes 1.37 has and the packages lack: [definition, field, type, document]. Parts of features that
 * are off by default are taken as any value, so that naming them is not an unknown field.
 */
export const fields137 = [
  ['CSINode', 'status', scalar('any'), 'What the drivers report about the node.'],
  ['ClusterTrustBundleProjection', 'user', scalar('int64'), owner],
  ['ConfigMapVolumeSource', 'defaultUser', scalar('int64'), owner],
  ['DownwardAPIVolumeFile', 'user', scalar('int64'), owner],
  ['DownwardAPIVolumeSource', 'defaultUser', scalar('int64'), owner],
  ['EmptyDirVolumeSource', 'mode', scalar('int32'), 'Permission bits of the directory.'],
  ['GRPCAction', 'mode', scalar('string'), 'How the probe connects.'],
  ['HTTPGetAction', 'protocol', scalar('string'), 'HTTP protocol of the probe.'],
  [
    'HorizontalPodAutoscalerCondition',
    'observedGeneration',
    scalar('int64'),
    'Generation the condition was set for.',
  ],
  ['JobSpec', 'scheduling', scalar('any'), 'How the pods of the job are scheduled together.'],
  ['KeyToPath', 'user', scalar('int64'), owner],
  ['NodeAllocatableResourceClaimStatus', 'mapping', list(scalar('any')), 'Resources mapped from the claim.'],
  [
    'NodeAllocatableResourceClaimStatus',
    'overhead',
    list(scalar('any')),
    'Resources used besides the claim.',
  ],
  ['NodeSpec', 'podPreemptionPolicy', scalar('any'), 'Which pods may be preempted on the node.'],
  ['PersistentVolumeClaimStatus', 'healthStatus', scalar('any'), 'Health of the volume behind the claim.'],
  ['PodCertificateProjection', 'user', scalar('int64'), owner],
  ['PodSpec', 'evictionResponders', list(scalar('any')), 'Who answers an eviction request.'],
  ['PodStatus', 'volumeHealth', list(scalar('any')), 'Health of the volumes of the pod.'],
  ['ProjectedVolumeSource', 'defaultUser', scalar('int64'), owner],
  ['SecretVolumeSource', 'defaultUser', scalar('int64'), owner],
  ['ServiceAccountTokenProjection', 'user', scalar('int64'), owner],
  ['VolumeMount', 'bindMountOptions', list(scalar('string')), 'Options of the bind mount.'],
];

/**
 * Fields which the declarations call optional but which every stored object has, because the Go
 * struct holds them by value. The types follow the store; the schema keeps them optional.
 */
export const alwaysThere = [
  ['PodTemplateSpec', 'spec'],
  ['JobTemplateSpec', 'spec'],
  ['PersistentVolumeClaimTemplate', 'spec'],
];
