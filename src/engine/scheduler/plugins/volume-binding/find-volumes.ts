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
    const volume = findVolume(claim, node, listers, taken);
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

function findVolume(
  claim: PersistentVolumeClaim,
  node: NodeInfo,
  listers: Listers,
  taken: ReadonlySet<string>,
): PersistentVolume | undefined {
  const candidates = listers
    .persistentVolumes()
    .filter(
      (volume) => !taken.has(volume.metadata.name) && suits(volume, claim) && isReachable(volume, node),
    );
  return [...candidates].sort(byCapacity)[0];
}

function suits(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { claimRef } = volume.spec;
  const isReserved =
    claimRef?.name === claim.metadata.name && claimRef.namespace === claim.metadata.namespace;
  if (claimRef !== undefined && !isReserved) return false;
  if ((volume.spec.storageClassName ?? '') !== (claim.spec.storageClassName ?? '')) return false;
  if ((volume.spec.volumeMode ?? 'Filesystem') !== (claim.spec.volumeMode ?? 'Filesystem')) return false;
  if (claim.spec.selector !== undefined && !matchesLabelSelector(claim.spec.selector, volume.metadata.labels))
    return false;
  const modes = volume.spec.accessModes ?? [];
  return (
    (claim.spec.accessModes ?? []).every((mode) => modes.includes(mode)) &&
    capacityOf(volume) >= requestOf(claim)
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

function isReachable(volume: PersistentVolume, node: NodeInfo): boolean {
  const required = volume.spec.nodeAffinity?.required;
  return required === undefined || matchesNodeSelector(required, node);
}

function capacityOf(volume: PersistentVolume): number {
  return wholeValue(volume.spec.capacity?.['storage']);
}

function requestOf(claim: PersistentVolumeClaim): number {
  return wholeValue(claim.spec.resources?.requests?.['storage']);
}

function bySize(a: PersistentVolumeClaim, b: PersistentVolumeClaim): number {
  return requestOf(a) - requestOf(b) || compareStrings(a.metadata.name, b.metadata.name);
}

function byCapacity(a: PersistentVolume, b: PersistentVolume): number {
  return capacityOf(a) - capacityOf(b) || compareStrings(a.metadata.name, b.metadata.name);
}
