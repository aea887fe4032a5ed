/**
 * Every timer and limit of the kubelet, with upstream's defaults. All times are ms of virtual time.
 *
 * Upstream: pkg/kubelet/kubelet.go (constants), pkg/kubelet/apis/config/v1beta1/defaults.go (v1.37).
 * The ranges named `…Ms: [min, max]` are not settings of upstream: they stand for the time real code needs between two visible steps.
 */
import type { Millis } from '../sim/time.ts';

export type MillisRange = readonly [min: Millis, max: Millis];

export interface KubeletSettings {
  /** Distance of two looks of the PLEG at the runtime. */
  readonly relistPeriodMs: Millis;
  /** Age of the last relist from which the node is not ready. */
  readonly relistThresholdMs: Millis;
  /** Distance of two rounds of the loop that picks up pods whose time has come. */
  readonly syncTickMs: Millis;
  /** Next sync after a successful one, before jitter. */
  readonly syncFrequencyMs: Millis;
  /** Next sync after a failed one, before jitter. */
  readonly backOffPeriodMs: Millis;
  /** Jitter of both, in per cent of the period that may be added. */
  readonly jitterPercent: number;
  /** Longest wait for the expiry of a back-off, before jitter. */
  readonly backOffExpiryMsMax: Millis;
  readonly housekeepingPeriodMs: Millis;
  readonly crashLoopBackOffMs: Millis;
  readonly crashLoopBackOffMsMax: Millis;
  readonly imagePullBackOffMs: Millis;
  readonly imagePullBackOffMsMax: Millis;
  /** Least time between the stop signal and SIGKILL. */
  readonly minimumGracePeriodMs: Millis;
  readonly mountRetryMs: Millis;
  readonly mountRetryMsMax: Millis;
  /** A sync gives up waiting for volumes after this long. */
  readonly mountWaitMsMax: Millis;
  readonly statusRepairPeriodMs: Millis;
  readonly nodeStatusUpdateFrequencyMs: Millis;
  readonly nodeStatusReportFrequencyMs: Millis;
  readonly nodeLeaseDurationSeconds: number;
  readonly nodeLeaseRenewMs: Millis;
  readonly evictionMonitorPeriodMs: Millis;
  /** Age at which what is known of a pod's use of local storage is good enough to act on. */
  readonly storageStatsAgeMs: Millis;
  readonly evictionPressureTransitionMs: Millis;
  readonly evictionMaxGraceMs: Millis;
  readonly containerGcPeriodMs: Millis;
  readonly imageGcPeriodMs: Millis;
  /** Share of the disk in use from which unused images are removed, and down to which. */
  readonly imageGcHighPercent: number;
  readonly imageGcLowPercent: number;
  readonly imageMinimumGcAgeMs: Millis;
  readonly serializeImagePulls: boolean;
  readonly maxPods: number;
  /** Memory kept from pods beside the eviction threshold, as kube- and system-reserved. */
  readonly reservedMemoryBytes: number;
  /** Share of the disk kept free by the hard eviction threshold. */
  readonly reservedStoragePercent: number;
  readonly resizeRetryMs: Millis;
  /** From an API change to the worker that acts on it. */
  readonly watchLatencyMs: MillisRange;
  /** From a changed status to its write. */
  readonly statusWriteMs: MillisRange;
  /** From the end of a sync to the relist it asks for. */
  readonly onDemandRelistMs: MillisRange;
  /** Mounting the volumes of a pod. */
  readonly mountMs: MillisRange;
  /** From the start of the kubelet process to its first words at the API server. */
  readonly kubeletStartMs: MillisRange;
  /** From there to the first status of the node that says Ready. */
  readonly nodeReadyMs: MillisRange;
  /** Until the watches of a node that was cut off work again. */
  readonly podWatchBackMs: MillisRange;
  readonly nodeWatchBackMs: MillisRange;
  /** From there on pods to the comparison of all statuses with what the API server shows. */
  readonly statusReconcileMs: MillisRange;
}

export const DEFAULT_KUBELET_SETTINGS: KubeletSettings = {
  relistPeriodMs: 1000,
  relistThresholdMs: 180_000,
  syncTickMs: 1000,
  syncFrequencyMs: 60_000,
  backOffPeriodMs: 10_000,
  jitterPercent: 50,
  backOffExpiryMsMax: 60_000,
  housekeepingPeriodMs: 2000,
  crashLoopBackOffMs: 10_000,
  crashLoopBackOffMsMax: 300_000,
  imagePullBackOffMs: 10_000,
  imagePullBackOffMsMax: 300_000,
  minimumGracePeriodMs: 2000,
  mountRetryMs: 500,
  mountRetryMsMax: 122_000,
  mountWaitMsMax: 123_000,
  statusRepairPeriodMs: 10_000,
  nodeStatusUpdateFrequencyMs: 10_000,
  nodeStatusReportFrequencyMs: 300_000,
  nodeLeaseDurationSeconds: 40,
  nodeLeaseRenewMs: 10_000,
  evictionMonitorPeriodMs: 10_000,
  storageStatsAgeMs: 10_000,
  evictionPressureTransitionMs: 300_000,
  evictionMaxGraceMs: 1000,
  containerGcPeriodMs: 60_000,
  imageGcPeriodMs: 300_000,
  imageGcHighPercent: 85,
  imageGcLowPercent: 80,
  imageMinimumGcAgeMs: 120_000,
  serializeImagePulls: true,
  maxPods: 110,
  reservedMemoryBytes: 0,
  reservedStoragePercent: 10,
  resizeRetryMs: 180_000,
  watchLatencyMs: [8, 25],
  statusWriteMs: [12, 40],
  onDemandRelistMs: [20, 90],
  mountMs: [20, 60],
  kubeletStartMs: [1300, 2000],
  nodeReadyMs: [700, 1100],
  podWatchBackMs: [3000, 5000],
  nodeWatchBackMs: [19_000, 24_000],
  statusReconcileMs: [2000, 4500],
};
