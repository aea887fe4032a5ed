/**
 * Finds nodes that pass the filters, and stops early in a large cluster.
 *
 * Upstream: `findNodesThatFitPod` and `numFeasibleNodesToFind` of pkg/scheduler/schedule_one.go (v1.37).
 * **Simplified:** nodes are judged one after the other; upstream's 16 workers can find a few others near the limit.
 */
import type { CycleState } from './framework/cycle-state.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { FilterRun, PreFilterResult } from './framework/runtime.ts';
import { runFilterPluginsWithNominatedPods, unsatisfiedReason } from './framework/runtime.ts';
import type { NodeVerdict, Status } from './framework/status.ts';
import { unresolvable } from './framework/status.ts';

const MIN_FEASIBLE_NODES_TO_FIND = 100;
const MIN_FEASIBLE_NODES_PERCENTAGE = 5;

export interface FeasibleNodes {
  readonly feasible: readonly NodeInfo[];
  /** Where each of them stands in the snapshot. */
  readonly places: readonly number[];
  /** In the order of judgement; nodes that PreFilter left out come last. */
  readonly verdicts: readonly NodeVerdict[];
  readonly nextStartNodeIndex: number;
}

/** In a cluster of 100 nodes or more a share of them is enough: from 50 % down to 5 % as the cluster grows. */
export function numFeasibleNodesToFind(nodes: number): number {
  if (nodes < MIN_FEASIBLE_NODES_TO_FIND) return nodes;
  const percentage = Math.max(50 - Math.trunc(nodes / 125), MIN_FEASIBLE_NODES_PERCENTAGE);
  return Math.max(Math.trunc((nodes * percentage) / 100), MIN_FEASIBLE_NODES_TO_FIND);
}

export function findFeasibleNodes(
  run: FilterRun,
  preFilter: PreFilterResult,
  startIndex: number,
): FeasibleNodes {
  const all = run.context.snapshot.nodes;
  const { nodeNames, state, restrictedBy } = preFilter;
  const nodes = nodeNames === undefined ? all : all.filter((node) => nodeNames.has(node.name));
  const nominated = findNominatedNode(run, state, nodes);
  if (nominated !== undefined) {
    return {
      feasible: [nominated],
      places: [all.indexOf(nominated)],
      verdicts: [{ node: nominated.name }],
      nextStartNodeIndex: startIndex,
    };
  }
  const judged = judgeNodes(run, state, nodes, startIndex);
  const { feasible, verdicts } = judged;
  const leftOut = unresolvable(restrictedBy.join(' '), unsatisfiedReason(restrictedBy));
  const others = nodeNames === undefined ? [] : all.filter((node) => !nodeNames.has(node.name));
  return {
    feasible,
    places: nodes === all ? judged.places : feasible.map((node) => all.indexOf(node)),
    verdicts:
      others.length === 0 ? verdicts : [...verdicts, ...others.map((node) => verdictOf(node, leftOut))],
    nextStartNodeIndex: all.length === 0 ? 0 : (startIndex + verdicts.length) % all.length,
  };
}

/** The node whose room was made for this pod is tried alone first. */
function findNominatedNode(
  run: FilterRun,
  state: CycleState,
  nodes: readonly NodeInfo[],
): NodeInfo | undefined {
  const name = run.context.pod.pod.status?.nominatedNodeName ?? '';
  const node = name === '' ? undefined : nodes.find((one) => one.name === name);
  if (node === undefined) return undefined;
  return runFilterPluginsWithNominatedPods(run, state, node) === undefined ? node : undefined;
}

/** Goes round once from the start index, until enough nodes are found. */
function judgeNodes(run: FilterRun, state: CycleState, nodes: readonly NodeInfo[], startIndex: number) {
  const limit = numFeasibleNodesToFind(nodes.length);
  const known = nodes === run.context.snapshot.nodes ? run.known : undefined;
  const feasible: NodeInfo[] = [];
  const places: number[] = [];
  const verdicts: NodeVerdict[] = [];
  for (let step = 0; step < nodes.length && feasible.length < limit; step += 1) {
    const place = (startIndex + step) % nodes.length;
    const node = nodes[place];
    if (node === undefined) continue;
    const verdict =
      (known?.nodes[place] === node ? known.values[place] : undefined) ?? judgeNode(run, state, node);
    if (known !== undefined) {
      known.nodes[place] = node;
      known.values[place] = verdict;
    }
    if (verdict.rejection === undefined) {
      feasible.push(node);
      places.push(place);
    }
    verdicts.push(verdict);
  }
  return { feasible, places, verdicts };
}

function judgeNode(run: FilterRun, state: CycleState, node: NodeInfo): NodeVerdict {
  return verdictOf(node, runFilterPluginsWithNominatedPods(run, state, node));
}

function verdictOf(node: NodeInfo, rejection: Status | undefined): NodeVerdict {
  return rejection === undefined ? { node: node.name } : { node: node.name, rejection };
}
