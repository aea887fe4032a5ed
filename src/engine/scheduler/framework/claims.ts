/**
 * The PersistentVolumeClaims a pod mounts, and what they ask for.
 *
 * Upstream: staging/src/k8s.io/component-helpers/storage/ephemeral and volume (v1.37). A generic ephemeral volume mounts a
 * claim that a controller creates under a name made of pod and volume.
 */
import type { PersistentVolumeClaim } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { BindCompletedAnnotation } from '../../api/well-known.ts';
import type { Listers } from './listers.ts';
import type { PodInfo } from './pod-info.ts';

export interface ClaimReference {
  readonly name: string;
  readonly ephemeral: boolean;
}

export function claimReferencesOf(pod: Pod): readonly ClaimReference[] {
  return (pod.spec.volumes ?? []).flatMap((volume): readonly ClaimReference[] => {
    if (volume.persistentVolumeClaim !== undefined) {
      return [{ name: volume.persistentVolumeClaim.claimName, ephemeral: false }];
    }
    return volume.ephemeral === undefined
      ? []
      : [{ name: `${pod.metadata.name}-${volume.name}`, ephemeral: true }];
  });
}

/** The claims that exist, in the order of the pod's volumes. */
export function claimsOf(pod: PodInfo, listers: Listers): readonly PersistentVolumeClaim[] {
  return claimReferencesOf(pod.pod).flatMap(
    ({ name }) => listers.persistentVolumeClaim(pod.namespace, name) ?? [],
  );
}

export function usesClaim(pod: PodInfo, namespace: string | undefined, name: string): boolean {
  return (
    pod.namespace === namespace && claimReferencesOf(pod.pod).some((reference) => reference.name === name)
  );
}

/** Bound to a volume, and the volume controller has finished. */
export function isFullyBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return (spec.volumeName ?? '') !== '' && metadata.annotations?.[BindCompletedAnnotation] !== undefined;
}
