/** What a ticket of a workload shows: what was promised, what has become of each copy, and what holds it up. */
import type { RevisionMark } from '../view-model.ts';

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
}
