/**
 * The queue of pending simulator events, ordered by (at, priority, sequence): equal times have a defined order.
 * Events are immutable records. A keyed event replaces the earlier one of the same key; the replaced one is dropped lazily.
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
  private dead = 0;

  get size(): number {
    return this.heap.length - this.dead;
  }

  push(event: SimEvent): void {
    if (event.key !== undefined) {
      if (this.live.has(event.key)) this.dead++;
      this.live.set(event.key, event);
    }
    this.heap.push(event);
    this.siftUp(this.heap.length - 1);
    if (this.dead > 1024 && this.dead * 2 > this.heap.length) this.compact();
  }

  /** Drops the pending event of this key, if any. */
  cancel(key: string): void {
    if (this.live.delete(key)) this.dead++;
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
    return this.heap.filter((event) => this.isLive(event));
  }

  load(events: readonly SimEvent[]): void {
    this.live.clear();
    this.dead = 0;
    this.heap = [...events].sort((a, b) => (comesBefore(a, b) ? -1 : 1));
    for (const event of events) if (event.key !== undefined) this.live.set(event.key, event);
  }

  private isLive(event: SimEvent): boolean {
    return event.key === undefined || this.live.get(event.key) === event;
  }

  private dropDead(): void {
    while (this.heap.length > 0 && !this.isLive(this.heap[0]!)) {
      this.removeFirst();
      this.dead--;
    }
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
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!comesBefore(heap[at]!, heap[parent]!)) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  private siftDown(): void {
    const { heap } = this;
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && comesBefore(heap[child]!, heap[least]!)) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }
}
