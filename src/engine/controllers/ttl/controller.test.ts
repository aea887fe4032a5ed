import { describe, expect, it } from 'vitest';
import { ttlSeconds } from './controller.ts';

describe('ttl controller', () => {
  it.each([
    [1, 0],
    [100, 0],
    [101, 15],
    [1000, 30],
    [5000, 300],
  ])('TTL-01 gives a cluster of %i nodes %i s', (nodes, seconds) => {
    expect(ttlSeconds(nodes)).toBe(seconds);
  });
});
