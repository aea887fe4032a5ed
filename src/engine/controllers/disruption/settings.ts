/** Settings of the disruption controller, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface DisruptionSettings {
  /** How long an evicted pod is believed to be on its way out. */
  readonly deletionTimeoutMs: Millis;
  /** From a change to the look at it: counting needs no request, so it is ahead of controllers that make pods. */
  readonly reactionMs: Millis;
}

export const DEFAULT_DISRUPTION: DisruptionSettings = { deletionTimeoutMs: 120_000, reactionMs: 2 };
