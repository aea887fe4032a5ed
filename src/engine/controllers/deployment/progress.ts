/**
 * Is the rollout done, moving or stuck: the Progressing condition.
 *
 * **Upstream:** pkg/controller/deployment/progress.go and util DeploymentComplete, DeploymentProgressing, DeploymentTimedOut (v1.37).
 */
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../api/apps-v1.ts';
import { findCondition, withoutCondition } from '../../api/conditions.ts';
import { timeMs } from '../../api/time.ts';
import { conditionsOf, newCondition, replaceCondition, setCondition, withConditions } from './conditions.ts';
import type { Conditions } from './conditions.ts';
import {
  NEW_REPLICA_SET_AVAILABLE,
  PROGRESS_DEADLINE_EXCEEDED,
  PROGRESSING,
  REPLICA_FAILURE,
  REPLICA_SET_UPDATED,
} from './reasons.ts';
import { progressDeadlineOf, replicasOf } from './strategy.ts';

/** All pods are new, available and as many as wanted. */
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const wanted = replicasOf(deployment);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status ?? {};
  return (
    updatedReplicas === wanted &&
    replicas === wanted &&
    availableReplicas === wanted &&
    observedGeneration >= (deployment.metadata.generation ?? 0)
  );
}

/** More new, ready or available pods than before, or fewer old ones. */
export function hasProgressed(before: DeploymentStatus | undefined, now: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus | undefined): number =>
    (status?.replicas ?? 0) - (status?.updatedReplicas ?? 0);
  const grew = (field: 'updatedReplicas' | 'readyReplicas' | 'availableReplicas'): boolean =>
    (now[field] ?? 0) > (before?.[field] ?? 0);
  return (
    grew('updatedReplicas') || old(now) < old(before) || grew('readyReplicas') || grew('availableReplicas')
  );
}

/** The deadline has passed since the last sign of progress. A completed rollout never times out. */
export function hasTimedOut(deployment: Deployment, status: DeploymentStatus, nowMs: number): boolean {
  const deadline = progressDeadlineOf(deployment);
  const condition = findCondition(status.conditions, PROGRESSING);
  if (deadline === undefined || condition === undefined || condition.reason === NEW_REPLICA_SET_AVAILABLE)
    return false;
  if (condition.reason === PROGRESS_DEADLINE_EXCEEDED) return true;
  return (timeMs(condition.lastUpdateTime) ?? 0) + deadline * 1000 < nowMs;
}

/** `status` with the Progressing and ReplicaFailure conditions brought up to date. */
export function withProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  newOne: ReplicaSet | undefined,
  all: readonly ReplicaSet[],
  nowMs: number,
): DeploymentStatus {
  const progressed = progressConditions(deployment, status, newOne, nowMs);
  const failure = replicaFailure(all, newOne);
  return withConditions(
    status,
    failure === undefined ? withoutCondition(progressed, REPLICA_FAILURE) : setCondition(progressed, failure),
  );
}

function progressConditions(
  deployment: Deployment,
  status: DeploymentStatus,
  newOne: ReplicaSet | undefined,
  nowMs: number,
): Conditions {
  const conditions = conditionsOf(status);
  if (progressDeadlineOf(deployment) === undefined) return withoutCondition(conditions, PROGRESSING);
  const current = findCondition(conditionsOf(deployment.status), PROGRESSING);
  if (status.replicas === status.updatedReplicas && current?.reason === NEW_REPLICA_SET_AVAILABLE)
    return conditions;
  const who =
    newOne === undefined
      ? `Deployment "${deployment.metadata.name}"`
      : `ReplicaSet "${newOne.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return setCondition(
      conditions,
      newCondition(
        PROGRESSING,
        'True',
        NEW_REPLICA_SET_AVAILABLE,
        `${who} has successfully progressed.`,
        nowMs,
      ),
    );
  }
  if (hasProgressed(deployment.status, status)) {
    return replaceCondition(
      conditions,
      newCondition(PROGRESSING, 'True', REPLICA_SET_UPDATED, `${who} is progressing.`, nowMs),
    );
  }
  if (!hasTimedOut(deployment, status, nowMs)) return conditions;
  return setCondition(
    conditions,
    newCondition(
      PROGRESSING,
      'False',
      PROGRESS_DEADLINE_EXCEEDED,
      `${who} has timed out progressing.`,
      nowMs,
    ),
  );
}

/** The failure of the new ReplicaSet, else of any. */
function replicaFailure(
  all: readonly ReplicaSet[],
  newOne: ReplicaSet | undefined,
): DeploymentCondition | undefined {
  const failures = [...(newOne === undefined ? [] : [newOne]), ...all].map((one) =>
    findCondition(one.status?.conditions, REPLICA_FAILURE),
  );
  const first = failures.find((failure) => failure !== undefined);
  if (first === undefined) return undefined;
  const { type, status, reason = '', message = '', lastTransitionTime } = first;
  return {
    type,
    status,
    reason,
    message,
    ...(lastTransitionTime === undefined ? {} : { lastTransitionTime, lastUpdateTime: lastTransitionTime }),
  };
}

/** When to look whether the deadline has passed; undefined when that cannot matter. */
export function nextProgressCheckMs(deployment: Deployment, nowMs: number): number | undefined {
  const deadline = progressDeadlineOf(deployment);
  const condition = findCondition(conditionsOf(deployment.status), PROGRESSING);
  if (deadline === undefined || condition === undefined) return undefined;
  if (condition.reason === NEW_REPLICA_SET_AVAILABLE || condition.reason === PROGRESS_DEADLINE_EXCEEDED)
    return undefined;
  const left = (timeMs(condition.lastUpdateTime) ?? 0) + deadline * 1000 - nowMs;
  return left < 1000 ? Math.max(left, 0) + 1 : left + 1000;
}
