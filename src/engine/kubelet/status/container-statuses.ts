/**
 * The statuses of a pod's containers, made from what the runtime knows, what the API said before and why the last start failed.
 *
 * Upstream: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses (v1.37). `ready` and `started` are set afterwards, by the probes.
 */
import type {
  ContainerState,
  ContainerStateTerminated,
  ContainerStatus,
  VolumeMountStatus,
} from '../../api/core-v1-pod-status.ts';
import type { Pod, ResourceRequirements } from '../../api/core-v1-pod.ts';
import type { Millis } from '../../sim/time.ts';
import type { ContainerRecord } from '../../world/contract.ts';
import type { RuntimeStatus, StartFailure } from '../pod-workers/pod-worker.ts';
import { groupsOf, runsOf } from '../containers/container-specs.ts';
import type { ContainerSpec } from '../containers/container-specs.ts';
import { shouldStart } from '../containers/restart-decision.ts';

export interface StatusInput {
  readonly pod: Pod;
  readonly runtime: RuntimeStatus;
  readonly failures: Readonly<Record<string, StartFailure>>;
  timeText(at: Millis): string;
  /** All containers were removed so that all of them start anew. */
  readonly restartingAll: boolean;
  /** Resources the running container has; the spec's unless a resize is under way. */
  resourcesOf(name: string): ResourceRequirements;
  allocatedOf(name: string): ResourceRequirements;
  /** Message of an ended run. */
  messageOf(spec: ContainerSpec, run: ContainerRecord): string;
}

/** What a run that never started says about its start. */
const NEVER = '1970-01-01T00:00:00Z';

export const RESTARTING_ALL = 'RestartingAllContainers';
const REMOVED_MESSAGE = 'The container is removed because RestartAllContainers in place';
const UNKNOWN_WHILE_RUNNING =
  'The container could not be located when the pod was deleted.  The container used to be Running';

/** Statuses of these containers, in their order. */
export function containerStatuses(
  specs: readonly ContainerSpec[],
  old: readonly ContainerStatus[],
  input: StatusInput,
): readonly ContainerStatus[] {
  return specs.map((spec) => {
    const before = old.find((status) => status.name === spec.container.name);
    return withFailure(spec, statusOf(spec, before, input), input);
  });
}

function statusOf(
  spec: ContainerSpec,
  before: ContainerStatus | undefined,
  input: StatusInput,
): ContainerStatus {
  const [newest, older] = runsOf(input.runtime, spec.container.name);
  if (newest === undefined) return withoutRun(spec, before, input);
  const status: ContainerStatus = {
    name: spec.container.name,
    image: newest.imageRef,
    imageID: newest.imageId,
    containerID: containerId(newest),
    state: stateOf(spec, newest, input),
    lastState: older === undefined ? carriedLastState(newest, before) : stateOf(spec, older, input),
    ready: false,
    restartCount: newest.attempt,
  };
  const hasRun = newest.startedAt > 0 || newest.state === 'exited';
  return hasRun ? Object.assign(status, runtimeFields(spec, input)) : status;
}

/** The older run was removed already: what was said about it stays. */
function carriedLastState(newest: ContainerRecord, before: ContainerStatus | undefined): ContainerState {
  if (before === undefined || newest.attempt === 0) return {};
  if (before.containerID === containerId(newest)) return before.lastState ?? {};
  const ended = before.state?.terminated ?? before.lastState?.terminated;
  return ended === undefined ? {} : { terminated: ended };
}

function withoutRun(
  spec: ContainerSpec,
  before: ContainerStatus | undefined,
  input: StatusInput,
): ContainerStatus {
  if (before !== undefined && input.restartingAll) return removedForRestart(before);
  if (before?.state?.terminated !== undefined) return before;
  const waiting: ContainerStatus = {
    name: spec.container.name,
    state: { waiting: { reason: defaultReason(input.pod) } },
    lastState: before?.lastState ?? {},
    ready: false,
    restartCount: before?.restartCount ?? 0,
    image: spec.container.image ?? '',
    imageID: '',
  };
  return before?.state?.running === undefined ? waiting : lost(waiting, input.pod);
}

/** A container that ran and is not known to the runtime any more. */
function lost(status: ContainerStatus, pod: Pod): ContainerStatus {
  const restarts = pod.metadata.deletionTimestamp === undefined ? 1 : 0;
  return {
    ...status,
    lastState: {
      terminated: { exitCode: 137, reason: 'ContainerStatusUnknown', message: UNKNOWN_WHILE_RUNNING },
    },
    restartCount: status.restartCount + restarts,
  };
}

function removedForRestart(before: ContainerStatus): ContainerStatus {
  if (before.state?.waiting?.reason === RESTARTING_ALL) return before;
  const terminated: ContainerStateTerminated = {
    exitCode: 137,
    reason: RESTARTING_ALL,
    message: REMOVED_MESSAGE,
  };
  const { containerID: _gone, ...rest } = before;
  return {
    ...rest,
    state: { waiting: { reason: RESTARTING_ALL, message: REMOVED_MESSAGE } },
    lastState: { terminated },
    restartCount: before.restartCount + 1,
  };
}

function defaultReason(pod: Pod): string {
  return (pod.spec.initContainers ?? []).length > 0 ? 'PodInitializing' : 'ContainerCreating';
}

/** A container that ought to run and could not be started waits, and says why. */
function withFailure(spec: ContainerSpec, status: ContainerStatus, input: StatusInput): ContainerStatus {
  const failure = input.failures[spec.container.name];
  if (failure === undefined || !shouldStart(spec, input.pod, input.runtime)) return status;
  const waiting = { reason: failure.reason, message: failure.message };
  const ended = status.state?.terminated;
  return {
    ...status,
    state: { waiting },
    ...(ended === undefined ? {} : { lastState: { terminated: ended } }),
  };
}

export function containerId(run: ContainerRecord): string {
  return `containerd://${run.id}`;
}

function stateOf(spec: ContainerSpec, run: ContainerRecord, input: StatusInput): ContainerState {
  if (run.state === 'running') return { running: { startedAt: input.timeText(run.startedAt) } };
  if (run.state === 'created') return { waiting: { reason: defaultReason(input.pod) } };
  const message = input.messageOf(spec, run);
  return {
    terminated: {
      exitCode: run.exitCode,
      reason: run.reason,
      ...(message === '' ? {} : { message }),
      startedAt: run.startedAt === 0 ? NEVER : input.timeText(run.startedAt),
      finishedAt: input.timeText(run.finishedAt),
      containerID: containerId(run),
    },
  };
}

function runtimeFields(spec: ContainerSpec, input: StatusInput): Partial<ContainerStatus> {
  const { container } = spec;
  const { requests } = input.allocatedOf(container.name);
  const mounts = (container.volumeMounts ?? []).map(mountStatus);
  const uid = container.securityContext?.runAsUser ?? input.pod.spec.securityContext?.runAsUser ?? 0;
  const gid = container.securityContext?.runAsGroup ?? input.pod.spec.securityContext?.runAsGroup ?? 0;
  return {
    ...(requests === undefined ? {} : { allocatedResources: requests }),
    resources: input.resourcesOf(container.name),
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
    user: { linux: { uid, gid, supplementalGroups: [...new Set([gid, ...groupsOf(input.pod)])] } },
  };
}

function mountStatus(mount: {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
}): VolumeMountStatus {
  const { name, mountPath, readOnly } = mount;
  return readOnly === true
    ? { name, mountPath, readOnly, recursiveReadOnly: 'Disabled' }
    : { name, mountPath };
}
