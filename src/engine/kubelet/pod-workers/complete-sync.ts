/**
 * The end of a sync: relist what it changed, and come back when its outcome says so.
 *
 * Upstream: pkg/kubelet/pod_workers.go completeWork, pkg/kubelet/kubelet.go SyncPod's postSync (v1.37).
 */
import type { Millis } from '../../sim/time.ts';
import { changeWorker, jittered } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { requestRelist } from '../pleg/relist.ts';
import { comeBackAfter, requestSync } from './request-sync.ts';
import type { PodWorker } from './pod-worker.ts';
import type { SyncFailure } from './sync-run.ts';

/** Ends a sync of a living pod. */
export function completeSync(
  k: Kubelet,
  key: string,
  acted: boolean,
  failures: readonly SyncFailure[],
): void {
  const worker = changeWorker(k, key, { run: null, lastSyncAt: k.sim.now });
  if (acted && failures.length === 0) requestRelist(k, worker);
  if (worker.wanted) takeUpWish(k, worker);
  else comeBackAfter(k, worker, nextSyncDelay(k, worker, failures));
}

/** Ends a sync that moved the worker to its next stage, which is taken up at once. */
export function completeStage(k: Kubelet, key: string, fields: Partial<PodWorker>): void {
  changeWorker(k, key, { ...fields, run: null, lastSyncAt: k.sim.now, wanted: false });
  requestSync(k, key);
}

function takeUpWish(k: Kubelet, worker: PodWorker): void {
  k.sim.withCause(worker.wantedCause, () => requestSync(k, worker.key));
}

function nextSyncDelay(k: Kubelet, worker: PodWorker, failures: readonly SyncFailure[]): Millis {
  const { syncFrequencyMs, backOffPeriodMs, backOffExpiryMsMax } = k.settings;
  if (failures.length === 0) return jittered(k, worker.machine, syncFrequencyMs);
  const ends = failures.flatMap((failure) => (failure.until === undefined ? [] : [failure.until]));
  if (ends.length < failures.length) return jittered(k, worker.machine, backOffPeriodMs);
  const left = Math.min(Math.max(0, Math.min(...ends) - k.sim.now), backOffExpiryMsMax);
  return jittered(k, worker.machine, left);
}
