/**
 * Graceful node shutdown: when the machine is about to go down, the kubelet holds it up until its pods have ended, regular ones first,
 * critical ones after them. Off unless the machine names a grace period.
 *
 * Upstream: pkg/kubelet/nodeshutdown (v1.37; shutdownGracePeriod, shutdownGracePeriodCriticalPods, both 0 by default).
 * **Simplified:** two groups, no grace periods by pod priority.
 */
import type { SimEvent } from '../../sim/event-queue.ts';
import type { Machine } from '../../world/contract.ts';
import { isCritical } from '../admission/critical.ts';
import { changeState, changeWorker, stateOf, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { endPod } from '../pod-workers/pod-source.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import type { NodeShutdown } from '../machine-state.ts';
import { traitsOf } from './node-object.ts';
import { reportStatus } from './node-status.ts';

const MESSAGE = 'Pod was terminated in response to imminent node shutdown.';
const POLL_MS = 100;

/** The machine has announced that it goes down. Without a grace period the kubelet lets it. */
export function beginShutdown(k: Kubelet, machine: Machine): void {
  const { name } = machine;
  const { shutdownGracePeriod = 0, shutdownGracePeriodCriticalPods = 0 } = traitsOf(k, machine);
  const state = stateOf(k, name);
  if (state === undefined || !state.ready || shutdownGracePeriod <= 0) return k.world.letShutDown(name);
  const seconds = shutdownGracePeriod - shutdownGracePeriodCriticalPods;
  startStage(k, name, 'regular', seconds);
  reportStatus(k, name);
}

function startStage(k: Kubelet, machine: string, stage: NodeShutdown['stage'], seconds: number): void {
  const pods = workersOn(k, machine).filter(
    (worker) =>
      worker.stage === 'syncing' && !worker.rejected && isCritical(worker.pod) === (stage === 'critical'),
  );
  changeState(k, machine, {
    shutdown: { stage, until: k.sim.now + seconds * 1000, ending: pods.map(({ key }) => key) },
  });
  for (const worker of pods) terminate(k, worker, seconds);
  k.sim.setTimer(`kubelet/shutdown/${machine}`, k.sim.now + POLL_MS, 'kubelet/shutdown-due', machine);
}

/** The pod gets its own grace, but no more than the shutdown has. */
function terminate(k: Kubelet, worker: PodWorker, seconds: number): void {
  const own = worker.pod.spec.terminationGracePeriodSeconds ?? 30;
  const kill = {
    reason: 'Terminated',
    message: MESSAGE,
    disruption: true,
    graceMs: Math.min(own, seconds) * 1000,
  };
  endPod(k, changeWorker(k, worker.key, { kill }));
}

export function onShutdownDue(k: Kubelet, event: SimEvent): void {
  const machine = event.target;
  const shutdown = stateOf(k, machine)?.shutdown ?? null;
  const hardware = k.world.machine(machine);
  if (shutdown === null || hardware === undefined) return;
  const open = shutdown.ending.some((key) => (k.workers.get(key)?.stage ?? 'finished') !== 'finished');
  if (open && k.sim.now < shutdown.until) {
    k.sim.setTimer(`kubelet/shutdown/${machine}`, k.sim.now + POLL_MS, 'kubelet/shutdown-due', machine);
    return;
  }
  if (shutdown.stage === 'critical') return k.world.letShutDown(machine);
  startStage(k, machine, 'critical', traitsOf(k, hardware).shutdownGracePeriodCriticalPods ?? 0);
}
