/**
 * From the decision of a sync to its steps, in upstream's order: kill, sandbox, ephemeral, init, resize, regular containers.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go SyncPod (v1.37).
 */
import { must } from '../../../base/assert.ts';
import { computePodActions } from '../containers/pod-actions.ts';
import type { ActionFacts, PodActions, ProbeVerdict } from '../containers/pod-actions.ts';
import { specOf } from '../containers/container-specs.ts';
import { changeRun } from '../containers/start-failure.ts';
import { changeWorker, podEvent } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { addProbes } from '../probes/prober.ts';
import { PROBES, probeKey } from '../probes/probe-worker.ts';
import type { ProbeKind } from '../probes/probe-worker.ts';
import { resizeIsDue, resizeNeedsRestart } from '../resize/resize-pod.ts';
import type { PodWorker } from './pod-worker.ts';
import type { SyncStep } from './sync-run.ts';

/** Starts the probes, decides, and says which steps follow. */
export function planSteps(k: Kubelet, key: string): readonly SyncStep[] {
  const worker = must(k.workers.get(key), key);
  addProbes(k, worker);
  const run = must(worker.run, 'a sync under way');
  const actions = computePodActions(worker.pod, run.runtime, factsOf(k, worker));
  if (actions.createSandbox && run.runtime.sandboxes.length > 0) {
    podEvent(k, worker, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
  }
  if (actions.sandbox !== undefined)
    changeRun(k, key, { sandboxId: actions.sandbox.id, ips: actions.sandbox.ips });
  forgetStale(k, worker, actions);
  return stepsOf(actions, resizeIsDue(k, worker), worker);
}

export function factsOf(k: Kubelet, worker: PodWorker): ActionFacts {
  return {
    liveness: (name, id) => verdict(k, worker, name, 'liveness', id),
    startup: (name, id) => verdict(k, worker, name, 'startup', id),
    resizeNeedsRestart: (name) => resizeNeedsRestart(k, worker, name),
  };
}

function verdict(
  k: Kubelet,
  worker: PodWorker,
  name: string,
  kind: ProbeKind,
  id: string,
): ProbeVerdict | undefined {
  const probe = k.sim.table(PROBES).get(probeKey(worker.key, name, kind));
  return probe?.containerId === id ? probe.result : undefined;
}

/** Reasons for not running that this sync does not renew stay; those of containers that run again are old. */
function forgetStale(k: Kubelet, worker: PodWorker, actions: PodActions): void {
  if (!actions.killPod || Object.keys(worker.failures).length === 0) return;
  changeWorker(k, worker.key, { failures: {} });
}

/** The images of image volumes are fetched before any container starts. */
function imageVolumes({ pod }: PodWorker): readonly SyncStep[] {
  return (pod.spec.volumes ?? []).flatMap(({ name, image }): readonly SyncStep[] =>
    image === undefined ? [] : [{ do: 'pull-volume', volume: name }],
  );
}

function stepsOf(actions: PodActions, resize: boolean, worker: PodWorker): readonly SyncStep[] {
  const steps: SyncStep[] = [];
  if (actions.restartAllBy !== undefined) {
    return [
      { do: 'restart-all', trigger: actions.restartAllBy },
      { do: 'remove-all', trigger: actions.restartAllBy },
    ];
  }
  if (actions.killPod) {
    steps.push({ do: 'kill-pod', graceMs: null, message: null }, { do: 'stop-sandboxes' });
    if (!actions.createSandbox) return steps;
  } else {
    for (const { containerId, message, reason } of actions.containersToKill)
      steps.push({ do: 'kill-container', containerId, message, reason });
  }
  if (actions.createSandbox) steps.push({ do: 'create-sandbox', attempt: actions.attempt });
  const starts = [...actions.ephemeralToStart, ...actions.initToStart, ...actions.appToStart];
  if (starts.length > 0) steps.push(...imageVolumes(worker));
  for (const name of actions.ephemeralToStart) steps.push({ do: 'start', kind: 'ephemeral', name });
  for (const name of actions.initToStart)
    steps.push({ do: 'start', kind: specOf(worker.pod, name)?.kind ?? 'init', name });
  if (resize) steps.push({ do: 'resize' });
  for (const name of actions.appToStart) steps.push({ do: 'start', kind: 'app', name });
  return steps;
}
