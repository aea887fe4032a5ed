/**
 * `started` and `ready` of each container, from the results of its probes. A started container that is not ready is probed again at once.
 *
 * Upstream: pkg/kubelet/prober/prober_manager.go UpdatePodStatus (v1.37).
 */
import type { ContainerStatus } from '../../api/core-v1-pod-status.ts';
import type { Container } from '../../api/core-v1-pod.ts';
import { initSpecs, newestRun, specOf } from '../containers/container-specs.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { triggerProbe } from '../probes/prober.ts';
import { PROBES, probeKey } from '../probes/probe-worker.ts';
import type { ProbeKind } from '../probes/probe-worker.ts';
import { RESTARTING_ALL } from './container-statuses.ts';
import { statusOfContainer } from './status-cache.ts';

export interface StatusLists {
  readonly init: readonly ContainerStatus[];
  readonly apps: readonly ContainerStatus[];
  readonly ephemeral: readonly ContainerStatus[];
}

export function markProbeResults(k: Kubelet, worker: PodWorker, lists: StatusLists): StatusLists {
  const sidecars = new Set(
    initSpecs(worker.pod.spec)
      .filter((spec) => spec.kind === 'sidecar')
      .map((spec) => spec.container.name),
  );
  return {
    init: lists.init.map((status) =>
      sidecars.has(status.name) ? probed(k, worker, status) : initMarked(status),
    ),
    apps: lists.apps.map((status) => probed(k, worker, status)),
    ephemeral: lists.ephemeral,
  };
}

/** A regular init container is started while it runs and ready once it has succeeded. */
function initMarked(status: ContainerStatus): ContainerStatus {
  const keeps = status.state?.waiting?.reason === RESTARTING_ALL;
  const ready = keeps ? status.ready : status.state?.terminated?.exitCode === 0;
  return { ...status, started: status.state?.running !== undefined, ready };
}

function probed(k: Kubelet, worker: PodWorker, status: ContainerStatus): ContainerStatus {
  if (status.state?.running === undefined) return marked(status, false, false);
  if (worker.firstSyncAt < 0) return adopted(k, worker, status);
  const started = passed(k, worker, status.name, 'startup');
  if (!started) return marked(status, false, false);
  const ready = passed(k, worker, status.name, 'readiness');
  if (!ready) triggerProbe(k, worker, status.name, 'readiness');
  return marked(status, started, ready);
}

/** Written so for speed; see `base/writable.ts`. */
function marked(status: ContainerStatus, started: boolean, ready: boolean): ContainerStatus {
  return Object.assign({}, status, { started, ready });
}

/** A container that outlived a restart of the kubelet keeps its marks until its probes speak. */
function adopted(k: Kubelet, worker: PodWorker, status: ContainerStatus): ContainerStatus {
  const before = statusOfContainer(k, worker, status.name);
  const container = specOf(worker.pod, status.name)?.container as Container | undefined;
  if (before?.containerID === status.containerID && before !== undefined) {
    return { ...status, started: before.started ?? true, ready: before.ready };
  }
  return {
    ...status,
    started: container?.startupProbe === undefined,
    ready: container?.startupProbe === undefined && container?.readinessProbe === undefined,
  };
}

/** True when the run has passed this kind of probe or has none. */
function passed(k: Kubelet, worker: PodWorker, name: string, kind: ProbeKind): boolean {
  const probe = k.sim.table(PROBES).get(probeKey(worker.key, name, kind));
  if (probe === undefined) return true;
  return probe.containerId === newestRun(worker.runtime, name)?.id && probe.result === 'success';
}
