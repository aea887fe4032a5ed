/**
 * The pod lifecycle event generator: how the kubelet learns what happened in the runtime.
 *
 * Upstream: pkg/kubelet/pleg/generic.go (v1.37, gate PLEGOnDemandRelist). All pods are listed once a second there. Here a tick is scheduled
 * only when something changed, at the moment of the rhythm when upstream would have noticed.
 * **Simplified:** a relist takes no time, so the rhythm never drifts.
 */
import type { SimEvent } from '../../sim/event-queue.ts';
import type { ContainerRecord } from '../../world/contract.ts';
import {
  changeState,
  changeWorker,
  drawn,
  nextTick,
  stateOf,
  traceSubject,
  workerOf,
} from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { scheduleContainerGc } from '../containers/container-gc.ts';
import { requestSync } from '../pod-workers/request-sync.ts';
import type { PodWorker, RuntimeStatus } from '../pod-workers/pod-worker.ts';

/** Notes that containers of the pod changed; the next tick of the rhythm looks at them. */
export function noteRuntimeChange(k: Kubelet, machine: string, uid: string): void {
  const state = stateOf(k, machine);
  if (state === undefined || !state.ready) return;
  if (!state.changedPods.includes(uid)) changeState(k, machine, { changedPods: [...state.changedPods, uid] });
  const timer = `kubelet/relist/${machine}`;
  if (k.sim.timer(timer) !== undefined) return;
  k.sim.setTimer(
    timer,
    nextTick(k.sim.now, k.settings.relistPeriodMs, state.phaseMs),
    'kubelet/relist-due',
    machine,
  );
}

export function onRelistDue(k: Kubelet, event: SimEvent): void {
  const state = stateOf(k, event.target);
  if (state === undefined) return;
  changeState(k, event.target, { changedPods: [] });
  for (const uid of state.changedPods) {
    const worker = workerOf(k, event.target, uid);
    if (worker !== undefined) relistPod(k, worker);
  }
}

/** Looks at one pod soon, without waiting for the rhythm. */
export function requestRelist(k: Kubelet, worker: PodWorker): void {
  const delay = drawn(k, worker.machine, 'relist', k.settings.onDemandRelistMs);
  k.sim.setTimer(`kubelet/relist-pod/${worker.key}`, k.sim.now + delay, 'kubelet/pod-relist-due', worker.key);
}

export function onPodRelistDue(k: Kubelet, event: SimEvent): void {
  const worker = k.workers.get(event.target);
  if (worker === undefined) return;
  const state = stateOf(k, worker.machine);
  if (state !== undefined && state.changedPods.includes(worker.uid)) {
    changeState(k, worker.machine, { changedPods: state.changedPods.filter((uid) => uid !== worker.uid) });
  }
  relistPod(k, changeWorker(k, worker.key, { relistedAt: k.sim.now }));
  if (worker.wanted) k.sim.withCause(worker.wantedCause, () => requestSync(k, worker.key));
}

/** Takes the present state of the runtime and asks for a sync when containers started or died. */
function relistPod(k: Kubelet, worker: PodWorker): void {
  const after = currentRuntime(k, worker);
  const before = worker.runtime;
  changeWorker(k, worker.key, { runtime: after });
  const deaths = diedSince(before, after);
  const cause = recordDeaths(k, worker, deaths);
  if (deaths.length > 0) scheduleContainerGc(k, worker.machine);
  if (deaths.length > 0 || somethingNew(before, after))
    k.sim.withCause(cause, () => requestSync(k, worker.key));
}

/** The runtime as it is now. The last addresses of a pod are remembered when its sandbox is gone. */
export function currentRuntime(k: Kubelet, worker: PodWorker): RuntimeStatus {
  const sandboxes = k.world.sandboxes(worker.machine, worker.uid);
  const ready = sandboxes.find((sandbox) => sandbox.state === 'ready');
  return {
    sandboxes,
    containers: k.world.containers(worker.machine, worker.uid),
    ips: ready?.ips ?? worker.runtime.ips,
  };
}

function somethingNew(before: RuntimeStatus, after: RuntimeStatus): boolean {
  const started = after.containers.some(
    (container) =>
      container.state === 'running' && find(before.containers, container.id)?.state !== 'running',
  );
  return (
    started ||
    after.sandboxes.some(
      (sandbox) => before.sandboxes.find((old) => old.id === sandbox.id)?.state !== sandbox.state,
    )
  );
}

function diedSince(before: RuntimeStatus, after: RuntimeStatus): readonly ContainerRecord[] {
  return after.containers.filter(
    (container) => container.state === 'exited' && find(before.containers, container.id)?.state !== 'exited',
  );
}

function find(containers: readonly ContainerRecord[], id: string): ContainerRecord | undefined {
  return containers.find((container) => container.id === id);
}

/** Puts each death into the trace, since everything the kubelet does next follows from it. Returns the entry to name as cause. */
function recordDeaths(k: Kubelet, worker: PodWorker, deaths: readonly ContainerRecord[]): number {
  let cause = k.sim.cause;
  for (const { name, exitCode, reason, finishedAt, entry } of deaths) {
    cause = k.sim.record(`kubelet/${worker.machine}`, 'notice', traceSubject(worker.pod, worker.uid), [], {
      rule: 'KUBELET-03',
      text: `container ${name} had exited with ${exitCode} (${reason}) ${k.sim.now - finishedAt} ms before the relist saw it`,
      timer: 'pleg-relist-period',
      ...(entry === 0 ? {} : { causes: [entry] }),
    });
  }
  return cause;
}
