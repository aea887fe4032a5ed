/** Settings of the pod garbage collector, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface PodGcSettings {
  /** Period of the loop. */
  readonly periodMs: Millis;
  /** `--terminated-pod-gc-threshold`: finished pods kept in the cluster. */
  readonly terminatedPodThreshold: number;
  /** How long a node's name must be missing before its pods are taken for orphans. */
  readonly quarantineMs: Millis;
}

export const DEFAULT_POD_GC: PodGcSettings = {
  periodMs: 20_000,
  terminatedPodThreshold: 12_500,
  quarantineMs: 40_000,
};
