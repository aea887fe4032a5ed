/**
 * What pods use of the node: memory, disk, inodes and process ids, per container and per pod, and what is left of each on the machine.
 *
 * Upstream: the summary API (pkg/kubelet/server/stats), pkg/kubelet/eviction/helpers.go makeSignalObservations, podDiskUsage (v1.37).
 * **Simplified:** the machine's own programs use a fixed amount; a memory volume counts for the first container that mounts it.
 */
import type { Container, Pod } from '../../api/core-v1-pod.ts';
import type { Volume } from '../../api/core-v1-volume.ts';
import { wholeValue } from '../../api/quantity.ts';
import type { ContainerRecord, Machine } from '../../world/contract.ts';
import { allSpecs } from '../containers/container-specs.ts';
import { workersOn } from '../kubelet-context.ts';
import type { Kubelet, NodeTraits } from '../kubelet-context.ts';
import { isTerminatedStage } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { volumeId } from '../volumes/mount-volumes.ts';
import type { PodUse } from './ranking.ts';
import type { Observations, StarvedResource } from './thresholds.ts';
import { hardMemoryBytes } from './thresholds.ts';

/** One process id for so many bytes of memory, as the kernel sets threads-max. */
const BYTES_PER_PID = 128 * 1024;
/** One inode for so many bytes of disk, as mkfs.ext4 does. */
const BYTES_PER_INODE = 16 * 1024;

/** All signals of the machine as they are now. */
export function observe(k: Kubelet, machine: Machine, traits: NodeTraits): Observations {
  const { memoryBytes, ephemeralStorageBytes, name } = machine;
  const workers = workersOn(k, name).filter((worker) => !isTerminatedStage(worker.stage));
  const inPods = workers.reduce((sum, worker) => sum + podMemory(k, worker), 0);
  const reserved = Math.max(0, traits.reservedMemoryBytes - hardMemoryBytes(traits, memoryBytes));
  const disk = diskUse(k, machine, traits);
  const pids = Math.floor(memoryBytes / BYTES_PER_PID);
  const storage = {
    available: Math.max(0, ephemeralStorageBytes - disk.bytes),
    capacity: ephemeralStorageBytes,
  };
  const inodes = Math.floor(ephemeralStorageBytes / BYTES_PER_INODE);
  const inodesFree = { available: Math.max(0, inodes - disk.inodes), capacity: inodes };
  const pod = memoryBytes - reserved;
  return {
    'memory.available': {
      available: Math.max(0, memoryBytes - (traits.system?.memoryBytes ?? 0) - inPods),
      capacity: memoryBytes,
    },
    'allocatableMemory.available': { available: Math.max(0, pod - inPods), capacity: pod },
    'nodefs.available': storage,
    'imagefs.available': storage,
    'nodefs.inodesFree': inodesFree,
    'imagefs.inodesFree': inodesFree,
    'pid.available': {
      available: Math.max(0, pids - (traits.system?.processes ?? 0) - processesOn(k, name)),
      capacity: pids,
    },
  };
}

interface DiskUse {
  readonly bytes: number;
  readonly inodes: number;
}

const NO_DISK: DiskUse = { bytes: 0, inodes: 0 };

function plus(a: DiskUse, b: DiskUse): DiskUse {
  return { bytes: a.bytes + b.bytes, inodes: a.inodes + b.inodes };
}

/** Images, writable layers, logs and local volumes, also those of pods that have ended. */
export function diskUse(k: Kubelet, machine: Machine, traits: NodeTraits): DiskUse {
  const images = k.world.images(machine.name).reduce((sum, image) => sum + image.sizeBytes, 0);
  let use: DiskUse = { bytes: images + (traits.system?.storageBytes ?? 0), inodes: 0 };
  for (const uid of k.world.podUids(machine.name))
    for (const record of k.world.containers(machine.name, uid)) use = plus(use, containerDisk(k, record));
  for (const worker of workersOn(k, machine.name)) use = plus(use, volumesDisk(k, worker));
  return use;
}

function containerDisk(k: Kubelet, { id }: ContainerRecord): DiskUse {
  const { writtenBytes, logBytes, inodes } = k.world.usage(id);
  return { bytes: writtenBytes + logBytes, inodes };
}

function volumesDisk(k: Kubelet, worker: PodWorker): DiskUse {
  return (worker.pod.spec.volumes ?? []).filter(isLocal).reduce((sum, volume) => {
    const id = volumeId(k, worker, volume);
    return plus(sum, {
      bytes: k.world.volumeBytes(worker.machine, id),
      inodes: k.world.volumeInodes(worker.machine, id),
    });
  }, NO_DISK);
}

/** Volumes that take room on the machine's disk. */
function isLocal(volume: Volume): boolean {
  if (volume.emptyDir !== undefined) return volume.emptyDir.medium !== 'Memory';
  return (
    volume.hostPath !== undefined ||
    volume.configMap !== undefined ||
    volume.secret !== undefined ||
    volume.downwardAPI !== undefined
  );
}

function processesOn(k: Kubelet, machine: string): number {
  return workersOn(k, machine).reduce((sum, worker) => sum + podProcesses(k, worker), 0);
}

function podProcesses(k: Kubelet, worker: PodWorker): number {
  return runningOf(worker).reduce((sum, { id }) => sum + k.world.usage(id).processes, 0);
}

function runningOf(worker: PodWorker): readonly ContainerRecord[] {
  return worker.runtime.containers.filter((record) => record.state === 'running');
}

export function podMemory(k: Kubelet, worker: PodWorker): number {
  return runningOf(worker).reduce((sum, { name }) => sum + containerMemory(k, worker, name), 0);
}

/** Memory of a running container, with the volumes in memory that it is the first to mount. */
export function containerMemory(k: Kubelet, worker: PodWorker, name: string): number {
  const record = runningOf(worker).find((candidate) => candidate.name === name);
  if (record === undefined) return 0;
  const mounts = (volume: string, container: Pick<Container, 'volumeMounts'>): boolean =>
    (container.volumeMounts ?? []).some((mount) => mount.name === volume);
  const specs = allSpecs(worker.pod.spec).map(({ container }) => container);
  const owned = (worker.pod.spec.volumes ?? []).filter(
    (volume) =>
      volume.emptyDir?.medium === 'Memory' &&
      specs.find((container) => mounts(volume.name, container))?.name === name,
  );
  const inVolumes = owned.reduce(
    (sum, volume) => sum + k.world.volumeBytes(worker.machine, volumeId(k, worker, volume)),
    0,
  );
  return k.world.usage(record.id).memoryBytes + inVolumes;
}

/** Disk a container uses apart from volumes: its writable layer and its log. */
export function containerStorage(k: Kubelet, worker: PodWorker, name: string): number {
  return worker.runtime.containers
    .filter((record) => record.name === name)
    .reduce((sum, record) => sum + containerDisk(k, record).bytes, 0);
}

/** The pod's use of the resource next to its request. */
export function podUse(k: Kubelet, worker: PodWorker, resource: StarvedResource): PodUse {
  switch (resource) {
    case 'memory':
      return { worker, used: podMemory(k, worker), request: worker.requestMemoryBytes };
    case 'pids':
      return { worker, used: podProcesses(k, worker), request: 0 };
    case 'ephemeral-storage':
      return { worker, used: podDisk(k, worker).bytes, request: worker.requestStorageBytes };
    case 'inodes':
      return { worker, used: podDisk(k, worker).inodes, request: 0 };
  }
}

function podDisk(k: Kubelet, worker: PodWorker): DiskUse {
  return worker.runtime.containers.reduce(
    (sum, record) => plus(sum, containerDisk(k, record)),
    volumesDisk(k, worker),
  );
}

/** The request of one container, as the message writes it. */
export function containerRequest(pod: Pod, name: string, resource: StarvedResource): string {
  const { container } = allSpecs(pod.spec).find((spec) => spec.container.name === name) ?? {};
  const requests = (container as Container | undefined)?.resources?.requests;
  return resource === 'pids' || resource === 'inodes' ? '0' : (requests?.[resource] ?? '0');
}

export function exceedsRequest(used: number, request: string): boolean {
  return used > wholeValue(request);
}
