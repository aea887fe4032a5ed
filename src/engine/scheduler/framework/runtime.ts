/**
 * Runs the plugins of a profile at each extension point and gathers their verdicts.
 *
 * Upstream: pkg/scheduler/framework/runtime/framework.go (v1.37). Everything that was skipped is remembered, because a
 * plugin without work in PreFilter is left out of Filter, and of the bookkeeping of added and removed pods.
 */
import { must } from '../../../base/assert.ts';
import type { AttemptMemo, NodeColumn } from './attempt-memo.ts';
import type { CycleState } from './cycle-state.ts';
import { cloneCycleState, newCycleState } from './cycle-state.ts';
import type { NodeInfo } from './node-info.ts';
import { withPod } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { CycleContext, FilterPlugin, PreFilterPlugin, PreFilterVerdict } from './plugin.ts';
import type { Profile, WeightedScorePlugin } from './profile.ts';
import type { NodeVerdict, Status } from './status.ts';
import { isRejected, unresolvable } from './status.ts';

/** What PreFilter came to for the pod as a whole. */
export interface PreFilterResult {
  readonly state: CycleState;
  /** Rejection on all nodes; the first one ends PreFilter. */
  readonly rejection: Status | undefined;
  /** The only nodes to look at, with the plugins that said so. Undefined means all nodes. */
  readonly nodeNames: ReadonlySet<string> | undefined;
  readonly restrictedBy: readonly string[];
  readonly skipped: ReadonlySet<string>;
}

export function runPreFilterPlugins(profile: Profile, context: CycleContext): PreFilterResult {
  const state = newCycleState();
  const skipped = new Set<string>();
  const restrictedBy: string[] = [];
  let nodeNames: ReadonlySet<string> | undefined;
  const result = (rejection: Status | undefined): PreFilterResult => ({
    state,
    rejection,
    nodeNames,
    restrictedBy,
    skipped,
  });
  for (const plugin of profile.preFilter) {
    const verdict: PreFilterVerdict = plugin.preFilter(context, state);
    if (verdict.status?.code === 'Skip') skipped.add(plugin.name);
    else if (verdict.status !== undefined && isRejected(verdict.status)) return result(verdict.status);
    if (verdict.nodeNames === undefined) continue;
    restrictedBy.push(plugin.name);
    nodeNames = new Set(verdict.nodeNames.filter((name) => nodeNames === undefined || nodeNames.has(name)));
    if (nodeNames.size === 0) return result(unresolvable(plugin.name, unsatisfiedReason(restrictedBy, true)));
  }
  return result(undefined);
}

/** The reason counted for every node that PreFilter left out. */
export function unsatisfiedReason(plugins: readonly string[], simultaneously = false): string {
  const suffix = simultaneously && plugins.length > 1 ? ' simultaneously' : '';
  return `node(s) didn't satisfy plugin(s) [${plugins.join(' ')}]${suffix}`;
}

/** The filters that take part in one attempt, and nominated pods that count against it. */
export interface FilterRun {
  readonly context: CycleContext;
  readonly filters: readonly FilterPlugin[];
  readonly extensions: readonly PreFilterPlugin[];
  readonly nominatedPods: (nodeName: string) => readonly PodInfo[];
  /** Verdicts of earlier attempts that hold for this pod as well; undefined when its filters look at more than the node. */
  readonly known: NodeColumn<NodeVerdict> | undefined;
}

export function newFilterRun(
  profile: Profile,
  context: CycleContext,
  skipped: ReadonlySet<string>,
  nominated: ReadonlyMap<string, readonly PodInfo[]>,
  memo?: AttemptMemo,
): FilterRun {
  const filters = profile.filter.filter((plugin) => !skipped.has(plugin.name));
  const question = nominated.size > 0 ? undefined : filterQuestion(filters, context.pod);
  return {
    context,
    filters,
    extensions: profile.preFilter.filter((plugin) => !skipped.has(plugin.name)),
    nominatedPods: (node) => nominated.get(node) ?? NOBODY,
    known: question === undefined ? undefined : memo?.column(question),
  };
}

const NOBODY: readonly PodInfo[] = [];

/** Two pods with the same question get the same verdict from a node. */
function filterQuestion(filters: readonly FilterPlugin[], pod: PodInfo): string | undefined {
  let question = 'filter';
  for (const plugin of filters) {
    if (plugin.filterKey === undefined) return undefined;
    question += ` ${plugin.name} ${plugin.filterKey(pod)}`;
  }
  return question;
}

/** The first rejection, or undefined if the node passes all filters. */
function runFilterPlugins(run: FilterRun, state: CycleState, node: NodeInfo): Status | undefined {
  for (const plugin of run.filters) {
    const status = plugin.filter(run.context, state, node);
    if (status !== undefined) return status;
  }
  return undefined;
}

/**
 * As above, but a node with nominated pods of equal or higher priority has to pass twice: with them, because they will take
 * the room, and without them, because they may end up elsewhere and cannot be relied on for company.
 */
export function runFilterPluginsWithNominatedPods(
  run: FilterRun,
  state: CycleState,
  node: NodeInfo,
): Status | undefined {
  const { pod } = run.context;
  const waiting = run.nominatedPods(node.name);
  if (waiting.length === 0) return runFilterPlugins(run, state, node);
  const nominated = waiting.filter((other) => other.priority >= pod.priority && other.uid !== pod.uid);
  if (nominated.length === 0) return runFilterPlugins(run, state, node);
  const crowdedState = cloneCycleState(state);
  let crowded = node;
  for (const other of nominated) {
    crowded = withPod(crowded, other);
    addPodToState(run, crowdedState, other, crowded);
  }
  return runFilterPlugins(run, crowdedState, crowded) ?? runFilterPlugins(run, state, node);
}

export function addPodToState(run: FilterRun, state: CycleState, pod: PodInfo, node: NodeInfo): void {
  for (const plugin of run.extensions) plugin.addPod?.(run.context, state, pod, node);
}

export function removePodFromState(run: FilterRun, state: CycleState, pod: PodInfo, node: NodeInfo): void {
  for (const plugin of run.extensions) plugin.removePod?.(run.context, state, pod, node);
}

/** One score plugin's column: the scores of the feasible nodes, in their order. */
export interface ScoreColumn {
  readonly plugin: string;
  readonly weight: number;
  readonly raw: readonly number[];
  /** 0..100, before the weight. */
  readonly normalized: readonly number[];
}

/** What there is to score: feasible nodes, in the order in which they were found. */
export interface ScoredNodes {
  readonly feasible: readonly NodeInfo[];
  /** Where each of them stands in the snapshot. */
  readonly places: readonly number[];
}

/** Columns of all score plugins that did not skip, in the order of the profile. */
export function runScorePlugins(
  profile: Profile,
  context: CycleContext,
  state: CycleState,
  scored: ScoredNodes,
  memo?: AttemptMemo,
): readonly ScoreColumn[] {
  const { feasible } = scored;
  const skipped = new Set<string>();
  for (const plugin of profile.preScore) {
    if (plugin.preScore(context, state, feasible)?.code === 'Skip') skipped.add(plugin.name);
  }
  return profile.score
    .filter(({ plugin }) => !skipped.has(plugin.name))
    .map((weighted) => scoreColumn(weighted, context, state, scored, memo));
}

function scoreColumn(
  { plugin, weight }: WeightedScorePlugin,
  context: CycleContext,
  state: CycleState,
  scored: ScoredNodes,
  memo: AttemptMemo | undefined,
): ScoreColumn {
  const { feasible } = scored;
  const key = plugin.scoreKey?.(context, state);
  const known = key === undefined ? undefined : memo?.column<number>(`score ${plugin.name} ${key}`);
  const ofNode = (node: NodeInfo): number => plugin.score(context, state, node);
  const raw =
    known === undefined
      ? (plugin.scoreAll?.(context, state, feasible) ?? feasible.map(ofNode))
      : scoresWithMemo(scored, known, ofNode);
  const normalized = plugin.normalizeScore?.(context, state, raw, feasible) ?? raw;
  return { plugin: plugin.name, weight, raw, normalized };
}

function scoresWithMemo(
  { feasible, places }: ScoredNodes,
  known: NodeColumn<number>,
  ofNode: (node: NodeInfo) => number,
): readonly number[] {
  return feasible.map((node, i) => {
    const place = must(places[i], 'a place for every feasible node');
    if (known.nodes[place] !== node) {
      known.nodes[place] = node;
      known.values[place] = ofNode(node);
    }
    return must(known.values[place], 'a score beside every known node');
  });
}

/** Weighted sums over all columns, node by node. */
export function totalScores(columns: readonly ScoreColumn[], nodes: number): readonly number[] {
  const totals = new Array<number>(nodes).fill(0);
  for (const { weight, normalized } of columns) {
    for (let index = 0; index < nodes; index += 1)
      totals[index] = (totals[index] ?? 0) + weight * must(normalized[index], 'a score for every node');
  }
  return totals;
}
