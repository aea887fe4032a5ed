/** Plays a recording's case in the simulator and compares what happened with what the real cluster did. */
import type { SavedRun } from '../engine/index.ts';
import { distill } from './distill.ts';
import { judge } from './judge.ts';
import type { Level, Verdict } from './judge.ts';
import { playCase } from './player.ts';
import type { Recording } from './packed-recordings.ts';
import { recordedStartMs } from './trace-format.ts';
import type { RawRun, Trace } from './trace-format.ts';

export interface Comparison {
  readonly id: string;
  /** The levels that count for this case. */
  readonly levels: readonly Level[];
  /** Undefined when the case could not be played to its end, or was never recorded. */
  readonly verdict?: Verdict;
  readonly run?: RawRun;
  /** The same run as a page opens it, standing before the first step. */
  readonly saved?: SavedRun;
  /** Why the case could not be played. */
  readonly fault?: string;
}

export async function comparePlayed(recording: Recording, seed = 1): Promise<Comparison> {
  const { id, file, trace, levels } = recording;
  try {
    const mentioned = trace === undefined ? '' : namesIn(trace);
    const startMs = trace === undefined ? undefined : recordedStartMs(trace);
    const options = { seed, mentioned, ...(startMs === undefined ? {} : { startMs }) };
    const { raw, saved } = await playCase(file, options);
    const verdict = trace === undefined ? undefined : judged(trace, raw, file.keepNodes);
    return { id, levels, run: raw, saved, ...(verdict === undefined ? {} : { verdict }) };
  } catch (error) {
    return {
      id,
      levels,
      fault: error instanceof Error ? `${error.message}${placeOf(error)}` : String(error),
    };
  }
}

/** Where it was thrown, for whoever mends it. */
function placeOf(error: Error): string {
  const line = (error.stack ?? '').split('\n').find((one) => /^\s+at (?!assert|must)/.test(one));
  return line === undefined ? '' : ` (${line.trim().replace(/\(.*\//, '(')})`;
}

function namesIn(trace: Trace): string {
  return JSON.stringify([trace.steps.map(({ step }) => step), trace.objects]);
}

/** A wait of the case that the real cluster met and the simulated one did not is a difference of its own. */
function judged(truth: Trace, run: RawRun, keepNodes: boolean): Verdict {
  const verdict = judge(truth, distill(run), { keepNodes });
  if (run.waitsMet || !truth.waitsMet) return verdict;
  const unmet = 'a wait of the case was not met';
  return { ...verdict, problems: { ...verdict.problems, outcome: [unmet, ...verdict.problems.outcome] } };
}

export function passes({ verdict }: Comparison, level: Level): boolean {
  return verdict?.[level] === true;
}
