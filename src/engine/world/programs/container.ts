/**
 * The door to a container's processes; see `contract.ts` for how to drive it. Every function takes the record, returns
 * the next one and never changes its input.
 *
 * **Upstream:** what containerd-shim and runc do for start, exec, kill and wait.
 */
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Errno } from '../filesystem/errno.ts';
import type {
  ContainerProcesses,
  ContainerSpec,
  Descriptor,
  ExecSpec,
  Inbound,
  Listener,
  NetworkReply,
  Process,
  ProcessIo,
  SignalName,
  StartOutcome,
  Step,
} from './contract.ts';
import { copyContainer } from './copies.ts';
import { newPipe } from './descriptors.ts';
import { nextWake, runAll, signalProcess } from './kernel.ts';
import { findProcess } from './process-list.ts';
import type { Kernel, Running } from './program.ts';
import type { Executable } from './spawn.ts';
import { createProcess, findExecutable } from './spawn.ts';
import { programNamed } from './table.ts';

/** Starts the container's first process, or tells why the runtime cannot. */
export function startContainer(spec: ContainerSpec, io: ProcessIo): StartOutcome {
  const empty: ContainerProcesses = {
    identity: spec.identity,
    table: spec.table,
    env: spec.env,
    cwd: spec.cwd,
    firstPid: spec.firstPid,
    nextPid: spec.firstPid,
    nextId: 1,
    processes: [],
    pipes: [],
    opens: [],
    sessions: [],
    cpuMs: 0,
    exit: null,
  };
  return begin(empty, { session: '', argv: spec.argv, stdin: spec.stdin }, io);
}

/** Starts a process beside the running ones (`kubectl exec`, exec probes, lifecycle hooks). */
export function startExec(container: ContainerProcesses, exec: ExecSpec, io: ProcessIo): StartOutcome {
  return begin(container, exec, io);
}

function begin(container: ContainerProcesses, exec: ExecSpec, io: ProcessIo): StartOutcome {
  const kernel = kernelFor(container, io);
  const found = lookUp(kernel, exec.argv);
  if (!found.ok) return { started: false, message: found.error };
  const draft = kernel.container;
  const stdin = exec.stdin ? newPipe(asker(kernel), true) : null;
  const first = createProcess(kernel, {
    ppid: 0,
    session: exec.session,
    program: found.value.program,
    argv: found.value.argv,
    env: draft.env,
    cwd: draft.cwd,
    umask: 0o022,
    ignored: [],
    descriptors: standardStreams(exec.session, stdin),
  });
  draft.sessions = [...draft.sessions, { id: exec.session, pid: first.pid, stdin }];
  return { started: true, ...settle(kernel) };
}

function standardStreams(session: string, stdin: number | null): [number, Descriptor][] {
  const out = session === '' ? null : session;
  return [
    [0, stdin === null ? { kind: 'device', device: 'null' } : { kind: 'pipe', pipe: stdin, end: 'read' }],
    [1, { kind: 'output', stream: 'stdout', session: out }],
    [2, { kind: 'output', stream: 'stderr', session: out }],
  ];
}

function lookUp(kernel: Kernel, argv: readonly string[]): Result<Executable, string> {
  const found = findExecutable(asker(kernel), argv, kernel.container.env['PATH']);
  return found.ok ? ok(found.value) : fail(startFailure(argv[0] ?? '', found.error));
}

/** runc's wording. It stats a path itself and searches $PATH like Go's exec.LookPath. */
function startFailure(name: string, errno: Errno): string {
  const quoted = JSON.stringify(name);
  if (errno === 'EACCES') return `${quoted}: permission denied`;
  if (errno === 'ENOEXEC') return `${quoted}: exec format error`;
  return name.includes('/')
    ? `${quoted}: stat ${name}: no such file or directory`
    : `${quoted}: executable file not found in $PATH`;
}

/** A stand-in for the runtime itself, which asks on behalf of a process that is yet to be made. */
function asker(kernel: Kernel): Running {
  const process: Process = {
    pid: 0,
    ppid: 0,
    session: null,
    program: '',
    argv: [],
    env: {},
    cwd: kernel.container.cwd,
    umask: 0o022,
    startedAt: kernel.io.now,
    descriptors: [],
    state: null,
    wait: null,
    pending: [],
    ignored: [],
    ended: [],
    listening: [],
    inbox: [],
    replies: [],
    debtMs: 0,
    slices: 0,
    notBefore: 0,
    ending: null,
    memoryBytes: 0,
  };
  return { kernel, process };
}

/** Runs what is due. */
export function advance(container: ContainerProcesses, io: ProcessIo): Step {
  return act(container, io, () => undefined);
}

/** A signal from outside the container: to the first process unless a pid is given. */
export function sendSignal(
  container: ContainerProcesses,
  signal: SignalName,
  io: ProcessIo,
  pid = container.firstPid,
): Step {
  return act(container, io, (kernel) => {
    const target = findProcess(kernel, pid);
    if (target !== undefined) signalProcess(kernel, target, signal, false);
  });
}

/** The answer to a 'request' effect. An answer nobody waits for is dropped. */
export function deliverReply(
  container: ContainerProcesses,
  request: number,
  reply: NetworkReply,
  io: ProcessIo,
): Step {
  return act(container, io, (kernel) => {
    const asked = kernel.container.processes.find(({ wait }) => wait?.on === 'reply' && wait.id === request);
    if (asked !== undefined) asked.replies = [...asked.replies, { request, reply }];
  });
}

/** A connection to one of the container's ports. Without a listener the answer is 'refused'. */
export function deliverInbound(container: ContainerProcesses, inbound: Inbound, io: ProcessIo): Step {
  return act(container, io, (kernel) => {
    const server = kernel.container.processes.find(
      ({ listening, ending }) => ending === null && listening.some((l) => accepts(l, inbound)),
    );
    if (server !== undefined) server.inbox = [...server.inbox, inbound];
    else kernel.effects.push({ kind: 'answer', connection: inbound.connection, answer: { kind: 'refused' } });
  });
}

function accepts(listener: Listener, inbound: Inbound): boolean {
  if (listener.port !== inbound.port || listener.protocol !== inbound.protocol) return false;
  return listener.address !== '127.0.0.1' || inbound.peer.address === '127.0.0.1';
}

export function writeStdin(
  container: ContainerProcesses,
  session: string,
  text: string,
  io: ProcessIo,
): Step {
  return act(container, io, (kernel) => {
    const pipe = stdinOf(kernel, session);
    if (pipe?.external === true) pipe.text += text;
  });
}

export function closeStdin(container: ContainerProcesses, session: string, io: ProcessIo): Step {
  return act(container, io, (kernel) => {
    const pipe = stdinOf(kernel, session);
    if (pipe !== undefined) pipe.external = false;
  });
}

function stdinOf(kernel: Kernel, session: string): Kernel['container']['pipes'][number] | undefined {
  const id = kernel.container.sessions.find((known) => known.id === session)?.stdin;
  return kernel.container.pipes.find((pipe) => pipe.id === id);
}

/** Ends every process at once (the machine killed the container, or memory ran out). */
export function killContainer(container: ContainerProcesses, io: ProcessIo): Step {
  return sendSignal(container, 'KILL', io);
}

function act(container: ContainerProcesses, io: ProcessIo, change: (kernel: Kernel) => void): Step {
  if (container.exit !== null) return { container, effects: [], wakeAt: null };
  const kernel = kernelFor(container, io);
  change(kernel);
  return settle(kernel);
}

function settle(kernel: Kernel): Step {
  runAll(kernel);
  return { container: kernel.container, effects: kernel.effects, wakeAt: nextWake(kernel) };
}

function kernelFor(container: ContainerProcesses, io: ProcessIo): Kernel {
  const draft = copyContainer(container);
  return { container: draft, io, effects: [], programs: programNamed, turns: new Map(), drafts: new Set() };
}

/** Ports that accept connections, in order of process and of opening. */
export function listeners(container: ContainerProcesses): readonly Listener[] {
  return container.processes.flatMap(({ listening }) => listening);
}

/** Resident memory of all processes, in bytes. Files on tmpfs are counted by their owner, not here. */
export function memoryUse(container: ContainerProcesses): number {
  return container.processes.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
}
