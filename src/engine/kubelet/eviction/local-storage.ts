/**
 * Limits of local storage that a pod names itself: of its emptyDir volumes, of all its containers together, of each container.
 *
 * Upstream: pkg/kubelet/eviction/eviction_manager.go localStorageEviction (v1.37).
 */
import { quantityOfWhole, wholeValue } from '../../api/quantity.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { volumeId } from '../volumes/mount-volumes.ts';
import { containerStorage } from './pod-usage.ts';

/** The first limit of local storage the pod exceeds. */
export function storageExcess(k: Kubelet, worker: PodWorker): string | undefined {
  const limited = worker.pod.spec.containers.some(
    (container) => container.resources?.limits?.['ephemeral-storage'] !== undefined,
  );
  const volumes = (worker.pod.spec.volumes ?? []).filter((volume) => volume.emptyDir !== undefined);
  for (const volume of volumes) {
    const limit = volume.emptyDir?.sizeLimit;
    if (limit === undefined || wholeValue(limit) === 0) continue;
    if (k.world.volumeBytes(worker.machine, volumeId(k, worker, volume)) > wholeValue(limit)) {
      return `Usage of EmptyDir volume "${volume.name}" exceeds the limit "${limit}". `;
    }
  }
  if (!limited) return undefined;
  const inVolumes = volumes
    .filter((volume) => volume.emptyDir?.medium !== 'Memory')
    .reduce((sum, volume) => sum + k.world.volumeBytes(worker.machine, volumeId(k, worker, volume)), 0);
  return podStorageExcess(k, worker, inVolumes) ?? containerStorageExcess(k, worker);
}

function podStorageExcess(k: Kubelet, worker: PodWorker, inVolumes: number): string | undefined {
  const limits = worker.pod.spec.containers.map(
    (container) => container.resources?.limits?.['ephemeral-storage'],
  );
  if (limits.some((limit) => limit === undefined)) return undefined;
  const total = limits.reduce((sum, limit) => sum + wholeValue(limit), 0);
  const used = worker.pod.spec.containers.reduce(
    (sum, { name }) => sum + containerStorage(k, worker, name),
    inVolumes,
  );
  return used > total
    ? `Pod ephemeral local storage usage exceeds the total limit of containers ${quantityOfWhole(total)}. `
    : undefined;
}

function containerStorageExcess(k: Kubelet, worker: PodWorker): string | undefined {
  const over = worker.pod.spec.containers.find(({ name, resources }) => {
    const limit = resources?.limits?.['ephemeral-storage'];
    return limit !== undefined && containerStorage(k, worker, name) > wholeValue(limit);
  });
  if (over === undefined) return undefined;
  const limit = over.resources?.limits?.['ephemeral-storage'] ?? '';
  return `Container ${over.name} exceeded its local ephemeral storage limit "${limit}". `;
}
