/** Settings of the horizontal pod autoscaler, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface AutoscalerSettings {
  /** From one evaluation to the next. */
  readonly syncMs: Millis;
  /** How long a higher recommendation holds back scaling down, where nothing else is asked for. */
  readonly downscaleWindowMs: Millis;
  /** A ratio that is off by at most so many thousandths changes nothing. */
  readonly toleranceMilli: number;
  /** Time after a pod's start in which its CPU may be that of its start. */
  readonly cpuInitializationMs: Millis;
  /** A pod that became unready this soon after its start was never ready. */
  readonly readinessDelayMs: Millis;
}

export const DEFAULT_AUTOSCALER: AutoscalerSettings = {
  syncMs: 15_000,
  downscaleWindowMs: 300_000,
  toleranceMilli: 100,
  cpuInitializationMs: 300_000,
  readinessDelayMs: 30_000,
};
