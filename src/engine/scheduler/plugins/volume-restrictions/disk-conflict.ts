/**
 * Whether two in-tree disk volumes may not be mounted on the same node.
 *
 * Upstream: `isVolumeConflict` of pkg/scheduler/framework/plugins/volumerestrictions (v1.37).
 */
import type { Volume } from '../../../api/core-v1-volume.ts';

export function hasRestrictedDisk(volume: Volume): boolean {
  return (
    volume.gcePersistentDisk !== undefined ||
    volume.awsElasticBlockStore !== undefined ||
    volume.iscsi !== undefined ||
    volume.rbd !== undefined
  );
}

export function disksConflict(a: Volume, b: Volume): boolean {
  if (
    a.gcePersistentDisk &&
    b.gcePersistentDisk &&
    a.gcePersistentDisk.pdName === b.gcePersistentDisk.pdName
  ) {
    return !bothReadOnly(a.gcePersistentDisk, b.gcePersistentDisk);
  }
  // An EBS volume is attached to one instance for one pod, read-only or not.
  if (a.awsElasticBlockStore && b.awsElasticBlockStore) {
    return a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID;
  }
  if (a.iscsi && b.iscsi && a.iscsi.iqn === b.iscsi.iqn) return !bothReadOnly(a.iscsi, b.iscsi);
  if (a.rbd && b.rbd && isSameImage(a.rbd, b.rbd)) return !bothReadOnly(a.rbd, b.rbd);
  return false;
}

interface ReadOnlyFlag {
  readonly readOnly?: boolean;
}

function bothReadOnly(a: ReadOnlyFlag, b: ReadOnlyFlag): boolean {
  return a.readOnly === true && b.readOnly === true;
}

type RbdVolume = NonNullable<Volume['rbd']>;

function isSameImage(a: RbdVolume, b: RbdVolume): boolean {
  const pool = (volume: RbdVolume) => volume.pool ?? 'rbd';
  return a.monitors.some((one) => b.monitors.includes(one)) && pool(a) === pool(b) && a.image === b.image;
}
