/**
 * When a worker may begin its next sync.
 *
 * Upstream: pkg/kubelet/pod_workers.go podWorkerLoop, pkg/kubelet/util/queue (v1.37). A sync begins only with a view of the runtime newer
 * than the end of the one before: that is what makes a second look wait for the next relist.
 */
import type { Millis } from '../../sim/time.ts';
import { changeWorker, jittered, nextTick, stateOf } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from './pod-worker.ts';

export function timerKey(key: string): string {
  return `kubelet/sync/${key}`;
}

/** Asks for a sync as soon as one is possible. During a sync the wish is kept for its end. */
export function requestSync(k: Kubelet, key: string): void {
  const worker = k.workers.get(key);
  if (worker === undefined || worker.rejected || worker.stage === 'finished') return;
  if (!worker.wanted || worker.wantedCause !== k.sim.cause)
    changeWorker(k, key, { wanted: true, wantedCause: k.sim.cause });
  if (worker.run !== null) return;
  const at = Math.max(k.sim.now, earliestSync(k, worker));
  const pending = k.sim.timer(timerKey(key));
  if (pending === undefined || pending.at > at) k.sim.setTimer(timerKey(key), at, 'kubelet/sync-due', key);
}

function earliestSync(k: Kubelet, worker: PodWorker): Millis {
  if (worker.relistedAt > worker.lastSyncAt || worker.lastSyncAt < 0) return k.sim.now;
  const phaseMs = stateOf(k, worker.machine)?.phaseMs ?? 0;
  return nextTick(worker.lastSyncAt, k.settings.relistPeriodMs, phaseMs);
}

/** Looks at the pod again after the usual error pause. */
export function retryLater(k: Kubelet, worker: PodWorker): void {
  comeBackAfter(k, worker, jittered(k, worker.machine, k.settings.backOffPeriodMs));
}

/** Looks at the pod again in the round of the sync loop that follows `delay`, unless something asks earlier. */
export function comeBackAfter(k: Kubelet, worker: PodWorker, delay: Millis): void {
  const phaseMs = (stateOf(k, worker.machine)?.phaseMs ?? 0) + Math.floor(k.settings.syncTickMs / 2);
  const at = nextTick(k.sim.now + delay - 1, k.settings.syncTickMs, phaseMs);
  k.sim.setTimer(timerKey(worker.key), at, 'kubelet/sync-due', worker.key);
}
