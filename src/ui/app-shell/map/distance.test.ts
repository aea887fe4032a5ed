import { describe, expect, it } from 'vitest';
import { distanceAt, type Distance } from './distance.ts';

describe('distance', () => {
  it('SCREEN-23 a card says as much as can be read, and does not flicker at the borders', () => {
    const walk = (zooms: readonly number[]): Distance[] => {
      let distance: Distance = 'near';
      return zooms.map((zoom) => (distance = distanceAt(zoom, distance)));
    };
    expect(walk([1, 0.46, 0.44, 0.48, 0.5])).toEqual(['near', 'near', 'far', 'far', 'near']);
    expect(walk([0.1, 0.27, 0.28, 0.33, 0.34, 1])).toEqual([
      'remote',
      'remote',
      'distant',
      'distant',
      'far',
      'near',
    ]);
  });
});
