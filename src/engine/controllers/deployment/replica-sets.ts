/**
 * The ReplicaSets of a Deployment: which is the new one, which are old, in which orders they are visited, what they add up to.
 *
 * **Upstream:** pkg/controller/deployment/util/deployment_util.go and controller_utils.go (v1.37).
 */
import { compareStrings } from '../../../base/compare.ts';
import { deepEqual } from '../../../base/json.ts';
import type { Deployment, ReplicaSet } from '../../api/apps-v1.ts';
import type { PodTemplateSpec } from '../../api/core-v1-pod.ts';
import { timeMs } from '../../api/time.ts';
import {
  DefaultDeploymentUniqueLabelKey,
  DesiredReplicasAnnotation,
  MaxReplicasAnnotation,
  RevisionAnnotation,
} from '../../api/well-known.ts';
import { replicasOf } from './strategy.ts';

export function sizeOf(replicaSet: ReplicaSet): number {
  return replicaSet.spec.replicas ?? 1;
}

export function isActiveReplicaSet(replicaSet: ReplicaSet): boolean {
  return sizeOf(replicaSet) > 0;
}

/** Equal templates make equal pods: the hash label, which the controller adds itself, does not count. */
export function equalIgnoringHash(a: PodTemplateSpec, b: PodTemplateSpec | undefined): boolean {
  return deepEqual(withoutHash(a), b === undefined ? undefined : withoutHash(b));
}

function withoutHash(template: PodTemplateSpec): unknown {
  const { [DefaultDeploymentUniqueLabelKey]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The oldest ReplicaSet with the Deployment's present template. */
export function findNewReplicaSet(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  return oldestFirst(replicaSets).find((one) =>
    equalIgnoringHash(deployment.spec.template, one.spec.template),
  );
}

export function findOldReplicaSets(
  replicaSets: readonly ReplicaSet[],
  newOne: ReplicaSet | undefined,
): readonly ReplicaSet[] {
  return replicaSets.filter((one) => one.metadata.uid !== newOne?.metadata.uid);
}

export function oldestFirst(replicaSets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return [...replicaSets].sort(
    (a, b) => createdMs(a) - createdMs(b) || compareStrings(a.metadata.name, b.metadata.name),
  );
}

/** Largest first; among equals the newest first when growing, the oldest first when shrinking. */
export function largestFirst(replicaSets: readonly ReplicaSet[], growing: boolean): readonly ReplicaSet[] {
  const byAge = growing ? oldestFirst(replicaSets).toReversed() : oldestFirst(replicaSets);
  return byAge.toSorted((a, b) => sizeOf(b) - sizeOf(a));
}

/** The only active one; the new or newest one when none is active; undefined when several are. */
export function findActiveOrLatest(
  newOne: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const newestFirst = oldestFirst(old).toReversed();
  const active = [...newestFirst, ...(newOne === undefined ? [] : [newOne])].filter(isActiveReplicaSet);
  if (active.length > 1) return undefined;
  return active[0] ?? newOne ?? newestFirst[0];
}

/** The new ReplicaSet alone meets all of the Deployment's demand. */
export function isSaturated(deployment: Deployment, newOne: ReplicaSet | undefined): boolean {
  if (newOne === undefined) return false;
  const wanted = replicasOf(deployment);
  return (
    sizeOf(newOne) === wanted &&
    desiredAnnotation(newOne) === wanted &&
    (newOne.status?.availableReplicas ?? 0) === wanted
  );
}

export function totalSize(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, one) => sum + sizeOf(one), 0);
}

export type StatusCount = 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas';

export function totalOf(replicaSets: readonly ReplicaSet[], field: StatusCount): number {
  return replicaSets.reduce((sum, one) => sum + (one.status?.[field] ?? 0), 0);
}

/** Revision number of a ReplicaSet; 0 when it has none. */
export function revisionOf(replicaSet: ReplicaSet): number {
  return integer(replicaSet.metadata.annotations?.[RevisionAnnotation]) ?? 0;
}

export function maxRevision(replicaSets: readonly ReplicaSet[]): number {
  return Math.max(0, ...replicaSets.map(revisionOf));
}

export function desiredAnnotation(replicaSet: ReplicaSet): number | undefined {
  return integer(replicaSet.metadata.annotations?.[DesiredReplicasAnnotation]);
}

export function maxAnnotation(replicaSet: ReplicaSet): number | undefined {
  return integer(replicaSet.metadata.annotations?.[MaxReplicasAnnotation]);
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

function createdMs(replicaSet: ReplicaSet): number {
  return timeMs(replicaSet.metadata.creationTimestamp) ?? 0;
}
