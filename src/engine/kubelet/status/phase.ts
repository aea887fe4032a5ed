/**
 * The phase of a pod, computed from spec and container statuses.
 *
 * Upstream: pkg/kubelet/kubelet_pods.go getPhase (v1.37).
 */
import type { ContainerStatus } from '../../api/core-v1-pod-status.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { appSpecs, initSpecs } from '../containers/container-specs.ts';
import type { ContainerSpec } from '../containers/container-specs.ts';
import { podPolicyOf, restartsAfter } from '../containers/restart-decision.ts';

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

export interface PhaseInput {
  readonly pod: Pod;
  readonly init: readonly ContainerStatus[];
  readonly apps: readonly ContainerStatus[];
  /** No container of the pod can be running any more. */
  readonly terminal: boolean;
  readonly staticPod: boolean;
}

interface Counts {
  pendingInit: number;
  failedInit: number;
  pendingSidecar: number;
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  stoppedForGood: number;
  succeeded: number;
}

export function podPhase(input: PhaseInput): Phase {
  const counts = countContainers(input);
  if (counts.failedInit > 0) return 'Failed';
  if (counts.pendingInit > 0 || (counts.pendingSidecar > 0 && !hasInitialized(input))) return 'Pending';
  if (counts.waiting > 0) return 'Pending';
  if (counts.running > 0 && counts.unknown === 0) return 'Running';
  if (counts.running === 0 && counts.stopped > 0 && counts.unknown === 0) return stoppedPhase(counts, input);
  return 'Pending';
}

function stoppedPhase(counts: Counts, { terminal, staticPod }: PhaseInput): Phase {
  if (terminal && !staticPod) return counts.stopped === counts.succeeded ? 'Succeeded' : 'Failed';
  if (counts.stopped !== counts.stoppedForGood) return 'Running';
  return counts.stopped === counts.succeeded ? 'Succeeded' : 'Failed';
}

/** True once a regular container has started. */
function hasInitialized({ pod, apps }: PhaseInput): boolean {
  if ((pod.spec.initContainers ?? []).length === 0) return true;
  return apps.some(
    (status) =>
      status.state?.running !== undefined ||
      status.lastState?.terminated !== undefined ||
      status.state?.terminated !== undefined,
  );
}

function countContainers(input: PhaseInput): Counts {
  const counts: Counts = {
    pendingInit: 0,
    failedInit: 0,
    pendingSidecar: 0,
    unknown: 0,
    running: 0,
    waiting: 0,
    stopped: 0,
    stoppedForGood: 0,
    succeeded: 0,
  };
  const policy = podPolicyOf(input.pod);
  for (const spec of initSpecs(input.pod.spec)) {
    const status = input.init.find((candidate) => candidate.name === spec.container.name);
    if (spec.kind === 'sidecar') countSidecar(status, counts);
    else countInit(spec, status, policy, counts);
  }
  for (const spec of appSpecs(input.pod.spec)) {
    countApp(
      spec,
      input.apps.find((candidate) => candidate.name === spec.container.name),
      policy,
      counts,
    );
  }
  return counts;
}

function countInit(
  spec: ContainerSpec,
  status: ContainerStatus | undefined,
  policy: string,
  counts: Counts,
): void {
  const ended =
    status?.state?.terminated ??
    (status?.state?.waiting === undefined ? undefined : status.lastState?.terminated);
  if (ended === undefined) counts.pendingInit++;
  else if (ended.exitCode !== 0 && !runsAgain(spec, policy, ended)) counts.failedInit++;
}

function countSidecar(status: ContainerStatus | undefined, counts: Counts): void {
  if (status?.state === undefined) {
    counts.unknown++;
  } else if (status.state.running !== undefined) {
    counts.running++;
    if (status.started !== true) counts.pendingSidecar++;
  } else if (status.state.waiting !== undefined && status.lastState?.terminated === undefined) {
    counts.pendingSidecar++;
    counts.waiting++;
  }
}

function countApp(
  spec: ContainerSpec,
  status: ContainerStatus | undefined,
  policy: string,
  counts: Counts,
): void {
  const { state, lastState } = status ?? {};
  if (state === undefined) {
    counts.unknown++;
  } else if (state.running !== undefined) {
    counts.running++;
  } else if (state.terminated !== undefined) {
    counts.stopped++;
    if (state.terminated.exitCode === 0) counts.succeeded++;
    if (!runsAgain(spec, policy, state.terminated)) counts.stoppedForGood++;
  } else if (lastState?.terminated !== undefined) {
    counts.stopped++;
    if (!runsAgain(spec, policy, lastState.terminated)) counts.stoppedForGood++;
  } else {
    counts.waiting++;
  }
}

function runsAgain(
  spec: ContainerSpec,
  policy: string,
  ended: { readonly exitCode: number; readonly reason?: string },
): boolean {
  return ended.reason === 'RestartingAllContainers' || restartsAfter(spec, policy, ended.exitCode);
}
