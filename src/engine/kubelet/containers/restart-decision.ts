/**
 * Whether an exited container runs again: its own rules first, then its own policy, then the pod's.
 *
 * Upstream: pkg/api/v1/pod/util.go ContainerShouldRestart, pkg/kubelet/container/helpers.go ShouldContainerBeRestarted (v1.37, gates
 * ContainerRestartRules and RestartAllContainersOnContainerExits on).
 */
import type { Container, EphemeralContainer, Pod } from '../../api/core-v1-pod.ts';
import type { ContainerRecord } from '../../world/contract.ts';
import type { RuntimeStatus } from '../pod-workers/pod-worker.ts';
import { newestRun } from './container-specs.ts';
import type { ContainerKind, ContainerSpec } from './container-specs.ts';

export type RestartAction = 'Restart' | 'RestartAllContainers';

/** The action of the first rule that matches, if any. */
export function matchingRule(
  container: Container | EphemeralContainer,
  exitCode: number,
): RestartAction | undefined {
  for (const rule of container.restartPolicyRules ?? []) {
    const listed = (rule.exitCodes?.values ?? []).includes(exitCode);
    if (rule.exitCodes === undefined || listed !== (rule.exitCodes.operator === 'In')) continue;
    return rule.action === 'RestartAllContainers' ? 'RestartAllContainers' : 'Restart';
  }
  return undefined;
}

/** Whether a run that ended with `exitCode` is followed by another. */
export function restartsAfter(spec: ContainerSpec, podPolicy: string, exitCode: number): boolean {
  if (spec.kind === 'ephemeral') return false;
  if (spec.kind === 'sidecar') return true;
  if (spec.kind === 'init' && exitCode === 0) return false;
  if (matchingRule(spec.container, exitCode) !== undefined) return true;
  return policyRestarts(spec.kind, spec.container.restartPolicy ?? podPolicy, exitCode);
}

function policyRestarts(kind: ContainerKind, policy: string, exitCode: number): boolean {
  if (policy === 'Never') return false;
  return policy === 'OnFailure' || kind === 'init' ? exitCode !== 0 : true;
}

/** Whether the container must be started, judged by its newest run. */
export function shouldStart(spec: ContainerSpec, pod: Pod, runtime: RuntimeStatus): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const run = newestRun(runtime, spec.container.name);
  if (run === undefined || run.state === 'created') return true;
  return run.state === 'exited' && restartsAfter(spec, podPolicyOf(pod), run.exitCode);
}

export function podPolicyOf(pod: Pod): string {
  return pod.spec.restartPolicy ?? 'Always';
}

/** The container whose exit makes all containers of the pod start anew, if one did. */
export function restartAllTrigger(
  pod: Pod,
  specs: readonly ContainerSpec[],
  runtime: RuntimeStatus,
): ContainerRecord | undefined {
  if (pod.metadata.deletionTimestamp !== undefined) return undefined;
  for (const spec of specs) {
    const run = newestRun(runtime, spec.container.name);
    if (run?.state !== 'exited') continue;
    if (matchingRule(spec.container, run.exitCode) === 'RestartAllContainers') return run;
  }
  return undefined;
}

/** True when some rule of the pod could restart all containers. */
export function mayRestartAll(pod: Pod): boolean {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].some((container) =>
    (container.restartPolicyRules ?? []).some((rule) => rule.action === 'RestartAllContainers'),
  );
}
