/**
 * The kubelet of every machine, as one component: state is in records keyed by machine and pod, simulator events carry the machine.
 *
 * Upstream: cmd/kubelet, pkg/kubelet (v1.37). See the rooms: pod-workers/ (the loop), pleg/, containers/, images/, probes/, hooks/, volumes/,
 * environment/, status/, admission/, resize/, eviction/, static-pods/, node/.
 */
import type { Change } from '../apiserver/client.ts';
import type { Component } from '../apiserver/component.ts';
import type { SimEvent } from '../sim/event-queue.ts';
import { onContainerGcDue } from './containers/container-gc.ts';
import { onEvictionDue } from './eviction/eviction.ts';
import { onImageGcDue } from './images/image-gc.ts';
import { kubeletContext } from './kubelet-context.ts';
import type { Kubelet, KubeletDeps } from './kubelet-context.ts';
import { onLeaseDue } from './node/lease.ts';
import {
  noteNodeChange,
  onNodeCordoned,
  onNodeReady,
  onNodeStatusDue,
  onNodeWatchBack,
} from './node/node-status.ts';
import {
  onMachineChanged,
  onPodWatchBack,
  onStarted,
  onStatusReconcileDue,
  runsKubelet,
  startProcess,
} from './node/process.ts';
import { onShutdownDue } from './node/shutdown.ts';
import { noteRuntimeChange, onPodRelistDue, onRelistDue } from './pleg/relist.ts';
import { onHousekeepingDue } from './pod-workers/housekeeping.ts';
import { notePodChange, onPodChanged, readManifests } from './pod-workers/pod-source.ts';
import { isStatic } from './pod-workers/pod-worker.ts';
import { requestSync, retryLater } from './pod-workers/request-sync.ts';
import { onKillTimeUp, onMountDue, onPullReplied, onReplied } from './pod-workers/run-steps.ts';
import { syncPod } from './pod-workers/sync-pod.ts';
import { forgetPod, nameIsTaken, syncTerminated } from './pod-workers/sync-terminated.ts';
import { syncTerminating } from './pod-workers/sync-terminating.ts';
import { onProbeAnswered, onProbeDue } from './probes/prober.ts';
import { onStatusDue, onStatusRepairDue } from './status/status-manager.ts';

export function createKubelet(deps: KubeletDeps): Component {
  const k = kubeletContext(deps);
  k.world.listen({
    runtimeChanged: (machine, uid) => noteRuntimeChange(k, machine, uid),
    machineChanged: (before, after) => onMachineChanged(k, before, after),
    manifestChanged: (machine) => k.sim.schedule(MANIFEST_MS, 'kubelet/manifests-changed', machine),
  });
  return {
    name: 'kubelet',
    handlers: handlersOf(k),
    kinds: ['Pod', 'Node'],
    onChange: (change) => noteChange(k, change),
    start: () => {
      for (const machine of k.world.machines())
        if (runsKubelet(machine) && !k.machines.has(machine.name)) startProcess(k, machine);
    },
  };
}

/** From a written file to the kubelet that has read it. */
const MANIFEST_MS = 20;

function noteChange(k: Kubelet, change: Change): void {
  if (change.kind === 'Pod') notePodChange(k, change);
  else if (change.kind === 'Node') noteNodeChange(k, change);
}

function handlersOf(k: Kubelet): Component['handlers'] {
  const on = (handler: (k: Kubelet, event: SimEvent) => void) => (event: SimEvent) => handler(k, event);
  return {
    'kubelet/started': on(onStarted),
    'kubelet/node-ready': on(onNodeReady),
    'kubelet/node-status-due': on(onNodeStatusDue),
    'kubelet/node-cordoned': on(onNodeCordoned),
    'kubelet/node-watch-back': on(onNodeWatchBack),
    'kubelet/pod-watch-back': on(onPodWatchBack),
    'kubelet/status-reconcile-due': on(onStatusReconcileDue),
    'kubelet/lease-due': on(onLeaseDue),
    'kubelet/manifests-changed': (event) => readManifests(k, event.target),
    'kubelet/pod-changed': on(onPodChanged),
    'kubelet/sync-due': on(onSyncDue),
    'kubelet/resize-due': (event) => requestSync(k, event.target),
    'kubelet/deadline-due': (event) => requestSync(k, event.target),
    'kubelet/replied': on(onReplied),
    'kubelet/image-pulled': on(onPullReplied),
    'kubelet/mount-due': on(onMountDue),
    'kubelet/kill-due': on(onKillTimeUp),
    'kubelet/relist-due': on(onRelistDue),
    'kubelet/pod-relist-due': on(onPodRelistDue),
    'kubelet/status-due': on(onStatusDue),
    'kubelet/status-repair-due': on(onStatusRepairDue),
    'kubelet/housekeeping-due': (event) => onHousekeepingDue(k, event, (worker) => forgetPod(k, worker)),
    'kubelet/container-gc-due': on(onContainerGcDue),
    'kubelet/eviction-due': on(onEvictionDue),
    'kubelet/image-gc-due': on(onImageGcDue),
    'kubelet/shutdown-due': on(onShutdownDue),
    'kubelet/probe-due': on(onProbeDue),
    'kubelet/probe-answered': on(onProbeAnswered),
  };
}

/** A worker's turn, whatever its stage. A static pod waits while an older version of it holds its name. */
function onSyncDue(k: Kubelet, event: SimEvent): void {
  const worker = k.workers.get(event.target);
  if (worker === undefined || worker.run !== null) return;
  if (worker.stage === 'terminating') return syncTerminating(k, worker);
  if (worker.stage === 'terminated') return syncTerminated(k, worker);
  if (worker.stage !== 'syncing') return;
  if (isStatic(worker) && worker.firstSyncAt < 0 && nameIsTaken(k, worker)) return retryLater(k, worker);
  syncPod(k, worker);
}
