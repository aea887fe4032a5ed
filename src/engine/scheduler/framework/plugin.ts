/**
 * The contract between the scheduler and its plugins: one interface for each extension point.
 *
 * Upstream: pkg/scheduler/framework/interface.go (v1.37). A plugin is a constant object that implements the points it
 * needs; the default profile lists it at each of them.
 *
 * The way of a pod
 * ----------------
 * PreEnqueue decides whether the pod may enter the active queue. QueueSort orders that queue. Then, for one pod at a time:
 *
 * 1. PreFilter looks at the pod once. It may compute state, name the only nodes worth a look, skip its own Filter, or
 *    reject the pod on all nodes.
 * 2. Filter judges each node, in the order of the profile. The first plugin that rejects ends the matter for that node, and
 *    only its reasons are reported.
 * 3. PostFilter runs only when no node is left. Preemption lives here.
 * 4. PreScore and Score run only when two nodes or more are left. NormalizeScore brings the raw scores of all nodes to
 *    0..100; then the weight of the plugin applies.
 *
 * What callers guarantee: PreFilter before Filter, PreScore before Score, with the same state; a plugin that skipped is not
 * called again. What plugins guarantee: the verdict follows from the arguments alone, nothing is kept between calls, and
 * state is replaced, not changed (see `CycleState`). A status returned by a plugin carries that plugin's own name.
 *
 * 5. Reserve says what has to be done on behalf of the pod on the chosen node before it is bound.
 *
 * **Simplified:** Permit, PreBind, Bind and PostBind have no interface. In the default profile only volumes act there: the
 * decision lists their reservations, and whoever runs the scheduler carries them out and then binds the pod.
 */
import type { ClusterChange, EventRegistration } from './cluster-event.ts';
import type { CycleState } from './cycle-state.ts';
import type { Listers } from './listers.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';
import type { Status } from './status.ts';

/** What stays the same during one attempt. */
export interface CycleContext {
  readonly pod: PodInfo;
  readonly snapshot: Snapshot;
  readonly listers: Listers;
}

export interface Plugin {
  readonly name: string;
  /** Cluster events that can turn a rejection by this plugin into success. Absent: none. */
  readonly eventsToRegister?: readonly EventRegistration[];
}

/** Undefined lets the pod in. */
export interface PreEnqueuePlugin extends Plugin {
  preEnqueue(pod: PodInfo, context: PreEnqueueContext): Status | undefined;
}

export interface PreEnqueueContext {
  /** Whether victims of this pod are still being deleted on its behalf. */
  readonly preemptionInProgress: boolean;
}

/** What the queue order looks at. */
export interface QueueSortKey {
  readonly priority: number;
  /** When the pod was added to the queue, or last came back to it. */
  readonly timestampMs: number;
  /** Order of arrival; settles equal timestamps. */
  readonly sequence: number;
}

export interface QueueSortPlugin extends Plugin {
  /** Negative when `a` is to be scheduled before `b`. */
  compare(a: QueueSortKey, b: QueueSortKey): number;
}

export interface PreFilterVerdict {
  /** `Skip`, a rejection on all nodes, or absent for success. */
  readonly status?: Status;
  /** The only nodes worth a look. Absent means all. */
  readonly nodeNames?: readonly string[];
}

export interface PreFilterPlugin extends Plugin {
  preFilter(context: CycleContext, state: CycleState): PreFilterVerdict;
  /** Rewrites the plugin's state as if `pod` were on the node too. Preemption and nominated pods need it. */
  addPod?(context: CycleContext, state: CycleState, pod: PodInfo, node: NodeInfo): void;
  /** Rewrites the plugin's state as if `pod` were not on the node. */
  removePod?(context: CycleContext, state: CycleState, pod: PodInfo, node: NodeInfo): void;
}

export interface FilterPlugin extends Plugin {
  /** Undefined lets the node pass. */
  filter(context: CycleContext, state: CycleState, node: NodeInfo): Status | undefined;
  /** All of the pod that the verdict depends on. Absent: it depends on more than the pod and the node. */
  filterKey?(pod: PodInfo): string;
}

/** What PostFilter may ask of the scheduler. */
export interface FrameworkHandle {
  /** Filters the node with nominated pods counted in, as for any attempt. */
  filterNode(state: CycleState, node: NodeInfo): Status | undefined;
  addPod(state: CycleState, pod: PodInfo, node: NodeInfo): void;
  removePod(state: CycleState, pod: PodInfo, node: NodeInfo): void;
  nominatedPods(nodeName: string): readonly PodInfo[];
  /** A random integer from 0 up to, not including, `n`. Drawn only when it matters. */
  tieBreak(n: number): number;
}

export interface PostFilterVerdict {
  readonly success: boolean;
  /** Becomes the last part of the message. */
  readonly message: string;
  /** Absent leaves the pod's nomination as it is; empty clears it. */
  readonly nominatedNodeName?: string;
  readonly victims?: readonly PodInfo[];
  /** Pods of lower priority that lose their nomination to the node. */
  readonly clearedNominations?: readonly PodInfo[];
}

/** Filter's answer for each node; a node that PreFilter left out counts as unresolvable. */
export type NodeStatuses = ReadonlyMap<string, Status>;

export interface PostFilterPlugin extends Plugin {
  postFilter(
    context: CycleContext,
    state: CycleState,
    statuses: NodeStatuses,
    handle: FrameworkHandle,
  ): PostFilterVerdict;
}

export interface PreScorePlugin extends Plugin {
  /** `Skip` leaves the plugin out of scoring; undefined is success. */
  preScore(context: CycleContext, state: CycleState, feasible: readonly NodeInfo[]): Status | undefined;
}

export interface ScorePlugin extends Plugin {
  score(context: CycleContext, state: CycleState, node: NodeInfo): number;
  /** All that a score depends on beside the node. Absent or undefined: that cannot be told in a few words. */
  scoreKey?(context: CycleContext, state: CycleState): string | undefined;
  /** The same as `score` for one node after the other, where it takes less to look at all at once. */
  scoreAll?(context: CycleContext, state: CycleState, nodes: readonly NodeInfo[]): readonly number[];
  /** Turns the raw scores, in the order of `nodes`, into 0..100. Absent: they already are. */
  normalizeScore?(
    context: CycleContext,
    state: CycleState,
    scores: readonly number[],
    nodes: readonly NodeInfo[],
  ): readonly number[];
}

/** What has to be true of a claim before the pod may be bound. */
export type VolumeReservation =
  /** An existing volume is bound to the claim. */
  | { readonly kind: 'bind'; readonly namespace: string; readonly claim: string; readonly volume: string }
  /** A provisioner is asked to make a volume for the claim on the chosen node. */
  | { readonly kind: 'provision'; readonly namespace: string; readonly claim: string };

export interface ReservePlugin extends Plugin {
  /** What the plugin wants done for the pod on its node before binding. Called for the chosen node alone. */
  reserve(context: CycleContext, state: CycleState, node: NodeInfo): readonly VolumeReservation[];
}

/** A cluster event hint: whether the change could make this waiting pod schedulable. */
export type QueueingHint = 'Queue' | 'QueueSkip';
export type QueueingHintFn = (pod: PodInfo, change: ClusterChange, listers: Listers) => QueueingHint;
