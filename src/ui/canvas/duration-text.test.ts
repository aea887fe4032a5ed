import { describe, expect, it } from 'vitest';
import { ageText, clockText, lineText, remainingText, spokenDuration, spokenLine } from './duration-text.ts';

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [1, '1 s'],
    [13_001, '14 s'],
    [14_000, '14 s'],
    [290_000, '290 s'],
    [300_000, '300 s'],
    [300_001, '5:01'],
    [552_000, '9:12'],
    [3_600_000, '1 h 0 min'],
  ])('SCREEN-11 %i ms remaining reads %s', (ms, text) => {
    expect(remainingText(1_000, 1_000 + ms)).toBe(text);
  });

  it('SCREEN-11 what is over has 0 s left, never less', () => {
    expect(remainingText(9_000, 2_000)).toBe('0 s');
  });

  it.each([
    [41_999, '41 s'],
    [60_000, '1:00'],
    [352_300, '5:52'],
    [11_520_000, '3 h 12 min'],
    [200_000_000, '2 d 7 h'],
  ])('SCREEN-11 an age of %i ms reads %s', (ms, text) => {
    expect(ageText(ms + 7, 7)).toBe(text);
  });

  it('SCREEN-11 a ticking line is written short and spoken in words', () => {
    const line = { before: 'Restart in ', tick: 'until', atMs: 20_000, after: '' } as const;
    expect(lineText(line, 6_000)).toBe('Restart in 14 s');
    expect(spokenLine(line, 6_000)).toBe('Restart in 14 seconds');
    expect(lineText('10.244.1.7', 0)).toBe('10.244.1.7');
  });

  it.each([
    [1, '1 second'],
    [60, '1 minute'],
    [352, '5 minutes 52 seconds'],
    [7_500, '2 hours 5 minutes'],
  ])('SCREEN-11 %i seconds are spoken as %s', (seconds, text) => {
    expect(spokenDuration(seconds)).toBe(text);
  });

  it('SCREEN-11 a moment of the run reads to the tenth of a second', () => {
    expect(clockText(352_340)).toEqual({ main: '00:05:52', tenth: '.3' });
  });
});
