/**
 * Mounting of a pod's volumes before its first container, retries while that fails, and the updates of mounted files.
 *
 * Upstream: pkg/kubelet/volumemanager, pkg/volume/util/operationexecutor (v1.37).
 * **Simplified:** volumes need no attaching; a claim is a folder of its own that outlives the pod, wherever the pod runs.
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import type { EmptyDirVolumeSource, Volume } from '../../api/core-v1-volume.ts';
import { wholeValue } from '../../api/quantity.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { VolumeOptions } from '../../world/contract.ts';
import { doubledMs } from '../containers/crash-backoff.ts';
import { podEvent, stateOf } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { podPlace } from '../environment/pod-place.ts';
import { readObject } from '../remembered-objects.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { isApiVolume, volumeFiles } from './volume-files.ts';
import type { VolumeSources } from './volume-files.ts';

/** What of a volume is on the machine, and how mounting it went so far. */
interface MountState {
  readonly worker: string;
  /** Resource versions of the objects its files came from; empty until it is mounted. */
  readonly version: string;
  readonly mounted: boolean;
  readonly failures: number;
  readonly retryAt: Millis;
}

/** By `worker key/volume`. */
export const MOUNTS = defineTable<MountState>('kubelet/mounts', { worker: (mount) => mount.worker });

export type MountOutcome = 'mounted' | { readonly retryAt: Millis } | { readonly error: string };

/** Name of a volume's folder in the world. */
export function volumeId(k: Kubelet, worker: PodWorker, volume: Volume): string {
  const namespace = worker.pod.metadata.namespace ?? 'default';
  if (volume.hostPath !== undefined) return `host:${volume.hostPath.path}`;
  const claim = claimName(worker.pod, volume);
  if (claim === undefined) return `${worker.uid}/${volume.name}`;
  const name = readObject(k, worker.machine, 'PersistentVolumeClaim', namespace, claim)?.spec?.volumeName;
  const path =
    name === undefined
      ? undefined
      : readObject(k, worker.machine, 'PersistentVolume', '', name)?.spec?.hostPath?.path;
  return path === undefined ? `claim:${namespace}/${name ?? claim}` : `host:${path}`;
}

function claimName(pod: Pod, volume: Volume): string | undefined {
  if (volume.ephemeral !== undefined) return `${pod.metadata.name}-${volume.name}`;
  return volume.persistentVolumeClaim?.claimName;
}

/** Tries all volumes that are not mounted and whose time has come, and refreshes the files of the others. */
export function mountVolumes(k: Kubelet, worker: PodWorker): MountOutcome {
  const volumes = worker.pod.spec.volumes ?? [];
  const table = k.sim.table(MOUNTS);
  let retryAt = 0;
  for (const volume of volumes) {
    const key = `${worker.key}/${volume.name}`;
    const state = table.get(key);
    if (state !== undefined && !state.mounted && state.retryAt > k.sim.now) {
      retryAt = earliest(retryAt, state.retryAt);
      continue;
    }
    const claimError = state?.mounted === true ? undefined : claimProblem(k, worker, volume);
    if (claimError !== undefined) return failedClaim(k, worker, volume, claimError);
    const next = mountOne(k, worker, volume, state);
    if (next !== state) table.put(key, next);
    if (!next.mounted) retryAt = earliest(retryAt, next.retryAt);
  }
  return retryAt === 0 ? 'mounted' : { retryAt };
}

function earliest(a: Millis, b: Millis): Millis {
  return a === 0 ? b : Math.min(a, b);
}

function mountOne(k: Kubelet, worker: PodWorker, volume: Volume, state: MountState | undefined): MountState {
  const sources = volumeSources(k, worker);
  const version = isApiVolume(volume) ? versionOf(volume, worker.pod, sources) : 'fixed';
  if (state?.mounted === true && state.version === version) return state;
  const done = setUp(k, worker, volume, sources);
  if (done.ok) return { worker: worker.key, version, mounted: true, failures: 0, retryAt: 0 };
  if (state?.mounted === true) return state;
  podEvent(
    k,
    worker,
    'Warning',
    'FailedMount',
    `MountVolume.SetUp failed for volume "${volume.name}" : ${done.error}`,
  );
  const failures = (state?.failures ?? 0) + 1;
  const pause = doubledMs(k.settings.mountRetryMs, failures - 1, k.settings.mountRetryMsMax);
  return { worker: worker.key, version: '', mounted: false, failures, retryAt: k.sim.now + pause };
}

function setUp(k: Kubelet, worker: PodWorker, volume: Volume, sources: VolumeSources): Result<null, string> {
  const id = volumeId(k, worker, volume);
  if (isApiVolume(volume)) {
    const files = volumeFiles(volume, worker.pod, sources);
    if (!files.ok) return files;
    k.world.putVolume(worker.machine, id, 'api', files.value, optionsOf(k, worker, volume));
    return ok(null);
  }
  if (volume.hostPath !== undefined) return setUpHostPath(k, worker, volume, id);
  const source = volume.emptyDir !== undefined ? 'emptyDir' : volume.image !== undefined ? 'image' : 'claim';
  if (!k.world.hasVolume(worker.machine, id))
    k.world.putVolume(worker.machine, id, source, [], optionsOf(k, worker, volume));
  return ok(null);
}

/** Who owns a volume, how large it may be, and what it shows. */
function optionsOf(k: Kubelet, worker: PodWorker, { emptyDir, image }: Volume): VolumeOptions {
  const { fsGroup } = worker.pod.spec.securityContext ?? {};
  const size = emptyDir?.medium === 'Memory' ? memoryVolumeBytes(k, worker, emptyDir) : undefined;
  return {
    ...(fsGroup === undefined ? {} : { gid: fsGroup }),
    ...(emptyDir?.mode === undefined ? {} : { mode: emptyDir.mode }),
    ...(size === undefined ? {} : { sizeBytes: size }),
    ...(image?.reference === undefined ? {} : { image: fullName(k, image.reference) }),
  };
}

function fullName(k: Kubelet, reference: string): string {
  const name = k.world.normalizeImage(reference);
  return name.ok ? name.value : reference;
}

/** The smallest of the volume's own limit, the memory limits of the pod's containers together, and what the node can give. */
function memoryVolumeBytes(k: Kubelet, worker: PodWorker, { sizeLimit }: EmptyDirVolumeSource): number {
  const limits = worker.pod.spec.containers.map(({ resources }) => resources?.limits?.memory);
  const allocatable = wholeValue(stateOf(k, worker.machine)?.node?.status?.allocatable?.['memory']);
  const ofPod = limits.some((limit) => limit === undefined)
    ? allocatable
    : limits.reduce((sum, limit) => sum + wholeValue(limit), 0);
  const own = sizeLimit === undefined ? 0 : wholeValue(sizeLimit);
  const sizes = [allocatable, ofPod, own].filter((size) => size > 0);
  return sizes.length === 0 ? Number.MAX_SAFE_INTEGER : Math.min(...sizes);
}

function setUpHostPath(k: Kubelet, worker: PodWorker, volume: Volume, id: string): Result<null, string> {
  const { path = '', type = '' } = volume.hostPath ?? {};
  const found = k.world.hostPathKind(worker.machine, path);
  const wanted =
    type === 'Directory' ? 'directory' : type === 'File' ? 'file' : type === 'Socket' ? 'socket' : undefined;
  if (wanted !== undefined && found !== wanted) return fail(hostPathError(path, wanted, found));
  if (type === 'CharDevice' || type === 'BlockDevice')
    return fail(hostPathError(path, type === 'CharDevice' ? 'character device' : 'block device', found));
  if (!k.world.hasVolume(worker.machine, id)) k.world.putVolume(worker.machine, id, 'hostPath', []);
  return ok(null);
}

function hostPathError(path: string, wanted: string, found: string): string {
  const text = `hostPath type check failed, ${path} is not a ${wanted}`;
  return found === 'absent' ? `${text}, unable to determine its type: path "${path}" does not exist` : text;
}

/** Why the claim of a volume cannot be used, if it has one. */
function claimProblem(k: Kubelet, worker: PodWorker, volume: Volume): string | undefined {
  const claim = claimName(worker.pod, volume);
  if (claim === undefined) return undefined;
  const namespace = worker.pod.metadata.namespace ?? 'default';
  const found = readObject(k, worker.machine, 'PersistentVolumeClaim', namespace, claim);
  const text = `error processing PVC ${namespace}/${claim}`;
  if (found === undefined)
    return `${text}: failed to fetch PVC from API server: persistentvolumeclaims "${claim}" not found`;
  return found.status?.phase === 'Bound' ? undefined : `${text}: PVC is not bound`;
}

function failedClaim(k: Kubelet, worker: PodWorker, volume: Volume, problem: string): MountOutcome {
  const list = `unmounted volumes=[${volume.name}], unattached volumes=[], failed to process volumes=[${volume.name}]: ${problem}`;
  const error = `Unable to attach or mount volumes: ${list}`;
  podEvent(k, worker, 'Warning', 'FailedMount', error);
  return { error };
}

/**
 * A pod that was deleted while its machine had no power: the new kubelet finds its volumes on the disk and tries to set them up again, but
 * has never been told which objects a pod that only ends reads.
 */
export function remountLost(k: Kubelet, worker: PodWorker): void {
  const namespace = worker.pod.metadata.namespace ?? 'default';
  for (const volume of worker.pod.spec.volumes ?? []) {
    const object = firstObject(volume);
    if (object === undefined) continue;
    const error = `object "${namespace}"/"${object}" not registered`;
    const text = `MountVolume.SetUp failed for volume "${volume.name}" : ${error}`;
    podEvent(k, worker, 'Warning', 'FailedMount', text);
  }
}

/** The first object of the API that the files of the volume come from. */
function firstObject({ configMap, secret, projected }: Volume): string | undefined {
  const sources = [
    { configMap, secret: secret && { name: secret.secretName } },
    ...(projected?.sources ?? []),
  ];
  return sources
    .map((source) => source.configMap?.name ?? source.secret?.name)
    .find((name) => name !== undefined);
}

/** The sync has waited too long for its volumes. */
export function mountsTimedOut(k: Kubelet, worker: PodWorker): string {
  const table = k.sim.table(MOUNTS);
  const names = (worker.pod.spec.volumes ?? [])
    .map((volume) => volume.name)
    .filter((name) => table.get(`${worker.key}/${name}`)?.mounted !== true);
  const error = `Unable to attach or mount volumes: unmounted volumes=[${names.join(' ')}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`;
  podEvent(k, worker, 'Warning', 'FailedMount', error);
  return error;
}

/** Takes all volumes of the pod off the machine; what lives only as long as the pod goes with it. */
export function unmountVolumes(k: Kubelet, worker: PodWorker): void {
  const table = k.sim.table(MOUNTS);
  for (const volume of worker.pod.spec.volumes ?? []) {
    const ownFolder = volume.hostPath === undefined && claimName(worker.pod, volume) === undefined;
    if (ownFolder) k.world.removeVolume(worker.machine, volumeId(k, worker, volume));
    table.delete(`${worker.key}/${volume.name}`);
  }
}

function volumeSources(k: Kubelet, worker: PodWorker): VolumeSources {
  const namespace = worker.pod.metadata.namespace ?? 'default';
  return {
    ...podPlace(k, worker),
    configMap: (name) => readObject(k, worker.machine, 'ConfigMap', namespace, name),
    secret: (name) => readObject(k, worker.machine, 'Secret', namespace, name),
  };
}

/** Changes whenever the files of the volume may have. */
function versionOf(volume: Volume, pod: Pod, sources: VolumeSources): string {
  const { configMap, secret, downwardAPI, projected } = volume;
  const ofMap = (name: string | undefined): string =>
    sources.configMap(name ?? '')?.metadata.resourceVersion ?? 'absent';
  const ofSecret = (name: string | undefined): string =>
    sources.secret(name ?? '')?.metadata.resourceVersion ?? 'absent';
  const ofPod = (): string =>
    JSON.stringify([pod.metadata.labels, pod.metadata.annotations, pod.metadata.generation]);
  if (configMap !== undefined) return ofMap(configMap.name);
  if (secret !== undefined) return ofSecret(secret.secretName);
  if (downwardAPI !== undefined) return ofPod();
  return (projected?.sources ?? [])
    .map((source) => {
      if (source.configMap !== undefined) return ofMap(source.configMap.name);
      if (source.secret !== undefined) return ofSecret(source.secret.name);
      return source.downwardAPI === undefined ? '' : ofPod();
    })
    .join(' ');
}
