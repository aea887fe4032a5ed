import { describe, expect, it } from 'vitest';
import { axisMarks, shareOf, thinMarks, timeAt, wholeRun, zoomed } from './time-scale.ts';

describe('time scale', () => {
  it('FRAME-09 shows the whole run with room ahead, and does not creep while the run goes on', () => {
    const window = wholeRun(352_300);
    expect(window.from).toBe(0);
    expect(window.to).toBeGreaterThan(352_300);
    expect(wholeRun(353_000)).toEqual(window);
    expect(wholeRun(0).to).toBe(60_000);
  });

  it('FRAME-10 labels the axis with round times that do not touch', () => {
    const marks = axisMarks({ from: 0, to: 420_000 }, 1136);
    expect(marks).toEqual([0, 60_000, 120_000, 180_000, 240_000, 300_000, 360_000]);
    for (const at of axisMarks({ from: 12_345, to: 19_000 }, 600)) expect(at % 500).toBe(0);
  });

  it('FRAME-11 finds the moment under the pointer again', () => {
    const window = { from: 10_000, to: 70_000 };
    for (const at of [10_000, 12_345, 70_000]) expect(timeAt(window, shareOf(window, at))).toBe(at);
    expect(timeAt(window, -3)).toBe(10_000);
    expect(timeAt(window, 7)).toBe(70_000);
  });

  it('FRAME-12 zooms round the pointer and stays inside the run', () => {
    const whole = { from: 0, to: 420_000 };
    const near = zoomed(whole, 0.5, 0.25, whole);
    expect(near).toEqual({ from: 52_500, to: 262_500 });
    expect(zoomed(near, 100, 0.5, whole)).toEqual(whole);
    const end = zoomed(whole, 0.1, 1, whole);
    expect(end.to).toBe(420_000);
  });

  it('FRAME-13 draws one mark where several would cover each other, and knows how many it stands for', () => {
    const marks = [0, 100, 200, 90_000].map((at) => ({ at }));
    expect(
      thinMarks(marks, { from: 0, to: 100_000 }, 1000, 4).map(({ mark, count }) => [mark.at, count]),
    ).toEqual([
      [0, 3],
      [90_000, 1],
    ]);
  });
});
