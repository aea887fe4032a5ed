/** Settings of the persistent volume controller, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface PersistentVolumeSettings {
  /** From one look at everything that waits to the next: a waiting claim finds a new volume only then. */
  readonly resyncMs: Millis;
  /** When the controller came up, in ms of the run: the resyncs are counted from there. */
  readonly startMs: Millis;
  /** From reserving a volume to binding the claim: the requests of a real controller take their time. */
  readonly bindMs: Millis;
}

export const DEFAULT_PERSISTENT_VOLUME: PersistentVolumeSettings = {
  resyncMs: 15_000,
  startMs: 0,
  bindMs: 20,
};
