/**
 * Brings the statuses the kubelet computes to the API server, and deletes pods that are through with their termination.
 *
 * Upstream: pkg/kubelet/status/status_manager.go (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { ApiClient } from '../../apiserver/client.ts';
import type { ContainerStatus, PodCondition, PodStatus } from '../../api/core-v1-pod-status.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import { drawn, nextTick, stateOf, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { isStatic, isTerminatedStage } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { podPolicyOf } from '../containers/restart-decision.ts';
import { mirrorOf } from '../static-pods/mirror.ts';
import { KUBELET_CONDITIONS } from './conditions.ts';
import { statusBecause } from './status-because.ts';
import { STATUSES, knownStatus } from './status-cache.ts';

/** Keeps the status and sends it soon if it differs from the one before. */
export function setStatus(k: Kubelet, worker: PodWorker, status: PodStatus): void {
  const table = k.sim.table(STATUSES);
  if (deepEqual(knownStatus(k, worker), status)) {
    if (!table.has(worker.key)) table.put(worker.key, { status, unsent: false });
    return;
  }
  table.put(worker.key, { status, unsent: true });
  scheduleWrite(k, worker);
}

export function scheduleWrite(k: Kubelet, worker: PodWorker): void {
  const delay = drawn(k, worker.machine, 'status', k.settings.statusWriteMs);
  k.sim.setTimer(`kubelet/status/${worker.key}`, k.sim.now + delay, 'kubelet/status-due', worker.key);
}

/** The sandbox is up: said at once, while the containers are still to come. */
export function markSandboxReady(k: Kubelet, worker: PodWorker): void {
  const status = knownStatus(k, worker);
  const conditions = (status.conditions ?? []).map((condition): PodCondition => {
    if (condition.type !== 'PodReadyToStartContainers' || condition.status === 'True') return condition;
    const { reason: _reason, message: _message, ...rest } = condition;
    return { ...rest, status: 'True', lastTransitionTime: k.timeText(k.sim.now) };
  });
  setStatus(k, worker, { ...status, conditions });
}

const LOST = {
  exitCode: 137,
  reason: 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was terminated',
};

/** The last word about a pod: whatever has no known end is counted as failed. */
export function terminateStatus(k: Kubelet, worker: PodWorker): void {
  const status = knownStatus(k, worker);
  const final = status.phase === 'Failed' || status.phase === 'Succeeded';
  const apps = initialized(worker.pod, status)
    ? (status.containerStatuses ?? []).map(ended)
    : status.containerStatuses;
  setStatus(k, worker, {
    ...status,
    ...(apps === undefined ? {} : { containerStatuses: apps }),
    ...(final ? {} : { phase: 'Failed' }),
  });
  scheduleWrite(k, worker);
}

function ended(status: ContainerStatus): ContainerStatus {
  return status.state?.terminated === undefined ? { ...status, state: { terminated: LOST } } : status;
}

function initialized(pod: Pod, status: PodStatus): boolean {
  if ((pod.spec.initContainers ?? []).length === 0) return true;
  if (
    (status.containerStatuses ?? []).some(
      ({ state, lastState }) => state?.waiting === undefined || lastState?.terminated !== undefined,
    )
  )
    return true;
  return (status.initContainerStatuses ?? []).every(
    (init) => init.started === true || init.state?.terminated?.exitCode === 0,
  );
}

export function onStatusDue(k: Kubelet, event: SimEvent): void {
  const worker = k.workers.get(event.target);
  if (worker === undefined || worker.removed || worker.source === 'orphan') return;
  const client = k.client(worker.machine);
  if (!client.reachable) return scheduleRepair(k, worker.machine);
  const target = isStatic(worker) ? mirrorOf(k, worker) : livePod(client, worker);
  if (target === undefined) return isStatic(worker) ? scheduleRepair(k, worker.machine) : undefined;
  writeStatus(k, worker, client, target);
  if (!isStatic(worker) && worker.stage === 'finished') finishDeletion(worker, client);
}

function livePod(client: ApiClient, worker: PodWorker): Pod | undefined {
  const { namespace = 'default', name } = worker.pod.metadata;
  const live = client.get('Pod', namespace, name);
  return live?.metadata.uid === worker.uid ? live : undefined;
}

function writeStatus(k: Kubelet, worker: PodWorker, client: ApiClient, target: Pod): void {
  const table = k.sim.table(STATUSES);
  const cached = table.get(worker.key);
  if (cached === undefined || !cached.unsent) return;
  const before = target.status ?? {};
  const after = mergedStatus(before, cached.status, isTerminatedStage(worker.stage));
  const because = statusBecause(before, after, podPolicyOf(worker.pod));
  const { namespace = 'default', name } = target.metadata;
  const written = client.modify('Pod', namespace, name, (pod) => ({ ...pod, status: after }), because, {
    subresource: 'status',
  });
  if (!written.ok) return scheduleRepair(k, worker.machine);
  const held = after.phase !== cached.status.phase;
  table.put(worker.key, { status: cached.status, unsent: held });
}

/**
 * What is written: the kubelet's view over what others have said. A final phase is held back while containers may still run.
 */
export function mergedStatus(live: PodStatus, own: PodStatus, terminated: boolean): PodStatus {
  const isOwn = (condition: PodCondition): boolean =>
    KUBELET_CONDITIONS.includes(condition.type) || condition.reason === 'TerminationByKubelet';
  const mine = (own.conditions ?? []).filter(isOwn);
  const others = (live.conditions ?? []).filter(
    (condition) =>
      !KUBELET_CONDITIONS.includes(condition.type) && !mine.some((one) => one.type === condition.type),
  );
  const conditions = [...others, ...mine];
  const merged = { ...live, ...own, ...(conditions.length === 0 ? {} : { conditions }) };
  return isFinal(own.phase) && !isFinal(live.phase) && !terminated
    ? heldBack(merged, live)
    : withoutStale(merged, own);
}

function isFinal(phase: string | undefined): boolean {
  return phase === 'Failed' || phase === 'Succeeded';
}

function heldBack(merged: PodStatus, live: PodStatus): PodStatus {
  const { phase: _phase, reason: _reason, message: _message, ...rest } = withoutStale(merged, merged);
  const { phase, reason, message } = live;
  return {
    ...rest,
    ...(phase === undefined ? {} : { phase }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

/** Fields only the kubelet writes vanish when it has them no more. */
function withoutStale(merged: PodStatus, own: PodStatus): PodStatus {
  const { podIP: _ip, podIPs: _ips, reason: _reason, message: _message, ...rest } = merged;
  const { podIP, podIPs, reason, message } = own;
  return {
    ...rest,
    ...(podIP === undefined ? {} : { podIP }),
    ...(podIPs === undefined ? {} : { podIPs }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

/** Confirms the end of a deleted pod: only now the object may go. */
function finishDeletion(worker: PodWorker, client: ApiClient): void {
  const { namespace = 'default', name } = worker.pod.metadata;
  const live = client.get('Pod', namespace, name);
  if (live === undefined || live.metadata.uid !== worker.uid || live.metadata.deletionTimestamp === undefined)
    return;
  client.delete(
    'Pod',
    namespace,
    name,
    { gracePeriodSeconds: 0, uid: worker.uid },
    {
      rule: 'KUBELET-26',
      text: 'nothing of the pod is left on the node, so its deletion is confirmed with grace period 0',
    },
  );
}

/** The status is sent in the slow rhythm, unless it changes before. */
export function sendInRepair(k: Kubelet, worker: PodWorker): void {
  const table = k.sim.table(STATUSES);
  table.put(worker.key, { status: knownStatus(k, worker), unsent: true });
  scheduleRepair(k, worker.machine);
}

/** Statuses that could not be sent are tried again in a slow rhythm. */
export function scheduleRepair(k: Kubelet, machine: string): void {
  const state = stateOf(k, machine);
  const timer = `kubelet/status-repair/${machine}`;
  if (state === undefined || k.sim.timer(timer) !== undefined) return;
  k.sim.setTimer(
    timer,
    nextTick(k.sim.now, k.settings.statusRepairPeriodMs, state.phaseMs),
    'kubelet/status-repair-due',
    machine,
  );
}

export function onStatusRepairDue(k: Kubelet, event: SimEvent): void {
  for (const worker of workersOn(k, event.target)) {
    const unsent = k.sim.table(STATUSES).get(worker.key)?.unsent === true;
    if (unsent || worker.stage === 'finished') scheduleWrite(k, worker);
  }
}

/** Marks statuses that the API server shows otherwise as unsent: after a cut, others may have written them. */
export function reconcileStatuses(k: Kubelet, machine: string): void {
  const client = k.client(machine);
  const table = k.sim.table(STATUSES);
  for (const worker of workersOn(k, machine)) {
    const cached = table.get(worker.key);
    const live = isStatic(worker) ? mirrorOf(k, worker) : livePod(client, worker);
    if (cached === undefined || live === undefined) continue;
    const before = live.status ?? {};
    if (deepEqual(mergedStatus(before, cached.status, isTerminatedStage(worker.stage)), before)) continue;
    table.put(worker.key, { ...cached, unsent: true });
    scheduleWrite(k, worker);
  }
}
