/**
 * The sync of a living pod: say what is, then make it what it should be.
 *
 * Upstream: pkg/kubelet/kubelet.go SyncPod (v1.37). The status is handed on before the actions, so the API is always one sync behind them.
 */
import type { PodStatus } from '../../api/core-v1-pod-status.ts';
import { changeWorker } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { decideResize } from '../resize/resize-pod.ts';
import { ensureMirror } from '../static-pods/mirror.ts';
import { deadlineOf } from '../status/deadline.ts';
import { generateStatus } from '../status/pod-status.ts';
import { sendInRepair, setStatus } from '../status/status-manager.ts';
import { completeStage } from './complete-sync.ts';
import { isStatic } from './pod-worker.ts';
import type { PodWorker } from './pod-worker.ts';
import { startRun } from './run-steps.ts';

export function syncPod(k: Kubelet, worker: PodWorker): void {
  decideResize(k, worker);
  const status = generateStatus(k, worker, false);
  setStatus(k, worker, status);
  if (worker.firstSyncAt < 0) beginLife(k, worker, status);
  if (status.phase === 'Failed' || status.phase === 'Succeeded') {
    return completeStage(k, worker.key, { stage: 'terminating' });
  }
  if (isStatic(worker) && ensureMirror(k, worker)) sendInRepair(k, worker);
  startRun(k, worker.key, [{ do: 'mount-volumes' }, { do: 'plan' }]);
}

function beginLife(k: Kubelet, worker: PodWorker, status: PodStatus): void {
  changeWorker(k, worker.key, { firstSyncAt: k.sim.now });
  const deadline = deadlineOf(k, worker, status);
  if (deadline !== undefined)
    k.sim.setTimer(`kubelet/deadline/${worker.key}`, deadline, 'kubelet/deadline-due', worker.key);
}
