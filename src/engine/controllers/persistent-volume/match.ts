/**
 * Which volume a claim gets.
 *
 * **Upstream:** pkg/controller/volume/persistentvolume/{index,pv_controller}.go, component-helpers/storage/volume (v1.37).
 * **Simplified:** the class named by an annotation, as before v1.6, is not read.
 */
import { compareStrings } from '../../../base/compare.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core-v1.ts';
import { compareQuantities } from '../../api/quantity.ts';
import { matchesLabelSelector } from '../../api/selectors.ts';
import { isBeingDeleted, namespaceOf, uidOf } from '../control/keys.ts';

/** True when the volume is reserved for this claim, by name alone or by UID too. */
export function isReservedFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { claimRef } = volume.spec;
  if (
    claimRef === undefined ||
    claimRef.name !== claim.metadata.name ||
    claimRef.namespace !== namespaceOf(claim)
  )
    return false;
  return (claimRef.uid ?? '') === '' || claimRef.uid === uidOf(claim);
}

/**
 * A volume reserved for the claim; else, unless binding has to wait for a pod, the smallest of those that offer the fewest access modes
 * beyond what was asked for.
 */
export function bestVolume<V extends PersistentVolume>(
  claim: PersistentVolumeClaim,
  volumes: readonly V[],
  mustWait: boolean,
): V | undefined {
  const usable = volumes.filter(
    (volume) =>
      !isBeingDeleted(volume) &&
      offersModes(volume, claim) &&
      sameMode(volume, claim) &&
      isLargeEnough(volume, claim),
  );
  const reserved = usable.find((volume) => isReservedFor(volume, claim));
  if (reserved !== undefined || mustWait) return reserved;
  const free = usable.filter(
    (volume) =>
      volume.spec.claimRef === undefined &&
      volume.status?.phase === 'Available' &&
      sameClass(volume, claim) &&
      isSelected(volume, claim),
  );
  return [...free].sort(byFit)[0];
}

function byFit(a: PersistentVolume, b: PersistentVolume): number {
  const modes = (a.spec.accessModes ?? []).length - (b.spec.accessModes ?? []).length;
  return modes || compareQuantities(sizeOf(a), sizeOf(b)) || compareStrings(a.metadata.name, b.metadata.name);
}

/** Why a volume that the claim asks for by name does not do; undefined when it does. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (!isLargeEnough(volume, claim)) return 'requested PV is too small';
  if (!sameClass(volume, claim)) return 'storageClassName does not match';
  if (!sameMode(volume, claim)) return 'incompatible volumeMode';
  return offersModes(volume, claim) ? undefined : 'incompatible accessMode';
}

function sizeOf({ spec }: PersistentVolume): string {
  return spec.capacity?.['storage'] ?? '0';
}

function isLargeEnough(volume: PersistentVolume, { spec }: PersistentVolumeClaim): boolean {
  return compareQuantities(sizeOf(volume), spec.resources?.requests?.['storage'] ?? '0') >= 0;
}

function sameClass(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (volume.spec.storageClassName ?? '') === (claim.spec.storageClassName ?? '');
}

function sameMode(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (volume.spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem');
}

function offersModes(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const offered = volume.spec.accessModes ?? [];
  return (claim.spec.accessModes ?? []).every((mode) => offered.includes(mode));
}

function isSelected(volume: PersistentVolume, { spec }: PersistentVolumeClaim): boolean {
  return spec.selector === undefined || matchesLabelSelector(spec.selector, volume.metadata.labels);
}
