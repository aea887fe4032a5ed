/**
 * One sentence for the trace about what changed in a pod's status and why.
 */
import type { ContainerStatus, PodStatus } from '../../api/core-v1-pod-status.ts';
import type { Because } from '../../sim/trace.ts';

/** Names the most telling change first found: phase, container states, readiness, sandbox, the rest. */
export function statusBecause(before: PodStatus, after: PodStatus, restartPolicy: string): Because {
  const changes = [...containerChanges(before, after, restartPolicy), ...conditionChanges(before, after)];
  if (before.phase !== after.phase && after.phase !== undefined) {
    const why = after.reason === undefined ? changes : [`reason ${after.reason}`, ...changes];
    return { rule: 'KUBELET-20', text: sentence(`phase ${before.phase ?? 'unset'} → ${after.phase}`, why) };
  }
  if (changes.length > 0) return { rule: 'KUBELET-21', text: changes.join('; ') };
  if (before.startTime === undefined)
    return { rule: 'KUBELET-21', text: 'the kubelet has taken the pod over' };
  if (before.observedGeneration !== after.observedGeneration) {
    return {
      rule: 'KUBELET-22',
      text: `the kubelet has seen generation ${String(after.observedGeneration)} of the pod`,
    };
  }
  return { rule: 'KUBELET-21', text: 'the status the kubelet computed differs from the one written' };
}

function sentence(head: string, parts: readonly string[]): string {
  return parts.length === 0 ? head : `${head}: ${parts.join('; ')}`;
}

function containerChanges(before: PodStatus, after: PodStatus, restartPolicy: string): readonly string[] {
  const old = [...(before.initContainerStatuses ?? []), ...(before.containerStatuses ?? [])];
  const now = [...(after.initContainerStatuses ?? []), ...(after.containerStatuses ?? [])];
  return now.flatMap((status) => {
    const text = stateChange(
      old.find((candidate) => candidate.name === status.name),
      status,
      restartPolicy,
    );
    return text === undefined ? [] : [text];
  });
}

function stateChange(
  before: ContainerStatus | undefined,
  after: ContainerStatus,
  restartPolicy: string,
): string | undefined {
  const { name, state } = after;
  if (
    state?.terminated !== undefined &&
    before?.state?.terminated?.containerID !== state.terminated.containerID
  ) {
    return `container ${name} exited with ${state.terminated.exitCode} (${state.terminated.reason ?? 'Unknown'}); restartPolicy ${restartPolicy}`;
  }
  if (
    state?.running !== undefined &&
    (before?.state?.running === undefined || before.containerID !== after.containerID)
  ) {
    return after.restartCount === 0
      ? `container ${name} runs`
      : `container ${name} runs again (restart ${after.restartCount})`;
  }
  const waiting = state?.waiting?.reason;
  if (waiting !== undefined && waiting !== before?.state?.waiting?.reason && before !== undefined)
    return `container ${name} waits: ${waiting}`;
  return undefined;
}

function conditionChanges(before: PodStatus, after: PodStatus): readonly string[] {
  const of = (status: PodStatus, type: string): string | undefined =>
    (status.conditions ?? []).find((condition) => condition.type === type)?.status;
  return ['PodReadyToStartContainers', 'Initialized', 'Ready'].flatMap((type) => {
    const was = of(before, type);
    const is = of(after, type);
    if (was === is || is === undefined || was === undefined) return [];
    return [`${type} is ${is}`];
  });
}
