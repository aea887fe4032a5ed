/** Settings of the node lifecycle controller: flags of kube-controller-manager at their defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface NodeLifecycleSettings {
  /** `--node-monitor-period`. */
  readonly monitorPeriodMs: Millis;
  /** What one pass takes; the next begins a period after the end of the last, as with upstream's sliding timer. */
  readonly passMs: Millis;
  /** `--node-monitor-grace-period`. */
  readonly monitorGracePeriodMs: Millis;
  /** `--node-startup-grace-period`, for nodes that never posted a status. */
  readonly startupGracePeriodMs: Millis;
  /** One node per so many ms gets its NoExecute taint: the inverse of `--node-eviction-rate` 0.1/s. */
  readonly evictionPeriodMs: Millis;
  /** The inverse of `--secondary-node-eviction-rate` 0.01/s. */
  readonly secondaryEvictionPeriodMs: Millis;
  /** `--unhealthy-zone-threshold`, in hundredths. */
  readonly unhealthyZonePercent: number;
  /** `--large-cluster-size-threshold`. */
  readonly largeClusterSize: number;
  /** Period of the loop that sets NoExecute taints. */
  readonly taintingPeriodMs: Millis;
}

export const DEFAULT_NODE_LIFECYCLE: NodeLifecycleSettings = {
  monitorPeriodMs: 5000,
  passMs: 10,
  monitorGracePeriodMs: 50_000,
  startupGracePeriodMs: 60_000,
  evictionPeriodMs: 10_000,
  secondaryEvictionPeriodMs: 100_000,
  unhealthyZonePercent: 55,
  largeClusterSize: 50,
  taintingPeriodMs: 100,
};
