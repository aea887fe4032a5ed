/**
 * Which volumes the claims of a pod would get on a node.
 *
 * Upstream: `FindPodVolumes` of pkg/scheduler/framework/plugins/volumebinding/binder.go (v1.37). A claim takes the smallest
 * existing volume that suits it; failing that, its class may be asked to make one.
 * **Simplified:** capacity reported by CSI drivers is not looked at.
 */
import { compareStrings } from '../../../../base/compare.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/core-v1.ts';
import { wholeValue } from '../../../api/quantity.ts';
import { matchesLabelSelector } from '../../../api/selectors.ts';
import type { StorageClass } from '../../../api/storage-v1.ts';
import type { Listers } from '../../framework/listers.ts';
import { matchesNodeSelector } from '../../framework/node-affinity.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { VolumeReservation } from '../../framework/plugin.ts';
import { SelectedNodeAnnotation } from '../../../api/well-known.ts';

export type BoundVerdict = 'fits' | 'missing-volume' | 'wrong-node';

export function boundVerdict(
  claims: readonly PersistentVolumeClaim[],
  node: NodeInfo,
  listers: Listers,
): BoundVerdict {
  for (const claim of claims) {
    const volume = listers.persistentVolume(claim.spec.volumeName ?? '');
    if (volume === undefined) return 'missing-volume';
    if (!isReachable(volume, node)) return 'wrong-node';
  }
  return 'fits';
}

/** One reservation for each claim, or undefined if one of them can have no volume on this node. */
export function reserveVolumes(
  claims: readonly PersistentVolumeClaim[],
  node: NodeInfo,
  listers: Listers,
): readonly VolumeReservation[] | undefined {
  const taken = new Set<string>();
  const reservations: VolumeReservation[] = [];
  for (const claim of [...claims].sort(bySize)) {
    const reference = { namespace: claim.metadata.namespace ?? '', claim: claim.metadata.name };
    const selectedNode = claim.metadata.annotations?.[SelectedNodeAnnotation];
    if (selectedNode !== undefined && selectedNode !== node.name) return undefined;
    const volume = selectedNode === undefined ? findVolume(claim, node, listers, taken) : undefined;
    if (volume !== undefined) {
      taken.add(volume.metadata.name);
      reservations.push({ kind: 'bind', ...reference, volume: volume.metadata.name });
    } else if (canProvision(listers.storageClass(claim.spec.storageClassName ?? ''), node)) {
      reservations.push({ kind: 'provision', ...reference });
    } else {
      return undefined;
    }
  }
  return reservations;
}

/** A volume reserved for the claim is its only choice. */
function findVolume(
  claim: PersistentVolumeClaim,
  node: NodeInfo,
  listers: Listers,
  taken: ReadonlySet<string>,
): PersistentVolume | undefined {
  const usable = listers
    .persistentVolumes()
    .filter((volume) => !taken.has(volume.metadata.name) && couldHold(volume, claim));
  const reserved = usable.find((volume) => isReservedFor(volume, claim));
  if (reserved !== undefined) return isReachable(reserved, node) ? reserved : undefined;
  return usable.filter((volume) => isFreeFor(volume, claim) && isReachable(volume, node)).sort(byCapacity)[0];
}

function couldHold({ metadata, spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (
    metadata.deletionTimestamp === undefined &&
    (spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem') &&
    wholeValue(spec.capacity?.['storage']) >= requestOf(claim)
  );
}

function isReservedFor(
  { spec: { claimRef } }: PersistentVolume,
  { metadata }: PersistentVolumeClaim,
): boolean {
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return (claimRef.uid ?? '') === '' || claimRef.uid === metadata.uid;
}

function isFreeFor({ metadata, spec, status }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (spec.claimRef !== undefined || status?.phase !== 'Available') return false;
  if ((spec.storageClassName ?? '') !== (claim.spec.storageClassName ?? '')) return false;
  const modes = spec.accessModes ?? [];
  return (
    (claim.spec.accessModes ?? []).every((mode) => modes.includes(mode)) &&
    (claim.spec.selector === undefined || matchesLabelSelector(claim.spec.selector, metadata.labels))
  );
}

function canProvision(storageClass: StorageClass | undefined, node: NodeInfo): boolean {
  if (storageClass === undefined || storageClass.provisioner === 'kubernetes.io/no-provisioner') return false;
  const topologies = storageClass.allowedTopologies ?? [];
  if (topologies.length === 0) return true;
  return topologies.some(({ matchLabelExpressions }) =>
    (matchLabelExpressions ?? []).every(({ key, values }) => values.includes(node.labels[key] ?? '')),
  );
}

/** Whether the volume's node affinity lets it be used on the node. */
export function isReachable(volume: PersistentVolume, node: NodeInfo): boolean {
  const required = volume.spec.nodeAffinity?.required;
  return required === undefined || matchesNodeSelector(required, node);
}

/** Size of the volume in bytes. */
export function capacityOf(volume: PersistentVolume): number {
  return wholeValue(volume.spec.capacity?.['storage']);
}

/** Bytes that the claim asks for. */
export function requestOf(claim: PersistentVolumeClaim): number {
  return wholeValue(claim.spec.resources?.requests?.['storage']);
}

function bySize(a: PersistentVolumeClaim, b: PersistentVolumeClaim): number {
  return requestOf(a) - requestOf(b) || compareStrings(a.metadata.name, b.metadata.name);
}

function byCapacity(a: PersistentVolume, b: PersistentVolume): number {
  return capacityOf(a) - capacityOf(b) || compareStrings(a.metadata.name, b.metadata.name);
}
