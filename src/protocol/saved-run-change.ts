/**
 * How a page keeps the run as saved without being sent the whole log after every command: it is told how much of the log it knows still
 * holds, and what follows.
 */
import type { RunSetup, SavedRun } from './requests.ts';

export interface SavedRunChange {
  readonly version: number;
  readonly engine: string;
  /** Present when the run itself is another one. */
  readonly setup?: RunSetup;
  /** So many commands from the start of the known log stay. */
  readonly kept: number;
  readonly added: SavedRun['log'];
  readonly at: number;
}

/** What turns `before` into `after`. Entries of a log are never changed, so the same entry is the same object. */
export function savedRunChange(before: SavedRun | null, after: SavedRun): SavedRunChange {
  const same = before !== null && before.setup === after.setup;
  const kept = same ? commonLength(before.log, after.log) : 0;
  const { version, engine, setup, at } = after;
  return { version, engine, ...(same ? {} : { setup }), kept, added: after.log.slice(kept), at };
}

/** The other side of {@link savedRunChange}. Null when the change builds on a run that was never told. */
export function withSavedRunChange(before: SavedRun | null, change: SavedRunChange): SavedRun | null {
  const { version, engine, kept, added, at } = change;
  const setup = change.setup ?? before?.setup;
  if (setup === undefined) return null;
  const known = change.setup === undefined ? (before?.log ?? []) : [];
  return { version, engine, setup, log: [...known.slice(0, kept), ...added], at };
}

function commonLength(a: readonly unknown[], b: readonly unknown[]): number {
  const differs = a.findIndex((entry, index) => entry !== b[index]);
  return differs < 0 ? a.length : differs;
}
