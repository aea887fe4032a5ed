/**
 * The end of a container: exit code, reason, termination message, and everybody who waited for it.
 *
 * Upstream: containerd's handling of TaskExit and toCRIContainerStatus; reasons `Completed`, `Error`, `OOMKilled`, `Unknown`.
 */
import { behaviourOf } from '../behaviour/behaviour.ts';
import type { ContainerRecord } from '../contract.ts';
import { answerNow, isAlive, runtimeChanged } from '../core.ts';
import type { SignalName } from '../programs/contract.ts';
import { emptyFileId } from '../volumes/trees.ts';
import { splitBytes } from '../filesystem/bytes.ts';
import { timerKey } from './records.ts';
import { mendServer } from './server-faults.ts';
import type { Runtime, Task } from './records.ts';

const TERMINATION_MESSAGE_BYTES = 4096;

export type Ending =
  /** The first process ended by itself or by a signal. */
  | { readonly kind: 'ended'; readonly code: number; readonly signal: SignalName | null }
  | { readonly kind: 'killed' }
  | { readonly kind: 'crashed' }
  | { readonly kind: 'out-of-memory' }
  /** The sandbox is gone: its pause process died or it is being stopped. */
  | { readonly kind: 'sandbox-lost' };

export function exitReason(kind: Ending['kind'], code: number): string {
  if (kind === 'out-of-memory') return 'OOMKilled';
  return code === 0 ? 'Completed' : 'Error';
}

/** Ends the container now: record, trace entry, waiting callers, listeners. */
export function endTask(rt: Runtime, containerId: string, ending: Ending): void {
  const task = rt.tasks.get(containerId);
  const container = rt.containers.get(containerId);
  if (task === undefined || container === undefined) return;
  const { sim } = rt.core;
  rt.tasks.delete(containerId);
  sim.cancelTimer(timerKey(containerId));
  rt.logs.close(containerId);
  mendServer(rt, containerId);
  const exitCode = exitCodeOf(ending, container);
  const entry = recordExit(rt, container, task, ending, exitCode);
  rt.containers.put(containerId, {
    ...container,
    state: 'exited',
    finishedAt: sim.now,
    exitCode,
    reason: exitReason(ending.kind, exitCode),
    terminationMessage: terminationMessage(rt, containerId),
    entry,
  });
  sim.withCause(entry, () => {
    releaseWaiters(rt, task);
    runtimeChanged(rt.core, container.machine, container.podUid);
  });
}

function exitCodeOf(ending: Ending, container: ContainerRecord): number {
  if (ending.kind === 'ended') return ending.code;
  return ending.kind === 'crashed' ? behaviourOf(container).exitCode : 137;
}

function recordExit(
  rt: Runtime,
  container: ContainerRecord,
  task: Task,
  ending: Ending,
  exitCode: number,
): number {
  const { sim } = rt.core;
  const sandbox = rt.sandboxes.get(container.sandboxId);
  const namespace = sandbox?.namespace ?? '';
  const name = `${namespace}/${sandbox?.podName ?? ''}/${container.name}`;
  const cause = task.signalled?.cause ?? sim.cause;
  const because = {
    rule: ruleOf(ending),
    text: exitText(task, container, ending, exitCode),
    causes: cause === 0 ? [] : [cause],
  };
  return sim.record(
    'world',
    'exit',
    { kind: 'Container', namespace, name, id: container.id },
    ['state'],
    because,
  );
}

function ruleOf(ending: Ending): string {
  if (ending.kind === 'out-of-memory') return 'WORLD-08';
  return ending.kind === 'sandbox-lost' ? 'WORLD-13' : 'WORLD-06';
}

function exitText(task: Task, container: ContainerRecord, ending: Ending, exitCode: number): string {
  const subject = `process ${task.processes.firstPid} (${task.program})`;
  if (ending.kind === 'out-of-memory') {
    return `${subject} was killed by the kernel because the container used more than its limit of ${container.memoryLimitBytes ?? 0} bytes of memory`;
  }
  if (ending.kind === 'sandbox-lost') return `${subject} was killed because the pod's sandbox is gone`;
  const after = task.signalled === null ? '' : ` after ${task.signalled.signal}`;
  return ending.kind === 'killed'
    ? `${subject} was killed${killedAfter(task)}`
    : `${subject} exited with code ${exitCode}${after}`;
}

function killedAfter(task: Task): string {
  return task.signalled === null || task.signalled.signal === 'KILL'
    ? ''
    : ` because it still ran when the grace after ${task.signalled.signal} was over`;
}

function terminationMessage(rt: Runtime, containerId: string): string {
  const root = rt.volumes.trees.read(emptyFileId(`${containerId}/termination`)).entries['/'];
  if (root?.kind !== 'file' || root.content.text === '') return '';
  return splitBytes(root.content, TERMINATION_MESSAGE_BYTES).head.text;
}

function releaseWaiters(rt: Runtime, task: Task): void {
  for (const { begun, reply } of task.stopWaiters) if (isAlive(rt.core, begun)) answerNow(rt.core, reply, {});
  for (const { begun, reply, output } of task.sessions) {
    if (isAlive(rt.core, begun)) answerNow(rt.core, reply, { exitCode: 137, output, timedOut: false });
  }
  for (const pending of task.inbound) rt.traffic.answered(task.containerId, pending, { kind: 'reset' });
}
