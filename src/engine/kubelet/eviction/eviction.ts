/**
 * The eviction monitor: every 10 s the kubelet looks at what is left of memory, disk, inodes and process ids, says so in the node's
 * conditions, and ends one pod at a time when a threshold is crossed.
 *
 * Upstream: pkg/kubelet/eviction/eviction_manager.go synchronize (v1.37).
 * **Simplified:** one disk, no minimum reclaim, and statistics that are never older than the look.
 */
import { quantityOfWhole } from '../../api/quantity.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import type { Millis } from '../../sim/time.ts';
import type { Machine } from '../../world/contract.ts';
import { isCritical } from '../admission/critical.ts';
import { deleteUnusedContainers } from '../containers/container-gc.ts';
import { allSpecs } from '../containers/container-specs.ts';
import { deleteUnusedImages } from '../images/image-gc.ts';
import { changeState, changeWorker, podEvent, stateOf, workersOn } from '../kubelet-context.ts';
import type { Kubelet, NodeTraits } from '../kubelet-context.ts';
import type { MachineState } from '../machine-state.ts';
import { traitsOf } from '../node/node-object.ts';
import { nodeEvent } from '../node/node-status.ts';
import { endPod } from '../pod-workers/pod-source.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { storageExcess } from './local-storage.ts';
import { isUnderPressure } from './pressure.ts';
import {
  containerMemory,
  containerRequest,
  containerStorage,
  exceedsRequest,
  observe,
  podUse,
} from './pod-usage.ts';
import { rankPods } from './ranking.ts';
import {
  conditionOf,
  firstToReclaim,
  starvedResource,
  thresholdAmount,
  thresholdsMet,
  thresholdsOf,
} from './thresholds.ts';
import type { Observations, StarvedResource, Threshold } from './thresholds.ts';

/** After an eviction the next look waits until the pod is gone, this long at most, asking this often. */
const CLEANUP_WAIT_MS = 30_000;
const CLEANUP_POLL_MS = 1000;
/** New pressure is reported ahead of the rhythm of the node status. */
const REPORT_MS = 800;

export function onEvictionDue(k: Kubelet, event: SimEvent): void {
  const machine = event.target;
  const state = stateOf(k, machine);
  const hardware = k.world.machine(machine);
  if (state === undefined || hardware === undefined) return;
  if (awaitsCleanup(k, state)) return lookAgain(k, machine, CLEANUP_POLL_MS);
  const evicted = synchronize(k, state, hardware);
  changeState(k, machine, { evicted, evictionBusyUntil: k.sim.now + CLEANUP_WAIT_MS });
  lookAgain(k, machine, evicted.length > 0 ? CLEANUP_POLL_MS : k.settings.evictionMonitorPeriodMs);
}

function lookAgain(k: Kubelet, machine: string, delayMs: Millis): void {
  k.sim.setTimer(`kubelet/eviction/${machine}`, k.sim.now + delayMs, 'kubelet/eviction-due', machine, {
    cause: 0,
  });
}

function awaitsCleanup(k: Kubelet, { evicted, evictionBusyUntil }: MachineState): boolean {
  if (k.sim.now >= evictionBusyUntil) return false;
  return evicted.some((key) => (k.workers.get(key)?.stage ?? 'finished') !== 'finished');
}

/** One look. Returns the keys of the pods it evicts. */
function synchronize(k: Kubelet, state: MachineState, hardware: Machine): readonly string[] {
  const { machine } = state;
  const traits = traitsOf(k, hardware);
  const observations = observe(k, hardware, traits);
  const met = thresholdsMet(thresholdsOf(traits), observations);
  const ripe = noteThresholds(k, state, met);
  const active = workersOn(k, machine).filter(
    (worker) => worker.stage === 'syncing' && worker.kill === null && !worker.rejected,
  );
  const overLimit = evictOverLimits(k, active);
  if (overLimit.length > 0) return overLimit;
  const threshold = firstToReclaim(ripe);
  if (threshold === undefined) return [];
  const resource = starvedResource(threshold.signal);
  nodeEvent(k, machine, 'Warning', 'EvictionThresholdMet', `Attempting to reclaim ${resource}`);
  if (reclaimed(k, hardware, traits, threshold)) return [];
  return evictFirst(k, active, threshold, ripe, observations, traits);
}

/** Updates the node's conditions and returns the thresholds whose grace is over. */
function noteThresholds(k: Kubelet, state: MachineState, met: readonly Threshold[]): readonly Threshold[] {
  const since: Record<string, Millis> = {};
  const seen: Record<string, Millis> = { ...state.pressureSeenAt };
  for (const threshold of met) {
    since[keyOf(threshold)] = state.thresholdSince[keyOf(threshold)] ?? k.sim.now;
    const condition = conditionOf(threshold.signal);
    if (!isUnderPressure(k, state, condition)) reportSoon(k, state.machine);
    seen[condition] = k.sim.now;
  }
  changeState(k, state.machine, { thresholdSince: since, pressureSeenAt: seen });
  return met.filter((threshold) => k.sim.now - (since[keyOf(threshold)] ?? k.sim.now) >= threshold.graceMs);
}

function keyOf({ signal, value, graceMs }: Threshold): string {
  return `${signal}<${value}/${graceMs}`;
}

function reportSoon(k: Kubelet, machine: string): void {
  k.sim.setTimer(`kubelet/node-status/${machine}`, k.sim.now + REPORT_MS, 'kubelet/node-status-due', machine);
}

function evictOverLimits(k: Kubelet, workers: readonly PodWorker[]): readonly string[] {
  const evicted: string[] = [];
  for (const worker of workers) {
    if (k.sim.now - worker.firstSyncAt < k.settings.storageStatsAgeMs) continue;
    const message = storageExcess(k, worker);
    if (message !== undefined && evict(k, worker, message, k.settings.evictionMaxGraceMs, false))
      evicted.push(worker.key);
  }
  return evicted;
}

/** Frees disk by removing what nobody needs. True when that was enough. */
function reclaimed(k: Kubelet, hardware: Machine, traits: NodeTraits, { signal }: Threshold): boolean {
  if (conditionOf(signal) !== 'DiskPressure') return false;
  deleteUnusedContainers(k, hardware.name);
  deleteUnusedImages(k, hardware.name);
  return thresholdsMet(thresholdsOf(traits), observe(k, hardware, traits)).length === 0;
}

function evictFirst(
  k: Kubelet,
  active: readonly PodWorker[],
  threshold: Threshold,
  ripe: readonly Threshold[],
  observations: Observations,
  traits: NodeTraits,
): readonly string[] {
  const resource = starvedResource(threshold.signal);
  const graceMs =
    threshold.graceMs === 0 ? k.settings.evictionMaxGraceMs : (traits.evictionMaxPodGracePeriod ?? 0) * 1000;
  const ranked = rankPods(
    active.map((worker) => podUse(k, worker, resource)),
    resource,
  );
  for (const { worker } of ranked) {
    const message = lowMessage(resource, ripe, observations) + containerMessages(k, worker, resource);
    if (evict(k, worker, message, graceMs, true)) return [worker.key];
  }
  return [];
}

function lowMessage(
  resource: StarvedResource,
  ripe: readonly Threshold[],
  observations: Observations,
): string {
  const low = `The node was low on resource: ${resource}. `;
  const threshold = ripe.find(({ signal }) => starvedResource(signal) === resource);
  const seen = threshold && observations[threshold.signal];
  if (threshold === undefined || seen === undefined) return low;
  const format = resource === 'memory' || resource === 'ephemeral-storage' ? 'binary' : 'decimal';
  const wanted = quantityOfWhole(thresholdAmount(threshold.value, seen.capacity), format);
  return `${low}Threshold quantity: ${wanted}, available: ${written(seen.available, resource)}. `;
}

/** Memory and disk are counted in KiB. */
function written(amount: number, resource: StarvedResource): string {
  if (resource === 'memory' || resource === 'ephemeral-storage') return `${Math.floor(amount / 1024)}Ki`;
  return quantityOfWhole(amount, 'decimal');
}

function containerMessages(k: Kubelet, worker: PodWorker, resource: StarvedResource): string {
  if (resource === 'pids' || resource === 'inodes') return '';
  const useOf = resource === 'memory' ? containerMemory : containerStorage;
  const parts = allSpecs(worker.pod.spec).map(({ container: { name } }) => {
    const used = useOf(k, worker, name);
    const request = containerRequest(worker.pod, name, resource);
    if (!exceedsRequest(used, request)) return '';
    return `Container ${name} was using ${written(used, resource)}, request is ${request}, has larger consumption of ${resource}. `;
  });
  return parts.join('');
}

/** Ends the pod by the kubelet's own decision; critical pods are left alone. */
function evict(
  k: Kubelet,
  worker: PodWorker,
  message: string,
  graceMs: Millis,
  disruption: boolean,
): boolean {
  if (isCritical(worker.pod)) return false;
  podEvent(k, worker, 'Warning', 'Evicted', message);
  const kill = { reason: 'Evicted', message, disruption, graceMs };
  endPod(k, changeWorker(k, worker.key, { kill }));
  return true;
}
