/**
 * One pod as the map needs it: small, flat, told by the engine. The engine says what *is* in both planes; words and pictures are chosen by
 * the projections. All times are virtual ms; 0 means "none".
 */

/** What the API object (plane `api`) or the node itself (plane `truth`) says about the pod. The words are those of the visual grammar. */
export type PodState =
  | 'unscheduled'
  | 'gated'
  | 'creating'
  | 'pulling'
  | 'init'
  | 'ready'
  | 'not-ready'
  | 'crash-loop'
  | 'image-backoff'
  | 'terminating'
  | 'succeeded'
  | 'failed'
  | 'evicted'
  | 'unknown'
  | 'ghost';

export type ContainerKind = 'init' | 'sidecar' | 'app' | 'ephemeral';
/** `never`: no record yet. `waiting`: created or backing off. `running` and `ready` differ by readiness. */
export type ContainerPhase = 'never' | 'waiting' | 'running' | 'ready' | 'completed' | 'error';

export interface ContainerCell {
  readonly name: string;
  readonly kind: ContainerKind;
  /** As the API says. */
  readonly phase: ContainerPhase;
  /** As the machine says; equal to `phase` when they agree. */
  readonly truth: ContainerPhase;
}

export type ProbeKind = 'startup' | 'liveness' | 'readiness';
/** o = ok, f = failed, t = timed out. */
export type ProbeResult = 'o' | 'f' | 't';

export interface ProbeRail {
  readonly container: string;
  readonly kind: ProbeKind;
  readonly handler: 'http' | 'tcp' | 'exec' | 'grpc';
  /** Last results, oldest first, at most as many as the failure threshold. */
  readonly results: readonly ProbeResult[];
  readonly threshold: number;
  /** When the last one was sent, and what it carried and brought: `GET /healthz 200`. */
  readonly lastAt: number;
  readonly lastLabel: string;
}

export type PodTimerKind = 'none' | 'restart' | 'pull-retry' | 'grace' | 'pull';

export interface PodRow {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** Empty while it has no node. */
  readonly node: string;
  readonly ownerKind: string;
  readonly ownerName: string;
  readonly ownerUid: string;
  /** pod-template-hash or controller-revision-hash. */
  readonly hash: string;
  readonly ip: string;
  readonly phase: string;
  /** What the API object shows, and what is so on the machine. */
  readonly api: PodState;
  readonly truth: PodState;
  /** Short cause to print: `exit 1`, `memory`, `ErrImagePull`, `example.com/gate`. */
  readonly reason: string;
  readonly readyCount: number;
  readonly containerCount: number;
  readonly restarts: number;
  readonly containers: readonly ContainerCell[];
  readonly probes: readonly ProbeRail[];
  readonly timer: PodTimerKind;
  readonly timerFrom: number;
  readonly timerTo: number;
  /** Toleration fuse: when the taint eviction will delete the pod. -1: tolerates for ever. 0: no NoExecute taint. */
  readonly fuseFrom: number;
  readonly fuseTo: number;
  readonly createdAt: number;
  readonly deletedAt: number;
  /** When the object was gone from the API; then the row is a ghost. */
  readonly goneAt: number;
  /** Last time the API server heard of it from its kubelet, for nodes that are silent; 0 when it is heard of. */
  readonly lastSeenAt: number;
  readonly isStatic: boolean;
  /** Uid of the pod that stands in for it, and of the one it stands in for. */
  readonly replacedBy: string;
  readonly replaces: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly cpuUsedMilli: number;
  readonly memoryUsedBytes: number;
  /** For pods that wait: text of the last refusal by the scheduler. */
  readonly gate: string;
}
