/** Settings of the ReplicaSet controller, at upstream's defaults (v1.37). */
import { BURST_REPLICAS } from '../control/replication/plan.ts';

export interface ReplicaSetSettings {
  /** Most pods created or deleted in one sync. */
  readonly burstReplicas: number;
}

export const DEFAULT_REPLICA_SET: ReplicaSetSettings = { burstReplicas: BURST_REPLICAS };
