/** What the Deployment controller records on objects: reasons of conditions and Events (v1.37: pkg/controller/deployment/util). */

export const SCALING_REPLICA_SET = 'ScalingReplicaSet';
export const SELECTING_ALL = 'SelectingAll';
export const SELECTING_ALL_MESSAGE =
  'This deployment is selecting all pods. A non-empty selector is required.';

export const PROGRESSING = 'Progressing';
export const AVAILABLE = 'Available';
export const REPLICA_FAILURE = 'ReplicaFailure';

export const NEW_REPLICA_SET_CREATED = 'NewReplicaSetCreated';
export const FOUND_NEW_REPLICA_SET = 'FoundNewReplicaSet';
export const REPLICA_SET_UPDATED = 'ReplicaSetUpdated';
export const NEW_REPLICA_SET_AVAILABLE = 'NewReplicaSetAvailable';
export const PROGRESS_DEADLINE_EXCEEDED = 'ProgressDeadlineExceeded';
export const REPLICA_SET_CREATE_ERROR = 'ReplicaSetCreateError';
export const DEPLOYMENT_PAUSED = 'DeploymentPaused';
export const DEPLOYMENT_RESUMED = 'DeploymentResumed';
export const MINIMUM_REPLICAS_AVAILABLE = 'MinimumReplicasAvailable';
export const MINIMUM_REPLICAS_UNAVAILABLE = 'MinimumReplicasUnavailable';
