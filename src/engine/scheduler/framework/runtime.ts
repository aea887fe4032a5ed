/**
 * Runs the plugins of a profile at each extension point and gathers their verdicts.
 *
 * Upstream: pkg/scheduler/framework/runtime/framework.go (v1.37). Everything that was skipped is remembered, because a
 * plugin without work in PreFilter is left out of Filter, and of the bookkeeping of added and removed pods.
 */
import { must } from '../../../base/assert.ts';
import type { CycleState } from './cycle-state.ts';
import { cloneCycleState, newCycleState } from './cycle-state.ts';
import type { NodeInfo } from './node-info.ts';
import { withPod } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { CycleContext, FilterPlugin, PreFilterPlugin, PreFilterVerdict } from './plugin.ts';
import type { Profile, WeightedScorePlugin } from './profile.ts';
import type { Status } from './status.ts';
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
}

export function newFilterRun(
  profile: Profile,
  context: CycleContext,
  skipped: ReadonlySet<string>,
  nominatedPods: (nodeName: string) => readonly PodInfo[],
): FilterRun {
  return {
    context,
    filters: profile.filter.filter((plugin) => !skipped.has(plugin.name)),
    extensions: profile.preFilter.filter((plugin) => !skipped.has(plugin.name)),
    nominatedPods,
  };
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
  const nominated = run
    .nominatedPods(node.name)
    .filter((other) => other.priority >= pod.priority && other.uid !== pod.uid);
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

/** Columns of all score plugins that did not skip, in the order of the profile. */
export function runScorePlugins(
  profile: Profile,
  context: CycleContext,
  state: CycleState,
  feasible: readonly NodeInfo[],
): readonly ScoreColumn[] {
  const skipped = new Set<string>();
  for (const plugin of profile.preScore) {
    if (plugin.preScore(context, state, feasible)?.code === 'Skip') skipped.add(plugin.name);
  }
  return profile.score
    .filter(({ plugin }) => !skipped.has(plugin.name))
    .map((weighted) => scoreColumn(weighted, context, state, feasible));
}

function scoreColumn(
  { plugin, weight }: WeightedScorePlugin,
  context: CycleContext,
  state: CycleState,
  feasible: readonly NodeInfo[],
): ScoreColumn {
  const raw = feasible.map((node) => plugin.score(context, state, node));
  const normalized = plugin.normalizeScore?.(context, state, raw, feasible) ?? raw;
  return { plugin: plugin.name, weight, raw, normalized };
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
