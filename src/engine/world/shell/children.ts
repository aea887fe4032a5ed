/**
 * The operations that start processes: subshells, pipelines, background jobs, command substitution, commands; and
 * waiting for those in the foreground.
 */
import { must } from '../../../base/assert.ts';
import type { Descriptor, EndedChild } from '../programs/contract.ts';
import { freeDescriptor, newPipe, readSome, setDescriptor, writeText } from '../programs/descriptors.ts';
import { findProcess } from '../programs/process-list.ts';
import type { Turn } from '../programs/program.ts';
import { charge, waitFor } from '../programs/program.ts';
import { SIGNAL_TEXTS } from '../programs/signals.ts';
import { forkProcess, takeEnded } from '../programs/spawn.ts';
import { addValue } from './expand.ts';
import { leaveShell } from './frames.ts';
import { complain } from './messages.ts';
import type { Frame, Shell, ShellState } from './state.ts';
import { hasOption, newFrame } from './state.ts';

/** CPU time of a fork that nothing waits for. */
const FORK_MS = 1;
/** A container may have so many processes at once. */
const PROCESSES_MAX = 1000;
const NO_PROCESS = -1;

/** Starts the body at `entry` in a process of its own. */
function fork(
  shell: Shell,
  frame: Frame,
  entry: number,
  descriptors: readonly (readonly [number, Descriptor])[],
): number {
  if (shell.on.kernel.container.processes.length >= PROCESSES_MAX) {
    complain(shell, "can't fork: Resource temporarily unavailable");
    leaveShell(shell, 2);
    return NO_PROCESS;
  }
  // Both processes have these variables from now on.
  shell.on.kernel.drafts.delete(shell.state.vars);
  const child = forkProcess(shell.on, subshellState(shell.state, frame, entry), descriptors);
  return child.pid;
}

function subshellState(state: ShellState, frame: Frame, entry: number): ShellState {
  const body = newFrame('fork', frame.source, entry, frame.tested);
  body.line = frame.line;
  const traps = state.traps.filter(([, action]) => action === '');
  return { ...state, frames: [body], traps, jobs: [], leaving: null, unread: '' };
}

export function startSubshell(shell: Shell, frame: Frame, entry: number): Turn {
  return waitForChildren(frame, [fork(shell, frame, entry, shell.on.process.descriptors)]);
}

export function startBackground(shell: Shell, frame: Frame, entry: number): void {
  const { state, on } = shell;
  charge(on, FORK_MS);
  const stdin: readonly (readonly [number, Descriptor])[] = [[0, { kind: 'device', device: 'null' }]];
  const pid = fork(shell, frame, entry, withDescriptors(on.process.descriptors, stdin));
  state.background = pid;
  state.jobs = [...state.jobs, { number: freeNumber(state), pid, code: null, signal: null }];
  state.status = 0;
}

/** The lowest number no job has. */
function freeNumber({ jobs }: ShellState): number {
  let number = 1;
  while (jobs.some((job) => job.number === number)) number += 1;
  return number;
}

export function startPipeline(shell: Shell, frame: Frame, entries: readonly number[]): Turn {
  const base = shell.on.process.descriptors;
  let input: Descriptor | undefined;
  const pids = entries.map((entry, index) => {
    const isLast = index === entries.length - 1;
    const pipe = isLast ? null : newPipe(shell.on);
    const changes: [number, Descriptor][] = input === undefined ? [] : [[0, input]];
    if (pipe !== null) changes.push([1, { kind: 'pipe', pipe, end: 'write' }]);
    input = pipe === null ? undefined : { kind: 'pipe', pipe, end: 'read' };
    return fork(shell, frame, entry, withDescriptors(base, changes));
  });
  return waitForChildren(frame, pids);
}

function withDescriptors(
  base: readonly (readonly [number, Descriptor])[],
  changes: readonly (readonly [number, Descriptor])[],
): (readonly [number, Descriptor])[] {
  const kept = base.filter(([fd]) => !changes.some(([changed]) => changed === fd));
  return [...kept, ...changes].sort((a, b) => a[0] - b[0]);
}

/** Makes the current operation wait until all of `pids` have ended; it is performed again then. */
export function waitForChildren(frame: Frame, pids: readonly number[]): Turn {
  frame.pending = { kind: 'children', pids, codes: [] };
  frame.pc -= 1;
  return waitFor('child', pids.length === 1 ? (pids[0] ?? 0) : 0, null, false);
}

/** Collects ended children. Null when all are done: `$?` is set then. */
export function resumeChildren(shell: Shell, frame: Frame): Turn | null {
  const pending = frame.pending;
  if (pending?.kind !== 'children') return null;
  collectJobs(shell);
  const codes = [...pending.codes];
  for (const pid of pending.pids) {
    if (codes.some(([known]) => known === pid)) continue;
    const ended = takeEnded(shell.on.process, pid);
    if (ended !== undefined) codes.push([pid, ended.code]);
    if (ended !== undefined) reportKilled(shell, ended);
    else if (findProcess(shell.on.kernel, pid) === undefined) codes.push([pid, 127]);
  }
  frame.pending = { ...pending, codes };
  if (codes.length < pending.pids.length) {
    frame.pc -= 1;
    return waitFor('child', pending.pids.length === 1 ? (pending.pids[0] ?? 0) : 0, null, false);
  }
  frame.pending = null;
  shell.state.status = pipelineStatus(shell.state, pending.pids, codes);
  return null;
}

function pipelineStatus(
  state: ShellState,
  pids: readonly number[],
  codes: readonly (readonly [number, number])[],
): number {
  const inOrder = pids.map((pid) => codes.find(([known]) => known === pid)?.[1] ?? 0);
  const last = inOrder.at(-1) ?? 0;
  return hasOption(state, 'pipefail') ? (inOrder.findLast((code) => code !== 0) ?? 0) : last;
}

/** ash tells about a foreground command that a signal ended, except INT and PIPE. */
export function reportKilled(shell: Shell, ended: EndedChild): void {
  const text = ended.signal === null ? undefined : SIGNAL_TEXTS[ended.signal];
  if (text !== undefined) writeText(shell.on, 2, `${text}\n`);
}

/** Notes the ends of background jobs. */
export function collectJobs(shell: Shell): void {
  const { state, on } = shell;
  state.jobs = state.jobs.map((job) => {
    const ended = job.code === null ? takeEnded(on.process, job.pid) : undefined;
    return ended === undefined ? job : { ...job, code: ended.code, signal: ended.signal };
  });
}

export function startSubstitution(shell: Shell, frame: Frame, entry: number): Turn {
  const { process } = shell.on;
  const pipe = newPipe(shell.on);
  const write: readonly (readonly [number, Descriptor])[] = [[1, { kind: 'pipe', pipe, end: 'write' }]];
  const pid = fork(shell, frame, entry, withDescriptors(process.descriptors, write));
  const fd = freeDescriptor(process);
  setDescriptor(process, fd, { kind: 'pipe', pipe, end: 'read' });
  frame.pending = { kind: 'substitution', pid, pipe: fd, text: '', code: null };
  frame.pc -= 1;
  return waitFor('input', fd, null, false);
}

/** Reads what the child wrote. Null when it has ended and its text is part of the word. */
export function resumeSubstitution(shell: Shell, frame: Frame, quoted: boolean): Turn | null {
  const pending = must(frame.pending, 'a substitution under way');
  if (pending.kind !== 'substitution') return null;
  const { process } = shell.on;
  let { text } = pending;
  for (;;) {
    const read = readSome(shell.on, pending.pipe);
    if (read.kind === 'bytes') {
      text += read.bytes.text;
      continue;
    }
    frame.pending = { ...pending, text };
    if (read.kind === 'wait') return again(frame, waitFor('input', pending.pipe, null, false));
    break;
  }
  const ended = takeEnded(process, pending.pid);
  if (ended === undefined && findProcess(shell.on.kernel, pending.pid) !== undefined)
    return again(frame, waitFor('child', pending.pid, null, false));
  setDescriptor(process, pending.pipe, undefined);
  frame.pending = null;
  frame.substituted = ended?.code ?? 0;
  addValue(frame, text.replaceAll('\0', '').replace(/\n+$/, ''), quoted);
  return null;
}

function again(frame: Frame, turn: Turn): Turn {
  frame.pc -= 1;
  return turn;
}
