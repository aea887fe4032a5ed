/** Settings of the DaemonSet controller, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface DaemonSetSettings {
  /** Most pods created, and most deleted, in one sync. */
  readonly burstReplicas: number;
  /** Wait before a failed pod is replaced again: first and longest. */
  readonly failedPodBackoffMsMin: Millis;
  readonly failedPodBackoffMsMax: Millis;
}

export const DEFAULT_DAEMON_SET: DaemonSetSettings = {
  burstReplicas: 250,
  failedPodBackoffMsMin: 1000,
  failedPodBackoffMsMax: 900_000,
};
