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
import { startRun } from './run-steps.ts';

export function syncTerminating(k: Kubelet, worker: PodWorker): void {
  if (worker.source !== 'orphan') setStatus(k, worker, generateStatus(k, worker, false));
  removeProbes(k, worker, ['liveness', 'startup']);
  startRun(k, worker.key, [
    { do: 'kill-pod', graceMs: worker.graceMs, message: null },
    { do: 'stop-sandboxes' },
  ]);
}
