/**
 * The slow broom of the kubelet: static pods whose file is gone and that are through with their end lose their mirror.
 *
 * Upstream: pkg/kubelet/kubelet_pods.go HandlePodCleanups (v1.37), every 2 s. A round is scheduled only when there is something to sweep.
 */
import type { SimEvent } from '../../sim/event-queue.ts';
import { nextTick, stateOf, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { deleteMirror, isMirror } from '../static-pods/mirror.ts';
import { isStatic } from './pod-worker.ts';
import type { PodWorker } from './pod-worker.ts';

export function scheduleHousekeeping(k: Kubelet, machine: string): void {
  const state = stateOf(k, machine);
  if (state === undefined) return;
  const at = nextTick(k.sim.now, k.settings.housekeepingPeriodMs, state.phaseMs);
  k.sim.setTimer(`kubelet/housekeeping/${machine}`, at, 'kubelet/housekeeping-due', machine);
}

/** Removed static pods whose mirrors may go now. */
export function onHousekeepingDue(k: Kubelet, event: SimEvent, forget: (worker: PodWorker) => void): void {
  const workers = workersOn(k, event.target);
  for (const worker of workers) {
    if (!isStatic(worker) || !worker.removed || worker.stage !== 'finished') continue;
    const replaced = workers.some(
      (other) => isStatic(other) && !other.removed && other.pod.metadata.name === worker.pod.metadata.name,
    );
    if (!replaced) sweepMirror(k, worker);
    forget(worker);
  }
}

function sweepMirror(k: Kubelet, worker: PodWorker): void {
  const { namespace = 'default', name } = worker.pod.metadata;
  const client = k.client(worker.machine);
  const mirror = client.get('Pod', namespace, name);
  if (mirror === undefined || !isMirror(mirror)) return;
  deleteMirror(k, worker.machine, mirror, 'the file of the static pod is gone and its containers have ended');
}
