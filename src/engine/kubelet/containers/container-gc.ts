/**
 * Removal of dead containers: of each container of a pod only the newest dead run is kept.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_gc.go with MaxPerPodContainer 1, once a minute (v1.37).
 */
import type { SimEvent } from '../../sim/event-queue.ts';
import { nextTick, stateOf, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';

export function scheduleContainerGc(k: Kubelet, machine: string): void {
  const timer = `kubelet/container-gc/${machine}`;
  if (k.sim.timer(timer) !== undefined) return;
  const phaseMs = stateOf(k, machine)?.phaseMs ?? 0;
  k.sim.setTimer(
    timer,
    nextTick(k.sim.now, k.settings.containerGcPeriodMs, phaseMs),
    'kubelet/container-gc-due',
    machine,
    { cause: 0 },
  );
}

export function onContainerGcDue(k: Kubelet, event: SimEvent): void {
  if (stateOf(k, event.target) === undefined) return;
  for (const worker of workersOn(k, event.target)) {
    if (worker.run !== null) continue;
    const kept = new Set<string>();
    for (const container of k.world.containers(worker.machine, worker.uid)) {
      if (container.state !== 'exited') continue;
      if (kept.has(container.name)) k.world.removeContainer(container.id);
      kept.add(container.name);
    }
  }
}

/** Removes every dead container of pods that are at rest, as when the disk is full. */
export function deleteUnusedContainers(k: Kubelet, machine: string): void {
  for (const worker of workersOn(k, machine)) {
    if (worker.run !== null || worker.stage !== 'finished') continue;
    for (const container of k.world.containers(machine, worker.uid))
      if (container.state === 'exited') k.world.removeContainer(container.id);
  }
}
