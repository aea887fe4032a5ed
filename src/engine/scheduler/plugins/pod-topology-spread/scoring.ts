/**
 * Soft spreading: fewer matching pods in the node's topology values score higher.
 *
 * Upstream: pkg/scheduler/framework/plugins/podtopologyspread/scoring.go (v1.37). Counts of a topology weigh more the more
 * values it has (by the logarithm), so that a few zones do not drown in many hosts.
 */
import type { LabelSelector } from '../../../api/meta-v1.ts';
import { stateKey } from '../../framework/cycle-state.ts';
import { LabelHostname } from '../../../api/well-known.ts';
import { divide, MAX_NODE_SCORE } from '../../framework/normalize-score.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { SpreadConstraint } from './constraints.ts';
import { countMatchingPods, hasAllTopologyKeys, includesNode, selectsNodes } from './constraints.ts';
import { naturalLog } from './natural-log.ts';

interface WeightedConstraint {
  readonly constraint: SpreadConstraint;
  readonly weight: number;
  /** Matching pods by topology value. Unused for hostnames: those are counted on the node itself. */
  readonly byValue: ReadonlyMap<string, number>;
  /** Of the nodes that take part, feasible or not. */
  readonly column: CountColumn;
}

export interface SpreadScoreState {
  readonly constraints: readonly WeightedConstraint[];
  /** Feasible nodes that miss a topology key; their score is 0. */
  readonly ignored: ReadonlySet<string>;
  /** Feasible nodes in their order, and where each stands in the columns; -1 for those that are ignored. */
  readonly feasible: readonly NodeInfo[];
  readonly places: readonly number[];
}

export const SPREAD_SCORE_STATE = stateKey<SpreadScoreState>('PreScorePodTopologySpread');

/** `requireAllKeys` is false for the system defaults: a node without a zone still takes part. */
export function computeSpreadScoreState(
  pod: PodInfo,
  constraints: readonly SpreadConstraint[],
  feasible: readonly NodeInfo[],
  all: readonly NodeInfo[],
  requireAllKeys: boolean,
): SpreadScoreState {
  const takesPart = (node: NodeInfo) => !requireAllKeys || hasAllTopologyKeys(node.labels, constraints);
  const scored = requireAllKeys ? feasible.filter(takesPart) : feasible;
  const counted = requireAllKeys ? all.filter(takesPart) : all;
  const places = placesOf(feasible, counted);
  return {
    ignored: new Set(
      requireAllKeys ? feasible.filter((node) => !takesPart(node)).map((node) => node.name) : [],
    ),
    feasible,
    places,
    constraints: constraints.map((constraint) => weighConstraint(pod, constraint, scored, counted, places)),
  };
}

/** Both lists stand in the order of the snapshot, but the feasible nodes may begin anywhere in it and go round. */
function placesOf(feasible: readonly NodeInfo[], counted: readonly NodeInfo[]): readonly number[] {
  let place = 0;
  return feasible.map((node) => {
    for (let step = 0; step < counted.length; step++) {
      const here = place;
      place = here + 1 < counted.length ? here + 1 : 0;
      if (counted[here] === node) return here;
    }
    return -1;
  });
}

/** The scores of the feasible nodes, read from the columns: the nodes themselves lie scattered in memory. */
export function spreadScores({ constraints, feasible, places }: SpreadScoreState): readonly number[] {
  return feasible.map((_node, i) => {
    const place = places[i] ?? -1;
    if (place < 0) return 0;
    let score = 0;
    for (const { constraint, weight, byValue, column } of constraints) {
      const value = column.values[place];
      if (value === undefined) continue;
      const isHostname = constraint.topologyKey === LabelHostname;
      const count = isHostname ? (column.counts[place] ?? 0) : (byValue.get(value) ?? 0);
      score += count * weight + (constraint.maxSkew - 1);
    }
    return Math.floor(score + 0.5);
  });
}

export function spreadScore(state: SpreadScoreState, pod: PodInfo, node: NodeInfo): number {
  if (state.ignored.has(node.name)) return 0;
  let score = 0;
  for (const { constraint, weight, byValue } of state.constraints) {
    const value = node.labels[constraint.topologyKey];
    if (value === undefined) continue;
    const isHostname = constraint.topologyKey === LabelHostname;
    const count = isHostname ? countMatchingPods(node, constraint, pod.namespace) : (byValue.get(value) ?? 0);
    score += count * weight + (constraint.maxSkew - 1);
  }
  return Math.floor(score + 0.5);
}

/** The emptiest value scores 100, and the fullest what is left of its distance to the emptiest. */
export function normalizeSpreadScores(
  state: SpreadScoreState,
  scores: readonly number[],
  nodes: readonly NodeInfo[],
): readonly number[] {
  const valid = scores.filter((_score, index) => !isIgnored(state, nodes[index]));
  const min = valid.reduce((a, b) => (b < a ? b : a), Number.MAX_SAFE_INTEGER);
  const max = valid.reduce((a, b) => (b > a ? b : a), 0);
  return scores.map((score, index) => {
    if (isIgnored(state, nodes[index])) return 0;
    return max === 0 ? MAX_NODE_SCORE : divide(MAX_NODE_SCORE * (max + min - score), max);
  });
}

function isIgnored(state: SpreadScoreState, node: NodeInfo | undefined): boolean {
  return node === undefined || state.ignored.has(node.name);
}

function weighConstraint(
  pod: PodInfo,
  constraint: SpreadConstraint,
  scored: readonly NodeInfo[],
  counted: readonly NodeInfo[],
  places: readonly number[],
): WeightedConstraint {
  const byValue = new Map<string, number>();
  const column = countColumn(counted, constraint, pod.namespace);
  if (constraint.topologyKey === LabelHostname) {
    return { constraint, byValue, weight: naturalLog(scored.length + 2), column };
  }
  const { values, counts } = column;
  let last: string | undefined;
  for (const place of places) {
    if (place < 0) continue;
    const value = values[place] ?? '';
    if (value !== last) byValue.set(value, 0);
    last = value;
  }
  const weight = naturalLog(byValue.size + 2);
  const isSelective = selectsNodes(constraint, pod);
  // Neighbours in the list mostly share their value: they are summed up before the map is asked.
  let [current, sum] = [values[0] ?? '', 0];
  const add = (): void => {
    const count = byValue.get(current);
    if (count !== undefined) byValue.set(current, count + sum);
  };
  counted.forEach((node, i) => {
    const value = values[i] ?? '';
    if (value !== current) {
      add();
      [current, sum] = [value, 0];
    }
    if (!isSelective || includesNode(constraint, pod, node)) sum += counts[i] ?? 0;
  });
  add();
  return { constraint, byValue, weight, column };
}

/** The nodes' topology values and the matching pods on each, in the order of the nodes. */
interface CountColumn {
  readonly namespace: string;
  readonly selectors: readonly LabelSelector[];
  readonly nodes: readonly NodeInfo[];
  readonly values: readonly (string | undefined)[];
  readonly counts: readonly number[];
}

/** The last column for each selector, by topology key: from one pod of a controller to the next, few nodes change. */
const lastColumns = new WeakMap<LabelSelector, Map<string, CountColumn>>();

function countColumn(
  nodes: readonly NodeInfo[],
  constraint: SpreadConstraint,
  namespace: string,
): CountColumn {
  const { topologyKey, selectors } = constraint;
  const [first] = selectors;
  const columns = first && lastColumns.get(first);
  const last = columns?.get(topologyKey);
  const before = last !== undefined && speaksOf(last, namespace, selectors) ? last : undefined;
  const values = new Array<string | undefined>(nodes.length);
  const counts = new Array<number>(nodes.length);
  nodes.forEach((node, i) => {
    const isKnown = before?.nodes[i] === node;
    values[i] = isKnown ? before.values[i] : node.labels[topologyKey];
    counts[i] = isKnown ? (before.counts[i] ?? 0) : countMatchingPods(node, constraint, namespace);
  });
  const column = { namespace, selectors, nodes, values, counts };
  if (first !== undefined) lastColumns.set(first, (columns ?? new Map()).set(topologyKey, column));
  return column;
}

function speaksOf(column: CountColumn, namespace: string, selectors: readonly LabelSelector[]): boolean {
  return (
    column.namespace === namespace &&
    column.selectors.length === selectors.length &&
    column.selectors.every((selector, i) => selector === selectors[i])
  );
}
