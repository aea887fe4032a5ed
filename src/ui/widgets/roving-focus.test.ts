import { describe, expect, it } from 'vitest';
import { nextMember } from './roving-focus.ts';

/** Five members in lines of three. */
const BOXES = [0, 1, 2, 3, 4].map((i) => ({ left: (i % 3) * 40, top: Math.floor(i / 3) * 40 }));

describe('arrow keys in a group', () => {
  it.each<[string, number, number | null]>([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 4, null],
    ['ArrowLeft', 0, null],
    ['ArrowDown', 1, 4],
    ['ArrowDown', 2, 4],
    ['ArrowDown', 3, null],
    ['ArrowUp', 4, 1],
    ['Home', 3, 0],
    ['End', 0, 4],
    ['a', 0, null],
  ])('SCREEN-21 %s from %i leads to %s', (key, at, next) => {
    expect(nextMember(key, at, BOXES)).toBe(next);
  });
});
