/** Settings of the Job controller, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface JobSettings {
  /** Pod events and status changes are collected for this long. */
  readonly batchPeriodMs: Millis;
  /** Wait after a failed pod: first and longest. */
  readonly podFailureBackoffMsMin: Millis;
  readonly podFailureBackoffMsMax: Millis;
  /** Retry after a failed sync: first wait and longest. */
  readonly syncBackoffMsMin: Millis;
  readonly syncBackoffMsMax: Millis;
  /** Most pods created, deleted or counted in one sync. */
  readonly burstPods: number;
}

export const DEFAULT_JOB: JobSettings = {
  batchPeriodMs: 1000,
  podFailureBackoffMsMin: 10_000,
  podFailureBackoffMsMax: 600_000,
  syncBackoffMsMin: 1000,
  syncBackoffMsMax: 60_000,
  burstPods: 500,
};
