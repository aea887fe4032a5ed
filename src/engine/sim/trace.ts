/**
 * The causal trace: one entry for every visible change, each naming the entries that caused it.
 * The timeline and the "why" panel are readers of this list, never of the code.
 */
import type { Millis } from './time.ts';

/** What an entry is about. `kind` and `name` are the domain's words; `id` tells two bearers of one name apart. */
export interface Subject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly id: string;
}

/** Why a component did something, in words a person can read. */
export interface Because {
  /** Number of the behaviour in SPEC.md, e.g. `NODE-03`. */
  readonly rule: string;
  /** One plain sentence without the final full stop; names the actor's reason and the numbers. */
  readonly text: string;
  /** The setting whose time ran out, e.g. `node-monitor-grace-period`. */
  readonly timer?: string;
  /** Entries that caused it, the main one first. Left out: whatever the running event was caused by. */
  readonly causes?: readonly number[];
}

export interface TraceEntry extends Because {
  /** Position in the trace, counted from 1. 0 means "no entry". */
  readonly id: number;
  readonly at: Millis;
  /** Component or person: `you`, `scheduler`, `replicaset-controller`, `kubelet/node-a`, `world`. */
  readonly actor: string;
  /** What was done: `create`, `update`, `delete`, `bind`, `power-off`, … */
  readonly verb: string;
  readonly subject: Subject;
  /** Dotted paths that changed, coarse: `spec.nodeName`, `status.conditions.Ready`. Empty when the whole object came or went. */
  readonly fields: readonly string[];
  readonly causes: readonly number[];
}
