/**
 * The status of a ReplicaSet or ReplicationController, computed from its pods.
 *
 * **Upstream:** pkg/controller/replicaset/replica_set_utils.go (v1.37).
 */
import { deepEqual } from '../../../../base/json.ts';
import type { ReplicaSetCondition, ReplicaSetStatus } from '../../../api/apps-v1.ts';
import { findCondition, withoutCondition } from '../../../api/conditions.ts';
import type { Pod } from '../../../api/core-v1-pod.ts';
import { formatTime } from '../../../api/time.ts';
import { positiveCount } from '../positive-count.ts';
import { isAvailable, isReady } from '../pod-state.ts';
import { FAILED_CREATE, FAILED_DELETE } from '../pod-from-template.ts';
import type { ReplicaOwner } from './replica-owner.ts';

export const REPLICA_FAILURE = 'ReplicaFailure';

export interface PodsSeen {
  readonly active: readonly Pod[];
  /** Undefined for kinds that do not count them. */
  readonly terminating: number | undefined;
}

/** Status after a sync in which creating or deleting failed with `failure`, or did not fail. */
export function computeReplicaStatus(owner: ReplicaOwner, pods: PodsSeen, failure: string | undefined, nowMs: number): ReplicaSetStatus {
  const { labelled, ready, available } = countPods(owner, pods.active, nowMs);
  const conditions = failureConditions(owner, pods.active.length, failure, nowMs);
  const generation = owner.metadata.generation;
  return {
    replicas: pods.active.length,
    ...positiveCount('fullyLabeledReplicas', labelled),
    ...positiveCount('readyReplicas', ready),
    ...positiveCount('availableReplicas', available),
    ...(pods.terminating === undefined ? {} : { terminatingReplicas: pods.terminating }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

interface Counts {
  readonly labelled: number;
  readonly ready: number;
  readonly available: number;
}

/** One pass over the pods: of a large ReplicaSet this is most of a sync. */
function countPods({ spec }: ReplicaOwner, active: readonly Pod[], nowMs: number): Counts {
  const minReadySeconds = spec.minReadySeconds ?? 0;
  const template = spec.template?.metadata?.labels ?? {};
  const keys = Object.keys(template);
  let [labelled, ready, available] = [0, 0, 0];
  for (const pod of active) {
    const { labels } = pod.metadata;
    if (keys.every((key) => labels?.[key] === template[key])) labelled++;
    if (!isReady(pod)) continue;
    ready++;
    if (minReadySeconds === 0 || isAvailable(pod, minReadySeconds, nowMs)) available++;
  }
  return { labelled, ready, available };
}

/** The first failure stays until a sync has none; its message is not refreshed. */
function failureConditions(owner: ReplicaOwner, active: number, failure: string | undefined, nowMs: number): readonly ReplicaSetCondition[] {
  const conditions = owner.status?.conditions ?? [];
  const present = findCondition(conditions, REPLICA_FAILURE);
  if (failure === undefined) return present === undefined ? conditions : withoutCondition(conditions, REPLICA_FAILURE);
  if (present !== undefined) return conditions;
  const reason = active < (owner.spec.replicas ?? 1) ? FAILED_CREATE : FAILED_DELETE;
  return [...conditions, { type: REPLICA_FAILURE, status: 'True', reason, message: failure, lastTransitionTime: formatTime(nowMs) }];
}

export function sameStatus(a: ReplicaSetStatus | undefined, b: ReplicaSetStatus): boolean {
  return deepEqual(a, b);
}
