/**
 * What the map shows, as plain readonly values. A projection builds these from engine snapshots; the canvas draws them
 * and computes nothing of Kubernetes. Units: every `…Ms` is virtual time in whole milliseconds since the run began,
 * CPU is milli-CPU, memory is bytes. Arrays keep the order in which they are drawn and read aloud.
 *
 * Two speeds: a model changes only when the cluster changes. What ticks in between (seconds, rings, fuses) is given as
 * a span of virtual time and drawn by components that read the virtual clock themselves.
 */

import type { OwnerTicketModel } from './workloads/ticket-model.ts';

// ───────────────────────────────────────────────────────────────── text and time

/**
 * A line of text of which one part follows the virtual clock: `before` + duration + `after`.
 * `until` counts down to `atMs` ("Restart in 14 s"), `since` counts up from it ("Last seen 41 s ago").
 */
export interface TickingText {
  readonly before: string;
  readonly tick: 'until' | 'since';
  readonly atMs: number;
  readonly after: string;
}

/** Text that stands still, or ticks. */
export type LineText = string | TickingText;

/** A stretch of virtual time with both ends known. */
export interface SpanModel {
  readonly fromMs: number;
  readonly toMs: number;
}

// ───────────────────────────────────────────────────────────────── pods

/** The states of the visual grammar. `static` and `mirror` are healthy ones; a static pod in trouble has its own state and a pin. */
export type PodStateKind =
  | 'unscheduled'
  | 'gated'
  | 'creating'
  | 'pulling'
  | 'init'
  | 'ready'
  | 'sidecar-ready'
  | 'not-ready'
  | 'crash-loop'
  | 'image-backoff'
  | 'terminating'
  | 'succeeded'
  | 'failed'
  | 'evicted'
  | 'unknown'
  | 'ghost'
  | 'static'
  | 'mirror';

/**
 * One container inside a tile. `wanted` has no node yet, `waiting` is not started, `half` runs without being ready,
 * `up` runs and is ready, `sidecar` is a native sidecar that runs, `down` ended with an error, `over` ended well,
 * `last-known` was running when last heard of. The `init-…` kinds are init containers.
 */
export type SliceKind =
  | 'wanted'
  | 'waiting'
  | 'half'
  | 'up'
  | 'sidecar'
  | 'down'
  | 'over'
  | 'last-known'
  | 'init-done'
  | 'init-now'
  | 'init-later';

export interface ContainerSliceModel {
  readonly name: string;
  readonly kind: SliceKind;
}

/**
 * The timer a tile carries in itself. `restart` fills towards the next attempt (crash or image back-off),
 * `grace` drains towards SIGKILL, `pull` rises with the bytes of the image: over a span, or as a known part 0…1.
 */
export type PodTimerModel =
  | { readonly kind: 'restart' | 'grace'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'pull'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'pull'; readonly fraction: number };

/** The patience of a pod with a NoExecute taint: a span that burns down, or `stays` when it tolerates for ever. */
export type FuseModel = SpanModel | 'stays';

export type ProbeKind = 'startup' | 'liveness' | 'readiness';
export type PipKind = 'ok' | 'fail' | 'timeout' | 'none';

/** The last results of one probe, oldest first, filled with `none` up to `threshold`. */
export interface ProbeRailModel {
  readonly kind: ProbeKind;
  readonly pips: readonly PipKind[];
  /** The failureThreshold of the probe (for `startup` too). */
  readonly threshold: number;
}

/** One probe on its way; drawn once per `id`, then forgotten. */
export interface PulseModel {
  readonly id: string;
  readonly kind: 'http' | 'tcp' | 'exec';
  readonly result: 'ok' | 'fail' | 'timeout';
  readonly atMs: number;
  /** What it carries: `GET /healthz 200`, `open`, `exit 1`, `no answer in 1 s`. */
  readonly label: string;
}

/** Where a pod stands in its creation: step `now` of `count`, counted from 0. */
export interface StepStripModel {
  readonly now: number;
  readonly count: number;
}

/** A revision of a workload as people say it: letter in order of appearance, and the pod-template-hash. */
export interface RevisionMark {
  readonly letter: string;
  readonly hash: string;
}

export interface PodTileModel {
  readonly uid: string;
  readonly name: string;
  /** The part that differs, as shown: `web …x2kzp`, or the full name when nothing was cut. */
  readonly shortName: string;
  readonly namespace: string;
  /** Name of the node, or null while unscheduled. */
  readonly node: string | null;
  readonly state: PodStateKind;
  /** Solid for a static pod (it sits in the kubelet bar), hollow for its mirror in the API. */
  readonly pin: 'none' | 'solid' | 'hollow';
  /** Second line of a row: 'Not ready 0/1', 'Restart in 14 s', the address when all is well. */
  readonly say: LineText;
  /** Init containers first, then sidecars, then containers. Empty when nothing is known. */
  readonly containers: readonly ContainerSliceModel[];
  /** Sum of container restarts. */
  readonly restarts: number;
  readonly readyCount: number;
  readonly containerCount: number;
  readonly step: StepStripModel | null;
  readonly timer: PodTimerModel | null;
  readonly fuse: FuseModel | null;
  /** Worst first; a row shows the first one. */
  readonly probes: readonly ProbeRailModel[];
  readonly ip: string | null;
  readonly ownerUid: string | null;
  readonly revision: RevisionMark | null;
  /** Set when the API says something else than the node: the state the API object shows. `state` is then the truth. */
  readonly disagree: { readonly api: PodStateKind } | null;
  /** Uid of the pod that stands in for this one, and of the one this one stands in for. */
  readonly replacedBy: string | null;
  readonly replaces: string | null;
  readonly pulse: PulseModel | null;
}

// ───────────────────────────────────────────────────────────────── nodes

export interface TaintModel {
  readonly key: string;
  /** The key without its well-known prefix: `unreachable`, `memory-pressure`. */
  readonly shortKey: string;
  readonly value: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** A node condition worth a word: MemoryPressure, DiskPressure, PIDPressure, NetworkUnavailable. */
export interface ConditionModel {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
}

/** One pod's share of a bar. */
export interface ResourceBlockModel {
  readonly podUid: string;
  readonly amount: number;
}

/**
 * One resource of a node, all amounts in the same unit (milli-CPU or bytes). `capacity` is the whole bar, `reserved`
 * its hatched end (capacity minus allocatable), `blocks` the requests in slot order, `usage` what is really used
 * (null when nobody reports), `limits` the sum of limits (0 when none is set).
 */
export interface ResourceBarModel {
  readonly capacity: number;
  readonly reserved: number;
  readonly blocks: readonly ResourceBlockModel[];
  readonly usage: number | null;
  readonly limits: number;
}

export interface NodeCardModel {
  readonly name: string;
  readonly ip: string;
  readonly power: 'on' | 'off';
  readonly powerSinceMs: number;
  readonly linkCut: boolean;
  readonly kubeletStopped: boolean;
  /** The Ready condition as the API has it, and since when. */
  readonly ready: 'True' | 'False' | 'Unknown';
  readonly readySinceMs: number;
  /** A few words for a Ready that is not True: 'runtime down'. */
  readonly readyReason: string;
  readonly cordoned: boolean;
  readonly taints: readonly TaintModel[];
  readonly conditions: readonly ConditionModel[];
  /** A warning about room: 'CPU full: 40m free'. Empty when there is none. */
  readonly roomWarning: string;
  readonly cpu: ResourceBarModel;
  readonly memory: ResourceBarModel;
  /** The last lease renewals as the control plane sees them, oldest first. */
  readonly lease: readonly ('kept' | 'missed')[];
  /** Pods and ghosts in order of arrival; static pods are listed apart. */
  readonly pods: readonly PodTileModel[];
  readonly staticPods: readonly PodTileModel[];
}

// ───────────────────────────────────────────────────────────────── services

/** `closed` carries traffic, `open` does not and says why, `half` is terminating and still serving. */
export type TapState = 'closed' | 'open' | 'half';

export interface ServiceTapModel {
  readonly pod: PodTileModel;
  readonly state: TapState;
  /** 'ready', 'not ready', 'no match: app=wbe', 'leaving, still serving'. */
  readonly reason: string;
}

export interface ServiceRailModel {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** '10.96.40.12:80', or empty for a headless service. */
  readonly address: string;
  /** '12 requests/s' or '120/s, 3 % failed', empty without traffic. */
  readonly rate: string;
  readonly taps: readonly ServiceTapModel[];
}

// ───────────────────────────────────────────────────────────────── waiting and control plane

/** The first gate that is closed for a pending pod: gate `index` of `count`, counted from 0. */
export interface ClosedGateModel {
  readonly index: number;
  readonly count: number;
  /** The word to stress: 'cpu', 'taint', 'quota'. */
  readonly name: string;
  /** The rest of the sentence: 'wants 500m, most free is 40m'. */
  readonly text: string;
}

export interface PendingPodModel {
  readonly pod: PodTileModel;
  /** Null before the scheduler has looked. */
  readonly gate: ClosedGateModel | null;
}

export interface PendingTrayModel {
  readonly pods: readonly PendingPodModel[];
}

export type ControlPlaneActor = 'api-server' | 'controllers' | 'scheduler';

export interface ControlPlaneModel {
  /** Newest resourceVersion, as the API prints it. */
  readonly resourceVersion: string;
  /** 'ReplicaSet made 1 pod', or empty. */
  readonly lastControllerAction: string;
  /** The scheduler's last verdict: a pod that got a node, or the words for one that did not. */
  readonly lastDecision: SchedulerDecisionModel | null;
  /** Who acted at this moment. */
  readonly acting: ControlPlaneActor | null;
}

export interface SchedulerDecisionModel {
  readonly podUid: string;
  /** Short name of the pod, 'm4x8q'. */
  readonly pod: string;
  /** Null when it found no node. */
  readonly node: string | null;
  /** '2 fit', '0 of 3 fit: cpu'. */
  readonly note: string;
}

/** One sentence about what just happened; a new `id` is announced. */
export interface CaptionModel {
  readonly id: string;
  readonly headline: string;
  readonly detail: string;
}

// ───────────────────────────────────────────────────────────────── all together

/** `api` hides what only the world knows; `truth` shows both and marks where they differ. */
export type Lens = 'api' | 'truth';

export interface MapModel {
  readonly lens: Lens;
  readonly controlPlane: ControlPlaneModel;
  readonly owners: readonly OwnerTicketModel[];
  readonly pending: PendingTrayModel;
  readonly services: readonly ServiceRailModel[];
  readonly nodes: readonly NodeCardModel[];
  readonly caption: CaptionModel | null;
}
