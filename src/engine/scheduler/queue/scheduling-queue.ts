/**
 * Where waiting pods wait: the state of the scheduling queue as plain data.
 *
 * Upstream: pkg/scheduler/backend/queue (v1.37). The places and their rules:
 *
 * - `activeQ`: to be tried next, in the order of QueueSort.
 * - `backoffQ`: woken by an event before their back-off ran out. They are tried when it has, or at once when the active queue
 *   is empty; so on a quiet cluster back-off is hardly ever seen.
 * - `errorBackoffQ`: failed without any plugin to blame. These do wait until their back-off has run out.
 * - `unschedulablePods`: rejected by plugins, or gated. They leave only by an event that one of those plugins cares about, by
 *   an update of the pod itself, or after five minutes.
 * - `inFlight`: popped, and neither bound nor returned yet. Events that happen meanwhile are kept for them.
 *
 * **Invariant:** JSON-shaped; a pod is in at most one place; every list is in a fixed order.
 */
import type { ClusterChange } from '../framework/cluster-event.ts';
import type { QueueSortKey } from '../framework/plugin.ts';

export interface QueuedPod extends QueueSortKey {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** How often the pod was popped. */
  readonly attempts: number;
  /** Attempts that ended in a rejection; they lengthen the back-off. */
  readonly unschedulableCount: number;
  /** Attempts in a row that ended in an error. */
  readonly consecutiveErrors: number;
  /** Plugins that rejected the pod, and the one that gates it. */
  readonly rejectingPlugins: readonly string[];
  /** The PreEnqueue plugin that holds the pod back; empty for none. */
  readonly gatingPlugin: string;
}

export interface InFlightPod {
  readonly pod: QueuedPod;
  readonly changes: readonly ClusterChange[];
}

export interface SchedulingQueue {
  readonly activeQ: readonly QueuedPod[];
  readonly backoffQ: readonly QueuedPod[];
  readonly errorBackoffQ: readonly QueuedPod[];
  readonly unschedulablePods: readonly QueuedPod[];
  readonly inFlight: readonly InFlightPod[];
  /** Counts entries into the queue, so that equal times keep the order of arrival. */
  readonly nextSequence: number;
}

export const EMPTY_QUEUE: SchedulingQueue = {
  activeQ: [],
  backoffQ: [],
  errorBackoffQ: [],
  unschedulablePods: [],
  inFlight: [],
  nextSequence: 1,
};

export type QueuePlace = 'activeQ' | 'backoffQ' | 'errorBackoffQ' | 'unschedulablePods' | 'inFlight';

const PLACES = ['activeQ', 'backoffQ', 'errorBackoffQ', 'unschedulablePods'] as const;

/** Where the pod is, or undefined if the queue does not know it. */
export function placeOf(queue: SchedulingQueue, uid: string): QueuePlace | undefined {
  if (queue.inFlight.some(({ pod }) => pod.uid === uid)) return 'inFlight';
  return PLACES.find((place) => queue[place].some((pod) => pod.uid === uid));
}

/** The queue without the pod, wherever it is: it was deleted, or is bound. */
export function withoutQueuedPod(queue: SchedulingQueue, uid: string): SchedulingQueue {
  const place = placeOf(queue, uid);
  if (place === undefined) return queue;
  if (place === 'inFlight')
    return { ...queue, inFlight: queue.inFlight.filter(({ pod }) => pod.uid !== uid) };
  return { ...queue, [place]: queue[place].filter((pod) => pod.uid !== uid) };
}

/** Inserts behind all entries that do not come after the new one. */
export function inserted(
  list: readonly QueuedPod[],
  pod: QueuedPod,
  compare: (a: QueuedPod, b: QueuedPod) => number,
): readonly QueuedPod[] {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = list[middle];
    if (other !== undefined && compare(other, pod) <= 0) low = middle + 1;
    else high = middle;
  }
  return list.toSpliced(low, 0, pod);
}
