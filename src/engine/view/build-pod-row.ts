/** One pod as the map needs it: what the API says, what is so on the machine, and the timers that run. */
import type { Pod } from '../api/core-v1-pod.ts';
import type { ContainerStatus } from '../api/core-v1-pod-status.ts';
import { isConditionTrue } from '../api/conditions.ts';
import { milliValue, wholeValue } from '../api/quantity.ts';
import { timeMs } from '../api/time.ts';
import type { StoredObject } from '../apiserver/client.ts';
import { isPulling, lastSyncAt, probesOf, syncDueAt } from './kubelet-view.ts';
import { patienceOf } from './patience.ts';
import type { ContainerRecord } from '../world/contract.ts';
import { DECISIONS } from '../scheduler/scheduler.ts';
import type { ContainerCell, ContainerPhase, PodRow, PodState, PodTimerKind } from './pod-row.ts';
import { podState, statusesOf } from './pod-state.ts';
import { visible, visibleTime } from './view-context.ts';
import type { ViewContext } from './view-context.ts';

type StoredPod = StoredObject<'Pod'>;

export function buildPodRow(context: ViewContext, pod: StoredPod): PodRow {
  const { metadata, spec, status } = pod;
  const runtime = runtimeOf(context, pod);
  const told = podState(pod);
  const api = isSilent(context, pod) && !isOver(told.state) ? 'unknown' : told.state;
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  return {
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    node: spec.nodeName ?? '',
    ownerKind: owner?.kind ?? '',
    ownerName: owner?.name ?? '',
    ownerUid: owner?.uid ?? '',
    hash: metadata.labels?.['pod-template-hash'] ?? metadata.labels?.['controller-revision-hash'] ?? '',
    ip: status?.podIP ?? '',
    phase: status?.phase ?? '',
    api,
    truth: trueState(pod, told.state, runtime),
    reason: told.reason,
    readyCount: (status?.containerStatuses ?? []).filter(({ ready }) => ready).length,
    containerCount: spec.containers.length,
    restarts: statusesOf(pod).reduce((sum, { restartCount }) => sum + restartCount, 0),
    containers: cells(pod, runtime),
    probes: probesOf(context.engine.sim, spec.nodeName ?? '', metadata.uid).map((rail) => ({
      ...rail,
      lastAt: rail.lastAt === 0 ? 0 : visible(context, rail.lastAt),
    })),
    ...timerOf(context, pod, told.state),
    ...fuseOf(context, pod),
    createdAt: visibleTime(context, metadata.creationTimestamp),
    deletedAt: deletedAt(context, pod),
    goneAt: 0,
    lastSeenAt: lastSeenAt(context, pod),
    isStatic: owner?.kind === 'Node',
    replacedBy: '',
    replaces: '',
    ...resourcesOf(pod),
    ...usageOf(context, runtime.containers),
    gate: told.state === 'unscheduled' ? gateText(context, pod) : '',
  };
}

interface Runtime {
  /** False when no machine of that name has power. */
  readonly powered: boolean;
  readonly reachable: boolean;
  readonly pulling: boolean;
  readonly containers: readonly ContainerRecord[];
}

function runtimeOf({ engine }: ViewContext, pod: StoredPod): Runtime {
  const node = pod.spec.nodeName ?? '';
  const machine = engine.world.machine(node);
  if (machine === undefined || machine.power === 'off')
    return { powered: false, reachable: false, pulling: false, containers: [] };
  const uid = realUid(pod);
  const reachable = machine.link === 'up' && machine.kubelet === 'running';
  return {
    powered: true,
    reachable,
    pulling: isPulling(engine.sim, node, uid),
    containers: engine.world.containers(node, uid),
  };
}

/** A mirror pod stands for a static pod, whose uid is the hash of its file. */
export function realUid(pod: StoredPod): string {
  return pod.metadata.annotations?.['kubernetes.io/config.hash'] ?? pod.metadata.uid;
}

function isOver(state: PodState): boolean {
  return (
    state === 'succeeded' ||
    state === 'failed' ||
    state === 'evicted' ||
    state === 'unscheduled' ||
    state === 'gated'
  );
}

/** Whether the control plane has given up hearing of the pod's node. */
function isSilent(context: ViewContext, pod: StoredPod): boolean {
  const node = pod.spec.nodeName;
  if (!node) return false;
  const ready = context.api.get('Node', '', node)?.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'Unknown';
}

/** What is so: a pod on a machine without power is gone, whatever the API says; containers tell the rest. */
function trueState(pod: StoredPod, told: PodState, runtime: Runtime): PodState {
  if (isOver(told)) return told;
  if (!runtime.powered) return 'ghost';
  if (told === 'creating' && runtime.pulling) return 'pulling';
  if (runtime.reachable) return told;
  const running = pod.spec.containers.filter(
    ({ name }) => runtime.containers.find((c) => c.name === name)?.state === 'running',
  );
  if (running.length === 0) return told === 'ready' || told === 'not-ready' ? 'crash-loop' : told;
  return running.length === pod.spec.containers.length ? 'ready' : 'not-ready';
}

/** How the API shows a container. */
export function apiPhase(status: ContainerStatus | undefined): ContainerPhase {
  if (status?.state === undefined) return 'never';
  if (status.state.running !== undefined) return status.ready ? 'ready' : 'running';
  const { terminated } = status.state;
  if (terminated !== undefined) return terminated.exitCode === 0 ? 'completed' : 'error';
  return 'waiting';
}

/** How a container is on its machine. */
export function truePhase(record: ContainerRecord | undefined, told: ContainerPhase): ContainerPhase {
  if (record === undefined) return told === 'never' || told === 'waiting' ? told : 'never';
  if (record.state === 'running') return told === 'ready' ? 'ready' : 'running';
  if (record.state === 'exited') return record.exitCode === 0 ? 'completed' : 'error';
  return 'waiting';
}

function cells(pod: Pod, runtime: Runtime): ContainerCell[] {
  const statuses = new Map(statusesOf(pod).map((status) => [status.name, status]));
  const cell = (name: string, kind: ContainerCell['kind']): ContainerCell => {
    const phase = apiPhase(statuses.get(name));
    const record = runtime.containers.find((one) => one.name === name);
    return {
      name,
      kind,
      phase,
      truth: runtime.powered ? truePhase(record, phase) : phase === 'waiting' ? 'waiting' : 'never',
    };
  };
  return [
    ...(pod.spec.initContainers ?? []).map(({ name, restartPolicy }) =>
      cell(name, restartPolicy === 'Always' ? 'sidecar' : 'init'),
    ),
    ...pod.spec.containers.map(({ name }) => cell(name, 'app')),
  ];
}

type Timer = Pick<PodRow, 'timer' | 'timerFrom' | 'timerTo'>;

function timerOf(context: ViewContext, pod: StoredPod, state: PodState): Timer {
  const none: Timer = { timer: 'none', timerFrom: 0, timerTo: 0 };
  if (state === 'terminating') return graceTimer(context, pod) ?? none;
  if (state !== 'crash-loop' && state !== 'image-backoff') return none;
  const dueAt = syncDueAt(context.engine.sim, pod.spec.nodeName ?? '', realUid(pod));
  if (dueAt === undefined) return none;
  const kind: PodTimerKind = state === 'crash-loop' ? 'restart' : 'pull-retry';
  const from =
    lastFinish(context, pod) ??
    visible(context, lastSyncAt(context.engine.sim, pod.spec.nodeName ?? '', realUid(pod)));
  return { timer: kind, timerFrom: from, timerTo: visible(context, dueAt) };
}

function graceTimer(context: ViewContext, pod: StoredPod): Timer | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds: seconds } = pod.metadata;
  if (deletionTimestamp === undefined || !seconds) return undefined;
  const to = visibleTime(context, deletionTimestamp);
  return { timer: 'grace', timerFrom: to - seconds * 1000, timerTo: to };
}

/** When the last container ended. */
function lastFinish(context: ViewContext, pod: StoredPod): number | undefined {
  const ends = statusesOf(pod).flatMap(({ state, lastState }) => [
    state?.terminated?.finishedAt,
    lastState?.terminated?.finishedAt,
  ]);
  const times = ends
    .filter((end): end is string => end !== undefined)
    .map((end) => visibleTime(context, end));
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}

function fuseOf(context: ViewContext, pod: StoredPod): Pick<PodRow, 'fuseFrom' | 'fuseTo'> {
  const patience = patienceOf(context.engine.sim, context.api, pod);
  if (patience === undefined) return { fuseFrom: 0, fuseTo: 0 };
  if (patience === 'for ever') return { fuseFrom: -1, fuseTo: -1 };
  return { fuseFrom: visible(context, patience.from), fuseTo: visible(context, patience.to) };
}

function deletedAt(context: ViewContext, pod: StoredPod): number {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
  return deletionTimestamp === undefined
    ? 0
    : visibleTime(context, deletionTimestamp) - deletionGracePeriodSeconds * 1000;
}

/** For pods on a node that is not heard of: when it last was. */
function lastSeenAt(context: ViewContext, pod: StoredPod): number {
  if (!isSilent(context, pod)) return 0;
  const renewed = timeMs(
    context.api.get('Lease', 'kube-node-lease', pod.spec.nodeName ?? '')?.spec?.renewTime,
  );
  return renewed === undefined ? 0 : visible(context, renewed - context.engine.setup.epochMs);
}

function resourcesOf(pod: Pod): Pick<PodRow, 'cpuMilli' | 'memoryBytes'> {
  const requests = pod.spec.containers.map(({ resources }) => resources?.requests);
  return {
    cpuMilli: requests.reduce((sum, asked) => sum + milliValue(asked?.['cpu']), 0),
    memoryBytes: requests.reduce((sum, asked) => sum + wholeValue(asked?.['memory']), 0),
  };
}

function usageOf(
  { engine }: ViewContext,
  containers: readonly ContainerRecord[],
): Pick<PodRow, 'cpuUsedMilli' | 'memoryUsedBytes'> {
  const running = containers
    .filter(({ state }) => state === 'running')
    .map(({ id }) => engine.world.usage(id));
  return {
    cpuUsedMilli: running.reduce((sum, u) => sum + u.cpuMilli, 0),
    memoryUsedBytes: running.reduce((sum, u) => sum + u.memoryBytes, 0),
  };
}

function gateText({ engine }: ViewContext, pod: StoredPod): string {
  const kept = engine.sim.table(DECISIONS).get(pod.metadata.uid);
  return kept?.decision.kind === 'unschedulable' ? kept.decision.message : '';
}

/** True when the pod's Ready condition is True. */
export function isPodReady(pod: Pod): boolean {
  return isConditionTrue(pod.status?.conditions, 'Ready');
}
