/**
 * A readiness probe has changed its mind: said at once, without waiting for the next sync.
 *
 * Upstream: pkg/kubelet/status/status_manager.go SetContainerReadiness (v1.37).
 */
import type { ContainerStatus, PodCondition, PodStatus } from '../../api/core-v1-pod-status.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { readinessConditions } from './conditions.ts';
import { knownStatus } from './status-cache.ts';
import { setStatus } from './status-manager.ts';

export function setContainerReadiness(
  k: Kubelet,
  worker: PodWorker,
  containerId: string,
  ready: boolean,
): void {
  const status = knownStatus(k, worker);
  const mark = (one: ContainerStatus): ContainerStatus =>
    one.containerID === containerId && one.ready !== ready ? { ...one, ready } : one;
  const apps = (status.containerStatuses ?? []).map(mark);
  const init = (status.initContainerStatuses ?? []).map(mark);
  const before = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  if ([...apps, ...init].every((one, i) => one === before[i])) return;
  setStatus(k, worker, {
    ...status,
    conditions: withReadiness(k, worker, status, init, apps),
    ...(status.initContainerStatuses === undefined ? {} : { initContainerStatuses: init }),
    containerStatuses: apps,
  });
}

function withReadiness(
  k: Kubelet,
  worker: PodWorker,
  status: PodStatus,
  init: readonly ContainerStatus[],
  apps: readonly ContainerStatus[],
): readonly PodCondition[] {
  const present = worker.pod.status?.conditions ?? [];
  const verdicts = readinessConditions({ pod: worker.pod, phase: phaseOf(status), init, apps, present });
  return (status.conditions ?? []).map((condition) => {
    const verdict = verdicts.find((candidate) => candidate.type === condition.type);
    if (verdict === undefined) return condition;
    const { reason: _reason, message: _message, ...rest } = condition;
    const changed = verdict.status === condition.status ? {} : { lastTransitionTime: k.timeText(k.sim.now) };
    return { ...rest, ...verdict, ...changed };
  });
}

function phaseOf(status: PodStatus): 'Pending' | 'Running' | 'Succeeded' | 'Failed' {
  return status.phase === undefined || status.phase === 'Unknown' ? 'Pending' : status.phase;
}
