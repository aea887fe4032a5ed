/**
 * How many pods a ReplicaSet or ReplicationController creates or deletes in one sync.
 *
 * **Upstream:** pkg/controller/replicaset/replica_set.go manageReplicas (v1.37).
 */

/** Upper bound of creations and of deletions in one sync. */
export const BURST_REPLICAS = 500;

export interface ReplicaPlan {
  readonly create: number;
  readonly remove: number;
}

/** `active` pods exist, `wanted` should. */
export function planReplicas(active: number, wanted: number, burst: number): ReplicaPlan {
  return {
    create: Math.min(Math.max(wanted - active, 0), burst),
    remove: Math.min(Math.max(active - wanted, 0), burst),
  };
}
