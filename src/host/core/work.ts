/**
 * Long work in slices: a generator that yields wherever it may be put aside, and the answer it ends with. Between slices the host listens,
 * so that nothing a person asks for waits behind a slow stretch of simulation.
 */
import type { Landing } from '../../protocol/requests.ts';
import type { HappeningView } from '../../protocol/views.ts';
import type { HostedRun } from './hosted-run.ts';

export type Work<Answer> = Generator<undefined, Answer, undefined>;

const SLICE_MS = 2;
const EVENTS_MIN = 1;
const EVENTS_MAX = 512;

/** Runs slices of simulation of about {@link SLICE_MS} each: how many events that is depends on what they cost, and is learnt on the way. */
export class Slicer {
  private readonly wallNow: () => number;
  private events = EVENTS_MIN;

  constructor(wallNow: () => number) {
    this.wallNow = wallNow;
  }

  /** One slice towards `until`. True when it was reached. */
  slice(run: HostedRun, until: number): boolean {
    const before = this.wallNow();
    const reached = run.advance(until, this.events);
    const elapsed = this.wallNow() - before;
    if (elapsed > SLICE_MS) this.events = Math.max(EVENTS_MIN, this.events >> 1);
    else if (elapsed < SLICE_MS / 2 && !reached) this.events = Math.min(EVENTS_MAX, this.events * 2);
    return reached;
  }
}

/** So far ahead is looked when nothing is said to be due: longer than the 5 min of a node's patience and of the longest back-off. */
export const QUIET_MS = 10 * 60_000;

/** Goes on to `until`. */
export function* advance(run: HostedRun, until: number, slicer: Slicer): Work<null> {
  while (!slicer.slice(run, until)) yield;
  return null;
}

/** Goes to the end of `at`. The way back is one short re-run from a checkpoint; the way on may be long. */
export function* seek(run: HostedRun, at: number, slicer: Slicer): Work<null> {
  if (at < run.now || at === 0) run.seek(at);
  // The beginning is reached at once; going on to the end of its moment would do again what was done there.
  if (at === 0) return null;
  return yield* advance(run, at, slicer);
}

/** What a step stops at. */
export interface Wanted {
  readonly happening: (happening: HappeningView) => boolean;
  /** Whether what the page says is waited for counts too. */
  readonly waits: boolean;
}

const ANYTHING: Wanted = { happening: () => true, waits: true };

/**
 * Goes on event by event until a happening that is wanted, or to what the page says is waited for, whichever comes first. Null when there is
 * neither: then the run stands where it stood, and so it does when this work is given up half-way.
 */
export function* stepNext(run: HostedRun, wanted: Wanted): Work<Landing | null> {
  const back = run.place();
  let landed = false;
  try {
    const quiet = Math.max(run.now + QUIET_MS, run.horizon);
    for (;;) {
      const named = wanted.waits ? run.next() : null;
      const found = yield* searchNext(run, named?.at ?? quiet, wanted.happening);
      landed = found !== undefined || named?.passing === false;
      if (landed) return { at: run.now, happening: found ?? null };
      if (named === null || run.now >= quiet) return null;
    }
  } finally {
    if (!landed) back();
  }
}

function* searchNext(
  run: HostedRun,
  limit: number,
  wanted: (happening: HappeningView) => boolean,
): Work<HappeningView | undefined> {
  for (let seen = run.traceLength; ; seen = run.traceLength) {
    const reached = run.advance(limit, 1);
    const found = firstAfter(run, seen, wanted);
    if (found !== undefined || reached) return found;
    yield;
  }
}

/** One simulator event further, whether or not anything can be seen of it. */
export function* stepRaw(run: HostedRun): Work<Landing | null> {
  const back = run.place();
  const seen = run.traceLength;
  const before = run.processed;
  run.advance(run.now + QUIET_MS, 1);
  yield;
  if (run.processed === before && run.traceLength === seen) {
    back();
    return null;
  }
  return { at: run.now, happening: firstAfter(run, seen, () => true) ?? null };
}

/** Skips the waiting: on to the end of the next moment at which anything happens or is due. */
export function* skip(run: HostedRun, slicer: Slicer): Work<Landing | null> {
  const back = run.place();
  let landed = false;
  try {
    // What is still to come of this moment is no reason to stop.
    yield* advance(run, run.now, slicer);
    const landing = yield* stepNext(run, ANYTHING);
    landed = landing !== null;
    if (landed) yield* advance(run, run.now, slicer);
    return landing;
  } finally {
    if (!landed) back();
  }
}

/** Steps that ended where nothing left a trace: a step back finds these moments again. */
export class SilentLandings {
  private times: number[] = [];

  note(landing: Landing | null): void {
    if (landing?.happening === null && !this.times.includes(landing.at)) this.times.push(landing.at);
  }

  /** The last one between `from` and `to`, both excluded. */
  lastBetween(from: number, to: number): number | undefined {
    const between = this.times.filter((at) => at > from && at < to);
    return between.length === 0 ? undefined : Math.max(...between);
  }

  clear(): void {
    this.times = [];
  }
}

/** Back to just after the happening before the one that is present, to a silent landing after that, or to the beginning, where null is the answer. */
export function* stepPrevious(
  run: HostedRun,
  wanted: (happening: HappeningView) => boolean,
  silent: SilentLandings | null,
): Work<Landing | null> {
  const { now, traceLength: length } = run;
  const last = lastUpTo(run, length, wanted);
  let target = last !== undefined && last.at < now ? last : lastUpTo(run, (last?.id ?? 1) - 1, wanted);
  const quiet = silent?.lastBetween(Math.max(0, target?.at ?? 0), now);
  if (quiet !== undefined) {
    run.seek(quiet);
    return { at: quiet, happening: null };
  }
  while (target !== undefined && target.at >= 0) {
    run.seekTrace(target.id);
    if (run.now < now || run.traceLength < length) return { at: run.now, happening: target };
    yield;
    target = lastUpTo(run, target.id - 1, wanted);
  }
  run.seek(0);
  return now === 0 ? null : { at: 0, happening: null };
}

function firstAfter(
  run: HostedRun,
  id: number,
  wanted: (happening: HappeningView) => boolean,
): HappeningView | undefined {
  for (let next = id + 1; next <= run.traceLength; next++) {
    const happening = run.happening(next);
    if (happening !== undefined && wanted(happening)) return happening;
  }
  return undefined;
}

function lastUpTo(
  run: HostedRun,
  id: number,
  wanted: (happening: HappeningView) => boolean,
): HappeningView | undefined {
  for (let next = id; next >= 1; next--) {
    const happening = run.happening(next);
    if (happening !== undefined && wanted(happening)) return happening;
  }
  return undefined;
}
