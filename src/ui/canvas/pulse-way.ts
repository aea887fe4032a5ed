import { PULSE_SPEED_MAX } from '../../projections/pod-tile.ts';

/** How a probe is shown: it travels once while time runs, is an arrow while time stands still, and is not shown when it is over. */
export type PulseWay = 'travels' | 'stands' | 'none';

/** So long of real time a probe is on its way; see the duration of its animation. */
const TRAVEL_MS = 400;
/** So long of virtual time the arrow of the last probe is left standing. */
const STANDS_MS = 1000;

export function pulseWay(atMs: number, nowMs: number, speed: number): PulseWay {
  const age = nowMs - atMs;
  if (age < 0 || speed > PULSE_SPEED_MAX) return 'none';
  if (speed === 0) return age <= STANDS_MS ? 'stands' : 'none';
  return age <= Math.max(STANDS_MS, TRAVEL_MS * speed) ? 'travels' : 'none';
}
