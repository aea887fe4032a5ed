/** Settings of the namespace controller, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface NamespaceSettings {
  /** From a change of a namespace being deleted to the look at it: grace for slow watchers. */
  readonly graceMs: Millis;
  /** How long it takes to ask for the deletion of every kind of object, one request after the other. */
  readonly passMs: Millis;
  /** Time that objects with finalizers are expected to need. */
  readonly finalizerEstimateSeconds: number;
  /** Longest wait between retries after an error. */
  readonly backoffMsMax: Millis;
}

export const DEFAULT_NAMESPACE: NamespaceSettings = {
  graceMs: 5000,
  passMs: 700,
  finalizerEstimateSeconds: 15,
  backoffMsMax: 60_000,
};
