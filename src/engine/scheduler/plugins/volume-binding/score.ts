/**
 * How well the volumes that a pod would get on a node suit its claims.
 *
 * Upstream: scorer.go of pkg/scheduler/framework/plugins/volumebinding with the default shape (v1.37): the smaller the used share of the
 * volumes, the better; each storage class counts the same.
 * **Simplified:** drivers report no capacity here, so volumes that have yet to be made count for nothing.
 */
import type { Listers } from '../../framework/listers.ts';
import type { VolumeReservation } from '../../framework/plugin.ts';
import { capacityOf, requestOf } from './find-volumes.ts';

interface ClassUse {
  requested: number;
  capacity: number;
}

/** 0..100. */
export function scoreVolumes(reservations: readonly VolumeReservation[], listers: Listers): number {
  const byClass = new Map<string, ClassUse>();
  for (const wish of reservations) {
    if (wish.kind !== 'bind') continue;
    const claim = listers.persistentVolumeClaim(wish.namespace, wish.claim);
    const volume = listers.persistentVolume(wish.volume);
    if (claim === undefined || volume === undefined) continue;
    const name = volume.spec.storageClassName ?? '';
    const use = byClass.get(name) ?? { requested: 0, capacity: 0 };
    byClass.set(name, {
      requested: use.requested + requestOf(claim),
      capacity: use.capacity + capacityOf(volume),
    });
  }
  if (byClass.size === 0) return 0;
  const sum = [...byClass.values()].reduce((total, use) => total + freeShare(use), 0);
  return Math.round(sum / byClass.size);
}

function freeShare({ requested, capacity }: ClassUse): number {
  if (capacity === 0 || requested > capacity) return 0;
  return 100 - Math.trunc((requested * 100) / capacity);
}
