/**
 * Eviction by the kubelet: local storage limits of pods, and memory of the node.
 *
 * Upstream: pkg/kubelet/eviction/eviction_manager.go, helpers.go (v1.37), every 10 s.
 * **Simplified:** of the node's signals only memory.available is observed, with a hard threshold; soft thresholds, disks and PIDs are
 * left out. A round that finds nothing costs nothing but the look.
 */
import { compareStrings } from '../../../base/compare.ts';
import { quantityOfWhole, wholeValue } from '../../api/quantity.ts';
import type { Container, Pod } from '../../api/core-v1-pod.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import { isCritical } from '../admission/admit.ts';
import { changeState, changeWorker, podEvent, stateOf, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { nodeEvent } from '../node/node-status.ts';
import { endPod } from '../pod-workers/pod-source.ts';
import { isTerminatedStage } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { volumeId } from '../volumes/mount-volumes.ts';

/** After one eviction the next waits until the pod is gone, this long at most. */
const CLEANUP_WAIT_MS = 30_000;
const REPORT_MS = 800;

export function onEvictionDue(k: Kubelet, event: SimEvent): void {
  const machine = event.target;
  const state = stateOf(k, machine);
  if (state === undefined) return;
  k.sim.setTimer(
    `kubelet/eviction/${machine}`,
    k.sim.now + k.settings.evictionMonitorPeriodMs,
    'kubelet/eviction-due',
    machine,
    { cause: 0 },
  );
  const workers = workersOn(k, machine).filter(
    (worker) => worker.stage === 'syncing' && worker.kill === null,
  );
  if (enforceStorageLimits(k, workers)) return;
  relieveMemory(k, machine, workers);
}

function enforceStorageLimits(k: Kubelet, workers: readonly PodWorker[]): boolean {
  let evicted = false;
  for (const worker of workers) {
    if (k.sim.now - worker.firstSyncAt < k.settings.storageStatsAgeMs) continue;
    const message = storageExcess(k, worker);
    if (message === undefined) continue;
    evict(k, worker, message, false);
    evicted = true;
  }
  return evicted;
}

/** The first limit of local storage the pod exceeds. */
function storageExcess(k: Kubelet, worker: PodWorker): string | undefined {
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
  const used =
    inVolumes +
    worker.runtime.containers.reduce((sum, record) => sum + k.world.usage(record.id).writtenBytes, 0);
  return used > total
    ? `Pod ephemeral local storage usage exceeds the total limit of containers ${quantityOfWhole(total)}. `
    : undefined;
}

function containerStorageExcess(k: Kubelet, worker: PodWorker): string | undefined {
  for (const { name, resources } of worker.pod.spec.containers) {
    const limit = resources?.limits?.['ephemeral-storage'];
    const record = worker.runtime.containers.find(
      (candidate) => candidate.name === name && candidate.state === 'running',
    );
    if (limit === undefined || record === undefined) continue;
    if (k.world.usage(record.id).writtenBytes > wholeValue(limit))
      return `Container ${name} exceeded its local ephemeral storage limit "${limit}". `;
  }
  return undefined;
}

interface MemoryUse {
  readonly worker: PodWorker;
  readonly used: number;
  readonly request: number;
}

function relieveMemory(k: Kubelet, machine: string, workers: readonly PodWorker[]): void {
  const state = stateOf(k, machine);
  const hardware = k.world.machine(machine);
  if (state === undefined || hardware === undefined) return;
  const uses = workersOn(k, machine)
    .filter((worker) => !isTerminatedStage(worker.stage))
    .map((worker) => memoryUse(k, worker));
  const available =
    hardware.memoryBytes - k.settings.reservedMemoryBytes - uses.reduce((sum, use) => sum + use.used, 0);
  if (available >= k.settings.evictionHardMemoryBytes) return;
  if (k.sim.now >= state.memoryPressureUntil) reportSoon(k, machine);
  changeState(k, machine, { memoryPressureUntil: k.sim.now + k.settings.evictionPressureTransitionMs });
  nodeEvent(k, machine, 'Warning', 'EvictionThresholdMet', 'Attempting to reclaim memory');
  if (k.sim.now < state.evictionBusyUntil) return;
  const [victim] = rankForMemory(
    uses.filter(
      ({ worker }) => workers.some((candidate) => candidate.key === worker.key) && !isCritical(worker.pod),
    ),
  );
  if (victim === undefined) return;
  changeState(k, machine, { evictionBusyUntil: k.sim.now + CLEANUP_WAIT_MS });
  evict(k, victim.worker, memoryMessage(k, victim.worker, available), true);
}

/** New pressure is reported ahead of the rhythm. */
function reportSoon(k: Kubelet, machine: string): void {
  k.sim.setTimer(`kubelet/node-status/${machine}`, k.sim.now + REPORT_MS, 'kubelet/node-status-due', machine);
}

function memoryUse(k: Kubelet, worker: PodWorker): MemoryUse {
  const used = worker.pod.spec.containers.reduce(
    (sum, { name }) => sum + containerMemory(k, worker, name),
    0,
  );
  return { worker, used, request: worker.requestMemoryBytes };
}

/** Memory of a running container, with the volumes in memory that it is the first to mount. */
function containerMemory(k: Kubelet, worker: PodWorker, name: string): number {
  const record = worker.runtime.containers.find(
    (candidate) => candidate.name === name && candidate.state === 'running',
  );
  if (record === undefined) return 0;
  const mounts = (volume: string, container: Container): boolean =>
    (container.volumeMounts ?? []).some((mount) => mount.name === volume);
  const owned = (worker.pod.spec.volumes ?? []).filter(
    (volume) =>
      volume.emptyDir?.medium === 'Memory' &&
      worker.pod.spec.containers.find((container) => mounts(volume.name, container))?.name === name,
  );
  const inVolumes = owned.reduce(
    (sum, volume) => sum + k.world.volumeBytes(worker.machine, volumeId(k, worker, volume)),
    0,
  );
  return k.world.usage(record.id).memoryBytes + inVolumes;
}

/** Usage above the request first, then lower priority, then the larger excess. */
export function rankForMemory(uses: readonly MemoryUse[]): readonly MemoryUse[] {
  const priority = (pod: Pod): number => pod.spec.priority ?? 0;
  return [...uses].sort((a, b) => {
    const exceeding = Number(b.used > b.request) - Number(a.used > a.request);
    const byPriority = priority(a.worker.pod) - priority(b.worker.pod);
    const byExcess = b.used - b.request - (a.used - a.request);
    return exceeding || byPriority || byExcess || compareStrings(a.worker.uid, b.worker.uid);
  });
}

function memoryMessage(k: Kubelet, worker: PodWorker, available: number): string {
  const threshold = quantityOfWhole(k.settings.evictionHardMemoryBytes);
  const kibi = (bytes: number): string => `${Math.floor(bytes / 1024)}Ki`;
  const parts = worker.pod.spec.containers.flatMap(({ name, resources }) => {
    const used = containerMemory(k, worker, name);
    const request = resources?.requests?.memory ?? '0';
    if (used <= wholeValue(request)) return [];
    return [
      `Container ${name} was using ${kibi(used)}, request is ${request}, has larger consumption of memory. `,
    ];
  });
  return `The node was low on resource: memory. Threshold quantity: ${threshold}, available: ${kibi(available)}. ${parts.join('')}`;
}

/** Ends the pod by the kubelet's own decision. */
function evict(k: Kubelet, worker: PodWorker, message: string, disruption: boolean): void {
  podEvent(k, worker, 'Warning', 'Evicted', message);
  const kill = { reason: 'Evicted', message, disruption, graceMs: k.settings.evictionMaxGraceMs };
  endPod(k, changeWorker(k, worker.key, { kill }));
}
