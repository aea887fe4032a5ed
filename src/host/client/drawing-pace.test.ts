import { describe, expect, it } from 'vitest';
import { whenDrawn, type DrawingSource } from './drawing-pace.ts';

/** A page whose drawings come at the given moments. */
function pageThatDraws(drawings: readonly number[]) {
  let now = 0;
  let waiting: { at: number; run: () => void }[] = [];
  const source: DrawingSource = {
    now: () => now,
    nextDrawing(run) {
      const at = drawings.find((drawing) => drawing > now);
      if (at !== undefined) waiting.push({ at, run });
    },
    after: (ms, run) => void waiting.push({ at: now + ms, run }),
  };
  const runAll = (): void => {
    while (waiting.length > 0) {
      const [next, ...rest] = waiting.toSorted((a, b) => a.at - b.at);
      waiting = rest;
      now = next!.at;
      next!.run();
    }
  };
  return { source, runAll, now: () => now };
}

function drawnAt(drawings: readonly number[]): number[] {
  const page = pageThatDraws(drawings);
  const times: number[] = [];
  whenDrawn(page.source, () => times.push(page.now()));
  page.runAll();
  return times;
}

describe('the pace of frames', () => {
  it.each([
    { drawings: [16, 32, 48], at: 50, why: 'a page that draws often gets twenty a second' },
    { drawings: [180], at: 180, why: 'a page that draws slowly is waited for' },
    { drawings: [], at: 1000, why: 'a page that draws nothing gets one a second' },
  ])('HOST-04 $why', ({ drawings, at }) => {
    expect(drawnAt(drawings)).toEqual([at]);
  });
});
