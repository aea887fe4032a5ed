/**
 * Why something is as it is: a walk from a change back along its causes, until a person's command or the beginning.
 *
 * The walk reads the trace alone. A chain answers two questions at once, newest first: why the object is in its present state (the last
 * change that matters), and why it exists and is where it is (its binding and its creation, and what caused that).
 */
import type { Millis } from '../sim/time.ts';
import type { Sim } from '../sim/sim.ts';
import type { TraceEntry } from '../sim/trace.ts';

export interface WhySubject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Tells bearers of one name apart; empty: the newest. */
  readonly id: string;
}

const STEPS_MAX = 12;

/** Entries about the subject up to `at`, newest first. With `field` only those that changed it or a part of it. */
export function historyOf(sim: Sim, subject: WhySubject, at: Millis, field?: string): TraceEntry[] {
  const found: TraceEntry[] = [];
  let id = subject.id;
  for (let i = sim.trace.length; i >= 1; i--) {
    const entry = sim.entry(i);
    if (entry === undefined || entry.at > at || !isAbout(entry, subject)) continue;
    if (entry.subject.id !== '') id = id === '' ? entry.subject.id : id;
    if (id !== '' && entry.subject.id !== '' && entry.subject.id !== id) continue;
    if (field === undefined || touches(entry, field)) found.push(entry);
  }
  return found;
}

function isAbout({ subject }: TraceEntry, wanted: WhySubject): boolean {
  return (
    subject.kind === wanted.kind && subject.name === wanted.name && subject.namespace === wanted.namespace
  );
}

/** A whole-object change touches every field. */
function touches(entry: TraceEntry, field: string): boolean {
  if (entry.fields.length === 0) return true;
  return entry.fields.some(
    (changed) => changed === field || changed.startsWith(`${field}.`) || field.startsWith(`${changed}.`),
  );
}

/** The chain that answers "why", newest first. Empty when nothing is known about the subject. */
export function why(sim: Sim, subject: WhySubject, at: Millis, field?: string): TraceEntry[] {
  const history = historyOf(sim, subject, at, field);
  const latest = history[0];
  if (latest === undefined) return [];
  const starts = field === undefined ? [...presentState(history), ...origin(history)] : [latest];
  const chain: TraceEntry[] = [];
  const seen = new Set<number>();
  for (const start of starts) follow(sim, start, chain, seen);
  return chain.sort((a, b) => b.id - a.id).slice(0, STEPS_MAX);
}

/** The last change that says something about how the object is: not its placing, not its creation. */
function presentState(history: readonly TraceEntry[]): TraceEntry[] {
  const last = history.find(({ verb }) => verb !== 'bind' && verb !== 'create');
  const deletion = history.find(({ verb }) => verb === 'delete' || verb === 'evict');
  return [last, deletion]
    .filter((entry): entry is TraceEntry => entry !== undefined)
    .filter((entry, i, all) => all.indexOf(entry) === i);
}

function origin(history: readonly TraceEntry[]): TraceEntry[] {
  return [history.find(({ verb }) => verb === 'bind'), history.find(({ verb }) => verb === 'create')].filter(
    (entry): entry is TraceEntry => entry !== undefined,
  );
}

/** Adds the entry and the line of its main causes. Entries that merely pass a change on (same actor, same subject) are left out. */
function follow(sim: Sim, start: TraceEntry, chain: TraceEntry[], seen: Set<number>): void {
  let entry: TraceEntry | undefined = start;
  let last: TraceEntry | undefined;
  while (entry !== undefined && !seen.has(entry.id)) {
    seen.add(entry.id);
    if (last !== undefined && last !== start && isEcho(last, entry)) chain.pop();
    if (last === undefined || last !== start || !isEcho(last, entry)) {
      chain.push(entry);
      last = entry;
    }
    entry = sim.entry(entry.causes[0] ?? 0);
  }
}

/** Of a later and an earlier entry of one actor about one thing the earlier one stays: it is nearer to the cause. */
function isEcho(later: TraceEntry, earlier: TraceEntry): boolean {
  return (
    later.actor === earlier.actor &&
    later.subject.kind === earlier.subject.kind &&
    later.subject.name === earlier.subject.name &&
    later.subject.id === earlier.subject.id
  );
}
