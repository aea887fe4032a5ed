/** Settings of the disruption controller, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface DisruptionSettings {
  /** How long an evicted pod is believed to be on its way out. */
  readonly deletionTimeoutMs: Millis;
}

export const DEFAULT_DISRUPTION: DisruptionSettings = { deletionTimeoutMs: 120_000 };
