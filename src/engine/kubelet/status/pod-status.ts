/**
 * The whole status of a pod, computed anew from spec, runtime and probes each time its worker looks at it.
 *
 * Upstream: pkg/kubelet/kubelet_pods.go generateAPIPodStatus (v1.37).
 */
import { compareStrings } from '../../../base/compare.ts';
import type { ContainerStatus, PodCondition, PodStatus } from '../../api/core-v1-pod-status.ts';
import type { Pod, ResourceRequirements } from '../../api/core-v1-pod.ts';
import type { ContainerRecord } from '../../world/contract.ts';
import { appSpecs, ephemeralSpecs, initSpecs, allSpecs } from '../containers/container-specs.ts';
import type { ContainerSpec } from '../containers/container-specs.ts';
import { usableSandbox } from '../containers/pod-actions.ts';
import { restartAllTrigger } from '../containers/restart-decision.ts';
import { podIpsOf } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { isStatic } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { deadlineStatus } from './deadline.ts';
import { KUBELET_CONDITIONS, podConditions } from './conditions.ts';
import type { Verdict } from './conditions.ts';
import { containerStatuses } from './container-statuses.ts';
import type { StatusInput } from './container-statuses.ts';
import { markProbeResults } from './probe-marks.ts';
import { podPhase } from './phase.ts';
import type { Phase } from './phase.ts';
import { knownStatus } from './status-cache.ts';
import {
  actuatedResources,
  allocatedResources,
  podResources,
  resizeConditions,
} from '../resize/resize-state.ts';

/**
 * `terminal`: no container of the pod can be running any more. What the kubelet itself decided about the pod shows in the conditions only
 * from then on.
 */
export function generateStatus(k: Kubelet, worker: PodWorker, terminal: boolean): PodStatus {
  const old = knownStatus(k, worker);
  const lists = statusLists(k, worker, old);
  const computed = podPhase({
    pod: worker.pod,
    init: lists.init,
    apps: lists.apps,
    terminal,
    staticPod: isStatic(worker),
  });
  const fate = fateOf(k, worker, old, computed);
  const conditions = conditionsOf(
    k,
    worker,
    old,
    worker.kill !== null && !terminal ? computed : fate.phase,
    lists,
    terminal,
  );
  return {
    ...(isStatic(worker) ? {} : observed(worker.pod)),
    phase: fate.phase,
    conditions,
    ...(fate.message === undefined ? {} : { message: fate.message }),
    ...(fate.reason === undefined ? {} : { reason: fate.reason }),
    ...addressesOf(k, worker),
    startTime: old.startTime ?? k.timeText(k.sim.now),
    ...(lists.init.length === 0 ? {} : { initContainerStatuses: lists.init }),
    containerStatuses: lists.apps,
    ...(old.qosClass === undefined ? {} : { qosClass: old.qosClass }),
    ...(lists.ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: lists.ephemeral }),
    ...podResources(k, worker),
  };
}

function observed(pod: Pod): Pick<PodStatus, 'observedGeneration'> {
  return pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation };
}

interface Lists {
  readonly init: readonly ContainerStatus[];
  readonly apps: readonly ContainerStatus[];
  readonly ephemeral: readonly ContainerStatus[];
}

function statusLists(k: Kubelet, worker: PodWorker, old: PodStatus): Lists {
  const input = statusInput(k, worker, old);
  const { spec } = worker.pod;
  const byName = (list: readonly ContainerStatus[]): readonly ContainerStatus[] =>
    list.length < 2 ? list : [...list].sort((a, b) => compareStrings(a.name, b.name));
  return markProbeResults(k, worker, {
    init: containerStatuses(initSpecs(spec), old.initContainerStatuses ?? [], input),
    apps: byName(containerStatuses(appSpecs(spec), old.containerStatuses ?? [], input)),
    ephemeral: byName(containerStatuses(ephemeralSpecs(spec), old.ephemeralContainerStatuses ?? [], input)),
  });
}

function statusInput(k: Kubelet, worker: PodWorker, old: PodStatus): StatusInput {
  const wasRestarting = (old.conditions ?? []).some(
    (condition) => condition.type === 'AllContainersRestarting' && condition.status === 'True',
  );
  return {
    pod: worker.pod,
    runtime: worker.runtime,
    failures: worker.failures,
    timeText: (at) => k.timeText(at),
    restartingAll: wasRestarting,
    resourcesOf: (name): ResourceRequirements => actuatedResources(k, worker, name),
    allocatedOf: (name): ResourceRequirements => allocatedResources(k, worker, name),
    messageOf: (spec, run) => terminationMessage(k, spec, run),
  };
}

const LOG_LINES_MAX = 80;
const LOG_BYTES_MAX = 2048;

function terminationMessage(k: Kubelet, spec: ContainerSpec, run: ContainerRecord): string {
  if (run.startedAt === 0) return run.message;
  if (run.terminationMessage !== '' || run.exitCode === 0) return run.terminationMessage;
  if (spec.container.terminationMessagePolicy !== 'FallbackToLogsOnError') return run.message;
  const lines = (k.world.log(run.id) ?? []).slice(-LOG_LINES_MAX).map((line) => `${line.text}\n`);
  return lines.join('').slice(-LOG_BYTES_MAX);
}

interface Fate {
  readonly phase: Phase;
  readonly reason?: string;
  readonly message?: string;
}

/** A deadline or the kubelet's own decision makes the phase Failed; else a final one stays. */
function fateOf(k: Kubelet, worker: PodWorker, old: PodStatus, computed: Phase): Fate {
  const late = deadlineStatus(k, worker, old);
  if (late !== undefined && worker.kill === null && old.phase !== 'Succeeded') return late;
  const final = old.phase === 'Failed' || old.phase === 'Succeeded' ? old.phase : undefined;
  const kept = {
    ...(old.reason === undefined ? {} : { reason: old.reason }),
    ...(old.message === undefined ? {} : { message: old.message }),
  };
  if (final !== undefined) return { phase: final, ...kept };
  if (worker.kill !== null)
    return { phase: 'Failed', reason: worker.kill.reason, message: worker.kill.message };
  return { phase: computed };
}

function conditionsOf(
  k: Kubelet,
  worker: PodWorker,
  old: PodStatus,
  phase: Phase,
  lists: Lists,
  terminal: boolean,
): readonly PodCondition[] {
  const present = worker.pod.status?.conditions ?? [];
  const verdicts: readonly Verdict[] = [
    ...resizeConditions(k, worker),
    ...(terminal && worker.kill?.disruption === true
      ? [disruption(worker.kill.disruptionMessage ?? worker.kill.message)]
      : []),
    ...podConditions({
      pod: worker.pod,
      phase,
      init: lists.init,
      apps: lists.apps,
      runtime: worker.runtime,
      sandboxReady: usableSandbox(worker.pod, worker.runtime) !== undefined,
      hasInitialized: hasInitialized(lists.apps),
      present,
      restartingAll: restartAllTrigger(worker.pod, allSpecs(worker.pod.spec), worker.runtime) !== undefined,
    }),
  ];
  const generation = isStatic(worker) ? undefined : worker.pod.metadata.generation;
  const own = new Set(verdicts.map((verdict) => verdict.type));
  const others = present.filter(
    (condition) => !KUBELET_CONDITIONS.includes(condition.type) && !own.has(condition.type),
  );
  return [...others, ...verdicts.map((verdict) => dated(k, verdict, old, generation))];
}

function disruption(message: string): Verdict {
  return { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message };
}

/** True once a regular container has started, also when it is waiting for another start. */
function hasInitialized(apps: readonly ContainerStatus[]): boolean {
  return apps.some(
    ({ state, lastState }) =>
      state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined,
  );
}

/** A condition keeps its transition time as long as its status does not change. */
function dated(k: Kubelet, verdict: Verdict, old: PodStatus, generation: number | undefined): PodCondition {
  const before = (old.conditions ?? []).find((condition) => condition.type === verdict.type);
  const same = before !== undefined && before.status === verdict.status;
  const carriesGeneration = generation !== undefined && verdict.type !== 'AllContainersRestarting';
  const lastTransitionTime = (same ? before.lastTransitionTime : undefined) ?? k.timeText(k.sim.now);
  return carriesGeneration
    ? Object.assign({}, verdict, { observedGeneration: generation, lastTransitionTime })
    : Object.assign({}, verdict, { lastTransitionTime });
}

function addressesOf(
  k: Kubelet,
  worker: PodWorker,
): Pick<PodStatus, 'hostIP' | 'hostIPs' | 'podIP' | 'podIPs'> {
  const host = k.world.machine(worker.machine)?.addresses ?? [];
  const pod = podIpsOf(k, worker.run === null ? worker : { ...worker, run: null });
  return {
    ...(host[0] === undefined ? {} : { hostIP: host[0], hostIPs: host.map((ip) => ({ ip })) }),
    ...(pod[0] === undefined ? {} : { podIP: pod[0], podIPs: pod.map((ip) => ({ ip })) }),
  };
}
