/**
 * RestartAllContainers: one container's exit makes all of the pod start anew, in the same sandbox.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go (v1.37, gate RestartAllContainersOnContainerExits on).
 */
import { must } from '../../../base/assert.ts';
import { changeWorker } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { noteRuntimeChange } from '../pleg/relist.ts';
import type { Victim } from './kill-containers.ts';
import { specOf } from './container-specs.ts';
import type { StepOutcome } from './start-container.ts';
import { changeRun } from './start-failure.ts';

/** The containers that run and must end first. */
export function restartAllVictims(k: Kubelet, key: string, trigger: string): readonly Victim[] {
  const worker = must(k.workers.get(key), key);
  return k.world
    .containers(worker.machine, worker.uid)
    .filter((record) => record.state === 'running' && record.name !== trigger)
    .map((record) => ({
      containerId: record.id,
      name: record.name,
      kind: specOf(worker.pod, record.name)?.kind ?? 'app',
    }));
}

/** Removes every container from the runtime, the one that set it off last. Back-offs do not apply to what follows. */
export function removeForRestartAll(k: Kubelet, key: string, trigger: string): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const records = k.world
    .containers(worker.machine, worker.uid)
    .filter((record) => specOf(worker.pod, record.name)?.kind !== 'ephemeral');
  for (const record of records) if (record.name !== trigger) k.world.removeContainer(record.id);
  for (const record of records) if (record.name === trigger) k.world.removeContainer(record.id);
  noteRuntimeChange(k, worker.machine, worker.uid);
  changeWorker(k, key, { failures: {}, wanted: true, wantedCause: k.sim.cause });
  changeRun(k, key, { acted: true });
  return 'done';
}
