/**
 * What owns pods, as tickets: what it wants, what it has, and what holds it up. Times are virtual ms, 0 for none; lists that could grow with
 * the cluster are cut, and say how much was left out.
 */
import type { ConditionView } from './views.ts';

/** A template of a workload's history: a ReplicaSet, or a ControllerRevision. */
export interface RevisionView {
  readonly uid: string;
  readonly name: string;
  /** The part of its name that differs. */
  readonly hash: string;
  /** What its pods bear in their label. */
  readonly podHash: string;
  /** Number in the history, as `kubectl rollout history` prints it: the highest is the newest. */
  readonly revision: number;
  /** The number it had when its template came up first: its letter. A rollback gives it a new number and no new letter. */
  readonly born: number;
  readonly want: number;
  readonly have: number;
  readonly ready: number;
  readonly available: number;
  /** Images of its containers, in order. */
  readonly images: readonly string[];
}

export interface WorkloadView {
  readonly uid: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly want: number;
  readonly have: number;
  readonly ready: number;
  /** Ready for as long as minReadySeconds asks. */
  readonly available: number;
  /** Of the newest revision. */
  readonly updated: number;
  readonly scalable: boolean;
  /** A Deployment's rollout is paused, a Job or CronJob is suspended. */
  readonly paused: boolean;
  /** `RollingUpdate`, `Recreate`, `OnDelete`, or empty. */
  readonly strategy: string;
  readonly revisions: readonly RevisionView[];
  /** Most pods allowed and fewest available during a rolling update; 0 and 0 when there is none. */
  readonly podsMax: number;
  readonly availableMin: number;
  /** When the progress deadline runs out; 0 while it does not matter. */
  readonly deadlineAt: number;
  readonly conditions: readonly ConditionView[];
}
