import { describe, expect, it } from 'vitest';
import { bandLook } from './band-look.ts';

const STATES = [
  'unscheduled',
  'creating',
  'init',
  'ready',
  'not-ready',
  'crash-loop',
  'image-backoff',
  'terminating',
  'succeeded',
  'failed',
  'evicted',
  'unknown',
];

describe('a band of the timeline', () => {
  it('FRAME-58 has one short word of its own for every state', () => {
    const words = STATES.map((state) => bandLook(state).word);
    expect(new Set(words).size).toBe(STATES.length);
    expect(words.filter((word) => word.length > 11)).toEqual([]);
  });

  it('FRAME-58 is drawn as failing only where somebody is needed', () => {
    expect(STATES.filter((state) => bandLook(state).hue === 'failing')).toEqual([
      'crash-loop',
      'image-backoff',
      'failed',
      'evicted',
    ]);
    expect(bandLook('succeeded').hue).toBe('done');
    expect(bandLook('something else')).toEqual({ hue: 'plain', word: 'something else' });
  });
});
