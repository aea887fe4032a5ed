import { describe, expect, it } from 'vitest';
import { pulseWay, type PulseWay } from './pulse-way.ts';

describe('a probe on its way', () => {
  const cases: readonly (readonly [string, number, number, PulseWay])[] = [
    ['travels while time runs', 200, 1, 'travels'],
    ['still travels at five times the speed', 1900, 5, 'travels'],
    ['is over after its way', 1100, 1, 'none'],
    ['is not drawn when time flies', 10, 10, 'none'],
    ['stands while time stands', 900, 0, 'stands'],
    ['is forgotten when time stands long after it', 1001, 0, 'none'],
    ['is not drawn before it was sent', -1, 0, 'none'],
  ];
  for (const [title, age, speed, way] of cases)
    it(`SCREEN-22 ${title}`, () => expect(pulseWay(50_000, 50_000 + age, speed)).toBe(way));
});
