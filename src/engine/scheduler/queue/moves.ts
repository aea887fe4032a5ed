/**
 * How pods enter the scheduling queue, leave it, and move about in it. Every function takes a queue and returns a new one.
 *
 * Upstream: pkg/scheduler/backend/queue/scheduling_queue.go and active_queue.go (v1.37), with the gates that are on by
 * default: queueing hints, popping from the back-off queue, asynchronous preemption.
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import type { ClusterChange, PodChange } from '../framework/cluster-event.ts';
import { unscheduledPodChange } from '../framework/object-changes.ts';
import { podInfoOf } from '../framework/pod-info.ts';
import { backoffExpiryMs, backoffFlushMs, isBackingOff } from './backoff.ts';
import type { QueueEnvironment } from './queueing-hints.ts';
import { concernsGate, isWorthRequeuing } from './queueing-hints.ts';
import type { InFlightPod, QueuedPod, SchedulingQueue } from './scheduling-queue.ts';
import { inserted, placeOf, withoutFirst, withoutQueuedPod } from './scheduling-queue.ts';

const UNSCHEDULABLE_MAX_MS = 5 * 60 * 1_000;
const UNSCHEDULABLE_FLUSH_INTERVAL_MS = 30 * 1_000;

/** A new pod without a node. It is tried at once, unless a gate holds it back. */
export function addPod(queue: SchedulingQueue, pod: Pod, env: QueueEnvironment): SchedulingQueue {
  const { key, uid, name, namespace, priority } = podInfoOf(pod);
  if (placeOf(queue, uid) !== undefined) return queue;
  const queued: QueuedPod = {
    namespace,
    name,
    uid: pod.metadata.uid ?? key,
    priority,
    timestampMs: env.nowMs,
    sequence: queue.nextSequence,
    attempts: 0,
    unschedulableCount: 0,
    consecutiveErrors: 0,
    rejectingPlugins: [],
    gatingPlugin: '',
  };
  const counted = { ...queue, nextSequence: queue.nextSequence + 1 };
  const checked = runPreEnqueue(queued, env);
  if (checked.gatingPlugin !== '') return putAside(counted, checked);
  return {
    ...counted,
    activeQ: inserted(queue.activeQ, checked, (a, b) => env.profile.queueSort.compare(a, b)),
  };
}

/** A waiting pod was changed: that may have removed what it was rejected for. */
export function updatePod(
  queue: SchedulingQueue,
  before: Pod,
  after: Pod,
  env: QueueEnvironment,
): SchedulingQueue {
  const change = unscheduledPodChange(before, after);
  if (change === undefined) return queue;
  const uid = podInfoOf(after).uid;
  const place = placeOf(queue, uid);
  if (place === 'inFlight') return recordChange(queue, change, uid);
  const queued = queue.unschedulablePods.find((one) => one.uid === uid);
  if (queued === undefined || !isWorthRequeuing(queued, change, env)) return queue;
  return requeue(queue, queued, env);
}

export interface PoppedPod {
  readonly queue: SchedulingQueue;
  readonly pod: QueuedPod;
}

/** The next pod to try, now in flight. With nothing active, a pod that still backs off is taken early. */
export function popPod(queue: SchedulingQueue): PoppedPod | undefined {
  const place = queue.activeQ.length > 0 ? 'activeQ' : 'backoffQ';
  const [first] = queue[place];
  if (first === undefined) return undefined;
  const others = withoutFirst(queue[place]);
  const pod = { ...first, attempts: first.attempts + 1, rejectingPlugins: [], gatingPlugin: '' };
  return { pod, queue: { ...queue, [place]: others, inFlight: [...queue.inFlight, { pod, changes: [] }] } };
}

/** Whether there is a pod to try at this moment. */
export function hasPodToTry(queue: SchedulingQueue): boolean {
  return queue.activeQ.length > 0 || queue.backoffQ.length > 0;
}

/** The pod as it was popped, with what happened since; undefined if it is not in flight. */
export function flightOf(queue: SchedulingQueue, uid: string): InFlightPod | undefined {
  return queue.inFlight.find(({ pod }) => pod.uid === uid);
}

/** An attempt failed. Without a plugin to blame it counts as an error. */
export function returnPod(
  queue: SchedulingQueue,
  uid: string,
  rejectingPlugins: readonly string[],
  env: QueueEnvironment,
): SchedulingQueue {
  const flight = flightOf(queue, uid);
  if (flight === undefined) return queue;
  return returnQueued(withoutQueuedPod(queue, uid), flight.pod, rejectingPlugins, flight.changes, env);
}

/** As above, for a pod that the queue does not hold any more. */
export function returnQueued(
  queue: SchedulingQueue,
  pod: QueuedPod,
  rejectingPlugins: readonly string[],
  changes: readonly ClusterChange[],
  env: QueueEnvironment,
): SchedulingQueue {
  const isError = rejectingPlugins.length === 0;
  const failed: QueuedPod = {
    ...pod,
    timestampMs: env.nowMs,
    sequence: queue.nextSequence,
    rejectingPlugins,
    consecutiveErrors: isError ? pod.consecutiveErrors + 1 : 0,
    unschedulableCount: pod.unschedulableCount + (isError ? 0 : 1),
  };
  const landed = { ...queue, nextSequence: queue.nextSequence + 1 };
  const isWoken = isError || changes.some((change) => isWorthRequeuing(failed, change, env));
  return isWoken ? requeue(landed, failed, env) : putAside(landed, failed);
}

/** Something happened in the cluster. With `maxPriority`, only pods up to that priority take notice. */
export function moveOnChange(
  queue: SchedulingQueue,
  change: ClusterChange,
  env: QueueEnvironment,
  maxPriority = Number.MAX_SAFE_INTEGER,
): SchedulingQueue {
  let moved = recordChange(queue, change);
  for (const pod of queue.unschedulablePods) {
    if (pod.priority > maxPriority || !concernsGate(pod, change, env)) continue;
    if (isWorthRequeuing(pod, change, env)) moved = requeue(moved, pod, env);
  }
  return moved;
}

/** The deletion of victims came to an end: the pod need not be held back for it any longer. */
export function activatePod(queue: SchedulingQueue, uid: string, env: QueueEnvironment): SchedulingQueue {
  const queued = [...queue.unschedulablePods, ...queue.backoffQ, ...queue.errorBackoffQ].find(
    (pod) => pod.uid === uid,
  );
  return queued === undefined ? queue : moveToActiveQ(queue, queued, env);
}

/** At every whole second: pods whose back-off is over become active. */
export function flushBackoff(queue: SchedulingQueue, env: QueueEnvironment): SchedulingQueue {
  let flushed = queue;
  for (const pod of [...queue.backoffQ, ...queue.errorBackoffQ]) {
    if (!isBackingOff(pod, env.nowMs)) flushed = enter(flushed, pod, 'activeQ', env);
  }
  return flushed;
}

/** When the next flush of the back-off queues will do something. */
export function nextBackoffFlushMs(queue: SchedulingQueue): number | undefined {
  const times = [...queue.backoffQ, ...queue.errorBackoffQ].map(backoffFlushMs);
  return times.length === 0 ? undefined : times.reduce((a, b) => (b < a ? b : a));
}

/** Every 30 seconds: pods that have lain aside for more than five minutes are tried again. */
export function flushUnschedulable(queue: SchedulingQueue, env: QueueEnvironment): SchedulingQueue {
  let flushed = queue;
  for (const pod of queue.unschedulablePods) {
    const isLeftOver = env.nowMs - pod.timestampMs > UNSCHEDULABLE_MAX_MS;
    if (isLeftOver && pod.gatingPlugin === '') flushed = requeue(flushed, pod, env);
  }
  return flushed;
}

/** When that will next do something, the ticks being counted from the start of the scheduler. */
export function nextUnschedulableFlushMs(queue: SchedulingQueue, startMs: number): number | undefined {
  const times = queue.unschedulablePods
    .filter((pod) => pod.gatingPlugin === '')
    .map((pod) => pod.timestampMs);
  if (times.length === 0) return undefined;
  const oldest = times.reduce((a, b) => (b < a ? b : a));
  const ticks = Math.trunc((oldest + UNSCHEDULABLE_MAX_MS - startMs) / UNSCHEDULABLE_FLUSH_INTERVAL_MS) + 1;
  return startMs + ticks * UNSCHEDULABLE_FLUSH_INTERVAL_MS;
}

/** What the loss of a nomination looks like to pods of up to the same priority: as if the pod had gone from the node. */
export function nominationReleased(pod: Pod): PodChange {
  return { resource: 'AssignedPod', actions: ['Delete'], oldObject: pod };
}

/** To the back-off queue while the back-off lasts, else to the active queue. */
function requeue(queue: SchedulingQueue, pod: QueuedPod, env: QueueEnvironment): SchedulingQueue {
  if (!isBackingOff(pod, env.nowMs)) return moveToActiveQ(queue, pod, env);
  const gated = runPreEnqueue(pod, env);
  if (gated.gatingPlugin !== '') return putAside(queue, gated);
  return enter(queue, gated, gated.rejectingPlugins.length === 0 ? 'errorBackoffQ' : 'backoffQ', env);
}

function moveToActiveQ(queue: SchedulingQueue, pod: QueuedPod, env: QueueEnvironment): SchedulingQueue {
  const checked = runPreEnqueue(pod, env);
  return checked.gatingPlugin === '' ? enter(queue, checked, 'activeQ', env) : putAside(queue, checked);
}

function putAside(queue: SchedulingQueue, pod: QueuedPod): SchedulingQueue {
  const others = withoutQueuedPod(queue, pod.uid);
  return {
    ...others,
    unschedulablePods: inserted(others.unschedulablePods, pod, (a, b) => a.sequence - b.sequence),
  };
}

function enter(
  queue: SchedulingQueue,
  pod: QueuedPod,
  where: 'activeQ' | 'backoffQ' | 'errorBackoffQ',
  { profile }: QueueEnvironment,
): SchedulingQueue {
  const others = withoutQueuedPod(queue, pod.uid);
  const bySort = (a: QueuedPod, b: QueuedPod) => profile.queueSort.compare(a, b);
  const byExpiry = (a: QueuedPod, b: QueuedPod) =>
    (backoffExpiryMs(a) ?? 0) - (backoffExpiryMs(b) ?? 0) || bySort(a, b);
  return { ...others, [where]: inserted(others[where], pod, where === 'activeQ' ? bySort : byExpiry) };
}

/** The pod with the plugin that gates it, if one does. That plugin counts among those that rejected it. */
function runPreEnqueue(queued: QueuedPod, env: QueueEnvironment): QueuedPod {
  const pod = env.podOf(queued.uid);
  if (pod === undefined) return queued;
  const info = podInfoOf(pod);
  const context = { preemptionInProgress: env.isPreempting(queued.uid) };
  const gate = env.profile.preEnqueue.find((plugin) => plugin.preEnqueue(info, context) !== undefined);
  if (gate === undefined) return queued.gatingPlugin === '' ? queued : { ...queued, gatingPlugin: '' };
  const rejectingPlugins = [...new Set([...queued.rejectingPlugins, gate.name])];
  return { ...queued, gatingPlugin: gate.name, rejectingPlugins };
}

/** Keeps a change for pods in flight; with `uid`, for that one alone. */
function recordChange(queue: SchedulingQueue, change: ClusterChange, uid?: string): SchedulingQueue {
  if (queue.inFlight.length === 0) return queue;
  const inFlight = queue.inFlight.map((flight) =>
    uid === undefined || flight.pod.uid === uid
      ? { ...flight, changes: [...flight.changes, change] }
      : flight,
  );
  return { ...queue, inFlight };
}
