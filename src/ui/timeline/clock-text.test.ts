import { describe, expect, it } from 'vitest';
import { axisText, clockText, momentText, spanText } from './clock-text.ts';

describe('clock texts', () => {
  it.each([
    [0, '00:00:00.0', '0:00.0', '0:00'],
    [51_600, '00:00:51.6', '0:51.6', '0:51'],
    [352_399, '00:05:52.3', '5:52.3', '5:52'],
    [600_000, '00:10:00.0', '10:00.0', '10:00'],
    [3_903_000, '01:05:03.0', '1:05:03.0', '1:05:03'],
    [36_000_000, '10:00:00.0', '10:00:00.0', '10:00:00'],
  ])('FRAME-14 writes %i ms as clock, moment and axis label', (ms, clock, moment, axis) => {
    expect([clockText(ms), momentText(ms), axisText(ms)]).toEqual([clock, moment, axis]);
  });

  it.each([
    [4, 'a moment'],
    [1_700, '1.7 s'],
    [14_000, '14 s'],
    [300_000, '5 min'],
    [260_000, '4 min 20 s'],
    [7_200_000, '2 h'],
  ])('FRAME-15 says how long %i ms are', (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });
});
