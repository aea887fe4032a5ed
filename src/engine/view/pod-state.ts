/**
 * The state of a pod in the words of the visual grammar, told from its API object alone: what kubectl could know.
 *
 * **Upstream:** the STATUS column of kubectl get pods (pkg/printers/internalversion/printers.go, v1.37), sorted into fewer kinds.
 */
import type { Pod } from '../api/core-v1-pod.ts';
import type { ContainerStatus } from '../api/core-v1-pod-status.ts';
import { findCondition, isConditionTrue } from '../api/conditions.ts';
import type { PodState } from './pod-row.ts';

export interface ToldState {
  readonly state: PodState;
  /** Short cause to print. */
  readonly reason: string;
}

export function podState(pod: Pod): ToldState {
  const phase = pod.status?.phase;
  if (phase === 'Failed') return failedState(pod);
  if (phase === 'Succeeded') return { state: 'succeeded', reason: 'Completed' };
  if (pod.metadata.deletionTimestamp !== undefined) return { state: 'terminating', reason: '' };
  if ((pod.spec.nodeName ?? '') === '') return waitingState(pod);
  return troubledState(pod) ?? startingState(pod) ?? runningState(pod);
}

function failedState(pod: Pod): ToldState {
  const reason = pod.status?.reason ?? '';
  if (reason === 'Evicted') return { state: 'evicted', reason: evictionCause(pod.status?.message ?? '') };
  const ended = statusesOf(pod).find((status) => (status.state?.terminated?.exitCode ?? 0) !== 0)?.state
    ?.terminated;
  return {
    state: 'failed',
    reason: reason || (ended === undefined ? '' : endText(ended.exitCode, ended.reason ?? '')),
  };
}

/** `memory` from `The node was low on resource: memory. …`. */
function evictionCause(message: string): string {
  return (
    /low on resource: ([a-z-]+)/.exec(message)?.[1] ??
    (message.includes('storage') || message.includes('EmptyDir') ? 'storage' : '')
  );
}

function endText(exitCode: number, reason: string): string {
  return reason === 'Error' || reason === 'Completed' || reason === '' ? `exit ${exitCode}` : reason;
}

function waitingState(pod: Pod): ToldState {
  const gate = pod.spec.schedulingGates?.[0]?.name;
  return gate === undefined ? { state: 'unscheduled', reason: '' } : { state: 'gated', reason: gate };
}

const IMAGE_TROUBLE = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);
const START_TROUBLE = new Set([
  'CrashLoopBackOff',
  'RunContainerError',
  'CreateContainerError',
  'CreateContainerConfigError',
  'PostStartHookError',
  'StartError',
]);

/** A container that cannot run: its image is missing, or it ends again and again. */
function troubledState(pod: Pod): ToldState | undefined {
  for (const status of statusesOf(pod)) {
    const waiting = status.state?.waiting?.reason ?? '';
    if (IMAGE_TROUBLE.has(waiting)) return { state: 'image-backoff', reason: waiting };
    if (waiting === 'CrashLoopBackOff') return { state: 'crash-loop', reason: lastEnd(status) };
    if (START_TROUBLE.has(waiting)) return { state: 'crash-loop', reason: waiting };
    const ended = status.state?.terminated;
    if (ended !== undefined && restarts(pod, status))
      return { state: 'crash-loop', reason: endText(ended.exitCode, ended.reason ?? '') };
  }
  return undefined;
}

function lastEnd(status: ContainerStatus): string {
  const last = status.lastState?.terminated;
  return last === undefined ? 'CrashLoopBackOff' : endText(last.exitCode, last.reason ?? '');
}

/** Whether the ended container will be started again. An init container that ended well will not. */
function restarts(pod: Pod, status: ContainerStatus): boolean {
  const exitCode = status.state?.terminated?.exitCode ?? 0;
  const init = pod.spec.initContainers?.find(({ name }) => name === status.name);
  const own = init ?? pod.spec.containers.find(({ name }) => name === status.name);
  if (init !== undefined && init.restartPolicy !== 'Always')
    return exitCode !== 0 && (init.restartPolicy ?? pod.spec.restartPolicy) !== 'Never';
  const policy = own?.restartPolicy ?? pod.spec.restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

function startingState(pod: Pod): ToldState | undefined {
  if (findCondition(pod.status?.conditions, 'Initialized')?.status === 'False') {
    const statuses = pod.status?.initContainerStatuses ?? [];
    const begun = statuses.some(
      ({ state }) => state?.running !== undefined || state?.terminated !== undefined,
    );
    if (begun)
      return {
        state: 'init',
        reason: `${statuses.filter((s) => s.state?.terminated?.exitCode === 0 || (s.started === true && s.ready)).length}/${statuses.length}`,
      };
  }
  return statusesOf(pod).some(({ state }) => state?.running !== undefined) || pod.status?.phase === 'Running'
    ? undefined
    : { state: 'creating', reason: '' };
}

function runningState(pod: Pod): ToldState {
  return { state: isConditionTrue(pod.status?.conditions, 'Ready') ? 'ready' : 'not-ready', reason: '' };
}

/** Init containers first, then containers. */
export function statusesOf(pod: Pod): readonly ContainerStatus[] {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
}
