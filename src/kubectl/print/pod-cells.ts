/** What the table says of a pod: one word for its whole state, ready containers, restarts. */
import type { ContainerState, ContainerStatus } from '../../engine/api/core-v1-pod-status.ts';
import type { Container, Pod } from '../../engine/api/core-v1-pod.ts';
import { timeMs } from '../../engine/api/time.ts';
import { humanDuration } from './human-duration.ts';

interface Summary {
  readonly status: string;
  readonly ready: number;
  readonly restarts: number;
  readonly lastRestartMs: number | undefined;
}

export function podStatus(pod: Pod): string {
  return summaryOf(pod).status;
}

export function podReady(pod: Pod): string {
  const sidecars = (pod.spec?.initContainers ?? []).filter(isSidecar).length;
  return `${summaryOf(pod).ready}/${(pod.spec?.containers.length ?? 0) + sidecars}`;
}

export function podRestarts(pod: Pod, nowMs: number): string {
  const { restarts, lastRestartMs } = summaryOf(pod);
  return restarts === 0 || lastRestartMs === undefined
    ? String(restarts)
    : `${restarts} (${humanDuration(nowMs - lastRestartMs)} ago)`;
}

export function gateCell(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const open = gates.filter(({ conditionType }) => isTrue(pod, conditionType)).length;
  return `${open}/${gates.length}`;
}

function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function isTrue(pod: Pod, type: string): boolean {
  return pod.status?.conditions?.some((one) => one.type === type && one.status === 'True') === true;
}

function summaryOf(pod: Pod): Summary {
  const init = initSummary(pod);
  const started = init.status === undefined || isTrue(pod, 'Initialized');
  const base = started ? appSummary(pod, init) : { ...init, status: init.status ?? '' };
  return { ...base, status: endWord(pod, base.status) };
}

/** Nothing of the containers shows through while a pod is being deleted. */
function endWord(pod: Pod, status: string): string {
  const { deletionTimestamp } = pod.metadata;
  if (deletionTimestamp === undefined) return status;
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed' ? status : 'Terminating';
}

interface InitSummary {
  /** Undefined when all init containers are through. */
  readonly status: string | undefined;
  readonly ready: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly lastRestartMs: number | undefined;
}

function initSummary(pod: Pod): InitSummary {
  const specs = pod.spec?.initContainers ?? [];
  let summary: InitSummary = {
    status: undefined,
    ready: 0,
    restarts: 0,
    sidecarRestarts: 0,
    lastRestartMs: undefined,
  };
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const sidecar = specs.some((one) => one.name === status.name && isSidecar(one));
    summary = {
      ...summary,
      restarts: summary.restarts + status.restartCount,
      sidecarRestarts: summary.sidecarRestarts + (sidecar ? status.restartCount : 0),
      ready: summary.ready + (sidecar && status.started === true && status.ready ? 1 : 0),
      lastRestartMs: later(summary.lastRestartMs, status),
    };
    if (status.state?.terminated?.exitCode === 0 || (sidecar && status.started === true)) continue;
    return { ...summary, status: initWord(status, index, specs.length) };
  }
  return summary;
}

function initWord({ state }: ContainerStatus, index: number, total: number): string {
  if (state?.terminated !== undefined) return `Init:${endedWord(state.terminated)}`;
  const reason = state?.waiting?.reason ?? '';
  return reason === '' || reason === 'PodInitializing' ? `Init:${index}/${total}` : `Init:${reason}`;
}

function endedWord({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  if (reason !== undefined && reason !== '') return reason;
  return signal === undefined || signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`;
}

function later(before: number | undefined, { lastState }: ContainerStatus): number | undefined {
  const at = timeMs(lastState?.terminated?.finishedAt);
  return at === undefined || (before !== undefined && before > at) ? before : at;
}

function appSummary(pod: Pod, init: InitSummary): Summary {
  const gated =
    pod.status?.conditions?.some(
      ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
    ) === true;
  let status = gated ? 'SchedulingGated' : (pod.status?.reason ?? pod.status?.phase ?? '');
  let { ready, lastRestartMs } = init;
  let restarts = init.sidecarRestarts;
  let running = false;
  for (const one of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    restarts += one.restartCount;
    lastRestartMs = later(lastRestartMs, one);
    if (one.state?.waiting?.reason) status = one.state.waiting.reason;
    else if (one.state?.terminated !== undefined) status = endedWord(one.state.terminated);
    else if (one.ready && one.state?.running !== undefined) {
      running = true;
      ready++;
    }
  }
  if (status === 'Completed' && running) status = isTrue(pod, 'Ready') ? 'Running' : 'NotReady';
  return { status, ready, restarts, lastRestartMs };
}
