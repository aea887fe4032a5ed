/**
 * Splits pods into those whose eviction a disruption budget forbids and the rest.
 *
 * Upstream: `filterPodsWithPDBViolation` of pkg/scheduler/framework/plugins/defaultpreemption (v1.37). Budgets are a
 * preference of preemption, never a guarantee.
 */
import type { PodDisruptionBudget } from '../../../api/policy-v1.ts';
import { matchesLabelSelector } from '../../../api/selectors.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

export interface BudgetSplit {
  readonly violating: readonly PodInfo[];
  readonly others: readonly PodInfo[];
}

/** Pods are taken in the given order; each one uses up a disruption of every budget that covers it. */
export function splitByBudgets(
  pods: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): BudgetSplit {
  const allowed = budgets.map((budget) => budget.status?.disruptionsAllowed ?? 0);
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  for (const pod of pods) {
    let isViolated = false;
    budgets.forEach((budget, index) => {
      if (!covers(budget, pod)) return;
      allowed[index] = (allowed[index] ?? 0) - 1;
      if ((allowed[index] ?? 0) < 0) isViolated = true;
    });
    (isViolated ? violating : others).push(pod);
  }
  return { violating, others };
}

/** A budget with an empty selector covers nothing here, and pods already being evicted are not counted again. */
function covers(budget: PodDisruptionBudget, pod: PodInfo): boolean {
  const { selector } = budget.spec;
  if (budget.metadata.namespace !== pod.namespace || selector === undefined) return false;
  const isEmpty =
    Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
  if (isEmpty || Object.keys(pod.labels).length === 0 || !matchesLabelSelector(selector, pod.labels))
    return false;
  return budget.status?.disruptedPods?.[pod.name] === undefined;
}
