import { describe, expect, it } from 'vitest';
import { readUrlParameters } from './url-parameters.ts';

describe('address parameters', () => {
  it('FRAME-36 reads what the address says', () => {
    expect(
      readUrlParameters('?present&paused=1&motion=reduce&speed=60&lang=de&embed=1&scenario=empty-playground'),
    ).toEqual({
      present: true,
      paused: true,
      motion: 'reduce',
      speed: 60,
      lang: 'de',
      embed: true,
      scenario: 'empty-playground',
    });
  });

  it('FRAME-37 ignores what it does not understand', () => {
    expect(readUrlParameters('?speed=fast&motion=wild&lang=%3Cb%3E&new=1&paused=0&present=0')).toEqual({
      present: false,
      paused: false,
      motion: null,
      speed: null,
      lang: null,
      embed: false,
      scenario: '',
    });
  });
});
