/**
 * Old ReplicaSets beyond the history limit.
 *
 * **Upstream:** pkg/controller/deployment/sync.go cleanupDeployment (v1.37).
 */
import type { Deployment, ReplicaSet } from '../../api/apps-v1.ts';
import { isBeingDeleted } from '../control/keys.ts';
import { revisionOf, sizeOf } from './replica-sets.ts';
import { historyLimitOf } from './strategy.ts';

/** Those with the lowest revisions, as far as they are empty and up to date. */
export function replicaSetsToClean(
  deployment: Deployment,
  old: readonly ReplicaSet[],
): readonly ReplicaSet[] {
  const limit = historyLimitOf(deployment);
  if (limit === undefined) return [];
  const alive = old.filter((one) => !isBeingDeleted(one));
  const surplus = alive.length - limit;
  if (surplus <= 0) return [];
  return alive
    .toSorted((a, b) => revisionOf(a) - revisionOf(b))
    .slice(0, surplus)
    .filter(isEmpty);
}

function isEmpty(one: ReplicaSet): boolean {
  return (
    sizeOf(one) === 0 &&
    (one.status?.replicas ?? 0) === 0 &&
    (one.metadata.generation ?? 0) <= (one.status?.observedGeneration ?? 0)
  );
}
