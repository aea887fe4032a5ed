import { describe, expect, it } from 'vitest';
import { backOffUntil, goMillis, goSeconds, nextBackOff } from './crash-backoff.ts';
import type { BackOffEntry } from './crash-backoff.ts';

const limits = { initialMs: 10_000, maxMs: 300_000 };

describe('back-off', () => {
  it('KUBELET-15 the pauses double from 10 s to 300 s, and the first restart does not wait', () => {
    let entry: BackOffEntry | undefined;
    let now = 0;
    const pauses: number[] = [];
    for (let i = 0; i < 8; i++) {
      const until = backOffUntil(entry, now, now, limits);
      pauses.push((until ?? now) - now);
      now = until ?? now;
      entry = nextBackOff(entry, now, now, limits);
    }
    expect(pauses).toEqual([0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  });

  it('KUBELET-15 a run of more than ten minutes starts the count anew', () => {
    const entry = { delayMs: 160_000, updatedAt: 0 };
    expect(backOffUntil(entry, 600_000, 600_001, limits)).toBe(760_000);
    expect(backOffUntil(entry, 600_001, 600_001, limits)).toBeUndefined();
    expect(nextBackOff(entry, 600_001, 600_001, limits).delayMs).toBe(10_000);
  });

  it.each([
    [10_000, '10s'],
    [80_000, '1m20s'],
    [300_000, '5m0s'],
    [3_600_000, '1h0m0s'],
  ])('KUBELET-15 %i ms is written %s', (ms, text) => {
    expect(goSeconds(ms)).toBe(text);
  });

  it.each([
    [0, '0s'],
    [350, '350ms'],
    [1000, '1s'],
    [1204, '1.204s'],
    [62_500, '1m2.5s'],
    [10_000, '10s'],
  ])('KUBELET-17 a pull of %i ms is written %s', (ms, text) => {
    expect(goMillis(ms)).toBe(text);
  });
});
