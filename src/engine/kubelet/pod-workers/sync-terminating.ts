/**
 * The sync that ends a pod: stop its containers in their order, then its sandbox.
 *
 * Upstream: pkg/kubelet/kubelet.go SyncTerminatingPod (v1.37). Readiness probes go on until the containers are gone.
 */
import type { Kubelet } from '../kubelet-context.ts';
import { removeProbes } from '../probes/prober.ts';
import { generateStatus } from '../status/pod-status.ts';
import { setStatus } from '../status/status-manager.ts';
import type { PodWorker } from './pod-worker.ts';
import { remountLost } from '../volumes/mount-volumes.ts';
import { startRun } from './run-steps.ts';

export function syncTerminating(k: Kubelet, worker: PodWorker): void {
  if (worker.source !== 'orphan') setStatus(k, worker, generateStatus(k, worker, false));
  if (isFoundDeadAndDeleted(worker)) remountLost(k, worker);
  removeProbes(k, worker, ['liveness', 'startup']);
  startRun(k, worker.key, [
    { do: 'kill-pod', graceMs: worker.graceMs, message: null },
    { do: 'stop-sandboxes' },
  ]);
}

/** The first this kubelet does with the pod is to end it, and nothing of the pod has survived. */
function isFoundDeadAndDeleted({ source, pod, lastSyncAt, runtime }: PodWorker): boolean {
  return (
    source === 'api' &&
    pod.metadata.deletionTimestamp !== undefined &&
    lastSyncAt < 0 &&
    runtime.sandboxes.length > 0 &&
    runtime.sandboxes.every((sandbox) => sandbox.state !== 'ready')
  );
}
