/**
 * Gives the scheduler the recorded problems, and names every number, text and name that it decides otherwise than the real one.
 *
 * A sequence follows the recorded nodes: from a tie on the real choice was random.
 */
import { compareStrings } from '../../base/compare.ts';
import { SchedulerCache } from '../../engine/scheduler/cache/scheduler-cache.ts';
import type { Decision } from '../../engine/scheduler/decision.ts';
import type { Listers } from '../../engine/scheduler/framework/listers.ts';
import { podInfoOf } from '../../engine/scheduler/framework/pod-info.ts';
import type { Snapshot } from '../../engine/scheduler/framework/snapshot.ts';
import { schedulePod } from '../../engine/scheduler/schedule-one.ts';
import { readListers, readNode, readPod } from './problem.ts';
import type { OracleProblem, OracleResult, OracleSequence } from './problem.ts';
import type { OracleFile } from './oracle-file.ts';

export interface OracleComparison {
  /** `spread 17 web`: family, seed and pod of a problem; `mixed 3 step 12` of a sequence. */
  readonly id: string;
  /** Empty when the scheduler decides as recorded. */
  readonly differences: readonly string[];
}

type OraclePod = OracleProblem['pods'][number];

/** One comparison a placement. */
export function compareOracle(file: OracleFile): readonly OracleComparison[] {
  return [
    ...file.problems.flatMap((problem) =>
      problem.targets.map((target) => ({
        id: `${problem.family} ${problem.seed} ${target.pod.metadata.name}`,
        differences: problemDifferences(problem, target),
      })),
    ),
    ...file.sequences.flatMap(sequenceComparisons),
  ];
}

function problemDifferences(
  problem: OracleProblem,
  target: OracleProblem['targets'][number],
): readonly string[] {
  const cache = filledCache(problem.nodes, problem.pods);
  const listers = readListers(problem.objects);
  const decide = (choice: number) => decideWith(target.pod, cache.snapshot(), listers, choice);
  return [target.result, ...(target.otherResults ?? [])].flatMap((recorded) =>
    differencesFrom(recorded, decide, cache.snapshot(), target.pod),
  );
}

/** Where the real scheduler chose at random, some draw has to lead to its choice. */
function differencesFrom(
  recorded: OracleResult,
  decide: (choice: number) => { readonly decision: Decision; readonly alternatives: number },
  snapshot: Snapshot,
  pod: OraclePod,
): readonly string[] {
  const { decision, alternatives } = decide(0);
  if (recorded.message === undefined) {
    return snapshot.nodes.length >= 100
      ? sampledDifferences(recorded, decision)
      : boundDifferences(recorded, decision, snapshot, pod);
  }
  const outcomes = Array.from({ length: Math.max(alternatives, 1) }, (_unused, choice) =>
    refusalOf(decide(choice).decision),
  );
  const wanted = JSON.stringify({
    message: recorded.message,
    reason: recorded.reason,
    nominated: recorded.nominated ?? '',
    victims: recorded.victims ?? [],
  });
  return outcomes.includes(wanted) ? [] : [`recorded ${wanted}, computed ${outcomes.join(' or ')}`];
}

function refusalOf(decision: Decision): string {
  if (decision.kind === 'bound') return `bound to ${decision.node}`;
  return JSON.stringify({
    message: decision.message,
    reason: decision.condition.reason,
    nominated: decision.nominatedNodeName ?? '',
    victims: decision.victims.map((victim) => victim.name).toSorted(compareStrings),
  });
}

function sampledDifferences(recorded: OracleResult, decision: Decision): readonly string[] {
  const feasible = decision.table.nodes.filter((node) => node.rejection === undefined).length;
  return unequal('feasible nodes', recorded.feasibleCount, feasible).concat(
    unequal('evaluated nodes', recorded.evaluated, decision.table.nodes.length),
  );
}

function boundDifferences(
  recorded: OracleResult,
  decision: Decision,
  snapshot: Snapshot,
  pod: OraclePod,
): readonly string[] {
  if (decision.kind !== 'bound') return [`recorded ${recorded.chosen}, computed ${decision.message}`];
  const feasible = decision.table.nodes.filter((node) => node.rejection === undefined);
  const filtered = decision.table.nodes.filter(
    (node) => !node.rejection?.reasons[0]?.includes("didn't satisfy plugin(s)"),
  );
  const ran = decision.table.scores?.columns.map((column) => column.plugin) ?? [];
  return [
    unequal('feasible nodes', recorded.feasibleCount, feasible.length),
    unequal('evaluated nodes', recorded.evaluated, filtered.length),
    unequal('best', sorted(recorded.best ?? [recorded.chosen]), sorted(decision.best)),
    unequal('plugins', recorded.plugins ?? [], sorted(ran)),
    ...Object.entries(recorded.scores ?? {}).map(([node, scores]) =>
      unequal(`scores of ${node}`, scores, scoresOf(decision, node, recorded.plugins ?? [])),
    ),
    ...Object.entries(recorded.requested ?? {}).map(([node, amounts]) =>
      unequal(`requests on ${node}`, amounts, requestedOn(snapshot, node, pod, recorded.plugins ?? [])),
    ),
  ].flat();
}

/** As recorded: one weighted score per plugin, and the total. */
function scoresOf(
  decision: Decision,
  node: string,
  plugins: readonly string[],
): readonly (number | undefined)[] {
  const { scores } = decision.table;
  const row = scores?.nodes.indexOf(node) ?? -1;
  const weighted = plugins.map((plugin) => {
    const column = scores?.columns.find((one) => one.plugin === plugin);
    return column === undefined ? undefined : column.weight * (column.normalized[row] ?? NaN);
  });
  return [...weighted, scores?.totals[row]];
}

/** The second pair was recorded only where BalancedAllocation ran. */
function requestedOn(
  snapshot: Snapshot,
  name: string,
  pod: OraclePod,
  plugins: readonly string[],
): readonly number[] {
  const node = snapshot.byName.get(name);
  const { requests, nonZeroRequests } = podInfoOf(readPod(pod));
  if (node === undefined) return [];
  const nonZero = [
    node.nonZeroRequested.milliCPU + nonZeroRequests.milliCPU,
    node.nonZeroRequested.memory + nonZeroRequests.memory,
  ];
  if (!plugins.includes('NodeResourcesBalancedAllocation')) return nonZero;
  return [...nonZero, node.requested.milliCPU + requests.milliCPU, node.requested.memory + requests.memory];
}

function sequenceComparisons(sequence: OracleSequence): readonly OracleComparison[] {
  const cache = filledCache(sequence.nodes, []);
  const listers = readListers(sequence.objects);
  return sequence.pods.map((pod, index) => {
    const recorded = sequence.results[index] ?? {};
    const { decision } = decideWith(pod, cache.snapshot(), listers, 0);
    if (recorded.node !== undefined) cache.setPod(readPod(pod), recorded.node);
    return {
      id: `${sequence.style} ${sequence.seed} step ${index}`,
      differences: stepDifferences(recorded, decision),
    };
  });
}

function stepDifferences(recorded: OracleSequence['results'][number], decision: Decision): readonly string[] {
  if (decision.kind !== 'bound') return unequal('message', recorded.message, decision.message);
  const { scores } = decision.table;
  const totals =
    scores === undefined
      ? undefined
      : Object.fromEntries(scores.nodes.map((node, row) => [node, scores.totals[row]]));
  const feasible = decision.table.nodes.filter((node) => node.rejection === undefined).length;
  return [
    unequal('totals', sortedEntries(recorded.final), sortedEntries(totals)),
    unequal('feasible nodes', recorded.feasible, feasible),
    unequal('best', sorted(recorded.ties ?? [recorded.node]), sorted(decision.best)),
  ].flat();
}

function sortedEntries(totals: Readonly<Record<string, number | undefined>> | undefined): readonly string[] {
  return Object.entries(totals ?? {})
    .map(([node, total]) => `${node} ${total}`)
    .toSorted(compareStrings);
}

function decideWith(pod: OraclePod, snapshot: Snapshot, listers: Listers, choice: number) {
  let alternatives = 0;
  const view = { snapshot, listers, nominatedPods: new Map(), nextStartNodeIndex: 0 };
  const decision = schedulePod(readPod(pod), view, (n) => {
    alternatives = n;
    return choice;
  });
  return { decision, alternatives };
}

function filledCache(nodes: OracleProblem['nodes'], pods: readonly OraclePod[]): SchedulerCache {
  const cache = new SchedulerCache();
  for (const node of nodes) cache.setNode(readNode(node));
  for (const pod of pods) cache.setPod(readPod(pod));
  return cache;
}

function sorted(names: readonly (string | undefined)[]): readonly string[] {
  return names.map((name) => name ?? 'none').toSorted(compareStrings);
}

function unequal(what: string, recorded: unknown, computed: unknown): readonly string[] {
  const [a, b] = [JSON.stringify(recorded), JSON.stringify(computed)];
  return a === b ? [] : [`${what}: recorded ${a}, computed ${b}`];
}
