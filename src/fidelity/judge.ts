/**
 * Compares two traces of the same case on three levels, each pass or fail:
 * - outcome: the same objects exist, each ends in the same state, and the same events were recorded as often;
 * - story: each object passes through the same visible states in the same order; a state shorter than {@link BLINK_MS} may be missing on
 *   either side, because watchers of a real cluster miss such moments too;
 * - clock: each visible state is entered as long after the action before it, within {@link SLACK_MS} plus {@link SLACK_SHARE} of that time.
 */
import { align } from './align.ts';
import { compareEvents } from './judge-events.ts';
import { BLINK_MS, SLACK_MS, SLACK_SHARE } from './levels.ts';
import { maskText, nodesOf } from './mask.ts';
import { diffStates, visibleStates } from './visible-states.ts';
import type { VisibleState } from './visible-states.ts';
import type { ObjectHistory, Trace } from './trace-format.ts';

export type Level = 'outcome' | 'story' | 'clock';

export interface Verdict {
  readonly case: string;
  readonly outcome: boolean;
  readonly story: boolean;
  readonly clock: boolean;
  readonly problems: Readonly<Record<Level, readonly string[]>>;
}

export interface JudgeOptions {
  /** Compare node names too: placements are part of the case. */
  readonly keepNodes?: boolean;
}

interface Told {
  readonly object: ObjectHistory;
  readonly states: readonly VisibleState[];
}

interface Comparison {
  readonly truth: Trace;
  readonly other: Trace;
  readonly problems: Record<Level, string[]>;
}

export function judge(truth: Trace, other: Trace, options: JudgeOptions = {}): Verdict {
  const nodes = new Set([...nodesOf(truth), ...nodesOf(other)]);
  const mask = (text: string): string => maskText(text, nodes, options.keepNodes ?? false);
  const comparison: Comparison = { truth, other, problems: { outcome: [], story: [], clock: [] } };
  const [expected, found] = [groups(truth, mask), groups(other, mask)];
  for (const key of new Set([...expected.keys(), ...found.keys()]))
    compareGroup(comparison, key, expected.get(key) ?? [], found.get(key) ?? []);
  comparison.problems.outcome.push(...compareEvents(truth, other, mask));
  const { problems } = comparison;
  const outcome = problems.outcome.length === 0;
  const story = outcome && problems.story.length === 0;
  return { case: truth.case, outcome, story, clock: story && problems.clock.length === 0, problems };
}

/** Objects that are alike once generated names are masked. Nodes keep their names. */
function groups(trace: Trace, mask: (text: string) => string): Map<string, Told[]> {
  const found = new Map<string, Told[]>();
  for (const object of trace.objects) {
    if (object.object.startsWith('ConfigMap/kube-root-ca')) continue;
    const key = object.object.startsWith('Node/') ? object.object : mask(object.object);
    const told = { object, states: visibleStates(object.history, trace.endMs, mask) };
    found.set(key, [...(found.get(key) ?? []), told]);
  }
  return found;
}

function compareGroup(
  comparison: Comparison,
  key: string,
  expected: readonly Told[],
  found: readonly Told[],
): void {
  if (expected.length !== found.length)
    comparison.problems.outcome.push(`${key}: ${expected.length} expected, ${found.length} found`);
  const used = new Set<Told>();
  for (const one of expected) {
    const partner = bestPartner(one, found, used);
    if (partner === undefined) continue;
    used.add(partner);
    compareEnds(comparison, key, one, partner);
    compareStories(comparison, key, one, partner);
  }
}

/** The unused object whose story is nearest: fewest differing states, then least drift. */
function bestPartner(one: Told, found: readonly Told[], used: ReadonlySet<Told>): Told | undefined {
  let best: { readonly told: Told; readonly cost: number; readonly drift: number } | undefined;
  for (const told of found) {
    if (used.has(told)) continue;
    const { cost, pairs } = align(one.states, told.states, BLINK_MS);
    const drift = pairs.reduce((sum, [a, b]) => sum + Math.abs(a.from - b.from), 0);
    if (best === undefined || cost < best.cost || (cost === best.cost && drift < best.drift))
      best = { told, cost, drift };
  }
  return best?.told;
}

function compareEnds({ truth, other, problems }: Comparison, key: string, expected: Told, found: Told): void {
  const [a, b] = [expected.states.at(-1), found.states.at(-1)];
  if (a === undefined || b === undefined || a.key === b.key) return;
  if (truth.endMs - a.from < BLINK_MS || other.endMs - b.from < BLINK_MS) return;
  const presence = a.gone === b.gone ? '' : ` (${a.gone ? 'gone' : 'there'} expected)`;
  problems.outcome.push(
    `${key}: ends differently: ${diffStates(a.state, b.state).slice(0, 6).join('; ')}${presence}`,
  );
}

function compareStories(comparison: Comparison, key: string, expected: Told, found: Told): void {
  const { truth, other, problems } = comparison;
  const { missing, extra, pairs } = align(expected.states, found.states, BLINK_MS);
  for (const state of missing) {
    if (truth.endMs - state.from < BLINK_MS) continue;
    problems.story.push(
      `${key}: state at ${state.from} ms (for ${state.to - state.from} ms) never seen; nearest differs by ${nearest(state, found.states)}`,
    );
  }
  for (const state of extra) {
    if (other.endMs - state.from >= BLINK_MS)
      problems.story.push(`${key}: unexpected state at ${state.from} ms (for ${state.to - state.from} ms)`);
  }
  for (const [a, b] of pairs) {
    if (a.to - a.from < BLINK_MS && !a.gone) continue;
    if (drift(truth, other, a.from, b.from) > SLACK_MS)
      problems.clock.push(`${key}: state entered at ${a.from} ms expected, ${b.from} ms found`);
  }
}

function nearest(state: VisibleState, others: readonly VisibleState[]): string {
  const diffs = others.map((other) => diffStates(state.state, other.state));
  const best = diffs.reduce<readonly string[] | undefined>(
    (a, b) => (a === undefined || b.length < a.length ? b : a),
    undefined,
  );
  return best === undefined ? 'everything' : best.slice(0, 5).join('; ');
}

interface Anchor {
  readonly from: number;
  readonly done: number;
}

/** Moments at which the case acted on the cluster; a client's own slowness ends where its command ended. */
function anchors(trace: Trace): readonly Anchor[] {
  return trace.steps
    .filter(({ step }) => !('wait' in step) && !('sleep' in step))
    .map(({ t, done }) => ({ from: t, done }));
}

/** How far apart two moments are, each told from the same action: the last one before either. */
function drift(truth: Trace, other: Trace, a: number, b: number): number {
  const [mine, theirs] = [anchors(truth), anchors(other)];
  const last = (list: readonly Anchor[], t: number): number => list.findLastIndex(({ from }) => from <= t);
  const since = (list: readonly Anchor[], i: number, t: number): number =>
    i < 0 ? t : Math.max(0, t - (list[i]?.done ?? 0));
  let best = Number.POSITIVE_INFINITY;
  for (const i of new Set([last(mine, a), last(theirs, b)])) {
    if (i >= mine.length || i >= theirs.length) continue;
    const [x, y] = [since(mine, i, a), since(theirs, i, b)];
    best = Math.min(best, Math.abs(x - y) - SLACK_SHARE * Math.max(x, y));
  }
  return best;
}
