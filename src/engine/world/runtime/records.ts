/** The runtime's tables: sandboxes, containers, and the execution of each running container. */
import type { Writable } from '../../../base/writable.ts';
import type { PagedTable } from '../../sim/paged-table.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { ContainerRecord, Reply, RequestSpec, SandboxRecord } from '../contract.ts';
import type { Begun, WorldCore } from '../core.ts';
import type { Logs } from '../logs/logs.ts';
import type { ContainerProcesses, NetworkRequest, SignalName } from '../programs/contract.ts';
import type { Trouble } from '../traffic/trouble.ts';
import type { LoadAttempt } from '../traffic/load/load-attempt.ts';
import type { Images } from '../registry/images.ts';
import type { Volumes } from '../volumes/volumes.ts';

/** Something the runtime itself does to a running container at a set time. */
export type Alarm =
  /** The grace after a stop signal is over. */
  | { readonly at: Millis; readonly kind: 'kill' }
  /** Annotation `crash-after`. */
  | { readonly at: Millis; readonly kind: 'crash' }
  /** Annotation `memory-growth` reaches the limit. */
  | { readonly at: Millis; readonly kind: 'memory' }
  | { readonly at: Millis; readonly kind: 'exec-timeout'; readonly session: string }
  | { readonly at: Millis; readonly kind: 'request-timeout'; readonly connection: number };

/** An exec whose caller waits. */
export interface ExecSession {
  readonly id: string;
  readonly begun: Begun;
  readonly reply: Reply;
  readonly output: string;
  /** Name by which a person's command is found; empty for the kubelet's own. */
  readonly name: string;
  /** Characters printed in all. */
  readonly printed: number;
}

/** Who sent a request: somebody outside with a reply, or a process of a container. */
export type Caller =
  | { readonly kind: 'outside'; readonly begun: Begun; readonly reply: Reply }
  | {
      readonly kind: 'process';
      readonly begun: Begun;
      readonly containerId: string;
      readonly request: number;
      readonly asked: NetworkRequest;
    }
  | { readonly kind: 'load'; readonly begun: Begun | null; readonly attempt: LoadAttempt };

/** A request on its way. */
export interface Exchange {
  readonly spec: RequestSpec;
  readonly caller: Caller;
  readonly startedAt: Millis;
  readonly deadline: Millis;
  /** The container that it reached. */
  readonly server?: string;
  /** What stands in its way, told to load generators only. */
  readonly trouble?: Trouble;
}

/** A connection that the container's server has not answered yet. */
export interface PendingInbound extends Exchange {
  readonly connection: number;
}

/** Execution of a running container. Gone when the first process has ended. */
export interface Task {
  readonly containerId: string;
  readonly machine: string;
  readonly sandboxId: string;
  readonly processes: ContainerProcesses;
  /** What the first process runs, for the text of its exit. */
  readonly program: string;
  /** When the processes want to run again; null: when something comes from outside. */
  readonly wakeAt: Millis | null;
  readonly alarms: readonly Alarm[];
  /** Callers of stopContainer. */
  readonly stopWaiters: readonly { readonly begun: Begun; readonly reply: Reply }[];
  readonly sessions: readonly ExecSession[];
  readonly inbound: readonly PendingInbound[];
  readonly nextSession: number;
  readonly nextConnection: number;
  /** The last signal from outside and what caused it: the reason given for the exit. */
  readonly signalled: { readonly signal: SignalName; readonly cause: number } | null;
  /** Bytes that behaviour had added to memory at a moment; from there on it grows at the present rate. */
  readonly grown: { readonly bytes: number; readonly at: Millis };
  /** CPU time used at an earlier moment, to tell the present rate. */
  readonly cpuSample: { readonly at: Millis; readonly cpuMs: number };
}

/** A copy to be changed before it is stored, written out field by field; see `base/writable.ts`. */
export function copyTask(task: Task): Writable<Task> {
  return {
    containerId: task.containerId,
    machine: task.machine,
    sandboxId: task.sandboxId,
    processes: task.processes,
    program: task.program,
    wakeAt: task.wakeAt,
    alarms: task.alarms,
    stopWaiters: task.stopWaiters,
    sessions: task.sessions,
    inbound: task.inbound,
    nextSession: task.nextSession,
    nextConnection: task.nextConnection,
    signalled: task.signalled,
    grown: task.grown,
    cpuSample: task.cpuSample,
  };
}

export const SANDBOXES = defineTable<SandboxRecord>('world/sandboxes', {
  machine: (sandbox) => sandbox.machine,
  pod: (sandbox) => sandbox.podUid,
  name: (sandbox) => `${sandbox.namespace}/${sandbox.podName}`,
  ip: (sandbox) => sandbox.ips,
});

export const CONTAINERS = defineTable<ContainerRecord>('world/containers', {
  machine: (container) => container.machine,
  pod: (container) => container.podUid,
  sandbox: (container) => container.sandboxId,
});

export const TASKS = defineTable<Task>('world/tasks', {
  machine: (task) => task.machine,
  sandbox: (task) => task.sandboxId,
});

/** Keys that were made before. A loop asks for its own at every step, and a text that is made anew has to be hashed anew. */
const timerKeys = new Map<string, string>();
const TIMER_KEYS_MAX = 16_384;

/** Key of the container's one simulator timer. */
export function timerKey(containerId: string): string {
  const known = timerKeys.get(containerId);
  if (known !== undefined) return known;
  if (timerKeys.size >= TIMER_KEYS_MAX) timerKeys.clear();
  const key = `world/task/${containerId}`;
  timerKeys.set(containerId, key);
  return key;
}

/** What the runtime's functions work on. */
export interface Runtime {
  readonly core: WorldCore;
  readonly sandboxes: PagedTable<SandboxRecord>;
  readonly containers: PagedTable<ContainerRecord>;
  readonly tasks: PagedTable<Task>;
  readonly logs: Logs;
  readonly volumes: Volumes;
  readonly images: Images;
  /** Where requests of processes go, and what their servers say; the traffic room. */
  readonly traffic: TrafficDoor;
}

export interface TrafficDoor {
  /** A process asks something of the network. */
  asked(containerId: string, request: number, asked: NetworkRequest): void;
  /** A server of the container answered. */
  answered(containerId: string, pending: PendingInbound, answer: TrafficAnswer): void;
  /** A try of a load generator has ended. */
  loadEnded(exchange: Exchange, attempt: LoadAttempt, answer: TrafficAnswer): void;
}

/** What became of a request at the server's side. */
export type TrafficAnswer =
  | { readonly kind: 'refused' | 'reset' | 'timeout' | 'unreachable' | 'hang' }
  | { readonly kind: 'accepted'; readonly text: string; readonly delayMs: Millis }
  | {
      readonly kind: 'grpc';
      readonly serving: 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
      readonly delayMs: Millis;
    }
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: string;
      readonly delayMs: Millis;
    };
