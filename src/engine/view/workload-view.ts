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

/** A claim of a StatefulSet's pod. */
export interface ClaimView {
  readonly name: string;
  /** `Pending`, `Bound`, `Lost`, or empty while it does not exist. */
  readonly phase: string;
  readonly volume: string;
  /** What it asks for: `1Gi`. */
  readonly storage: string;
}

/** A numbered place of a StatefulSet. */
export interface OrdinalView {
  readonly ordinal: number;
  readonly pod: string;
  /** Empty while it does not exist. */
  readonly podUid: string;
  /** Name of the revision the pod is of. */
  readonly podHash: string;
  /** Beyond the wanted number: it will be scaled away. */
  readonly condemned: boolean;
  /** Ordinal it waits for; -1 when it waits for none. */
  readonly waitsFor: number;
  /** What keeps that one: `is not ready`. */
  readonly because: string;
  readonly claims: readonly ClaimView[];
}

export interface StatefulSetDetails {
  readonly kind: 'StatefulSet';
  readonly ordered: boolean;
  readonly partition: number;
  readonly ordinals: readonly OrdinalView[];
  readonly hidden: number;
  /** Ordinal whose old pod is not ready and will not be replaced until somebody deletes it; -1 for none. */
  readonly stuck: number;
  /** What becomes of claims: `Retain` or `Delete`. */
  readonly whenScaled: string;
  readonly whenDeleted: string;
}

/** A node as a DaemonSet sees it. */
export interface DaemonNodeView {
  readonly node: string;
  /** Its pods there, the present one first; empty for none. */
  readonly podUid: string;
  readonly shouldRun: boolean;
  /** Why not; empty when it should. */
  readonly why: string;
}

export interface DaemonSetDetails {
  readonly kind: 'DaemonSet';
  readonly nodes: readonly DaemonNodeView[];
  readonly hidden: number;
  readonly misscheduled: number;
}

export interface CompletionView {
  readonly index: number;
  readonly state: 'done' | 'failed' | 'active' | 'later';
  readonly podUid: string;
  /** Failures of this index so far, where they are counted by index. */
  readonly failures: number;
}

export interface JobDetails {
  readonly kind: 'Job';
  readonly indexed: boolean;
  /** -1 when none are asked for: a work queue, done when one pod says so. */
  readonly completions: number;
  readonly parallelism: number;
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly terminating: number;
  /** -1 when failures are counted by index. */
  readonly backoffLimit: number;
  /** Failures an index may have; -1 when they are counted together. */
  readonly limitPerIndex: number;
  /** For an Indexed Job. */
  readonly indexes: readonly CompletionView[];
  readonly hidden: number;
  /** The wait before the next pod is made. */
  readonly backoffFrom: number;
  readonly backoffTo: number;
  readonly startedAt: number;
  readonly deadlineAt: number;
  /** `Complete`, `Failed`, or empty while it goes on. */
  readonly finished: string;
  readonly finishedAt: number;
  /** When it is deleted by its TTL. */
  readonly deletedAt: number;
}

/** A Job of a CronJob. */
export interface CronRunView {
  readonly uid: string;
  readonly name: string;
  /** The time it was due at, or when it was made by hand. */
  readonly at: number;
  readonly state: 'active' | 'complete' | 'failed';
  readonly byHand: boolean;
}

export interface CronJobDetails {
  readonly kind: 'CronJob';
  readonly schedule: string;
  readonly timeZone: string;
  /** `Allow`, `Forbid`, `Replace`. */
  readonly policy: string;
  readonly lastAt: number;
  readonly lastSuccessAt: number;
  /** The next time of the schedule; 0 when it never comes. A suspended CronJob lets it pass. */
  readonly nextAt: number;
  /** Times that came since the last run and started nothing; counted up to 100. */
  readonly missed: number;
  readonly startingDeadlineMs: number;
  /** The schedule cannot be read. */
  readonly problem: string;
  /** Oldest first. */
  readonly runs: readonly CronRunView[];
}

export type WorkloadDetails = StatefulSetDetails | DaemonSetDetails | JobDetails | CronJobDetails;

/** A metric of an autoscaler: what was measured and what is aimed at, as people write it. */
export interface MetricView {
  readonly name: string;
  /** Empty while it cannot be read. */
  readonly current: string;
  readonly target: string;
  /** Measured in thousandths of the target; -1 while it cannot be read. */
  readonly permille: number;
  /** Where its value can be set, as the command `set-metric` takes it; empty for what pods use. */
  readonly group: '' | 'external' | 'object';
  readonly path: string;
  /** What it is set to, before it is shared out over the pods; empty for none. */
  readonly set: string;
}

export interface AutoscalerView {
  readonly uid: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly current: number;
  readonly desired: number;
  /** What the metrics asked for at the last look, before stabilisation and limits; -1 when they could not be read. */
  readonly recommended: number;
  readonly lastScaleAt: number;
  readonly metrics: readonly MetricView[];
  readonly conditions: readonly ConditionView[];
  /** Until when an earlier recommendation holds back the present one; 0 for none. */
  readonly heldUntil: number;
}

export interface BudgetView {
  readonly uid: string;
  readonly name: string;
  readonly allowed: number;
  readonly healthy: number;
  readonly needed: number;
  readonly expected: number;
}

/** One line of a ResourceQuota, as `kubectl describe quota` prints it. */
export interface QuotaView {
  readonly quota: string;
  readonly resource: string;
  readonly used: string;
  readonly hard: string;
  /** Used in thousandths of what is allowed. */
  readonly permille: number;
}

export interface WorkloadView {
  readonly uid: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Uid of its controller, such as the CronJob of a Job; empty for none. */
  readonly ownerUid: string;
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
  readonly details: WorkloadDetails | null;
  readonly autoscaler: AutoscalerView | null;
  readonly budgets: readonly BudgetView[];
  readonly quotas: readonly QuotaView[];
}
