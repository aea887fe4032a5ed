/**
 * Counting: the status of a Deployment from the statuses of its ReplicaSets.
 *
 * **Upstream:** pkg/controller/deployment/sync.go calculateStatus (v1.37).
 */
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../api/apps-v1.ts';
import { positiveCount } from '../control/positive-count.ts';
import { conditionsOf, newCondition, setCondition, withConditions } from './conditions.ts';
import { AVAILABLE, MINIMUM_REPLICAS_AVAILABLE, MINIMUM_REPLICAS_UNAVAILABLE } from './reasons.ts';
import { totalOf, totalSize } from './replica-sets.ts';
import { maxUnavailableOf, replicasOf } from './strategy.ts';

/** Counts and the Available condition; the other conditions are taken over. */
export function calculateStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newOne: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const available = totalOf(all, 'availableReplicas');
  const { collisionCount } = deployment.status ?? {};
  const { generation } = deployment.metadata;
  const counts: DeploymentStatus = {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...positiveCount('replicas', totalOf(all, 'replicas')),
    ...positiveCount('updatedReplicas', newOne === undefined ? 0 : totalOf([newOne], 'replicas')),
    ...positiveCount('readyReplicas', totalOf(all, 'readyReplicas')),
    ...positiveCount('availableReplicas', available),
    ...positiveCount('unavailableReplicas', Math.max(0, totalSize(all) - available)),
    terminatingReplicas: totalOf(all, 'terminatingReplicas'),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
  const enough = available >= replicasOf(deployment) - maxUnavailableOf(deployment);
  return withConditions(counts, setCondition(conditionsOf(deployment.status), availability(enough, nowMs)));
}

function availability(enough: boolean, nowMs: number): ReturnType<typeof newCondition> {
  return enough
    ? newCondition(
        AVAILABLE,
        'True',
        MINIMUM_REPLICAS_AVAILABLE,
        'Deployment has minimum availability.',
        nowMs,
      )
    : newCondition(
        AVAILABLE,
        'False',
        MINIMUM_REPLICAS_UNAVAILABLE,
        'Deployment does not have minimum availability.',
        nowMs,
      );
}
