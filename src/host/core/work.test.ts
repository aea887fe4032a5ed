import { describe, expect, it } from 'vitest';
import { scenarioById } from '../../scenarios/scenarios.ts';
import { must } from '../../base/assert.ts';
import type { Landing } from '../../protocol/requests.ts';
import { ENGINE_DOOR } from './engine-door.ts';
import type { HostedRun } from './hosted-run.ts';
import { QUIET_MS, seek, skip, Slicer, stepNext } from './work.ts';
import type { Work } from './work.ts';

function done<Answer>(work: Work<Answer>): Answer {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const slicer = new Slicer(() => 0);
const step = (run: HostedRun): Landing | null => done(stepNext(run, { happening: () => true, waits: true }));

function started(id: string): HostedRun {
  return ENGINE_DOOR.start(must(scenarioById(id), id).setup);
}

describe('steps through the real engine', () => {
  it('HOST-15 lands where the page says, or sooner where something happens', () => {
    for (const move of [step, (run: HostedRun) => done(skip(run, slicer))]) {
      const run = started('three-copies-of-web');
      run.give({ kind: 'power-off', machine: 'node-b' });
      const astray: unknown[] = [];
      for (let moves = 0; moves < 60; moves++) {
        const said = run.next();
        const landing = must(move(run), 'something is always due here');
        const isThere = landing.happening === null ? landing.at === said?.at : landing.at <= (said?.at ?? 0);
        if (landing.at !== run.now || (!isThere && said?.passing === false)) astray.push({ said, landing });
      }
      expect(astray).toEqual([]);
      // Fifty seconds of silence, five minutes of patience, and the stand-in is there: without one stop at a probe that passes.
      expect(run.now).toBeGreaterThan(351_000);
      expect(run.now).toBeLessThan(450_000);
    }
  });

  it('HOST-15 goes from probe to probe while all is well', () => {
    const run = started('three-copies-of-web');
    const times = Array.from({ length: 4 }, () => step(run)?.at ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[3]).toBeLessThan(10_000);
  });

  it('HOST-16 leaves no trace of a search that found nothing, neither as known future nor as a branch', () => {
    const run = started('empty-playground');
    run.seek(12_345);
    const before = [run.save(), run.answer({ ask: 'hash' }), run.clock()];
    expect(step(run)).toBeNull();
    expect(done(skip(run, slicer))).toBeNull();
    expect([run.save(), run.answer({ ask: 'hash' }), run.clock()]).toEqual(before);
    // A shadow of the searched ten minutes would make this the beginning of a branch.
    run.give({ kind: 'cordon', node: 'node-a' });
    expect(run.clock().branches).toEqual([]);
    run.advance(12_345 + 2 * QUIET_MS, Number.POSITIVE_INFINITY);
    const far = run.answer({ ask: 'hash' });
    run.seek(12_345);
    run.advance(12_345 + 2 * QUIET_MS, Number.POSITIVE_INFINITY);
    expect(run.answer({ ask: 'hash' })).toEqual(far);
  });

  it('HOST-16 in the past still finds what is known to come, however far off', () => {
    const run = started('empty-playground');
    run.advance(3 * QUIET_MS, Number.POSITIVE_INFINITY);
    run.give({ kind: 'cordon', node: 'node-a' });
    run.seek(0);
    expect(step(run)).toMatchObject({ at: 3 * QUIET_MS, happening: { actor: 'you' } });
  });

  it('HOST-18 begins before what was done at time 0, and goes on to it', () => {
    const run = started('three-copies-of-web');
    const fresh = run.answer({ ask: 'hash' });
    run.give({ kind: 'power-off', machine: 'node-b' });
    const after = run.answer({ ask: 'hash' });
    run.advance(5000, Number.POSITIVE_INFINITY);
    done(seek(run, 0, slicer));
    expect(run.answer({ ask: 'hash' })).toEqual(fresh);
    expect(step(run)).toMatchObject({ at: 0, happening: { actor: 'you' } });
    expect(run.answer({ ask: 'hash' })).toEqual(after);
  });

  it('HOST-10 stops at each deed on the way, when the past is walked again', () => {
    const run = started('three-copies-of-web');
    run.advance(700, Number.POSITIVE_INFINITY);
    run.give({ kind: 'cordon', node: 'node-a' });
    run.advance(900, Number.POSITIVE_INFINITY);
    run.give({ kind: 'cordon', node: 'node-b' });
    run.advance(20_000, Number.POSITIVE_INFINITY);
    run.seek(0);
    const deeds: number[] = [];
    while (run.now < 2000) {
      const landing = must(step(run), 'the deeds are still to come');
      if (landing.happening?.actor === 'you') deeds.push(landing.at, run.now);
    }
    expect(deeds).toEqual([700, 700, 900, 900]);
  });
});
