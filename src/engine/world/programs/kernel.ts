/**
 * The kernel under a container's processes: who may run, what ends a wait, signals, the end of a process and what
 * becomes of its children. Counterpart of the Linux scheduler and signal code, cut down to what pods show.
 *
 * **Simplified:** processes run one after the other in order of pid, each until it waits; there is no preemption
 * but the slice. Children of an ended process go to the container's first process and are not reported to it.
 */
import { must } from '../../../base/assert.ts';
import type { EndedChild, Process, SignalName, Wait } from './contract.ts';
import { canRead, hasRoom } from './descriptors.ts';
import { findProcess } from './process-list.ts';
import type { AnyProgram, Kernel, Running, Turn } from './program.ts';
import { endsByDefault, signalNumber } from './signals.ts';

/** Debt is collected up to this before the process has to wait for it. */
const DEBT_MS_MAX = 20;
/** How long a slice lasts: a process that never rests gets longer and longer ones, so that a tight loop stays cheap. */
const SLICE_MS = 5;
const SLICE_MS_BUSY = 50;
const SLICE_MS_SPINNING = 200;
const SLICES_FREE = 4;
const SLICES_BUSY = 50;
/** Commands of a loop without rest take this many times longer. */
const DEBT_FACTOR_SPINNING = 5;
/** A pause of this length between two slices ends the row. */
const REST_MS = 100;
/** Waits during which a debt is paid by the way. */
const RESTS: readonly Wait['on'][] = ['inbound', 'forever', 'reply'];
/** Processes that hand data to each other without end are cut off after this many turns in one call. */
const TURNS_MAX = 64;

/** Runs every process that can run, until all wait. */
export function runAll(kernel: Kernel): void {
  let someoneRan = true;
  while (someoneRan && kernel.container.exit === null) {
    someoneRan = false;
    for (const { pid } of kernel.container.processes) {
      const process = findProcess(kernel, pid);
      if (process === undefined || kernel.container.exit !== null || !isReady(kernel, process)) continue;
      runOnce(kernel, process);
      someoneRan = true;
    }
  }
}

function runOnce(kernel: Kernel, process: Process): void {
  if (process.ending !== null) return finish(kernel, process, process.ending.code, process.ending.signal);
  const on: Running = { kernel, process };
  own(kernel, process);
  process.wait = null;
  const turn = programOf(kernel, process).run(on, process.state);
  if (findProcess(kernel, process.pid) === undefined || process.ending !== null) return;
  settle(on, turn);
  limitTurns(kernel, process);
}

/** Copies the state once per call, so that the program may change it in place. */
function own(kernel: Kernel, process: Process): void {
  if (kernel.turns.has(process.pid)) return;
  kernel.turns.set(process.pid, 0);
  process.state = programOf(kernel, process).copy(process.state);
}

export function programOf(kernel: Kernel, process: Process): AnyProgram {
  return must(kernel.programs(process.program), `no program ${process.program} (pid ${process.pid})`);
}

function settle(on: Running, turn: Turn): void {
  const { kernel, process } = on;
  if (turn.kind === 'exit') return endProcess(kernel, process, turn.code, null);
  if (turn.kind === 'wait') {
    process.wait = turn.wait;
    if (RESTS.includes(turn.wait.on)) payDebt(kernel, process);
  } else if (turn.kind === 'yield') {
    const row = countSlice(kernel, process);
    const ms = row < SLICES_FREE ? SLICE_MS : row < SLICES_BUSY ? SLICE_MS_BUSY : SLICE_MS_SPINNING;
    process.notBefore = kernel.io.now + ms * crowdFactor(kernel);
    kernel.container.cpuMs += ms;
  }
  if (process.debtMs >= DEBT_MS_MAX) payDebt(kernel, process);
}

/** So many processes can be busy at once before they slow each other down. */
const SIDE_BY_SIDE = 8;

function crowdFactor({ container }: Kernel): number {
  return Math.max(1, Math.floor(container.processes.length / SIDE_BY_SIDE));
}

/** How many slices the process has used in a row. */
function countSlice(kernel: Kernel, process: Process): number {
  process.slices = kernel.io.now - process.notBefore < REST_MS ? process.slices + 1 : 0;
  return process.slices;
}

function payDebt(kernel: Kernel, process: Process): void {
  const factor = countSlice(kernel, process) < SLICES_BUSY ? 1 : DEBT_FACTOR_SPINNING;
  process.notBefore = Math.max(
    process.notBefore,
    kernel.io.now + process.debtMs * factor * crowdFactor(kernel),
  );
  kernel.container.cpuMs += process.debtMs * (factor - 1);
  process.debtMs = 0;
}

function limitTurns(kernel: Kernel, process: Process): void {
  const turns = (kernel.turns.get(process.pid) ?? 0) + 1;
  kernel.turns.set(process.pid, turns);
  if (turns >= TURNS_MAX) process.notBefore = Math.max(process.notBefore, kernel.io.now + SLICE_MS);
}

export function isReady(kernel: Kernel, process: Process): boolean {
  return kernel.io.now >= process.notBefore && waitIsOver(kernel, process);
}

function waitIsOver(kernel: Kernel, process: Process): boolean {
  const { wait } = process;
  if (wait === null || process.ending !== null) return true;
  if (wait.until !== null && kernel.io.now >= wait.until) return true;
  return (wait.interruptible && process.pending.length > 0) || hasHappened({ kernel, process });
}

function hasHappened(on: Running): boolean {
  const { process } = on;
  const wait = must(process.wait, 'a process that waits');
  switch (wait.on) {
    case 'child':
      return childHasEnded(on.kernel, process, wait.id);
    case 'input':
      return canRead(on, wait.id);
    case 'room':
      return hasRoom(on, wait.id);
    case 'reply':
      return process.replies.some(({ request }) => request === wait.id);
    case 'inbound':
      return process.inbox.length > 0;
    case 'timer':
    case 'forever':
      return false;
  }
}

function childHasEnded(kernel: Kernel, process: Process, pid: number): boolean {
  if (pid === 0) return process.ended.length > 0;
  return process.ended.some((child) => child.pid === pid) || findProcess(kernel, pid) === undefined;
}

/** The next moment at which some process can run without anything happening outside. */
export function nextWake(kernel: Kernel): number | null {
  let earliest: number | null = null;
  for (const process of kernel.container.processes) {
    const at = wakeTime(kernel, process);
    if (at !== null && (earliest === null || at < earliest)) earliest = at;
  }
  return earliest;
}

function wakeTime(kernel: Kernel, process: Process): number | null {
  if (waitIsOver(kernel, process)) return Math.max(process.notBefore, kernel.io.now);
  const until = process.wait?.until ?? null;
  return until === null ? null : Math.max(until, process.notBefore);
}

/** A signal for one process. `inside` tells whether the sender lives in the same PID namespace. */
export function signalProcess(kernel: Kernel, process: Process, signal: SignalName, inside: boolean): void {
  if (process.ending !== null) return;
  if (signal === 'KILL') {
    if (!(inside && process.pid === 1)) endProcess(kernel, process, 128 + signalNumber(signal), signal);
    return;
  }
  if (process.ignored.includes(signal)) return;
  const disposition = programOf(kernel, process).disposition(process.state, signal);
  if (disposition === 'catch') {
    if (!process.pending.includes(signal)) process.pending = [...process.pending, signal];
  } else if (disposition === 'default' && process.pid !== 1 && endsByDefault(signal)) {
    endProcess(kernel, process, 128 + signalNumber(signal), signal);
  }
}

/** Ends a process. One that others observe from outside and that exits by itself first waits for the CPU time it owes. */
export function endProcess(kernel: Kernel, process: Process, code: number, signal: SignalName | null): void {
  if (process.session === null || process.debtMs === 0 || signal !== null)
    return finish(kernel, process, code, signal);
  process.ending = { code, signal };
  process.pending = [];
  payDebt(kernel, process);
}

function finish(kernel: Kernel, process: Process, code: number, signal: SignalName | null): void {
  const { container } = kernel;
  container.processes = container.processes.filter(({ pid }) => pid !== process.pid);
  dropRequests(kernel, process);
  for (const inbound of process.inbox) {
    kernel.effects.push({ kind: 'answer', connection: inbound.connection, answer: { kind: 'refused' } });
  }
  if (process.pid === container.firstPid) return endContainer(kernel, code, signal);
  reportToParent(kernel, process, { pid: process.pid, code, signal });
  for (const child of container.processes) if (child.ppid === process.pid) child.ppid = container.firstPid;
  if (process.session !== null) endSession(kernel, process.session, code);
  dropUnused(kernel);
}

function reportToParent(kernel: Kernel, process: Process, ended: EndedChild): void {
  const parent = findProcess(kernel, process.ppid);
  if (parent === undefined) return;
  parent.ended = [...parent.ended, ended];
  if (parent.wait?.on === 'child') parent.debtMs += process.debtMs;
}

function endSession(kernel: Kernel, session: string, code: number): void {
  const { container } = kernel;
  container.sessions = container.sessions.filter(({ id }) => id !== session);
  kernel.effects.push({ kind: 'session-ended', session, code });
}

function endContainer(kernel: Kernel, code: number, signal: SignalName | null): void {
  const { container } = kernel;
  for (const process of container.processes) dropRequests(kernel, process);
  for (const session of container.sessions) {
    if (session.id !== '') kernel.effects.push({ kind: 'session-ended', session: session.id, code: 137 });
  }
  container.processes = [];
  container.pipes = [];
  container.opens = [];
  container.sessions = [];
  container.exit = { code, signal, at: kernel.io.now };
  kernel.effects.push({ kind: 'ended', code, signal });
}

function dropRequests(kernel: Kernel, process: Process): void {
  const { wait } = process;
  if (wait?.on !== 'reply') return;
  if (!process.replies.some(({ request }) => request === wait.id))
    kernel.effects.push({ kind: 'request-dropped', id: wait.id });
}

/** Forgets pipes and open files that no descriptor refers to. */
export function dropUnused(kernel: Kernel): void {
  const { container } = kernel;
  if (container.pipes.length === 0 && container.opens.length === 0) return;
  const pipes = new Set(container.sessions.map(({ stdin }) => stdin));
  const opens = new Set<number>();
  for (const process of container.processes) {
    for (const [, descriptor] of process.descriptors) {
      if (descriptor.kind === 'pipe') pipes.add(descriptor.pipe);
      else if (descriptor.kind === 'file') opens.add(descriptor.open);
    }
  }
  container.pipes = container.pipes.filter(({ id }) => pipes.has(id));
  container.opens = container.opens.filter(({ id }) => opens.has(id));
}
