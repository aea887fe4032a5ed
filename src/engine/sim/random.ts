/**
 * Named random streams: small integer generators (sfc32) whose state lives in the run's data.
 * Each consumer owns a name, so an extra draw in one place disturbs no other place.
 */
import { hashText } from '../../base/hash.ts';

/** State of one stream: four 32-bit integers. */
export type StreamState = readonly [number, number, number, number];

export function seedStream(seed: number, name: string): StreamState {
  const [a, b] = hashText(name, [seed >>> 0, (seed ^ 0x5bd1e995) >>> 0]);
  let state: StreamState = [a, b, seed >>> 0, 1];
  for (let i = 0; i < 12; i++) state = nextState(state).state;
  return state;
}

/** One step of sfc32: the next state and 32 random bits. */
export function nextState([a, b, c, d]: StreamState): { readonly state: StreamState; readonly bits: number } {
  const bits = (((a + b) | 0) + d) | 0;
  const state: StreamState = [
    (b ^ (b >>> 9)) >>> 0,
    (c + (c << 3)) >>> 0,
    (((c << 21) | (c >>> 11)) + bits) >>> 0,
    (d + 1) >>> 0,
  ];
  return { state, bits: bits >>> 0 };
}

/** Maps 32 random bits to 0 … below-1. The bias is under below / 2^32. */
export function bounded(bits: number, below: number): number {
  return Math.floor((bits / 0x1_0000_0000) * below);
}
