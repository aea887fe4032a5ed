/**
 * The status of a ReplicaSet or ReplicationController, computed from its pods.
 *
 * **Upstream:** pkg/controller/replicaset/replica_set_utils.go (v1.37).
 */
import { deepEqual } from '../../../../base/json.ts';
import type { ReplicaSetCondition, ReplicaSetStatus } from '../../../api/apps-v1.ts';
import { findCondition, withoutCondition } from '../../../api/conditions.ts';
import { formatTime } from '../../../api/time.ts';
import { positiveCount } from '../positive-count.ts';
import { FAILED_CREATE, FAILED_DELETE } from '../pod-from-template.ts';
import type { ReplicaOwner } from './replica-owner.ts';

export const REPLICA_FAILURE = 'ReplicaFailure';

/** How many of an owner's pods are what. */
export interface PodsSeen {
  readonly active: number;
  readonly ready: number;
  readonly available: number;
  /** Those that carry the template's labels. */
  readonly labelled: number;
  /** Left out for kinds that do not count them. */
  readonly terminating?: number;
}

/** Status after a sync in which creating or deleting failed with `failure`, or did not fail. */
export function computeReplicaStatus(
  owner: ReplicaOwner,
  pods: PodsSeen,
  failure: string | undefined,
  nowMs: number,
): ReplicaSetStatus {
  const conditions = failureConditions(owner, pods.active, failure, nowMs);
  const generation = owner.metadata.generation;
  return {
    replicas: pods.active,
    ...positiveCount('fullyLabeledReplicas', pods.labelled),
    ...positiveCount('readyReplicas', pods.ready),
    ...positiveCount('availableReplicas', pods.available),
    ...(pods.terminating === undefined ? {} : { terminatingReplicas: pods.terminating }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

/** The first failure stays until a sync has none; its message is not refreshed. */
function failureConditions(
  owner: ReplicaOwner,
  active: number,
  failure: string | undefined,
  nowMs: number,
): readonly ReplicaSetCondition[] {
  const conditions = owner.status?.conditions ?? [];
  const present = findCondition(conditions, REPLICA_FAILURE);
  if (failure === undefined)
    return present === undefined ? conditions : withoutCondition(conditions, REPLICA_FAILURE);
  if (present !== undefined) return conditions;
  const reason = active < (owner.spec.replicas ?? 1) ? FAILED_CREATE : FAILED_DELETE;
  return [
    ...conditions,
    {
      type: REPLICA_FAILURE,
      status: 'True',
      reason,
      message: failure,
      lastTransitionTime: formatTime(nowMs),
    },
  ];
}

export function sameStatus(a: ReplicaSetStatus | undefined, b: ReplicaSetStatus): boolean {
  return deepEqual(a, b);
}
