/**
 * Long work in slices: a generator that yields wherever it may be put aside, and the answer it ends with. Between slices the host listens,
 * so that nothing a person asks for waits behind a slow stretch of simulation.
 */
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

/** How far ahead the next happening is looked for. */
const SEARCH_MS = 24 * 3_600_000;

/** Goes on to `until`. */
export function* advance(run: HostedRun, until: number, slicer: Slicer): Work<null> {
  while (!slicer.slice(run, until)) yield;
  return null;
}

/** Goes to the end of `at`. The way back is one short re-run from a checkpoint; the way on may be long. */
export function* seek(run: HostedRun, at: number, slicer: Slicer): Work<null> {
  if (at < run.now) run.seek(at);
  return yield* advance(run, at, slicer);
}

/** Goes on event by event until a happening that is wanted; null when none comes. */
export function* stepNext(
  run: HostedRun,
  wanted: (happening: HappeningView) => boolean,
): Work<HappeningView | null> {
  const limit = run.now + SEARCH_MS;
  let seen = run.traceLength;
  for (;;) {
    const reached = run.advance(limit, 1);
    const found = firstAfter(run, seen, wanted);
    if (found !== undefined || reached) return found ?? null;
    seen = run.traceLength;
    yield;
  }
}

/** One simulator event further, whether or not anything can be seen of it. */
export function* stepRaw(run: HostedRun): Work<HappeningView | null> {
  const seen = run.traceLength;
  run.advance(run.now + SEARCH_MS, 1);
  yield;
  return firstAfter(run, seen, () => true) ?? null;
}

/** Skips the waiting: on to the end of the next moment at which anything happens. */
export function* skip(run: HostedRun, slicer: Slicer): Work<HappeningView | null> {
  const start = run.now;
  const found = yield* stepNext(run, ({ at }) => at > start);
  if (found !== null) yield* advance(run, run.now, slicer);
  return found;
}

/** Back to just after the happening before the one that is present, or to the beginning. */
export function* stepPrevious(
  run: HostedRun,
  wanted: (happening: HappeningView) => boolean,
): Work<HappeningView | null> {
  const { now, traceLength: length } = run;
  const last = lastUpTo(run, length, wanted);
  let target = last !== undefined && last.at < now ? last : lastUpTo(run, (last?.id ?? 1) - 1, wanted);
  while (target !== undefined && target.at >= 0) {
    run.seekTrace(target.id);
    if (run.now < now || run.traceLength < length) return target;
    yield;
    target = lastUpTo(run, target.id - 1, wanted);
  }
  run.seek(0);
  return null;
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
