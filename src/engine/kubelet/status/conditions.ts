/**
 * The conditions the kubelet writes on a pod, in upstream's order, without their transition times.
 *
 * Upstream: pkg/kubelet/status/generate.go, pkg/kubelet/kubelet_pods.go (v1.37).
 */
import type { ContainerStatus, PodCondition } from '../../api/core-v1-pod-status.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { isSidecar } from '../containers/container-specs.ts';
import { mayRestartAll } from '../containers/restart-decision.ts';
import type { RuntimeStatus } from '../pod-workers/pod-worker.ts';
import type { Phase } from './phase.ts';

export type Verdict = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

/** Types the kubelet owns; all other conditions of a pod are kept as they are. */
export const KUBELET_CONDITIONS: readonly string[] = [
  'PodResizePending',
  'PodResizeInProgress',
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
  'AllContainersRestarting',
];

export interface ConditionInput {
  readonly pod: Pod;
  readonly phase: Phase;
  readonly init: readonly ContainerStatus[];
  readonly apps: readonly ContainerStatus[];
  readonly runtime: RuntimeStatus;
  readonly sandboxReady: boolean;
  readonly hasInitialized: boolean;
  /** Conditions the pod has so far, for readiness gates. */
  readonly present: readonly PodCondition[];
  /** Container whose exit restarts all containers, while that is under way. */
  readonly restartingAll: boolean;
}

/** PodReadyToStartContainers, Initialized, Ready, ContainersReady, PodScheduled and, where it may ever be true, AllContainersRestarting. */
export function podConditions(input: ConditionInput): readonly Verdict[] {
  const list = [
    sandboxCondition(input.sandboxReady, input.runtime),
    initializedCondition(input),
    ...readinessConditions(input),
    isTrue('PodScheduled'),
  ];
  return mayRestartAll(input.pod) ? [...list, restartingCondition(input.restartingAll)] : list;
}

function isTrue(type: string, reason?: string): Verdict {
  return reason === undefined ? { type, status: 'True' } : { type, status: 'True', reason };
}

function isFalse(type: string, reason: string, message?: string): Verdict {
  return message === undefined
    ? { type, status: 'False', reason }
    : { type, status: 'False', reason, message };
}

function sandboxCondition(ready: boolean, runtime: RuntimeStatus): Verdict {
  const type = 'PodReadyToStartContainers';
  if (ready) return isTrue(type);
  return isFalse(
    type,
    'PodSandboxNotReady',
    runtime.sandboxes.length === 0 ? 'no pod sandbox exists' : 'pod sandbox is not ready',
  );
}

function restartingCondition(restarting: boolean): Verdict {
  const type = 'AllContainersRestarting';
  if (!restarting) return { type, status: 'False' };
  return {
    type,
    status: 'True',
    reason: 'RestartAllContainersStarted',
    message: 'container exited with restart policy rule',
  };
}

function initializedCondition({ pod, phase, init, hasInitialized }: ConditionInput): Verdict {
  const type = 'Initialized';
  const specs = pod.spec.initContainers ?? [];
  if (phase === 'Succeeded') return isTrue(type, 'PodCompleted');
  if (specs.length === 0 || hasInitialized) return isTrue(type);
  const statusOf = (name: string): ContainerStatus | undefined => init.find((status) => status.name === name);
  const unknown = specs.filter((spec) => statusOf(spec.name) === undefined).map((spec) => spec.name);
  const incomplete = specs
    .filter((spec) => {
      const status = statusOf(spec.name);
      if (status === undefined) return false;
      return isSidecar(spec)
        ? status.started !== true
        : status.state?.terminated?.exitCode !== 0 || !status.ready;
    })
    .map((spec) => spec.name);
  return missing(type, 'ContainersNotInitialized', unknown, 'incomplete', incomplete) ?? isTrue(type);
}

function missing(
  type: string,
  reason: string,
  unknown: readonly string[],
  word: string,
  lacking: readonly string[],
): Verdict | undefined {
  const messages: string[] = [];
  if (unknown.length > 0) messages.push(`containers with unknown status: [${unknown.join(' ')}]`);
  if (lacking.length > 0) messages.push(`containers with ${word} status: [${lacking.join(' ')}]`);
  return messages.length === 0 ? undefined : isFalse(type, reason, messages.join(', '));
}

export type ReadinessInput = Pick<ConditionInput, 'pod' | 'phase' | 'init' | 'apps' | 'present'>;

/** Ready and ContainersReady alone. */
export function readinessConditions(
  input: ReadinessInput,
): readonly [ready: Verdict, containersReady: Verdict] {
  const containersReady = containersReadyCondition(input);
  return [readyCondition(containersReady, input), containersReady];
}

function containersReadyCondition({ pod, phase, init, apps }: ReadinessInput): Verdict {
  const type = 'ContainersReady';
  if (phase === 'Succeeded') return isFalse(type, 'PodCompleted');
  if (phase === 'Failed') return isFalse(type, 'PodFailed');
  const unknown: string[] = [];
  const unready: string[] = [];
  const judge = (name: string, statuses: readonly ContainerStatus[]): void => {
    const status = statuses.find((candidate) => candidate.name === name);
    if (status === undefined) unknown.push(name);
    else if (!status.ready) unready.push(name);
  };
  for (const spec of pod.spec.initContainers ?? []) if (isSidecar(spec)) judge(spec.name, init);
  for (const spec of pod.spec.containers) judge(spec.name, apps);
  return missing(type, 'ContainersNotReady', unknown, 'unready', unready) ?? isTrue(type);
}

function readyCondition(containersReady: Verdict, { pod, present }: ReadinessInput): Verdict {
  const type = 'Ready';
  if (containersReady.status !== 'True') return { ...containersReady, type };
  const messages = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const gate = present.find((condition) => condition.type === conditionType);
    if (gate === undefined)
      return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (gate.status === 'True') return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`];
  });
  return messages.length === 0 ? isTrue(type) : isFalse(type, 'ReadinessGatesNotReady', messages.join(', '));
}
