/**
 * The queue of pending simulator events, ordered by (at, priority, sequence): equal times have a defined order.
 * Events are immutable records. A keyed event replaces the earlier one of the same key; the replaced one is dropped lazily.
 * **Why:** which events are dead is remembered by number: looking timers up by their long keys at every step costs more than the step.
 */
import type { Json } from '../../base/json.ts';
import type { Millis } from './time.ts';

/** One pending happening. Behaviour is looked up by `kind` in a table of handlers. */
export interface SimEvent {
  readonly at: Millis;
  /** Lower first at equal time. 0 for almost everything. */
  readonly priority: number;
  /** Order of scheduling; unique in a run. */
  readonly seq: number;
  readonly kind: string;
  /** What it is about, e.g. a node's name or `namespace/name`. */
  readonly target: string;
  readonly payload: Json;
  /** Trace entry that caused it; 0 for none. */
  readonly cause: number;
  /** Set for timers: at most one pending event per key. */
  readonly key?: string;
}

export function comesBefore(a: SimEvent, b: SimEvent): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.priority !== b.priority) return a.priority < b.priority;
  return a.seq < b.seq;
}

export class EventQueue {
  private heap: SimEvent[] = [];
  private readonly live = new Map<string, SimEvent>();
  /** Sequence numbers of events in the heap that were replaced or cancelled. */
  private readonly dead = new Set<number>();

  get size(): number {
    return this.heap.length - this.dead.size;
  }

  push(event: SimEvent): void {
    if (event.key !== undefined) {
      const replaced = this.live.get(event.key);
      if (replaced !== undefined) this.dead.add(replaced.seq);
      this.live.set(event.key, event);
    }
    this.heap.push(event);
    this.siftUp(this.heap.length - 1);
    if (this.dead.size > 1024 && this.dead.size * 2 > this.heap.length) this.compact();
  }

  /** Drops the pending event of this key, if any. */
  cancel(key: string): void {
    const pending = this.live.get(key);
    if (pending === undefined) return;
    this.live.delete(key);
    this.dead.add(pending.seq);
  }

  pendingOf(key: string): SimEvent | undefined {
    return this.live.get(key);
  }

  peek(): SimEvent | undefined {
    this.dropDead();
    return this.heap[0];
  }

  pop(): SimEvent | undefined {
    this.dropDead();
    const first = this.heap[0];
    if (first === undefined) return undefined;
    this.removeFirst();
    if (first.key !== undefined) this.live.delete(first.key);
    return first;
  }

  /** Live events, in no particular order; the order of processing is in the records themselves. */
  save(): readonly SimEvent[] {
    return this.dead.size === 0 ? this.heap.slice() : this.heap.filter(({ seq }) => !this.dead.has(seq));
  }

  load(events: readonly SimEvent[]): void {
    this.live.clear();
    this.dead.clear();
    this.heap = [...events].sort((a, b) => (comesBefore(a, b) ? -1 : 1));
    for (const event of events) if (event.key !== undefined) this.live.set(event.key, event);
  }

  private dropDead(): void {
    while (this.dead.size > 0 && this.heap.length > 0 && this.dead.delete(this.heap[0]!.seq))
      this.removeFirst();
  }

  private compact(): void {
    this.load(this.save());
  }

  private removeFirst(): void {
    const last = this.heap.pop()!;
    if (this.heap.length === 0) return;
    this.heap[0] = last;
    this.siftDown();
  }

  private siftUp(start: number): void {
    const { heap } = this;
    const event = heap[start]!;
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent]!;
      if (!comesBefore(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  private siftDown(): void {
    const { heap } = this;
    const event = heap[0]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && comesBefore(heap[child + 1]!, heap[child]!)) child++;
      const below = heap[child]!;
      if (!comesBefore(below, event)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = event;
  }
}
