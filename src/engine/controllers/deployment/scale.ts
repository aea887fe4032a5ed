/**
 * Scaling a Deployment: one active ReplicaSet takes it all, several share it in proportion.
 *
 * **Upstream:** pkg/controller/deployment/sync.go scale and util GetReplicaSetProportion (v1.37).
 */
import type { Deployment, ReplicaSet } from '../../api/apps-v1.ts';
import {
  findActiveOrLatest,
  isActiveReplicaSet,
  isSaturated,
  largestFirst,
  maxAnnotation,
  sizeOf,
  totalSize,
} from './replica-sets.ts';
import type { Resize } from './rolling.ts';
import { isRollingUpdate, maxSurgeOf, replicasOf } from './strategy.ts';

/** Sizes to write, in order. Entries that keep their size still get new bookkeeping annotations when `annotate` is set. */
export interface ScalePlan {
  readonly resizes: readonly Resize[];
  readonly annotate: boolean;
}

export function planScale(
  deployment: Deployment,
  newOne: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): ScalePlan {
  const wanted = replicasOf(deployment);
  const only = findActiveOrLatest(newOne, old);
  if (only !== undefined)
    return {
      annotate: false,
      resizes: [
        {
          replicaSet: only,
          size: wanted,
          why: `the Deployment wants ${wanted} and this is its only active replica set`,
        },
      ],
    };
  if (isSaturated(deployment, newOne)) {
    const resizes = old
      .filter(isActiveReplicaSet)
      .map((replicaSet) => ({ replicaSet, size: 0, why: `the new replica set has all ${wanted} available` }));
    return { annotate: false, resizes };
  }
  if (!isRollingUpdate(deployment)) return { annotate: false, resizes: [] };
  const all = [...old, ...(newOne === undefined ? [] : [newOne])];
  return { annotate: true, resizes: shareProportionally(deployment, all.filter(isActiveReplicaSet)) };
}

/** Shares the pods to add or remove among active ReplicaSets; what rounding leaves over goes to the largest. */
export function shareProportionally(
  deployment: Deployment,
  active: readonly ReplicaSet[],
): readonly Resize[] {
  const wanted = replicasOf(deployment);
  const allowed = wanted > 0 ? wanted + maxSurgeOf(deployment) : 0;
  const toAdd = allowed - totalSize(active);
  const ordered = toAdd === 0 ? active : largestFirst(active, toAdd > 0);
  let added = 0;
  const sizes = ordered.map((one) => {
    const share = proportionOf(deployment, one, toAdd, added);
    added += share;
    return sizeOf(one) + share;
  });
  const why = `${allowed} pods are allowed during the rollout, shared in proportion to size`;
  return ordered.map((replicaSet, i) => ({
    replicaSet,
    size: i === 0 ? Math.max(0, (sizes[0] ?? 0) + toAdd - added) : (sizes[i] ?? 0),
    why,
  }));
}

function proportionOf(deployment: Deployment, replicaSet: ReplicaSet, toAdd: number, added: number): number {
  if (sizeOf(replicaSet) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(deployment, replicaSet);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

/** Growth of one ReplicaSet when all grow from the old maximum to the new one, rounded half away from zero. */
function fractionOf(deployment: Deployment, replicaSet: ReplicaSet): number {
  const size = sizeOf(replicaSet);
  const wanted = replicasOf(deployment);
  if (wanted === 0) return -size;
  const before = maxAnnotation(replicaSet) || deployment.status?.replicas || 0;
  if (before === 0) return 0;
  return Math.floor((2 * size * (wanted + maxSurgeOf(deployment)) + before) / (2 * before)) - size;
}
