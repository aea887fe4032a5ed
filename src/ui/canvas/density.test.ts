import { describe, expect, it } from 'vitest';
import { chooseDensity, columnsOf, slotStep, type Density } from './density.ts';

describe('density of node cards', () => {
  it.each<[number, number, Density | null, Density]>([
    [340, 3, null, 'row-38'],
    [301, 8, null, 'row-38'],
    [300, 8, null, 'row-30'],
    [195, 3, null, 'row-30'],
    [170, 3, null, 'tile'],
    [210, 9, null, 'tile'],
    [210, 30, null, 'tile'],
    [210, 31, null, 'dot'],
    [210, 110, null, 'dot'],
  ])(
    'SCREEN-05 a card of %i px with %i pods after %s draws %s',
    (widthPx, podCountMax, previous, density) => {
      expect(chooseDensity({ widthPx, podCountMax, previous })).toBe(density);
    },
  );

  it('SCREEN-05 one pod more or less does not flip it back', () => {
    expect(chooseDensity({ widthPx: 210, podCountMax: 8, previous: 'tile' })).toBe('tile');
    expect(chooseDensity({ widthPx: 210, podCountMax: 6, previous: 'tile' })).toBe('row-30');
  });

  it('SCREEN-06 slots come in whole lines', () => {
    expect(columnsOf('tile', 210)).toBe(5);
    expect(columnsOf('dot', 210)).toBe(13);
    expect(slotStep('row-30', 210)).toBe(3);
    expect(slotStep('tile', 210)).toBe(5);
  });
});
