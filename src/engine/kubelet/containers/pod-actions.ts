/**
 * What a sync has to do to the runtime so that it matches the pod: the decision at the heart of the kubelet.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions (v1.37).
 * **Simplified:** changes of the network or user namespace mode cannot happen and are not looked for.
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import type { SandboxRecord } from '../../world/contract.ts';
import type { RuntimeStatus } from '../pod-workers/pod-worker.ts';
import {
  allSpecs,
  anyAppCreated,
  appSpecs,
  ephemeralSpecs,
  inSandbox,
  newestRun,
} from './container-specs.ts';
import type { ContainerSpec } from './container-specs.ts';
import { containerHash } from './container-hash.ts';
import { initActions } from './init-actions.ts';
import { podPolicyOf, restartAllTrigger, restartsAfter, shouldStart } from './restart-decision.ts';

export type ProbeVerdict = 'success' | 'failure' | 'unknown';

/** What the decision needs to know beside spec and runtime. */
export interface ActionFacts {
  /** Undefined when the container has no such probe or it has not spoken. */
  liveness(name: string, containerId: string): ProbeVerdict | undefined;
  startup(name: string, containerId: string): ProbeVerdict | undefined;
  /** A resize of the container that its resizePolicy answers with a restart. */
  resizeNeedsRestart(name: string): boolean;
}

export type KillReason = 'definition-changed' | 'liveness' | 'startup' | 'resize';

export interface ContainerKill {
  readonly containerId: string;
  readonly name: string;
  readonly message: string;
  readonly reason: KillReason;
}

export interface PodActions {
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  /** Number of the sandbox to create. */
  readonly attempt: number;
  /** The sandbox to use when none is created. */
  readonly sandbox: SandboxRecord | undefined;
  readonly containersToKill: readonly ContainerKill[];
  readonly ephemeralToStart: readonly string[];
  readonly initToStart: readonly string[];
  readonly appToStart: readonly string[];
  /** Container whose exit restarts all containers. */
  readonly restartAllBy: string | undefined;
}

export const NO_ACTIONS: PodActions = {
  killPod: false,
  createSandbox: false,
  attempt: 0,
  sandbox: undefined,
  containersToKill: [],
  ephemeralToStart: [],
  initToStart: [],
  appToStart: [],
  restartAllBy: undefined,
};

export function computePodActions(pod: Pod, runtime: RuntimeStatus, facts: ActionFacts): PodActions {
  const sandbox = usableSandbox(pod, runtime);
  const actions = { ...NO_ACTIONS, attempt: (runtime.sandboxes[0]?.attempt ?? -1) + 1, sandbox };
  if (sandbox === undefined) return withNewSandbox(pod, runtime, actions);
  const trigger = restartAllTrigger(pod, allSpecs(pod.spec), runtime);
  if (trigger !== undefined) return { ...actions, restartAllBy: trigger.name };
  return withGoodSandbox(pod, runtime, facts, actions);
}

/** The newest sandbox if it can still be used. */
export function usableSandbox(pod: Pod, runtime: RuntimeStatus): SandboxRecord | undefined {
  const [newest] = runtime.sandboxes;
  if (newest === undefined || newest.state !== 'ready') return undefined;
  if (runtime.sandboxes.filter((sandbox) => sandbox.state === 'ready').length > 1) return undefined;
  return newest.ips.length === 0 && pod.spec.hostNetwork !== true ? undefined : newest;
}

function withNewSandbox(pod: Pod, runtime: RuntimeStatus, actions: PodActions): PodActions {
  const none = { ...actions, killPod: true };
  if (pod.metadata.deletionTimestamp !== undefined) return none;
  const ranBefore = actions.attempt > 0 && runtime.containers.length > 0;
  if (ranBefore && !anyMayRestart(pod)) return none;
  const apps = appSpecs(pod.spec).filter((spec) => !doneForGood(spec, pod, runtime));
  if (apps.length === 0 && anyAppCreated(pod, runtime)) return none;
  const first = pod.spec.initContainers?.[0];
  if (first !== undefined) return { ...none, createSandbox: true, initToStart: [first.name] };
  return { ...none, createSandbox: true, appToStart: apps.map((spec) => spec.container.name) };
}

function anyMayRestart(pod: Pod): boolean {
  if (podPolicyOf(pod) !== 'Never') return true;
  return pod.spec.containers.some(
    (container) => container.restartPolicy !== undefined && container.restartPolicy !== 'Never',
  );
}

function doneForGood(spec: ContainerSpec, pod: Pod, runtime: RuntimeStatus): boolean {
  const run = newestRun(runtime, spec.container.name);
  return run?.state === 'exited' && !restartsAfter(spec, podPolicyOf(pod), run.exitCode);
}

function withGoodSandbox(
  pod: Pod,
  runtime: RuntimeStatus,
  facts: ActionFacts,
  actions: PodActions,
): PodActions {
  const ephemeralToStart = ephemeralSpecs(pod.spec)
    .map((spec) => spec.container.name)
    .filter((name) => newestRun(runtime, name) === undefined);
  const init = initActions(pod, inSandbox(runtime, actions.sandbox?.id ?? ''), facts);
  const begun = {
    ...actions,
    ephemeralToStart,
    initToStart: init.toStart,
    containersToKill: init.toKill,
    killPod: init.killPod,
  };
  if (init.killPod || !init.done) return begun;
  return withApps(pod, runtime, facts, begun);
}

function withApps(pod: Pod, runtime: RuntimeStatus, facts: ActionFacts, actions: PodActions): PodActions {
  const toStart: string[] = [];
  const toKill: ContainerKill[] = [...actions.containersToKill];
  let kept = 0;
  for (const spec of appSpecs(pod.spec)) {
    const verdict = judgeApp(spec, pod, runtime, facts);
    if (verdict.kill !== undefined) toKill.push(verdict.kill);
    if (verdict.start) toStart.push(spec.container.name);
    if (verdict.keep) kept++;
  }
  const nothingLeft = kept === 0 && toStart.length === 0;
  return {
    ...actions,
    appToStart: toStart,
    containersToKill: nothingLeft ? [] : toKill,
    killPod: nothingLeft,
    initToStart: nothingLeft ? [] : actions.initToStart,
  };
}

interface AppVerdict {
  readonly keep: boolean;
  readonly start: boolean;
  readonly kill?: ContainerKill;
}

function judgeApp(spec: ContainerSpec, pod: Pod, runtime: RuntimeStatus, facts: ActionFacts): AppVerdict {
  const { name, image } = spec.container;
  const run = newestRun(runtime, name);
  if (run === undefined || run.state !== 'running')
    return { keep: false, start: shouldStart(spec, pod, runtime) };
  const cause = killCause(spec, run.specHash === containerHash(name, image ?? ''), run.id, facts);
  if (cause === undefined) return { keep: true, start: false };
  const restart =
    cause.reason === 'definition-changed' ||
    cause.reason === 'resize' ||
    restartsAfter(spec, podPolicyOf(pod), 137);
  const message = cause.reason === 'resize' || !restart ? cause.text : `${cause.text}, will be restarted`;
  return { keep: false, start: restart, kill: { containerId: run.id, name, message, reason: cause.reason } };
}

function killCause(
  spec: ContainerSpec,
  sameDefinition: boolean,
  id: string,
  facts: ActionFacts,
): { readonly reason: KillReason; readonly text: string } | undefined {
  const { name } = spec.container;
  if (!sameDefinition) return { reason: 'definition-changed', text: `Container ${name} definition changed` };
  if (facts.liveness(name, id) === 'failure')
    return { reason: 'liveness', text: `Container ${name} failed liveness probe` };
  if (facts.startup(name, id) === 'failure')
    return { reason: 'startup', text: `Container ${name} failed startup probe` };
  if (facts.resizeNeedsRestart(name))
    return { reason: 'resize', text: `Container ${name} resize requires restart` };
  return undefined;
}
