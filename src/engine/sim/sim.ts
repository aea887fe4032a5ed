/**
 * The discrete-event kernel. It knows time, order, chance, tables and causes, and not one word of Kubernetes.
 *
 * A run's state is one plain-data root ({@link SimRoot}): clock, counters, pending events, random streams, tables, trace. A `Sim` is the
 * working form of one root. Everything here is synchronous; waiting means scheduling an event.
 *
 * **Invariant:** equal roots and equal inputs give equal roots, bit for bit, in every engine that runs JavaScript.
 */
import { assert, must } from '../../base/assert.ts';
import { HASH_START, hashHex, hashText } from '../../base/hash.ts';
import type { HashLanes } from '../../base/hash.ts';
import { canonicalJson } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import { EventQueue } from './event-queue.ts';
import type { SimEvent } from './event-queue.ts';
import { PagedLog } from './paged-log.ts';
import type { LogRoot } from './paged-log.ts';
import { PagedTable } from './paged-table.ts';
import type { IndexFunction, TableRoot } from './paged-table.ts';
import { bounded, nextState, seedStream } from './random.ts';
import type { StreamState } from './random.ts';
import type { Millis } from './time.ts';
import type { Because, Subject, TraceEntry } from './trace.ts';

/** Bump when the saved form changes; old roots are then migrated or refused. */
export const ROOT_VERSION = 1;

/** A complete run at one moment. JSON-shaped, shared with other versions, never written to. */
export interface SimRoot {
  readonly version: number;
  readonly seed: number;
  readonly now: Millis;
  /** Sequence number the next scheduled event gets. */
  readonly nextSeq: number;
  /** Events processed since the start: a run's position, finer than time. */
  readonly processed: number;
  readonly hash: HashLanes;
  readonly pending: readonly SimEvent[];
  readonly tables: Readonly<Record<string, TableRoot<unknown>>>;
  readonly trace: LogRoot<TraceEntry>;
}

/** Names a table and its record type. Make one constant per table with {@link defineTable}. */
export interface TableDefinition<T> {
  readonly name: string;
  readonly indexes: Readonly<Record<string, IndexFunction<T>>>;
}

/** Declares a table of immutable plain-data records. Names read `component/things`. */
export function defineTable<T>(
  name: string,
  indexes: Readonly<Record<string, IndexFunction<T>>> = {},
): TableDefinition<T> {
  return { name, indexes };
}

/** What saving and loading need of a table, whatever its records are. */
interface SavedTable {
  save(): TableRoot<unknown>;
  load(root: TableRoot<unknown>): void;
}
const EMPTY_TABLE: TableRoot<unknown> = { pages: [], free: [], slots: 0 };

const STREAMS = defineTable<StreamState>('sim/streams');

/** Behaviour of one event kind. */
export type EventHandler = (event: SimEvent) => void;

export interface ScheduleOptions {
  readonly payload?: Json;
  readonly cause?: number;
  readonly priority?: number;
}

export class Sim {
  readonly queue = new EventQueue();
  readonly trace = new PagedLog<TraceEntry>();
  /** Trace entry that caused what is running now; 0 for none. */
  cause = 0;
  private clock: Millis = 0;
  private nextSeq = 1;
  private count = 0;
  private lanes: HashLanes = HASH_START;
  private readonly tables = new Map<string, unknown>();
  /** Tables of a loaded root that no component has asked for yet. */
  private unclaimed: Record<string, TableRoot<unknown>> = {};
  private readonly handlers = new Map<string, EventHandler>();
  private readonly loadListeners: (() => void)[] = [];
  private seedValue: number;

  constructor(seed: number) {
    this.seedValue = seed;
  }

  get now(): Millis {
    return this.clock;
  }

  get seed(): number {
    return this.seedValue;
  }

  /** Events processed since the start. */
  get processed(): number {
    return this.count;
  }

  /** Registers the behaviour of an event kind. Once per kind, at composition. */
  on(kind: string, handler: EventHandler): void {
    assert(!this.handlers.has(kind), `two handlers for ${kind}`);
    this.handlers.set(kind, handler);
  }

  /** Registers a keeper of derived data, which is stale whenever another version of the run is loaded. Composition only. */
  onLoad(listener: () => void): void {
    this.loadListeners.push(listener);
  }

  table<T>(definition: TableDefinition<T>): PagedTable<T> {
    const known = this.tables.get(definition.name);
    if (known !== undefined) return known as PagedTable<T>;
    const table = new PagedTable<T>();
    const loaded = this.unclaimed[definition.name];
    if (loaded !== undefined) table.load(loaded as TableRoot<T>);
    delete this.unclaimed[definition.name];
    for (const [name, of] of Object.entries(definition.indexes)) table.addIndex(name, of);
    this.tables.set(definition.name, table);
    return table;
  }

  /** Schedules an event `delay` ms from now. It cannot be cancelled: use a timer for that. */
  schedule(delay: Millis, kind: string, target: string, options: ScheduleOptions = {}): void {
    this.queue.push(this.eventAt(this.clock + delay, kind, target, options, undefined));
  }

  /** Sets the timer `key` to fire at `at` (now at the earliest). A timer of the same key is replaced. */
  setTimer(key: string, at: Millis, kind: string, target: string, options: ScheduleOptions = {}): void {
    this.queue.push(this.eventAt(Math.max(at, this.clock), kind, target, options, key));
  }

  cancelTimer(key: string): void {
    this.queue.cancel(key);
  }

  /** The pending event of a timer, if it is set. */
  timer(key: string): SimEvent | undefined {
    return this.queue.pendingOf(key);
  }

  /** An integer from 0 to below-1 from the named stream. `below` must be a positive integer. */
  random(stream: string, below: number): number {
    assert(Number.isInteger(below) && below > 0, `random(${stream}) needs a positive integer, got ${below}`);
    const streams = this.table(STREAMS);
    const drawn = nextState(streams.get(stream) ?? seedStream(this.seedValue, stream));
    streams.put(stream, drawn.state);
    return bounded(drawn.bits, below);
  }

  /** As many calls of {@link random} in a row, at the price of one. */
  randoms(stream: string, below: number, count: number): number[] {
    const streams = this.table(STREAMS);
    let state = streams.get(stream) ?? seedStream(this.seedValue, stream);
    const drawn: number[] = [];
    for (let i = 0; i < count; i++) {
      const next = nextState(state);
      drawn.push(bounded(next.bits, below));
      state = next.state;
    }
    streams.put(stream, state);
    return drawn;
  }

  /**
   * The integer from 0 to below-1 that belongs to a name: the same at every call in a run, and nothing is kept. For what many share and few
   * ever ask for.
   */
  drawFor(name: string, below: number): number {
    return bounded(nextState(seedStream(this.seedValue, name)).bits, below);
  }

  /** An integer from `min` to `max`, both included. */
  randomBetween(stream: string, min: number, max: number): number {
    return min + this.random(stream, max - min + 1);
  }

  /** Appends to the trace and returns the new entry's id. */
  record(actor: string, verb: string, subject: Subject, fields: readonly string[], because: Because): number {
    const id = this.trace.length + 1;
    const causes = because.causes ?? (this.cause === 0 ? [] : [this.cause]);
    const { rule, text, timer } = because;
    const entry = { id, at: this.clock, actor, verb, subject, fields, causes, rule, text };
    this.trace.push(timer === undefined ? entry : { ...entry, timer });
    this.lanes = hashText(
      subject.id === '' ? subject.name : subject.id,
      hashText(verb, hashText(actor, this.lanes)),
    );
    return id;
  }

  entry(id: number): TraceEntry | undefined {
    return id === 0 ? undefined : this.trace.at(id - 1);
  }

  /** Runs `action` with `cause` as the cause of all it schedules and records. */
  withCause<T>(cause: number, action: () => T): T {
    const before = this.cause;
    this.cause = cause;
    const result = action();
    this.cause = before;
    return result;
  }

  /** Processes the next event if it is due at or before `until`. Returns false when none is. */
  step(until: Millis): boolean {
    const next = this.queue.peek();
    if (next === undefined || next.at > until) return false;
    this.queue.pop();
    this.clock = next.at;
    this.count++;
    this.lanes = hashStep(next, this.lanes);
    const handler = must(this.handlers.get(next.kind), `no handler for simulator event ${next.kind}`);
    this.cause = next.cause;
    handler(next);
    this.cause = 0;
    return true;
  }

  /** Lets time pass to `at`, which no pending event may precede. */
  advanceTo(at: Millis): void {
    const next = this.queue.peek();
    assert(next === undefined || next.at >= at, 'time would pass a pending event');
    this.clock = Math.max(this.clock, at);
  }

  /** Hash of everything processed and recorded so far: equal histories have equal hashes. */
  get traceHash(): string {
    return hashHex(hashText(`${this.clock}`, this.lanes));
  }

  /** Hash of the whole state. Costs a walk over all of it: for tests and reports. */
  stateHash(): string {
    return hashHex(hashText(canonicalJson(comparable(this.save()))));
  }

  save(): SimRoot {
    const tables: Record<string, TableRoot<unknown>> = { ...this.unclaimed };
    for (const [name, table] of this.tables) tables[name] = (table as SavedTable).save();
    return {
      version: ROOT_VERSION,
      seed: this.seedValue,
      now: this.clock,
      nextSeq: this.nextSeq,
      processed: this.count,
      hash: this.lanes,
      pending: this.queue.save(),
      tables,
      trace: this.trace.save(),
    };
  }

  load(root: SimRoot): void {
    assert(
      root.version === ROOT_VERSION,
      `root of version ${root.version}, this engine reads ${ROOT_VERSION}`,
    );
    this.seedValue = root.seed;
    this.clock = root.now;
    this.nextSeq = root.nextSeq;
    this.count = root.processed;
    this.lanes = root.hash;
    this.cause = 0;
    this.queue.load(root.pending);
    this.trace.load(root.trace);
    this.unclaimed = {};
    for (const name of Object.keys(root.tables))
      if (!this.tables.has(name)) this.unclaimed[name] = root.tables[name]!;
    for (const [name, table] of this.tables) (table as SavedTable).load(root.tables[name] ?? EMPTY_TABLE);
    for (const listener of this.loadListeners) listener();
  }

  private eventAt(
    at: Millis,
    kind: string,
    target: string,
    options: ScheduleOptions,
    key: string | undefined,
  ): SimEvent {
    assert(Number.isInteger(at), `${kind} scheduled at ${at}, which is no integer`);
    const { priority = 0, payload = null, cause = this.cause } = options;
    const seq = this.nextSeq++;
    return key === undefined
      ? { at, priority, seq, kind, target, payload, cause }
      : { at, priority, seq, kind, target, payload, cause, key };
  }
}

/** Mixes one step into the running hash: when, what and about whom. */
function hashStep({ at, kind, target }: SimEvent, [a, b]: HashLanes): HashLanes {
  return hashText(target, hashText(kind, [(a ^ at) >>> 0, Math.imul(b ^ (at >>> 15), 0x85ebca6b) >>> 0]));
}

/** The parts of a root that must be equal in equal runs: pending events in order, and the tables that were ever used. */
function comparable(root: SimRoot): object {
  const pending = [...root.pending].sort((a, b) => a.seq - b.seq);
  const tables = Object.fromEntries(Object.entries(root.tables).filter(([, table]) => table.slots > 0));
  return { ...root, pending, tables };
}
