/**
 * The numbers of a rollout: how many pods there should be, may be too many, may be missing.
 *
 * **Upstream:** pkg/controller/deployment/util/deployment_util.go (v1.37).
 */
import type { Deployment } from '../../api/apps-v1.ts';
import { scaledValue } from '../../api/int-or-string.ts';
import type { IntOrString } from '../../api/scalars.ts';

const INT32_MAX = 0x7fff_ffff;

export function replicasOf(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy?.type !== 'Recreate';
}

export interface Fenceposts {
  readonly surge: number;
  readonly unavailable: number;
}

/** Surge is rounded up and unavailability down; when both come to nothing, one pod may be missing. */
export function resolveFenceposts(
  maxSurge: IntOrString,
  maxUnavailable: IntOrString,
  replicas: number,
): Fenceposts {
  const surge = scaledValue(maxSurge, replicas, 'up') ?? 0;
  const unavailable = scaledValue(maxUnavailable, replicas, 'down') ?? 0;
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** How many pods above `spec.replicas` a rollout may have. */
export function maxSurgeOf(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fencepostsOf(deployment).surge : 0;
}

/** How many pods of `spec.replicas` may be missing. */
export function maxUnavailableOf(deployment: Deployment): number {
  const replicas = replicasOf(deployment);
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  return Math.min(fencepostsOf(deployment).unavailable, replicas);
}

function fencepostsOf(deployment: Deployment): Fenceposts {
  const { maxSurge = '25%', maxUnavailable = '25%' } = deployment.spec.strategy?.rollingUpdate ?? {};
  return resolveFenceposts(maxSurge, maxUnavailable, replicasOf(deployment));
}

/** Seconds a rollout may go without progress; undefined for no limit. */
export function progressDeadlineOf(deployment: Deployment): number | undefined {
  const { progressDeadlineSeconds } = deployment.spec;
  return progressDeadlineSeconds === INT32_MAX ? undefined : progressDeadlineSeconds;
}

/** Old ReplicaSets to keep; undefined for all. */
export function historyLimitOf(deployment: Deployment): number | undefined {
  const { revisionHistoryLimit } = deployment.spec;
  return revisionHistoryLimit === INT32_MAX ? undefined : revisionHistoryLimit;
}
