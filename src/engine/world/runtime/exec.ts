/**
 * Commands run beside a container's processes: `kubectl exec`, probes by command, lifecycle hooks. Stands for the CRI call ExecSync.
 *
 * **Simplified:** a command never sees a terminal.
 */
import type { Millis } from '../../sim/time.ts';
import type { ContainerRecord, ExecView, Reply } from '../contract.ts';
import { answer, answerNow, asJson, begin, drawMs, isAlive } from '../core.ts';
import type { Begun } from '../core.ts';
import { closeStdin, sendSignal, startExec, writeStdin } from '../programs/container.ts';
import { parseSignal } from '../programs/signals.ts';
import { newId } from './identifiers.ts';
import type { Runtime, Task } from './records.ts';
import { signalSandbox } from './sandboxes.ts';
import { serverFault } from './server-faults.ts';
import { applyStep, ioFor, taskOf } from './tasks.ts';

export interface ExecStart extends Begun {
  readonly containerId: string;
  readonly argv: readonly string[];
  readonly stdin: string;
  readonly timeoutMs: Millis;
  readonly reply: Reply;
  /** For a person's command: its name, and whether its stdin stays open. */
  readonly session?: string;
  readonly open?: boolean;
}

export function exec(
  rt: Runtime,
  containerId: string,
  argv: readonly string[],
  stdin: string,
  timeoutMs: Millis,
  reply: Reply,
  person: { readonly session?: string; readonly open?: boolean } = {},
): void {
  const container = rt.containers.get(containerId);
  if (container === undefined)
    return answerNow(
      rt.core,
      reply,
      failure(`an error occurred when try to find container "${containerId}": not found`, 'NotFound'),
    );
  const delay = drawMs(rt.core, container.machine, 'exec', rt.core.settings.execStartMs);
  const fault = serverFault(rt, containerId);
  if (fault !== undefined && container.state === 'running')
    return answerBroken(rt, container, fault === 'hang' ? timeoutMs : 0, delay, reply);
  const start: ExecStart = {
    containerId,
    argv,
    stdin,
    timeoutMs,
    reply,
    ...person,
    ...begin(rt.core, container.machine),
  };
  rt.core.sim.schedule(delay, 'world/exec-started', containerId, { payload: asJson(start) });
}

function answerBroken(
  rt: Runtime,
  container: ContainerRecord,
  hangMs: Millis,
  delay: Millis,
  reply: Reply,
): void {
  const result =
    hangMs > 0 ? { exitCode: 137, output: '', timedOut: true } : { exitCode: 1, output: '', timedOut: false };
  answer(rt.core, container.machine, Math.max(delay, hangMs), reply, result);
}

export function execStarted(
  rt: Runtime,
  { containerId, argv, stdin, timeoutMs, reply, session: name = '', open = false, ...begun }: ExecStart,
): void {
  if (!isAlive(rt.core, begun)) return;
  const task = rt.tasks.get(containerId);
  if (task === undefined) return answerNow(rt.core, reply, notRunning(rt, containerId));
  const toPause =
    rt.sandboxes.get(task.sandboxId)?.shareProcessNamespace === true ? signalToPause(argv) : null;
  if (toPause !== null) {
    answerNow(rt.core, reply, { exitCode: 0, output: '', timedOut: false });
    return signalSandbox(rt, task.sandboxId, toPause);
  }
  const session = `exec-${task.nextSession}`;
  const outcome = startExec(
    task.processes,
    { session, argv, stdin: open || stdin !== '' },
    ioFor(rt, begun.machine, containerId),
  );
  if (!outcome.started) {
    const id = newId(rt.core, begun.machine, session);
    const text = `failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: exec: ${outcome.message}`;
    return answerNow(rt.core, reply, failure(text, 'Unknown'));
  }
  rt.tasks.put(
    containerId,
    withSession(
      task,
      { id: session, begun, reply, output: '', name, printed: 0 },
      rt.core.sim.now,
      timeoutMs,
    ),
  );
  applyStep(rt, containerId, outcome);
  feed(rt, containerId, session, { text: stdin, end: !open });
}

function withSession(task: Task, session: Task['sessions'][number], now: Millis, timeoutMs: Millis): Task {
  const alarms =
    timeoutMs > 0
      ? [...task.alarms, { at: now + timeoutMs, kind: 'exec-timeout', session: session.id } as const]
      : task.alarms;
  return { ...task, alarms, sessions: [...task.sessions, session], nextSession: task.nextSession + 1 };
}

function feed(
  rt: Runtime,
  containerId: string,
  session: string,
  { text, end }: { readonly text: string; readonly end: boolean },
): void {
  if (!rt.tasks.has(containerId)) return;
  const io = ioFor(rt, taskOf(rt, containerId).machine, containerId);
  if (text !== '')
    applyStep(rt, containerId, writeStdin(taskOf(rt, containerId).processes, session, text, io));
  if (end && rt.tasks.has(containerId))
    applyStep(rt, containerId, closeStdin(taskOf(rt, containerId).processes, session, io));
}

/** The session of a container's first process. */
const FIRST = '';

/** What a person types into a session, or without a name into the container's first process; nothing happens when it has ended. */
export function execInput(
  rt: Runtime,
  containerId: string,
  name: string,
  { text, end, signal }: { readonly text: string; readonly end: boolean; readonly signal: string },
): void {
  const id = name === '' ? FIRST : rt.tasks.get(containerId)?.sessions.find((one) => one.name === name)?.id;
  if (id === undefined) return;
  feed(rt, containerId, id, { text, end });
  const parsed = parseSignal(signal);
  if (parsed !== null) signalForeground(rt, containerId, id, parsed);
}

/** A terminal's signal reaches what a shell has started; a shell that waits for input itself is not ended by it. */
function signalForeground(
  rt: Runtime,
  containerId: string,
  session: string,
  signal: NonNullable<ReturnType<typeof parseSignal>>,
): void {
  const task = rt.tasks.get(containerId);
  const first = task?.processes.processes.find((process) => process.session === session);
  if (task === undefined || first === undefined) return;
  const children = descendants(task, first.pid);
  const targets = children.length > 0 ? children : first.wait?.on === 'input' ? [] : [first.pid];
  for (const pid of targets) {
    const now = rt.tasks.get(containerId);
    if (now === undefined) return;
    applyStep(rt, containerId, sendSignal(now.processes, signal, ioFor(rt, now.machine, containerId), pid));
  }
}

function descendants(task: Task, pid: number): readonly number[] {
  const own = task.processes.processes.filter(({ ppid }) => ppid === pid).map((process) => process.pid);
  return own.flatMap((child) => [child, ...descendants(task, child)]);
}

export function execView(rt: Runtime, name: string): ExecView | undefined {
  for (const task of rt.tasks.values()) {
    const session = task.sessions.find((one) => one.name === name);
    if (session === undefined) continue;
    const { output, printed } = session;
    return { output, printed, ...standing(task, session.id) };
  }
  return undefined;
}

function standing(task: Task, session: string): Pick<ExecView, 'waits' | 'cwd' | 'program'> {
  const { processes } = task.processes;
  const first = processes.find((process) => process.session === session);
  const waits = first?.wait?.on === 'input' && !processes.some(({ ppid }) => ppid === first.pid);
  return { waits, cwd: first?.cwd ?? '/', program: first?.program ?? '' };
}

/** The container's first process as an attached person sees it; undefined when it does not run. */
export function attachView(rt: Runtime, containerId: string): ExecView | undefined {
  const task = rt.tasks.get(containerId);
  if (task === undefined) return undefined;
  const output = rt.logs
    .lines(containerId)
    .map(({ text }) => `${text}\n`)
    .join('');
  return { output, printed: output.length, ...standing(task, FIRST) };
}

/** containerd first misses the task and, once its record is written, refuses by state. */
const RECORD_DELAY_MS = 1000;

function notRunning(rt: Runtime, containerId: string): ReturnType<typeof failure> {
  const container = rt.containers.get(containerId);
  const justEnded = container?.state === 'exited' && rt.core.sim.now - container.finishedAt < RECORD_DELAY_MS;
  if (justEnded)
    return failure(
      `failed to exec in container: failed to load task: no running task found: task ${containerId} not found`,
      'NotFound',
    );
  return failure(
    `failed to exec in container: container is in CONTAINER_${(container?.state ?? 'exited').toUpperCase()} state`,
    'Unknown',
  );
}

function failure(
  text: string,
  code: string,
): {
  readonly exitCode: number;
  readonly output: string;
  readonly timedOut: boolean;
  readonly error: string;
} {
  return { exitCode: 126, output: '', timedOut: false, error: `rpc error: code = ${code} desc = ${text}` };
}

/** `kill 1` in a shared process namespace reaches the pause process. Returns the signal, or undefined for any other command. */
export function signalToPause(argv: readonly string[]): ReturnType<typeof parseSignal> {
  const [program, ...words] = argv;
  if (program !== 'kill' || words.at(-1) !== '1') return null;
  const [option = '-TERM', value] = words.slice(0, -1);
  return parseSignal(option === '-s' ? (value ?? '') : option.replace(/^-/, ''));
}
