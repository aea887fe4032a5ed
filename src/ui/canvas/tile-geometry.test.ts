import { describe, expect, it } from 'vitest';
import { partPassed, ringArc, sideBySide } from './tile-geometry.ts';

describe('rings', () => {
  it.each([
    [0, 0],
    [26_000, 0.65],
    [40_000, 1],
    [99_000, 1],
    [-5, 0],
  ])('SCREEN-12 at %i of 40 000 ms the part passed is %d', (now, part) => {
    expect(partPassed(now, 0, 40_000)).toBeCloseTo(part);
  });

  it('SCREEN-12 a span without length has passed', () => {
    expect(partPassed(5, 5, 5)).toBe(1);
  });

  it('SCREEN-12 a restart ring fills from the top', () => {
    expect(ringArc(0, false)).toEqual({ dash: '0 100', offset: 0 });
    expect(ringArc(0.65, false)).toEqual({ dash: '65 100', offset: 0 });
  });

  it('SCREEN-12 a grace ring is full at TERM, empty at KILL, and drains from the top', () => {
    expect(ringArc(0, true)).toEqual({ dash: '100 100', offset: 0 });
    expect(ringArc(0.25, true)).toEqual({ dash: '75 100', offset: -25 });
    expect(ringArc(1, true).dash).toBe('0 100');
  });
});

describe('slices', () => {
  it('SCREEN-04 share the width equally and end at the inset', () => {
    const boxes = sideBySide(3, 5, 23, 2);
    expect(boxes.map((box) => box.width)).toEqual([14 / 3, 14 / 3, 14 / 3]);
    const last = boxes[2];
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(23);
  });
});
