/**
 * Whether the claims of a pod are in a state in which it can be scheduled, and which of them still want a volume.
 *
 * Upstream: `podHasPVCs` and `GetPodVolumeClaims` of pkg/scheduler/framework/plugins/volumebinding (v1.37).
 */
import type { PersistentVolumeClaim } from '../../../api/core-v1.ts';
import type { ClaimReference } from '../../framework/claims.ts';
import { claimReferencesOf, claimsOf, isFullyBound } from '../../framework/claims.ts';
import type { Listers } from '../../framework/listers.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

export interface PodClaims {
  readonly bound: readonly PersistentVolumeClaim[];
  /** Claims that get their volume when the pod gets its node. */
  readonly delayed: readonly PersistentVolumeClaim[];
  /** Claims that the volume controller is to bind first, whoever uses them. */
  readonly immediate: readonly PersistentVolumeClaim[];
}

/** The first thing wrong with a claim, in upstream's words. */
export function claimProblem(pod: PodInfo, listers: Listers): string | undefined {
  for (const reference of claimReferencesOf(pod.pod)) {
    const problem = problemOf(reference, listers.persistentVolumeClaim(pod.namespace, reference.name));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function podClaimsOf(pod: PodInfo, listers: Listers): PodClaims {
  const claims = claimsOf(pod, listers);
  const unbound = claims.filter((claim) => !isFullyBound(claim));
  const isDelayed = (claim: PersistentVolumeClaim) =>
    (claim.spec.volumeName ?? '') === '' &&
    listers.storageClass(claim.spec.storageClassName ?? '')?.volumeBindingMode === 'WaitForFirstConsumer';
  return {
    bound: claims.filter(isFullyBound),
    delayed: unbound.filter(isDelayed),
    immediate: unbound.filter((claim) => !isDelayed(claim)),
  };
}

function problemOf(reference: ClaimReference, claim: PersistentVolumeClaim | undefined): string | undefined {
  if (claim === undefined) {
    return reference.ephemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${reference.name}"`
      : `persistentvolumeclaim "${reference.name}" not found`;
  }
  const { name, deletionTimestamp } = claim.metadata;
  if (claim.status?.phase === 'Lost') {
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`;
  }
  return deletionTimestamp === undefined ? undefined : `persistentvolumeclaim "${name}" is being deleted`;
}
