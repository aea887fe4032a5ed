/**
 * Rolling update arithmetic: how far the new ReplicaSet may grow, how far the old ones may shrink.
 *
 * **Upstream:** pkg/controller/deployment/rolling.go and NewRSNewReplicas (v1.37).
 */
import type { Deployment, ReplicaSet } from '../../api/apps-v1.ts';
import { oldestFirst, sizeOf, totalOf, totalSize } from './replica-sets.ts';
import { isRollingUpdate, maxSurgeOf, maxUnavailableOf, replicasOf } from './strategy.ts';

/** A change of size, and the numbers behind it in words. */
export interface Resize {
  readonly replicaSet: ReplicaSet;
  readonly size: number;
  readonly why: string;
}

/** Size of the new ReplicaSet of size `present` when all of them together have `total`. */
export function newReplicaSetSize(deployment: Deployment, total: number, present: number): number {
  const wanted = replicasOf(deployment);
  if (!isRollingUpdate(deployment)) return wanted;
  const room = wanted + maxSurgeOf(deployment) - total;
  return room <= 0 ? present : present + Math.min(room, wanted - present);
}

/** Growing (or cutting back) the new ReplicaSet; undefined when it stays. */
export function planNewReplicaSet(
  deployment: Deployment,
  newOne: ReplicaSet,
  all: readonly ReplicaSet[],
): Resize | undefined {
  const wanted = replicasOf(deployment);
  const present = sizeOf(newOne);
  if (present === wanted) return undefined;
  if (present > wanted)
    return {
      replicaSet: newOne,
      size: wanted,
      why: `the new replica set has ${present} and only ${wanted} are wanted`,
    };
  const total = totalSize(all);
  const size = newReplicaSetSize(deployment, total, present);
  if (size === present) return undefined;
  return {
    replicaSet: newOne,
    size,
    why: `${total} pods are asked for in all, and ${wanted} wanted plus ${maxSurgeOf(deployment)} surge leave room for ${size - present} more`,
  };
}

/** Shrinking the old ReplicaSets, in the order of the writes. The same one may appear twice: unhealthy pods first, then available ones. */
export function planOldReplicaSets(
  deployment: Deployment,
  newOne: ReplicaSet,
  old: readonly ReplicaSet[],
): readonly Resize[] {
  if (totalSize(old) === 0) return [];
  const minAvailable = replicasOf(deployment) - maxUnavailableOf(deployment);
  const newUnavailable = sizeOf(newOne) - (newOne.status?.availableReplicas ?? 0);
  const budget = totalSize([...old, newOne]) - minAvailable - newUnavailable;
  if (budget <= 0) return [];
  const sizes = new Map(old.map((one) => [one.metadata.name, sizeOf(one)]));
  const unhealthy = shrinkUnhealthy(old, budget, sizes);
  return [
    ...unhealthy,
    ...shrinkAvailable(
      old,
      totalOf([...old, newOne], 'availableReplicas') - minAvailable,
      minAvailable,
      sizes,
    ),
  ];
}

function shrinkUnhealthy(
  old: readonly ReplicaSet[],
  budget: number,
  sizes: Map<string, number>,
): readonly Resize[] {
  return shrink(
    old,
    budget,
    sizes,
    (one, size) => size - (one.status?.availableReplicas ?? 0),
    (count) => `${count} of its pods are not available, so the rollout loses nothing with them`,
  );
}

function shrinkAvailable(
  old: readonly ReplicaSet[],
  budget: number,
  minAvailable: number,
  sizes: Map<string, number>,
): readonly Resize[] {
  return shrink(
    old,
    budget,
    sizes,
    (_one, size) => size,
    () => `${budget + minAvailable} pods are available and ${minAvailable} are enough`,
  );
}

type Removable = (replicaSet: ReplicaSet, size: number) => number;

/** Takes from each ReplicaSet, oldest first, what `removable` allows until the budget is used up. */
function shrink(
  old: readonly ReplicaSet[],
  budget: number,
  sizes: Map<string, number>,
  removable: Removable,
  why: (count: number) => string,
): readonly Resize[] {
  const plan: Resize[] = [];
  let left = budget;
  for (const replicaSet of oldestFirst(old)) {
    const size = sizes.get(replicaSet.metadata.name) ?? 0;
    const count = Math.min(left, size, removable(replicaSet, size));
    if (count <= 0) continue;
    plan.push({ replicaSet, size: size - count, why: why(count) });
    sizes.set(replicaSet.metadata.name, size - count);
    left -= count;
  }
  return plan;
}
