import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilTime, formatMicroTime, formatTime, parseTime, timeMs } from './time.ts';

describe('time', () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [951_782_400_000, '2000-02-29T00:00:00Z'],
    [1_767_225_599_999, '2025-12-31T23:59:59Z'],
    [-1, '1969-12-31T23:59:59Z'],
  ])('NOUN-28 %d is %s', (ms, text) => {
    expect(formatTime(ms)).toBe(text);
  });

  it('NOUN-28 writes microseconds where upstream does', () => {
    expect(formatMicroTime(1_767_225_600_045)).toBe('2026-01-01T00:00:00.045000Z');
  });

  it.each([
    ['2026-01-01T01:30:00+01:30', 1_767_225_600_000],
    ['2026-01-01T00:00:00.5Z', 1_767_225_600_500],
    ['2026-02-29T00:00:00Z', undefined],
    ['2026-01-01', undefined],
    ['2026-13-01T00:00:00Z', undefined],
    ['2026-01-01T24:00:00Z', undefined],
  ])('NOUN-29 %s reads as %s', (text, ms) => {
    expect(parseTime(text)).toBe(ms);
  });

  it('NOUN-29 agrees with the calendar of the platform', () => {
    const range = { min: -60_000_000_000_000, max: 250_000_000_000_000 };
    fc.assert(
      fc.property(fc.integer(range), (ms) => {
        const oracle = new Date(ms);
        expect(formatMicroTime(ms)).toBe(oracle.toISOString().replace('Z', '000Z'));
        expect(timeMs(formatMicroTime(ms))).toBe(ms);
        expect(civilTime(ms).weekday).toBe(oracle.getUTCDay());
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
