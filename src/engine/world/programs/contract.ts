/**
 * What runs inside containers, as plain data, and how the container runtime of the simulated machine drives it.
 *
 * One container's execution is one record, {@link ContainerProcesses}: the process table (the first process, its
 * children, `exec` sessions), pipes and open files. The record is JSON at every moment, also in the middle of a script,
 * so a checkpoint is the record itself and a fork is a copy.
 *
 * ## How to drive it (functions in `container.ts`)
 *
 * 1. `startContainer(spec, io)` looks up the command and runs the first process until everything waits.
 * 2. Every call returns a {@link Step}: the next record, what happened outside ({@link Effect}s, in order) and `wakeAt`.
 *    The caller stores the record, carries the effects out, and keeps **exactly one** timer for `wakeAt` (none if null).
 * 3. When that timer fires: `advance(container, io)`. When something comes from outside: `sendSignal`, `deliverReply`,
 *    `deliverInbound`, `startExec`, `writeStdin`, `closeStdin`. Each runs whatever became able to run, and returns a Step.
 * 4. The Step whose `container.exit` is not null is the last one: the first process ended and all others were killed.
 *    Calls after that return the record unchanged.
 *
 * The input record is never changed; unchanged parts are shared. Calling `advance` early or twice is harmless.
 *
 * ## Time
 *
 * All times are integer ms of the run's virtual clock (`io.now`), except file times and `date`, which use `io.wallMs`.
 * A command costs 1–3 ms. The cost is a debt of the process and is added to its next wait, so that a script that
 * touches a file and sleeps needs one timer, not two. A process that never waits is cut off after a slice of steps and
 * goes on later; the longer it runs without rest the fewer steps it gets, down to 2,500 per virtual second. No input can
 * hang the engine.
 *
 * ## PID 1
 *
 * In its own PID namespace the first process is PID 1: signals without a handler are dropped for it, KILL from inside
 * the namespace too. With `shareProcessNamespace` give `firstPid` a number above 1: the default actions apply.
 *
 * **Simplified:** no process groups or terminals, no zombies (an ended child is recorded with its parent at once), no
 * stopping and continuing, all processes of a container share one memory and CPU account.
 */
import type { Credentials, FileStore, MountTable } from '../filesystem/mount-table.ts';

export type SignalName =
  | 'HUP'
  | 'INT'
  | 'QUIT'
  | 'ILL'
  | 'TRAP'
  | 'ABRT'
  | 'BUS'
  | 'FPE'
  | 'KILL'
  | 'USR1'
  | 'SEGV'
  | 'USR2'
  | 'PIPE'
  | 'ALRM'
  | 'TERM'
  | 'CHLD'
  | 'CONT'
  | 'STOP'
  | 'TSTP'
  | 'TTIN'
  | 'TTOU'
  | 'URG'
  | 'WINCH';

/** JSON-shaped state of a program. Each program knows its own type. */
export type ProgramState = unknown;

/** What a file descriptor refers to. */
export type Descriptor =
  | { readonly kind: 'output'; readonly stream: OutputStream; readonly session: string | null }
  | { readonly kind: 'device'; readonly device: 'null' | 'zero' | 'full' | 'random' }
  | { readonly kind: 'pipe'; readonly pipe: number; readonly end: 'read' | 'write' }
  | { readonly kind: 'file'; readonly open: number };

export type OutputStream = 'stdout' | 'stderr';

/** What a process waits for. `until` ends the wait at that time whatever else happens; null means no limit. */
export interface Wait {
  readonly on: 'timer' | 'child' | 'input' | 'room' | 'reply' | 'inbound' | 'forever';
  /** The child's pid (0 for whichever child), the file descriptor, or the id of the request. */
  readonly id: number;
  readonly until: number | null;
  /** Whether a caught signal ends the wait. A shell waiting for its foreground command is not interrupted. */
  readonly interruptible: boolean;
}

export interface Process {
  readonly pid: number;
  ppid: number;
  /** Session whose first process this is, or null. The container's first process belongs to the session ''. */
  readonly session: string | null;
  /** Name in the table of programs. */
  program: string;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
  umask: number;
  readonly startedAt: number;
  /** Descriptor number and what it refers to, sorted by number. */
  descriptors: readonly (readonly [number, Descriptor])[];
  state: ProgramState;
  /** Null: able to run. */
  wait: Wait | null;
  /** Caught signals that the program has not yet acted on, oldest first. */
  pending: readonly SignalName[];
  /** Signals set to be ignored; children inherit this. */
  ignored: readonly SignalName[];
  /** Children that ended and were not yet waited for, in order of their end. */
  ended: readonly EndedChild[];
  /** Ports the process accepts connections on. */
  listening: readonly Listener[];
  /** Connections that wait to be served. */
  inbox: readonly Inbound[];
  /** Answers that have arrived. */
  replies: readonly { readonly request: number; readonly reply: NetworkReply }[];
  /** CPU time spent but not yet waited for. */
  debtMs: number;
  /** Slices used in a row, without a rest between them; a busy loop is slowed down by it. */
  slices: number;
  /** The process does not run before this time: it is paying its debt or its slice was used up. */
  notBefore: number;
  /** Set when the process has ended and only its debt is left to wait for. */
  ending: { readonly code: number; readonly signal: SignalName | null } | null;
  memoryBytes: number;
}

export interface EndedChild {
  readonly pid: number;
  /** 0–255; 128 + number for a signal. */
  readonly code: number;
  readonly signal: SignalName | null;
}

export interface Listener {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  /** '0.0.0.0' for every address, '127.0.0.1' for connections from inside the pod only. */
  readonly address: string;
}

export interface Pipe {
  readonly id: number;
  text: string;
  zeros: number;
  /** Fed from outside (stdin of a session): has a writer until it is closed. */
  external: boolean;
}

/** An open file. Descriptors that were duplicated share it, and with it the position. */
export interface OpenFile {
  readonly id: number;
  readonly path: string;
  position: number;
  readonly append: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
}

/** What processes can learn about where they run. */
export interface ContainerIdentity {
  readonly hostname: string;
  readonly who: Credentials;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  /** Addresses of the pod; the first is what `hostname -i` prints. */
  readonly addresses: readonly string[];
}

export interface Session {
  readonly id: string;
  readonly pid: number;
  /** Pipe that feeds the session's stdin, or null when stdin is /dev/null. */
  readonly stdin: number | null;
}

/** A container's whole execution. One record of the run. */
export interface ContainerProcesses {
  readonly identity: ContainerIdentity;
  readonly table: MountTable;
  /** Environment given to `exec` sessions. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly firstPid: number;
  nextPid: number;
  /** Source of ids of pipes, open files and requests. */
  nextId: number;
  /** Sorted by pid. */
  processes: readonly Process[];
  pipes: readonly Pipe[];
  opens: readonly OpenFile[];
  sessions: readonly Session[];
  /** CPU time all processes have used. */
  cpuMs: number;
  exit: { readonly code: number; readonly signal: SignalName | null; readonly at: number } | null;
}

export interface ContainerSpec {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly identity: ContainerIdentity;
  readonly table: MountTable;
  /** 1 unless the pod shares its process namespace. */
  readonly firstPid: number;
  /** spec.containers[].stdin: the first process reads what `writeStdin('', …)` brings. */
  readonly stdin: boolean;
}

export interface ExecSpec {
  /** Chosen by the caller, unique in the container, not ''. */
  readonly session: string;
  readonly argv: readonly string[];
  readonly stdin: boolean;
}

/** What the simulation lends to processes for the length of one call. */
export interface ProcessIo {
  readonly now: number;
  /** UTC in ms since 1970 at `now`. */
  readonly wallMs: number;
  /** The run's trees: image layers, writable layers, volumes. */
  readonly files: FileStore;
  /** A whole number from 0 to `bound` − 1. `reason` names the draw for replay diagnostics. */
  random(bound: number, reason: string): number;
  /** Processes of other containers that share the process namespace, the pause process first; left out: none. */
  neighbours?(): readonly Neighbour[];
}

export interface Neighbour {
  readonly pid: number;
  readonly uid: number;
  readonly argv: readonly string[];
}

export type Effect =
  /** Bytes written to a session's stdout or stderr; session null is the container's log. Not cut into lines. */
  | {
      readonly kind: 'output';
      readonly session: string | null;
      readonly stream: OutputStream;
      readonly text: string;
    }
  /** Answer with `deliverReply(id)`, at once or later. */
  | { readonly kind: 'request'; readonly id: number; readonly request: NetworkRequest }
  /** The asker gave up or died; a reply is not needed any more. */
  | { readonly kind: 'request-dropped'; readonly id: number }
  /** What a server did with an inbound connection. For 'hang' nothing is sent and the client runs into its timeout. */
  | { readonly kind: 'answer'; readonly connection: number; readonly answer: Answer }
  /** The first process of an exec session ended. */
  | { readonly kind: 'session-ended'; readonly session: string; readonly code: number }
  /** A signal for a process of another container in the same process namespace. */
  | { readonly kind: 'outside-signal'; readonly pid: number; readonly signal: SignalName }
  /** The first process of the container ended. */
  | { readonly kind: 'ended'; readonly code: number; readonly signal: SignalName | null };

export interface Step {
  readonly container: ContainerProcesses;
  readonly effects: readonly Effect[];
  /** When `advance` is to be called next; null: only something from outside can make a process run. */
  readonly wakeAt: number | null;
}

/** `exec` and container start can fail before any process exists. `message` is runc's text after "exec: ". */
export type StartOutcome =
  ({ readonly started: true } & Step) | { readonly started: false; readonly message: string };

export type NetworkRequest =
  | {
      readonly kind: 'connect';
      readonly host: string;
      readonly port: number;
      readonly protocol: 'TCP' | 'UDP';
      readonly payload: string;
    }
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly host: string;
      readonly port: number;
      readonly path: string;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: string;
    }
  | { readonly kind: 'resolve'; readonly name: string; readonly server: string | null }
  | { readonly kind: 'ping'; readonly host: string };

/** `address` is the IP the host name resolved to, null if it did not. */
export type NetworkReply =
  | { readonly kind: 'connected'; readonly address: string; readonly text: string }
  | {
      readonly kind: 'http';
      readonly address: string;
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: string;
    }
  /** `name` is what was found after search domains were tried. */
  | {
      readonly kind: 'resolved';
      readonly server: string;
      readonly name: string;
      readonly addresses: readonly string[];
    }
  | { readonly kind: 'pong'; readonly address: string; readonly roundTripMs: number }
  | {
      readonly kind: 'failed';
      readonly error: NetworkError;
      readonly address: string | null;
      readonly server?: string;
    };

export type NetworkError = 'unknown-host' | 'refused' | 'timed-out' | 'unreachable' | 'reset' | 'no-dns';

/** A connection to a server inside the container. */
export interface Inbound {
  readonly connection: number;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly peer: { readonly address: string; readonly port: number };
  /** Null: the client only opened a connection (tcpSocket probe, `nc`). */
  readonly http: InboundHttp | null;
  /** Name of the service asked through gRPC health checking, or null when it is no gRPC call. */
  readonly grpcService: string | null;
  readonly text: string;
}

export interface InboundHttp {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export type Answer =
  | { readonly kind: 'refused' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'accepted'; readonly text: string; readonly delayMs: number }
  | {
      readonly kind: 'grpc';
      readonly serving: 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
      readonly delayMs: number;
    }
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: string;
      readonly delayMs: number;
    };
