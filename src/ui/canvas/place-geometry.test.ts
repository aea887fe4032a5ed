import { describe, expect, it } from 'vitest';
import { laneEnd } from './place-geometry.ts';

describe('lanes of probes', () => {
  it('SCREEN-14 end below the pod they are for', () => {
    expect(laneEnd(0, 'row-30', 1)).toEqual({ x: 8, y: 51 });
    expect(laneEnd(2, 'row-30', 1)).toEqual({ x: 8, y: 137 });
    expect(laneEnd(0, 'tile', 5)).toEqual({ x: 26, y: 42 });
    expect(laneEnd(6, 'tile', 5)).toEqual({ x: 65, y: 100 });
  });
});
