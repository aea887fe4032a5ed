/**
 * The kubelet process of a machine: when it starts, what it does first, and what is lost when it goes.
 *
 * Upstream: pkg/kubelet/kubelet.go Run (v1.37). All memory of the process is in records that go with it; what survives is in the runtime,
 * on the disk and at the API server.
 */
import { NamespaceNodeLease } from '../../api/well-known.ts';
import { defineTable } from '../../sim/sim.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import type { Machine } from '../../world/contract.ts';
import { changeState, drawn, stateOf, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { scheduleImageGc } from '../images/image-gc.ts';
import type { MachineState } from '../machine-state.ts';
import { MOUNTS } from '../volumes/mount-volumes.ts';
import { PROBES } from '../probes/probe-worker.ts';
import { removeProbes } from '../probes/prober.ts';
import { adoptOrphans, forgetAll, listPods, readManifests } from '../pod-workers/pod-source.ts';
import { reconcileStatuses } from '../status/status-manager.ts';
import { beginShutdown } from './shutdown.ts';
import { renewLeaseAfter } from './lease.ts';
import { nodeEvent, registerNode, startReporting } from './node-status.ts';

/** How many kubelet processes each machine has had. */
const INCARNATIONS = defineTable<number>('kubelet/incarnations');

export function runsKubelet(machine: Machine | undefined): boolean {
  return machine !== undefined && machine.power === 'on' && machine.kubelet === 'running';
}

/** Hardware, link or process changed. Only remembers and schedules. */
export function onMachineChanged(k: Kubelet, before: Machine | undefined, after: Machine | undefined): void {
  const name = (after ?? before)?.name;
  if (name === undefined) return;
  const rebooted = before !== undefined && after !== undefined && before.boot !== after.boot;
  if (stateOf(k, name) !== undefined && (!runsKubelet(after) || rebooted)) stopProcess(k, name);
  if (after !== undefined && runsKubelet(after) && stateOf(k, name) === undefined) startProcess(k, after);
  noteLink(k, name, before, after);
  if (after?.shuttingDown === true && before?.shuttingDown !== true) beginShutdown(k, after);
}

function noteLink(k: Kubelet, name: string, before: Machine | undefined, after: Machine | undefined): void {
  if (
    before === undefined ||
    after === undefined ||
    before.link === after.link ||
    stateOf(k, name) === undefined
  )
    return;
  if (after.link === 'cut') {
    changeState(k, name, { watching: false, nodeStale: true });
    for (const timer of ['pod-watch', 'node-watch']) k.sim.cancelTimer(`kubelet/${timer}/${name}`);
    return;
  }
  const podsAt = k.sim.now + drawn(k, name, 'pod-watch', k.settings.podWatchBackMs);
  const nodeAt = k.sim.now + drawn(k, name, 'node-watch', k.settings.nodeWatchBackMs);
  k.sim.setTimer(`kubelet/pod-watch/${name}`, podsAt, 'kubelet/pod-watch-back', name, { cause: after.entry });
  k.sim.setTimer(`kubelet/node-watch/${name}`, nodeAt, 'kubelet/node-watch-back', name, {
    cause: after.entry,
  });
}

export function startProcess(k: Kubelet, { name, entry }: Machine): void {
  const incarnations = k.sim.table(INCARNATIONS);
  const incarnation = (incarnations.get(name) ?? 0) + 1;
  incarnations.put(name, incarnation);
  k.machines.put(name, newState(k, name, incarnation));
  const delay = drawn(k, name, 'start', k.settings.kubeletStartMs);
  k.sim.setTimer(`kubelet/start/${name}`, k.sim.now + delay, 'kubelet/started', name, { cause: entry });
}

function newState(k: Kubelet, machine: string, incarnation: number): MachineState {
  return {
    machine,
    incarnation,
    startedAt: k.sim.now,
    ready: false,
    phaseMs: k.sim.random(`kubelet/${machine}/phase`, k.settings.relistPeriodMs),
    changedPods: [],
    watching: true,
    nodeUid: '',
    node: null,
    nodeStale: false,
    statusSentAt: -k.settings.nodeStatusReportFrequencyMs,
    nodeReady: false,
    leaseFailures: 0,
    pulls: [],
    pressureSeenAt: {},
    thresholdSince: {},
    evicted: [],
    evictionBusyUntil: 0,
    shutdown: null,
    images: [],
    imageGcFailed: false,
  };
}

/** The process begins to work. Without the API server it knows no pods but the static ones. */
export function onStarted(k: Kubelet, event: SimEvent): void {
  const machine = event.target;
  const state = stateOf(k, machine);
  if (state === undefined || state.ready) return;
  changeState(k, machine, { ready: true });
  startEvictionMonitor(k, machine);
  scheduleImageGc(k, machine);
  if (!k.client(machine).reachable) {
    changeState(k, machine, { watching: false });
    return readManifests(k, machine);
  }
  meetServer(k, machine);
  readManifests(k, machine);
  takeUpPods(k, machine);
}

/** First words to the API server: the node, and the rhythms that keep it alive. */
function meetServer(k: Kubelet, machine: string): void {
  nodeEvent(k, machine, 'Normal', 'Starting', 'Starting kubelet.');
  nodeEvent(k, machine, 'Warning', 'InvalidDiskCapacity', 'invalid capacity 0 on image filesystem');
  registerNode(k, machine);
  startReporting(k, machine);
  const known = k.client(machine).get('Lease', NamespaceNodeLease, machine) !== undefined;
  renewLeaseAfter(k, machine, known ? 0 : k.settings.nodeLeaseRenewMs);
}

function takeUpPods(k: Kubelet, machine: string): void {
  listPods(k, machine);
  adoptOrphans(k, machine);
}

function startEvictionMonitor(k: Kubelet, machine: string): void {
  k.sim.setTimer(
    `kubelet/eviction/${machine}`,
    k.sim.now + k.settings.evictionMonitorPeriodMs,
    'kubelet/eviction-due',
    machine,
    { cause: 0 },
  );
}

/** The process is gone, and with it all it had in memory. Pending timers find nothing. */
function stopProcess(k: Kubelet, machine: string): void {
  const mounts = k.sim.table(MOUNTS);
  const probes = k.sim.table(PROBES);
  for (const worker of workersOn(k, machine)) {
    if (probes.countByIndex('worker', worker.key) > 0) removeProbes(k, worker);
    for (const volume of worker.pod.spec.volumes ?? []) mounts.delete(`${worker.key}/${volume.name}`);
  }
  forgetAll(k, machine);
  for (const timer of MACHINE_TIMERS) k.sim.cancelTimer(`kubelet/${timer}/${machine}`);
  for (const key of k.backOffs.keys()) if (key.startsWith(`${machine}/`)) k.backOffs.delete(key);
  k.machines.delete(machine);
}

const MACHINE_TIMERS = [
  'start',
  'node-status',
  'node-ready',
  'lease',
  'relist',
  'housekeeping',
  'container-gc',
  'status-repair',
  'eviction',
  'image-gc',
  'shutdown',
  'pod-watch',
  'node-watch',
  'status-reconcile',
] as const;

/** The watch on pods works again after a cut. */
export function onPodWatchBack(k: Kubelet, event: SimEvent): void {
  const machine = event.target;
  const state = stateOf(k, machine);
  if (state === undefined || !state.ready || !k.client(machine).reachable) return;
  if (state.nodeUid === '') meetServer(k, machine);
  changeState(k, machine, { watching: true });
  takeUpPods(k, machine);
  const at = k.sim.now + drawn(k, machine, 'reconcile', k.settings.statusReconcileMs);
  k.sim.setTimer(`kubelet/status-reconcile/${machine}`, at, 'kubelet/status-reconcile-due', machine);
}

export function onStatusReconcileDue(k: Kubelet, event: SimEvent): void {
  if (stateOf(k, event.target) !== undefined && k.client(event.target).reachable)
    reconcileStatuses(k, event.target);
}
