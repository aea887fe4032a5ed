/**
 * The status of each pod as its kubelet last computed it, and whether the API server knows it.
 *
 * Upstream: pkg/kubelet/status/status_manager.go podStatuses (v1.37).
 */
import type { ContainerStatus, PodStatus } from '../../api/core-v1-pod-status.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';

export interface CachedStatus {
  readonly status: PodStatus;
  readonly unsent: boolean;
}

/** By worker key. */
export const STATUSES = defineTable<CachedStatus>('kubelet/statuses');

/** What is known of the pod's status: the kubelet's own view, or what the API said when the kubelet took the pod over. */
export function knownStatus(k: Kubelet, worker: PodWorker): PodStatus {
  return k.sim.table(STATUSES).get(worker.key)?.status ?? worker.pod.status ?? {};
}

export function statusOfContainer(k: Kubelet, worker: PodWorker, name: string): ContainerStatus | undefined {
  const status = knownStatus(k, worker);
  const isIt = (one: ContainerStatus): boolean => one.name === name;
  return (
    status.containerStatuses?.find(isIt) ??
    status.initContainerStatuses?.find(isIt) ??
    status.ephemeralContainerStatuses?.find(isIt)
  );
}
