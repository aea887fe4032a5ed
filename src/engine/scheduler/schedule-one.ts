/**
 * One scheduling attempt, as a pure function from a pod and the cluster to a decision.
 *
 * Upstream: `schedulingCycle` of pkg/scheduler/schedule_one.go (v1.37): snapshot, PreFilter, Filter, PostFilter when nothing
 * is left, PreScore, Score, and the choice of a node.
 * **Simplified:** plugins do not fail, so no attempt ends in `SchedulerError`; batching of equal pods, which the default
 * profile never does, is left out.
 */
import { must } from '../../base/assert.ts';
import type { Pod } from '../api/core-v1-pod.ts';
import type { Decision, PodReference, SchedulingTable, ScoreTable } from './decision.ts';
import { defaultProfile } from './default-profile.ts';
import type { FeasibleNodes } from './feasible-nodes.ts';
import { findFeasibleNodes } from './feasible-nodes.ts';
import { fitErrorMessage } from './framework/fit-error.ts';
import type { AttemptMemo } from './framework/attempt-memo.ts';
import type { Listers } from './framework/listers.ts';
import type { PodInfo } from './framework/pod-info.ts';
import { podInfoOf } from './framework/pod-info.ts';
import type { CycleContext, FrameworkHandle, PostFilterVerdict } from './framework/plugin.ts';
import type { Profile } from './framework/profile.ts';
import type { FilterRun, PreFilterResult } from './framework/runtime.ts';
import {
  addPodToState,
  newFilterRun,
  removePodFromState,
  runFilterPluginsWithNominatedPods,
  runPreFilterPlugins,
  runScorePlugins,
  totalScores,
} from './framework/runtime.ts';
import type { Snapshot } from './framework/snapshot.ts';
import { statusMessage } from './framework/status.ts';

/** Everything an attempt may know. */
export interface SchedulingView {
  readonly snapshot: Snapshot;
  readonly listers: Listers;
  /** Waiting pods that are nominated to a node, by its name. */
  readonly nominatedPods: ReadonlyMap<string, readonly PodInfo[]>;
  /** Where the last attempt stopped looking; the decision says where this one did. */
  readonly nextStartNodeIndex: number;
  /** What earlier attempts found; the decision is the same without it. */
  readonly memo?: AttemptMemo;
}

/** Draws a random integer from 0 up to, not including, `n`. Called only when there is something to settle. */
export type TieBreak = (n: number) => number;

interface Attempt {
  readonly profile: Profile;
  readonly context: CycleContext;
  readonly view: SchedulingView;
  readonly tieBreak: TieBreak;
}

export function schedulePod(pod: Pod, view: SchedulingView, tieBreak: TieBreak): Decision {
  const context = { pod: podInfoOf(pod), snapshot: view.snapshot, listers: view.listers };
  const attempt: Attempt = { profile: defaultProfile, context, view, tieBreak };
  if (view.snapshot.nodes.length === 0) return refuseWithoutNodes(attempt);
  const preFilter = runPreFilterPlugins(attempt.profile, context);
  if (preFilter.rejection !== undefined) return refuseByPreFilter(attempt, preFilter);
  const run = newFilterRun(attempt.profile, context, preFilter.skipped, view.nominatedPods, view.memo);
  const found = findFeasibleNodes(run, preFilter, view.nextStartNodeIndex);
  if (found.feasible.length === 0) return refuseByFilters(attempt, run, preFilter, found);
  return bind(attempt, run, preFilter, found);
}

function bind(attempt: Attempt, run: FilterRun, preFilter: PreFilterResult, found: FeasibleNodes): Decision {
  const { context, profile, tieBreak } = attempt;
  const scores = found.feasible.length > 1 ? scoreNodes(attempt, preFilter, found) : undefined;
  const best = scores === undefined ? [0] : highest(scores.totals);
  const index = must(
    best[best.length > 1 ? tieBreak(best.length) : 0],
    'a tie-break below the number of ties',
  );
  const node = must(found.feasible[index], 'a feasible node');
  const table = filterTable(run, profile, found);
  return {
    kind: 'bound',
    pod: referenceTo(context.pod),
    node: node.name,
    best: best.map((one) => found.feasible[one]?.name ?? ''),
    reservations: profile.reserve.flatMap((plugin) => plugin.reserve(context, preFilter.state, node)),
    nextStartNodeIndex: found.nextStartNodeIndex,
    table: scores === undefined ? table : { ...table, scores },
  };
}

function scoreNodes(
  { profile, context, view }: Attempt,
  preFilter: PreFilterResult,
  found: FeasibleNodes,
): ScoreTable {
  const columns = runScorePlugins(profile, context, preFilter.state, found, view.memo);
  const ran = new Set(columns.map((column) => column.plugin));
  return {
    nodes: found.feasible.map((node) => node.name),
    columns,
    totals: totalScores(columns, found.feasible.length),
    skipped: profile.score.map(({ plugin }) => plugin.name).filter((name) => !ran.has(name)),
  };
}

/** Positions of the highest total. */
function highest(totals: readonly number[]): readonly number[] {
  let top = Number.MIN_SAFE_INTEGER;
  for (const total of totals) if (total > top) top = total;
  const found: number[] = [];
  totals.forEach((total, index) => {
    if (total === top) found.push(index);
  });
  return found;
}

function refuseWithoutNodes(attempt: Attempt): Decision {
  const verdict: PostFilterVerdict = { success: false, message: '', nominatedNodeName: '' };
  const table = { nodeCount: 0, filters: [], skippedFilters: [], nodes: [] };
  return refuse(attempt, 'no nodes available to schedule pods', [], verdict, table, 0);
}

/** Upstream's first PostFilter plugin then fails for lack of state, and its error ends the message. */
function refuseByPreFilter(attempt: Attempt, { rejection, skipped }: PreFilterResult): Decision {
  const status = must(rejection, 'a rejection');
  const nodeCount = attempt.context.snapshot.nodes.length;
  const message = `0/${nodeCount} nodes are available: ${statusMessage(status)}. not found`;
  const table = {
    nodeCount,
    preFilterRejection: status,
    filters: [],
    skippedFilters: [...skipped],
    nodes: [],
  };
  const verdict: PostFilterVerdict = { success: false, message: 'not found' };
  return refuse(attempt, message, [status.plugin], verdict, table, attempt.view.nextStartNodeIndex);
}

function refuseByFilters(
  attempt: Attempt,
  run: FilterRun,
  preFilter: PreFilterResult,
  found: FeasibleNodes,
): Decision {
  const { profile, context } = attempt;
  const statuses = new Map(
    found.verdicts.flatMap(({ node, rejection }) => (rejection === undefined ? [] : [[node, rejection]])),
  );
  const verdict = runPostFilter(attempt, run, preFilter, statuses);
  const reasons = found.verdicts.flatMap(({ rejection }) => rejection?.reasons ?? []);
  const head = fitErrorMessage(context.snapshot.nodes.length, reasons);
  const message = verdict.message === '' ? head : `${head} ${verdict.message}`;
  const rejecting = new Set([
    ...preFilter.restrictedBy,
    ...[...statuses.values()].map((status) => status.plugin),
  ]);
  const rejectingPlugins = profile.all.map((plugin) => plugin.name).filter((name) => rejecting.has(name));
  return refuse(
    attempt,
    message,
    rejectingPlugins,
    verdict,
    filterTable(run, profile, found),
    found.nextStartNodeIndex,
  );
}

/** The first plugin that succeeds decides; without success the texts of all are joined. */
function runPostFilter(
  { profile, context, view, tieBreak }: Attempt,
  run: FilterRun,
  { state }: PreFilterResult,
  statuses: Parameters<Profile['postFilter'][number]['postFilter']>[2],
): PostFilterVerdict {
  const handle: FrameworkHandle = {
    filterNode: (trial, node) => runFilterPluginsWithNominatedPods(run, trial, node),
    addPod: (trial, pod, node) => addPodToState(run, trial, pod, node),
    removePod: (trial, pod, node) => removePodFromState(run, trial, pod, node),
    nominatedPods: (node) => view.nominatedPods.get(node) ?? [],
    tieBreak,
  };
  const verdicts: PostFilterVerdict[] = [];
  for (const plugin of profile.postFilter) {
    const verdict = plugin.postFilter(context, state, statuses, handle);
    if (verdict.success) return verdict;
    verdicts.push(verdict);
  }
  const message = verdicts
    .map((verdict) => verdict.message)
    .filter((text) => text !== '')
    .join(', ');
  return { success: false, ...verdicts.at(-1), message };
}

function refuse(
  { context }: Attempt,
  message: string,
  rejectingPlugins: readonly string[],
  verdict: PostFilterVerdict,
  table: SchedulingTable,
  nextStartNodeIndex: number,
): Decision {
  const { generation } = context.pod.pod.metadata;
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  return {
    kind: 'unschedulable',
    pod: referenceTo(context.pod),
    message,
    condition: generation === undefined ? condition : { ...condition, observedGeneration: generation },
    rejectingPlugins,
    ...(verdict.nominatedNodeName === undefined ? {} : { nominatedNodeName: verdict.nominatedNodeName }),
    victims: (verdict.victims ?? []).map(referenceTo),
    clearedNominations: (verdict.clearedNominations ?? []).map(referenceTo),
    nextStartNodeIndex,
    table,
  };
}

function filterTable(run: FilterRun, profile: Profile, found: FeasibleNodes): SchedulingTable {
  const ran = run.filters.map((plugin) => plugin.name);
  return {
    nodeCount: run.context.snapshot.nodes.length,
    filters: ran,
    skippedFilters: profile.filter.map((plugin) => plugin.name).filter((name) => !ran.includes(name)),
    nodes: found.verdicts,
  };
}

function referenceTo(pod: PodInfo): PodReference {
  return { namespace: pod.namespace, name: pod.name, uid: pod.uid };
}
