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
  return PLACES.find((place) => holds(queue[place], uid));
}

/**
 * The pods of a list by uid, handed on from each version of a list to the next; an older version counts anew when it is asked again.
 * **Why:** every pod that comes, is bound or changes is looked for in every list, and with 5,000 pods waiting that is most of a write.
 */
const uidsOf = new WeakMap<readonly QueuedPod[], Set<string>>();
/** Shorter lists are looked through. */
const INDEXED_FROM = 16;

function holds(list: readonly QueuedPod[], uid: string): boolean {
  if (list.length < INDEXED_FROM) return list.some((pod) => pod.uid === uid);
  let uids = uidsOf.get(list);
  if (uids === undefined) {
    uids = new Set(list.map((pod) => pod.uid));
    uidsOf.set(list, uids);
  }
  return uids.has(uid);
}

/** Hands the index of `before` on to `after`, which differs by one pod. */
function handOn(
  before: readonly QueuedPod[],
  after: readonly QueuedPod[],
  change: (uids: Set<string>) => void,
): readonly QueuedPod[] {
  const uids = uidsOf.get(before);
  if (uids === undefined) return after;
  uidsOf.delete(before);
  change(uids);
  uidsOf.set(after, uids);
  return after;
}

/** The list without its first pod. */
export function withoutFirst(list: readonly QueuedPod[]): readonly QueuedPod[] {
  const uid = list[0]?.uid ?? '';
  return handOn(list, list.slice(1), (uids) => uids.delete(uid));
}

/** The queue without the pod, wherever it is: it was deleted, or is bound. */
export function withoutQueuedPod(queue: SchedulingQueue, uid: string): SchedulingQueue {
  const place = placeOf(queue, uid);
  if (place === undefined) return queue;
  if (place === 'inFlight')
    return { ...queue, inFlight: queue.inFlight.filter(({ pod }) => pod.uid !== uid) };
  const others = queue[place].filter((pod) => pod.uid !== uid);
  return { ...queue, [place]: handOn(queue[place], others, (uids) => uids.delete(uid)) };
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
  const longer = low === list.length ? list.concat(pod) : list.toSpliced(low, 0, pod);
  return handOn(list, longer, (uids) => uids.add(pod.uid));
}
