/**
 * The two forms of a run that can be compared with a real cluster: the raw watch log, and the trace distilled from it.
 */
import type { Json } from '../base/json.ts';

/** A JSON object whose shape is looked at piece by piece. */
export interface Loose {
  readonly [key: string]: Json | undefined;
}

export interface WatchEntry {
  /** ms since the first step. */
  readonly t: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: string;
  readonly obj: Loose;
  /** The object existed before the first step. */
  readonly initial?: boolean;
}

export interface StepRecord {
  readonly t: number;
  readonly done: number;
  readonly step: Loose;
  readonly exit?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Exactly what the outside distiller takes. */
export interface RawRun {
  readonly name: string;
  readonly namespace: string;
  /** Wall-clock time of t = 0 in ms since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  readonly waitsMet: boolean;
  readonly steps: readonly StepRecord[];
  readonly log: readonly WatchEntry[];
}

export type FlatValue = string | number | boolean | null;

export interface HistoryEntry {
  readonly t: number;
  readonly initial?: boolean;
  readonly deleted?: boolean;
  readonly set?: Readonly<Record<string, FlatValue>>;
  readonly unset?: readonly string[];
}

export interface ObjectHistory {
  readonly object: string;
  readonly uid: string;
  readonly history: readonly HistoryEntry[];
}

export interface EventRecord {
  readonly t: number;
  readonly object: string;
  readonly fieldPath?: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly source: string;
  readonly count: number;
  readonly id?: string;
}

export interface Trace {
  readonly case: string;
  readonly kubernetes: string;
  readonly waitsMet: boolean;
  readonly endMs: number;
  readonly steps: readonly StepRecord[];
  readonly objects: readonly ObjectHistory[];
  readonly events: readonly EventRecord[];
}

const EVENT_ID = /^[0-9a-f]{16}$/;

/**
 * Time on the wall of the first step in ms since 1970; undefined for a trace without Events. The id of an Event is the nanosecond in which
 * it was recorded; watchers see it a little later, and repeats of it much later.
 */
export function recordedStartMs({ events }: Trace): number | undefined {
  const starts = events.flatMap(({ id = '', t }) =>
    EVENT_ID.test(id) ? [Number(BigInt(`0x${id}`) / 1_000_000n) - t] : [],
  );
  return starts.length === 0 ? undefined : Math.max(...starts);
}
