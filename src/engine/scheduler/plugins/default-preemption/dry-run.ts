/**
 * Finds the fewest and least important pods of one node that must go for the pod to fit there.
 *
 * Upstream: `SelectVictimsOnNode` of pkg/scheduler/framework/plugins/defaultpreemption (v1.37): take away all pods of lower
 * priority, then put back one at a time whatever still lets the pod fit.
 */
import type { CycleState } from '../../framework/cycle-state.ts';
import { cloneCycleState } from '../../framework/cycle-state.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { withoutPod, withPod } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { CycleContext, FrameworkHandle } from '../../framework/plugin.ts';
import { splitByBudgets } from './disruption-budgets.ts';
import { compareImportance } from './importance.ts';

/** A node that would do, and whom it costs. */
export interface Candidate {
  readonly node: string;
  /** Most important first; never empty. */
  readonly victims: readonly PodInfo[];
  readonly budgetViolations: number;
}

/** A candidate, or the reasons why the node is none. */
export type DryRun =
  { readonly candidate: Candidate } | { readonly candidate?: undefined; readonly reasons: readonly string[] };

const NO_VICTIMS = ['No preemption victims found for incoming pod'];

export function dryRunPreemption(
  context: CycleContext,
  state: CycleState,
  start: NodeInfo,
  handle: FrameworkHandle,
): DryRun {
  const lower = start.pods.filter((other) => other.priority < context.pod.priority).sort(compareImportance);
  if (lower.length === 0) return { reasons: NO_VICTIMS };
  const trial = cloneCycleState(state);
  let node = start;
  for (const pod of lower) {
    node = withoutPod(node, pod);
    handle.removePod(trial, pod, node);
  }
  const status = handle.filterNode(trial, node);
  if (status !== undefined) return { reasons: status.reasons };

  const { violating, others } = splitByBudgets(lower, budgetsFor(lower, context));
  const victims: PodInfo[] = [];
  for (const pod of [...violating, ...others]) {
    const restored = withPod(node, pod);
    const restoredState = cloneCycleState(trial);
    handle.addPod(restoredState, pod, restored);
    if (handle.filterNode(restoredState, restored) === undefined) {
      node = restored;
      Object.assign(trial.entries, restoredState.entries);
    } else {
      victims.push(pod);
    }
  }
  const budgetViolations = victims.filter((pod) => violating.includes(pod)).length;
  return { candidate: { node: start.name, victims: victims.sort(compareImportance), budgetViolations } };
}

function budgetsFor(pods: readonly PodInfo[], { listers }: CycleContext) {
  const namespaces = [...new Set(pods.map((pod) => pod.namespace))];
  return namespaces.flatMap((namespace) => listers.podDisruptionBudgets(namespace));
}
