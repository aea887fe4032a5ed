import { describe, expect, it } from 'vitest';
import type { FleetTile } from '../../projections/fleet.ts';
import { problemGlyph, problemWords, tileWords } from './fleet-words.ts';

const tile = (change: Partial<FleetTile>): FleetTile => ({
  name: 'node-1',
  state: 'ready',
  cordoned: false,
  tainted: false,
  asked: 0.4,
  podCount: 12,
  worst: null,
  worstCount: 0,
  ...change,
});

describe('the words of a tile', () => {
  it.each([
    { change: {}, problem: '', all: 'Ready, 12 pods, 40 % asked for', glyph: 'state-ready' },
    {
      change: { worst: 'crash-loop', worstCount: 2, cordoned: true },
      problem: 'Crash loop: 2 pods',
      all: 'Crash loop: 2 pods, cordoned, 12 pods, 40 % asked for',
      glyph: 'state-crash-loop',
    },
    {
      change: { state: 'off', worst: 'unknown', worstCount: 1, tainted: true },
      problem: 'Off · Unknown: 1 pod',
      all: 'Off · Unknown: 1 pod, tainted, 12 pods, 40 % asked for',
      glyph: 'icon-power',
    },
  ] as const)('FLEET-04 a problem reads "$problem"', ({ change, problem, all, glyph }) => {
    const one = tile(change);
    expect([problemWords(one), tileWords(one), problemGlyph(one)]).toEqual([problem, all, glyph]);
  });
});
