/**
 * What kubectl needs of a cluster, and nothing else: the API server's requests, the kubelet's two streams, and time to wait in.
 *
 * Whoever offers a cluster (a page, a test, a recording's player) implements this. Every call may take virtual time; none throws for what a
 * server would answer with a Status.
 */
import type {
  ApiFailure,
  ApiResult,
  DeleteOptions,
  ListOptions,
  PatchType,
} from '../engine/apiserver/client.ts';
import type { Kind, KubeObject } from '../engine/api/types.ts';
import type { Json, JsonObject } from '../base/json.ts';

export type Answer = ApiResult<KubeObject>;

export interface WatchedChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

/** A watch that began when it was asked for. */
export interface Watch {
  /** What has changed since, in order, at least one thing; nothing when `limit` (as of now()) came first. */
  next(limit?: number): Promise<readonly WatchedChange[]>;
  stop(): void;
}
export type { ApiFailure, DeleteOptions, ListOptions, PatchType };

export interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface LogLine {
  /** ms since 1970. */
  readonly atMs: number;
  readonly text: string;
}

export interface ExecAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  /** The runtime's text when the command could not run at all. */
  readonly error?: string;
}

/** How a command stands that a person runs in a container. */
export interface ExecView {
  readonly running: boolean;
  /** The newest of what it printed. */
  readonly output: string;
  /** Characters printed in all, of which `output` is the end. */
  readonly printed: number;
  /** It waits for input. */
  readonly waits: boolean;
  readonly cwd: string;
  readonly program: string;
  readonly exitCode: number;
  /** The runtime's text when it could not run at all, else empty. */
  readonly error: string;
}

/** A command in a container whose stdin stays open. */
export interface ExecStream {
  /** Undefined when it was lost with its machine. */
  look(): Promise<ExecView | undefined>;
  type(text: string): Promise<void>;
  /** Ends the input, as Ctrl-D does. */
  end(): Promise<void>;
  signal(name: string): Promise<void>;
  /** Until something may have happened. */
  wait(): Promise<void>;
}

export interface ClusterAccess {
  get(kind: Kind, namespace: string, name: string): Promise<KubeObject | undefined>;
  /** In key order: namespace, then name. */
  list(kind: Kind, options: ListOptions): Promise<readonly KubeObject[]>;
  create(kind: Kind, namespace: string, object: JsonObject): Promise<Answer>;
  update(kind: Kind, object: KubeObject, subresource?: string): Promise<Answer>;
  patch(
    kind: Kind,
    namespace: string,
    name: string,
    type: PatchType,
    body: Json,
    subresource?: string,
  ): Promise<Answer>;
  delete(kind: Kind, namespace: string, name: string, options: DeleteOptions): Promise<Answer>;
  evict(namespace: string, pod: string, options: DeleteOptions): Promise<Answer>;
  /** Lines of the container's present or, with `previous`, last ended process; undefined when the node keeps none. */
  log(place: ContainerPlace, previous: boolean): Promise<readonly LogLine[] | undefined>;
  /** Undefined when no such container runs. */
  exec(place: ContainerPlace, argv: readonly string[], stdin: string): Promise<ExecAnswer | undefined>;
  /** A command that talks with a person; left out where nobody sits at a keyboard. Undefined when no such container runs. */
  openExec?(place: ContainerPlace, argv: readonly string[]): Promise<ExecStream | undefined>;
  /** A container's first process and a person. */
  openAttach?(place: ContainerPlace): Promise<ExecStream>;
  watch(kind: Kind, options: ListOptions): Watch;
  /** ms since 1970 in the cluster. */
  now(): number;
  sleep(ms: number): Promise<void>;
}
