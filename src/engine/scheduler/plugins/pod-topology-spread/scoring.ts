/**
 * Soft spreading: fewer matching pods in the node's topology values score higher.
 *
 * Upstream: pkg/scheduler/framework/plugins/podtopologyspread/scoring.go (v1.37). Counts of a topology weigh more the more
 * values it has (by the logarithm), so that a few zones do not drown in many hosts.
 */
import { stateKey } from '../../framework/cycle-state.ts';
import { LabelHostname } from '../../../api/well-known.ts';
import { divide, MAX_NODE_SCORE } from '../../framework/normalize-score.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { SpreadConstraint } from './constraints.ts';
import { countMatchingPods, hasAllTopologyKeys, includesNode } from './constraints.ts';
import { naturalLog } from './natural-log.ts';

interface WeightedConstraint {
  readonly constraint: SpreadConstraint;
  readonly weight: number;
  /** Matching pods by topology value. Unused for hostnames: those are counted on the node itself. */
  readonly byValue: ReadonlyMap<string, number>;
}

export interface SpreadScoreState {
  readonly constraints: readonly WeightedConstraint[];
  /** Feasible nodes that miss a topology key; their score is 0. */
  readonly ignored: ReadonlySet<string>;
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
  const scored = feasible.filter(takesPart);
  const counted = all.filter(takesPart);
  return {
    ignored: new Set(feasible.filter((node) => !takesPart(node)).map((node) => node.name)),
    constraints: constraints.map((constraint) => weighConstraint(pod, constraint, scored, counted)),
  };
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
): WeightedConstraint {
  const byValue = new Map<string, number>();
  if (constraint.topologyKey === LabelHostname) {
    return { constraint, byValue, weight: naturalLog(scored.length + 2) };
  }
  for (const node of scored) byValue.set(node.labels[constraint.topologyKey] ?? '', 0);
  const weight = naturalLog(byValue.size + 2);
  for (const node of counted) {
    const value = node.labels[constraint.topologyKey] ?? '';
    const count = byValue.get(value);
    if (count === undefined || !includesNode(constraint, pod, node)) continue;
    byValue.set(value, count + countMatchingPods(node, constraint, pod.namespace));
  }
  return { constraint, byValue, weight };
}
