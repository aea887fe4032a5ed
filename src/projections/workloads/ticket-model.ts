/** What a ticket of a workload shows: what was promised, what has become of each copy, and what holds it up. */
import type { LineText, RevisionMark, SpanModel } from '../view-model.ts';

export type OwnerKind =
  'Deployment' | 'ReplicaSet' | 'ReplicationController' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob';

/** One wanted copy: what has become of it. */
export type OwnerSlotKind =
  | 'ready'
  | 'not-ready'
  | 'making'
  /** Its container crashes again and again, or its image cannot be had. */
  | 'broken'
  | 'wanted'
  | 'ending'
  | 'done'
  | 'failed';

/** `trouble` needs somebody, `moving` changes by itself, `calm` is as promised. */
export type TicketMood = 'trouble' | 'moving' | 'calm';

export interface RevisionModel extends RevisionMark {
  readonly uid: string;
  /** Name of the ReplicaSet or ControllerRevision. */
  readonly name: string;
  /** Its number in the history, as `rollout undo --to-revision` takes it. */
  readonly revision: number;
  readonly newest: boolean;
  readonly want: number;
  readonly have: number;
  readonly ready: number;
  /** Empty for one that has no pods. */
  readonly slots: readonly OwnerSlotKind[];
  /** 'nginx:1.28', 'nginx:1.28 + 1'. */
  readonly images: string;
}

/** How far a rolling update may go: pods up to `max`, available ones never below `min`. */
export interface BudgetModel {
  readonly max: number;
  readonly min: number;
  readonly want: number;
  readonly have: number;
  readonly available: number;
}

/** Why somebody is needed: a word for the chip, the reason in one line, and the controller's own sentence. */
export interface TroubleModel {
  readonly word: string;
  readonly text: string;
  readonly sentence: string;
}

/** `none`: it does not exist yet. */
export type ClaimState = 'bound' | 'pending' | 'lost' | 'none';

export interface ClaimModel {
  readonly name: string;
  readonly state: ClaimState;
  /** 'data-db-0, 1Gi: bound to pv-1'. */
  readonly text: string;
}

/** One place of a body: an ordinal, a node, a completion. */
export interface PlaceModel {
  readonly id: string;
  /** What is written under it: '0', 'a', '7'. */
  readonly label: string;
  /** `excluded`: nothing is wanted there. */
  readonly slot: OwnerSlotKind | 'excluded';
  /** Its turn has not come. */
  readonly locked: boolean;
  readonly podUid: string | null;
  /** Empty without a pod. */
  readonly podName: string;
  /** Revision of its pod, while several share the places. */
  readonly letter: string | null;
  /** The whole truth about it in one sentence. */
  readonly text: string;
  readonly claims: readonly ClaimModel[];
}

/** Places side by side, and the one thing worth saying about them. */
export interface PlacesBody {
  readonly kind: 'places';
  readonly name: string;
  readonly places: readonly PlaceModel[];
  readonly hidden: number;
  readonly note: LineText;
}

export interface RunModel {
  readonly uid: string;
  readonly name: string;
  readonly slot: 'done' | 'failed' | 'making';
  /** '10:05', in the cluster's own time. */
  readonly time: string;
  readonly byHand: boolean;
}

/** A schedule: what ran, and what comes. */
export interface ClockBody {
  readonly kind: 'clock';
  readonly schedule: string;
  readonly runs: readonly RunModel[];
  /** When the next run is due; null when it is suspended or never comes. */
  readonly nextMs: number | null;
  /** '10:06', or why there is none. */
  readonly next: string;
  /** 'Forbid · 2 missed'. */
  readonly facts: readonly string[];
}

/** A wait that is counted down on the ticket. */
export interface WaitModel {
  readonly span: SpanModel;
  readonly text: string;
}

export interface MetricModel {
  readonly name: string;
  readonly measured: string;
  readonly target: string;
  /** Measured over target; null while it cannot be read. */
  readonly ratio: number | null;
  /** Where its value is set, and to what (empty for nothing yet); null for what pods use. */
  readonly source: {
    readonly group: 'external' | 'object';
    readonly path: string;
    readonly value: string;
  } | null;
}

export interface GaugeModel {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly current: number;
  /** What the metrics ask for; null when they cannot be read. */
  readonly recommended: number | null;
  readonly metrics: readonly MetricModel[];
  /** Why it does not follow the recommendation, or that it does. */
  readonly say: LineText;
  readonly trouble: boolean;
  /** The conditions behind it, one sentence each. */
  readonly sentences: readonly string[];
}

/** A limit from outside: a disruption budget or a quota. */
export interface LimitModel {
  readonly id: string;
  readonly kind: 'budget' | 'quota';
  readonly text: string;
  readonly tip: string;
  /** 0…1 of what is allowed. */
  readonly used: number;
  /** Nothing is left. */
  readonly full: boolean;
}

export interface OwnerTicketModel {
  readonly uid: string;
  readonly kind: OwnerKind;
  readonly namespace: string;
  readonly name: string;
  readonly want: number;
  readonly have: number;
  readonly ready: number;
  /** 'want 3 · have 2 · ready 2'. */
  readonly counts: string;
  /** Whether a person may change `want` (not for DaemonSets and Jobs). */
  readonly scalable: boolean;
  readonly paused: boolean;
  readonly slots: readonly OwnerSlotKind[];
  /** Newest last. Those with pods, the newest, and the one before it; empty while there is only one. */
  readonly revisions: readonly RevisionModel[];
  /** More than one revision has pods. */
  readonly rolling: boolean;
  /** 'rolling out: at most 5, at least 3 available', 'paused', 'rolled out: nginx:1.28', or empty. */
  readonly rollout: string;
  readonly budget: BudgetModel | null;
  /** When the progress deadline runs out, while it matters. */
  readonly deadlineMs: number | null;
  readonly mood: TicketMood;
  readonly trouble: TroubleModel | null;
  readonly body: PlacesBody | ClockBody | null;
  readonly wait: WaitModel | null;
  readonly gauge: GaugeModel | null;
  readonly limits: readonly LimitModel[];
}
