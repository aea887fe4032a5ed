import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../base/json.ts';
import type { Kind } from '../api/types.ts';
import type { StoredObject } from '../apiserver/client.ts';
import { anyScript, forwardScript } from '../testing/arbitraries.ts';
import { machineContainers } from '../testing/checkers/machine-containers.ts';
import { podLifecycle } from '../testing/checkers/pod-lifecycle.ts';
import { revisionOrder } from '../testing/checkers/revision-order.ts';
import { watchRun } from '../testing/checkers/checker.ts';
import { commandOf, play } from '../testing/play.ts';
import type { Script, Step } from '../testing/play.ts';
import { aRun, wait } from '../testing/run-builders.ts';
import { View } from '../view/view.ts';
import { Run } from './run.ts';

const SEED = 20_260_101;
const END_MS = 60_000;

/** Plays a script with all checkers on; returns what they found. */
function problemsOf({ seed, steps }: Script): readonly string[] {
  const run = aRun({ seed });
  const watch = watchRun(run, [revisionOrder, podLifecycle, machineContainers]);
  play(run, [...steps, { do: 'wait', ms: END_MS }], () => watch.look());
  return watch.problems;
}

/** The forward part of a script without a timeline: what the engine alone makes of it. */
function continueWith(run: Run, steps: readonly Step[]): void {
  const { engine } = run;
  for (const step of steps) {
    if (step.do === 'wait') {
      const until = engine.sim.now + step.ms;
      while (engine.sim.step(until));
      engine.sim.advanceTo(until);
      continue;
    }
    const command = commandOf(engine, step);
    if (command !== undefined) engine.command(command);
  }
}

describe('any run', () => {
  const folder = new URL('../testing/regressions/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    it(`RUN-01 keeps its promises in the recorded case ${file}`, () => {
      expect(problemsOf(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Script)).toEqual([]);
    });
  }

  it('RUN-01 throws nothing and breaks no invariant, whatever is done to it', () => {
    fc.assert(
      fc.property(anyScript, (script) => {
        expect(problemsOf(script)).toEqual([]);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });

  it('RUN-02 is the same run again for the same seed and commands', () => {
    fc.assert(
      fc.property(forwardScript, ({ seed, steps }) => {
        const [a, b] = [play(aRun({ seed }), steps), play(aRun({ seed }), steps)];
        expect(a.engine.sim.traceHash).toBe(b.engine.sim.traceHash);
        expect(a.engine.sim.stateHash()).toBe(b.engine.sim.stateHash());
      }),
      { seed: SEED + 1, numRuns: 6 },
    );
  });

  it('RUN-03 goes on from a snapshot that went through JSON as if it had never stopped', () => {
    fc.assert(
      fc.property(forwardScript, forwardScript, ({ seed, steps }, { steps: rest }) => {
        const original = aRun({ seed });
        continueWith(original, steps);
        const copy = aRun({ seed });
        copy.engine.sim.load(JSON.parse(JSON.stringify(original.engine.sim.save())));
        const onward: readonly Step[] = [...rest, { do: 'wait', ms: END_MS }];
        continueWith(original, onward);
        continueWith(copy, onward);
        expect(copy.engine.sim.stateHash()).toBe(original.engine.sim.stateHash());
      }),
      { seed: SEED + 2, numRuns: 6 },
    );
  });

  it('RUN-04 shows at any moment what a fresh run shows there, however it got there', () => {
    fc.assert(
      fc.property(
        forwardScript,
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 }),
        ({ seed, steps }, wandering) => {
          const run = play(aRun({ seed }), steps);
          for (const permille of wandering) play(run, [{ do: 'seek', permille }]);
          const fresh = Run.open(run.save());
          expect(run.engine.sim.stateHash()).toBe(fresh.engine.sim.stateHash());
        },
      ),
      { seed: SEED + 3, numRuns: 6 },
    );
  });

  it('RUN-05 is not disturbed by what is done to a copy of it', () => {
    fc.assert(
      fc.property(forwardScript, forwardScript, ({ seed, steps }, { steps: others }) => {
        const run = play(aRun({ seed }), steps);
        const before = run.engine.sim.stateHash();
        const copy = aRun({ seed });
        copy.engine.sim.load(run.engine.sim.save());
        continueWith(copy, others);
        expect(run.engine.sim.stateHash()).toBe(before);
        const untouched = play(aRun({ seed }), steps);
        wait(run, END_MS);
        wait(untouched, END_MS);
        expect(run.engine.sim.stateHash()).toBe(untouched.engine.sim.stateHash());
      }),
      { seed: SEED + 4, numRuns: 4 },
    );
  });

  it('RUN-06 has a snapshot that is plain JSON', () => {
    fc.assert(
      fc.property(forwardScript, ({ seed, steps }) => {
        const root = play(aRun({ seed }), steps).engine.sim.save();
        expect(JSON.parse(JSON.stringify(root))).toEqual(root);
        expect(notPlain(root, 'root')).toBeUndefined();
      }),
      { seed: SEED + 5, numRuns: 4 },
    );
  });

  it('RUN-07 does not notice an extra draw in a stream of its own', () => {
    fc.assert(
      fc.property(forwardScript, ({ seed, steps }) => {
        const drawing = aRun({ seed });
        play(drawing, steps, () => void drawing.engine.sim.random('test/extra', 1000));
        expect(drawing.engine.sim.traceHash).toBe(play(aRun({ seed }), steps).engine.sim.traceHash);
      }),
      { seed: SEED + 6, numRuns: 4 },
    );
  });

  it('RUN-20 refuses every write that was made from an older version of an object', () => {
    fc.assert(
      fc.property(forwardScript, ({ seed, steps }) => {
        const run = aRun({ seed });
        const { store } = run.engine.server.context;
        const old = new Map<string, StoredObject<Kind>>();
        store.watch(({ type, object, before }) => {
          if (type === 'MODIFIED' && before !== undefined) old.set(object.metadata.uid, before);
          else old.delete(object.metadata.uid);
        });
        play(run, [...steps, { do: 'wait', ms: END_MS }]);
        const { revision } = store;
        for (const object of old.values()) {
          const { namespace = '', name } = object.metadata;
          const { outcomes } = run.give({
            kind: 'request',
            verb: 'update',
            objectKind: object.kind,
            namespace,
            name,
            body: object as object as Json,
          });
          expect(outcomes).toMatchObject([{ result: 'refused', code: 409, reason: 'Conflict' }]);
        }
        expect(store.revision).toBe(revision);
      }),
      { seed: SEED + 8, numRuns: 5 },
    );
  });

  it('VIEW-01 can be shown at every moment, and frames of changes add up to the whole picture', () => {
    fc.assert(
      fc.property(anyScript, ({ seed, steps }) => {
        const run = aRun({ seed });
        const view = new View(run);
        const rows = new Map<string, unknown>();
        play(run, steps, () => {
          const frame = view.frame(false, 50);
          if (frame.full) rows.clear();
          for (const uid of frame.podsGone) rows.delete(uid);
          for (const row of frame.pods) rows.set(row.uid, row);
          for (const { uid, namespace, name } of frame.pods)
            view.ask.why({ kind: 'Pod', namespace, name, uid });
        });
        expect(stableRows([...rows.values()])).toEqual(stableRows(new View(run).frame(true, 50).pods));
      }),
      { seed: SEED + 7, numRuns: 6 },
    );
  });
});

/** Rows by uid, without what moves with the clock alone. */
function stableRows(rows: readonly unknown[]): Record<string, unknown> {
  const moving = new Set(['cpuUsedMilli', 'memoryUsedBytes', 'lastSeenAt', 'timerFrom', 'timerTo']);
  return Object.fromEntries(
    rows.map((row) => {
      const fields = Object.entries(row as object).filter(([name]) => !moving.has(name));
      return [(row as { readonly uid: string }).uid, Object.fromEntries(fields)];
    }),
  );
}

/** Path of the first value that JSON has no word for. */
function notPlain(value: unknown, path: string): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? undefined : path;
  if (typeof value !== 'object') return path;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return path;
  for (const [key, part] of Object.entries(value)) {
    const found = notPlain(part, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
