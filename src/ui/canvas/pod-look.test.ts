import { describe, expect, it } from 'vitest';
import { GLYPH_SHAPES } from '../glyphs/glyph-shapes.tsx';
import { POD_LOOKS } from './pod-look.ts';

const looks = Object.entries(POD_LOOKS);

describe('grammar of pod states', () => {
  it('SCREEN-01 every two states differ without hue', () => {
    const drawn = looks.map(([, l]) => [l.edge, l.corner, l.fill, l.glyph, l.mark].join(' '));
    expect(new Set(drawn).size).toBe(looks.length);
  });

  it('SCREEN-01 every state has a glyph of the sprite, a word and a spoken form', () => {
    for (const [state, l] of looks) {
      expect(GLYPH_SHAPES, state).toHaveProperty([l.glyph]);
      expect(l.word.length * l.spoken.length, state).toBeGreaterThan(0);
    }
  });

  it('SCREEN-02 only failing states are solid, and completed or terminating ones are not failing', () => {
    for (const [state, l] of looks) expect(l.fill === 'solid', state).toBe(l.hue === 'failing');
    expect(POD_LOOKS.succeeded.hue).toBe('done');
    expect(POD_LOOKS.terminating.fill).toBe('none');
  });

  it('SCREEN-03 square corners are for terminal phases only', () => {
    const square = looks.filter(([, l]) => l.corner === 'square').map(([state]) => state);
    expect(square).toEqual(['succeeded', 'failed', 'evicted']);
  });

  it('SCREEN-03 dashed is wanted, dotted is last known or gone', () => {
    const edged = (edge: string): string[] =>
      looks.filter(([, l]) => l.edge === edge).map(([state]) => state);
    expect(edged('dashed')).toEqual(['unscheduled', 'gated']);
    expect(edged('dotted')).toEqual(['unknown', 'ghost', 'mirror']);
  });
});
