/**
 * What one scheduling attempt came to, as plain data: the outcome, and the whole table behind it.
 *
 * Upstream: `ScheduleResult`, `Diagnosis` and `FitError` of pkg/scheduler (v1.37), which throw most of the table away.
 *
 * **Invariant:** a decision is JSON-shaped and holds no reference to the cache, so it may be stored and sent.
 */
import type { PodCondition } from '../api/core-v1-pod-status.ts';
import type { VolumeReservation } from './framework/plugin.ts';
import type { ScoreColumn } from './framework/runtime.ts';
import type { NodeVerdict, Status } from './framework/status.ts';

export type Decision = BoundDecision | UnschedulableDecision;

/** The pod may be bound to `node`, once the reservations are carried out. */
export interface BoundDecision {
  readonly kind: 'bound';
  readonly pod: PodReference;
  readonly node: string;
  /** All nodes with the highest total; the choice among them was random. One name if there was nothing to choose. */
  readonly best: readonly string[];
  readonly reservations: readonly VolumeReservation[];
  readonly nextStartNodeIndex: number;
  readonly table: SchedulingTable;
}

export interface UnschedulableDecision {
  readonly kind: 'unschedulable';
  readonly pod: PodReference;
  /** Text of the condition and, cut to its limit, of the event `FailedScheduling`. */
  readonly message: string;
  /** The condition `PodScheduled` to be written; whoever writes it adds the time of transition. */
  readonly condition: PodCondition;
  /** Plugins that rejected any node, in the order of the profile. None: the pod waits in the error back-off queue. */
  readonly rejectingPlugins: readonly string[];
  /** Absent: the nomination stays as it is. Empty: it is cleared. */
  readonly nominatedNodeName?: string;
  /** Pods to be deleted to make room on the nominated node, most important first. */
  readonly victims: readonly PodReference[];
  /** Waiting pods of lower priority that lose their nomination to that node. */
  readonly clearedNominations: readonly PodReference[];
  readonly nextStartNodeIndex: number;
  readonly table: SchedulingTable;
}

export interface PodReference {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** The attempt, node by node and plugin by plugin. */
export interface SchedulingTable {
  /** All nodes of the cluster, the N of `0/N nodes are available`. */
  readonly nodeCount: number;
  /** A rejection by PreFilter holds for all nodes; no node was looked at then. */
  readonly preFilterRejection?: Status;
  /** Filters that ran, in order. A node passed all those before the one that rejected it. */
  readonly filters: readonly string[];
  /** Filters that had nothing to do for this pod. */
  readonly skippedFilters: readonly string[];
  /** Nodes that were judged, in the order in which they were; nodes never reached are missing. */
  readonly nodes: readonly NodeVerdict[];
  /** Only with two feasible nodes or more. */
  readonly scores?: ScoreTable;
}

export interface ScoreTable {
  /** The rows: feasible nodes, in the order in which they were found. */
  readonly nodes: readonly string[];
  readonly columns: readonly ScoreColumn[];
  /** Per row, the sum of normalised score times weight. */
  readonly totals: readonly number[];
  /** Score plugins that had nothing to do for this pod. */
  readonly skipped: readonly string[];
}

/** `not-run`: an earlier filter had already rejected the node, or the node was never reached. */
export type FilterOutcome = 'passed' | 'rejected' | 'skipped' | 'not-run';

/** One cell of the filter table. */
export function filterOutcome(table: SchedulingTable, node: string, filter: string): FilterOutcome {
  if (table.skippedFilters.includes(filter)) return 'skipped';
  const verdict = table.nodes.find((one) => one.node === node);
  const column = table.filters.indexOf(filter);
  if (verdict === undefined || column < 0) return 'not-run';
  if (verdict.rejection === undefined) return 'passed';
  const rejectedAt = table.filters.indexOf(verdict.rejection.plugin);
  if (column === rejectedAt) return 'rejected';
  return column < rejectedAt ? 'passed' : 'not-run';
}
