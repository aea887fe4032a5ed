import { describe, expect, it } from 'vitest';
import { assignSlots, NO_SLOTS } from './slots.ts';

describe('places in a node card', () => {
  it('SCREEN-06 a pod keeps its place when another leaves, and the newcomer takes the gap', () => {
    const first = assignSlots(NO_SLOTS, ['a', 'b', 'c'], 3);
    const second = assignSlots(first, ['a', 'c'], 3);
    expect(second.places).toEqual(['a', null, 'c']);
    expect(assignSlots(second, ['a', 'c', 'd'], 3).places).toEqual(['a', 'd', 'c']);
  });

  it('SCREEN-06 the order in which pods are listed does not move them', () => {
    const first = assignSlots(NO_SLOTS, ['a', 'b'], 3);
    expect(assignSlots(first, ['b', 'a'], 3)).toBe(first);
  });

  it('SCREEN-06 places grow in steps and shrink only with a whole step to spare', () => {
    const four = assignSlots(NO_SLOTS, ['a', 'b', 'c', 'd'], 3);
    expect(four.places).toHaveLength(6);
    const three = assignSlots(four, ['a', 'b', 'c'], 3);
    expect(three.places).toHaveLength(6);
    const nine = assignSlots(NO_SLOTS, ['a', 'b', 'c', 'd', 'e', 'f', 'g'], 3);
    expect(assignSlots(nine, ['a'], 3).places).toHaveLength(3);
  });

  it('SCREEN-06 an empty card has one step of free places', () => {
    expect(assignSlots(NO_SLOTS, [], 5).places).toEqual([null, null, null, null, null]);
  });
});
