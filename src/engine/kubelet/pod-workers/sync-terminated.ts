/**
 * What follows when all containers of a pod have ended: the last statuses, the volumes, and the confirmation of its deletion.
 *
 * Upstream: pkg/kubelet/kubelet.go, end of SyncTerminatingPod and SyncTerminatedPod; pkg/kubelet/kubelet_pods.go HandlePodCleanups (v1.37).
 */
import { changeWorker, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { currentRuntime } from '../pleg/relist.ts';
import { removeProbes } from '../probes/prober.ts';
import { RESIZES } from '../resize/resize-state.ts';
import { retryResizes } from '../resize/resize-pod.ts';
import { generateStatus } from '../status/pod-status.ts';
import { STATUSES } from '../status/status-cache.ts';
import { setStatus, terminateStatus } from '../status/status-manager.ts';
import { unmountVolumes } from '../volumes/mount-volumes.ts';
import { completeStage } from './complete-sync.ts';
import { scheduleHousekeeping } from './housekeeping.ts';
import { isStatic } from './pod-worker.ts';
import type { PodWorker } from './pod-worker.ts';

/** All containers and sandboxes have been stopped. */
export function finishTerminating(k: Kubelet, before: PodWorker): void {
  const worker = changeWorker(k, before.key, { runtime: currentRuntime(k, before) });
  removeProbes(k, worker);
  if (worker.source !== 'orphan') setStatus(k, worker, generateStatus(k, worker, true));
  completeStage(k, worker.key, { stage: 'terminated' });
  retryResizes(k, worker.machine);
}

export function syncTerminated(k: Kubelet, worker: PodWorker): void {
  if (worker.source !== 'orphan') setStatus(k, worker, generateStatus(k, worker, true));
  unmountVolumes(k, worker);
  const done = changeWorker(k, worker.key, { stage: 'finished', lastSyncAt: k.sim.now });
  if (worker.removed || worker.source === 'orphan')
    return isStatic(done) ? scheduleHousekeeping(k, done.machine) : forgetPod(k, done);
  terminateStatus(k, done);
}

/** Takes the last traces of a pod off the machine and out of the kubelet's memory. */
export function forgetPod(k: Kubelet, worker: PodWorker): void {
  for (const record of k.world.containers(worker.machine, worker.uid)) k.world.removeContainer(record.id);
  for (const sandbox of k.world.sandboxes(worker.machine, worker.uid)) k.world.removeSandbox(sandbox.id);
  removeProbes(k, worker);
  forgetWorker(k, worker);
}

/** Drops the kubelet's memory of a pod and every timer that speaks of it. The runtime is not touched. */
export function forgetWorker(k: Kubelet, { key }: PodWorker): void {
  for (const timer of ['sync', 'status', 'mount', 'deadline', 'relist-pod', 'resize'])
    k.sim.cancelTimer(`kubelet/${timer}/${key}`);
  k.sim.table(STATUSES).delete(key);
  k.sim.table(RESIZES).delete(key);
  k.workers.delete(key);
}

/** Whether another worker of the machine holds the pod's name. */
export function nameIsTaken(k: Kubelet, worker: PodWorker): boolean {
  const { namespace, name } = worker.pod.metadata;
  return workersOn(k, worker.machine).some(
    (other) =>
      other.key !== worker.key &&
      isStatic(other) &&
      other.stage !== 'finished' &&
      other.pod.metadata.name === name &&
      other.pod.metadata.namespace === namespace,
  );
}
