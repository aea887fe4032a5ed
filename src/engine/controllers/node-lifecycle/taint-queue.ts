/**
 * The rate-limited queue of nodes that wait for their NoExecute taint, one per zone, as plain data and pure steps.
 *
 * **Upstream:** pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go (v1.37), a token bucket with a burst of 1.
 */
import type { Millis } from '../../sim/time.ts';
import type { ZoneState } from './zones.ts';

export interface WaitingNode {
  readonly node: string;
  /** Trace entry of what made the node wait. */
  readonly cause: number;
}

/** One zone: its state, its limiter and its queue. */
export interface ZoneQueue {
  readonly zone: string;
  readonly state: ZoneState;
  /** Time one token takes to come back; 0 when there are none. */
  readonly periodMs: Millis;
  /** When the token is there again. */
  readonly nextAt: Millis;
  readonly waiting: readonly WaitingNode[];
  /** Nodes that were handled and not released since: adding them again does nothing. */
  readonly done: readonly string[];
}

export function newZoneQueue(zone: string, periodMs: Millis): ZoneQueue {
  return { zone, state: 'Initial', periodMs, nextAt: 0, waiting: [], done: [] };
}

/** Queues the node unless it waits or was handled already. */
export function addNode(queue: ZoneQueue, node: WaitingNode): ZoneQueue {
  const known = queue.done.includes(node.node) || queue.waiting.some((one) => one.node === node.node);
  return known ? queue : { ...queue, waiting: [...queue.waiting, node] };
}

/** Forgets the node, so that it can be queued again. */
export function removeNode(queue: ZoneQueue, node: string): ZoneQueue {
  if (!queue.done.includes(node) && !queue.waiting.some((one) => one.node === node)) return queue;
  return {
    ...queue,
    waiting: queue.waiting.filter((one) => one.node !== node),
    done: queue.done.filter((one) => one !== node),
  };
}

/** When the head may be handled; undefined when nobody waits or the rate is 0. */
export function dueAt(queue: ZoneQueue): Millis | undefined {
  return queue.waiting.length === 0 || queue.periodMs === 0 ? undefined : queue.nextAt;
}

/** Takes a token and the head of the queue. */
export function takeNode(
  queue: ZoneQueue,
  now: Millis,
): { readonly queue: ZoneQueue; readonly taken: WaitingNode | undefined } {
  const [taken, ...waiting] = queue.waiting;
  const due = dueAt(queue);
  if (taken === undefined || due === undefined || due > now) return { queue, taken: undefined };
  return {
    queue: { ...queue, nextAt: now + queue.periodMs, waiting, done: [...queue.done, taken.node] },
    taken,
  };
}

/** Changes the rate. A new bucket starts full, but empty when the old one was. */
export function swapRate(queue: ZoneQueue, periodMs: Millis, now: Millis): ZoneQueue {
  if (queue.periodMs === periodMs) return queue;
  const drained = queue.periodMs === 0 || queue.nextAt > now;
  return { ...queue, periodMs, nextAt: drained ? now + periodMs : now };
}
