/**
 * The disruption controller: keeps the numbers of PodDisruptionBudgets, by which the eviction API decides.
 *
 * **Upstream:** pkg/controller/disruption/disruption.go (v1.37).
 * **Simplified:** a stale DisruptionTarget condition is not reset after two minutes.
 */
import { deepEqual } from '../../../base/json.ts';
import { withCondition } from '../../api/conditions.ts';
import type { LabelSelector } from '../../api/meta-v1.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../api/policy-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { matchesLabelSelector } from '../../api/selectors.ts';
import type { KubeObject } from '../../api/types.ts';
import type { ChangeOf } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { sortedKeys } from '../../../base/compare.ts';
import { nowTime, wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { keyOf, namespaceOf, splitKey, subjectOf } from '../control/keys.ts';
import { believedDisruptions, countHealthy, disruptionsAllowed, expectation, needsScale } from './budget.ts';
import * as reasons from './reasons.ts';
import { expectedScale } from './scale.ts';
import { DEFAULT_DISRUPTION } from './settings.ts';
import type { DisruptionSettings } from './settings.ts';

export function createDisruptionController(
  ctx: ComponentContext,
  settings: DisruptionSettings = DEFAULT_DISRUPTION,
): Component {
  const whenScaled = ({
    object,
    before,
  }: {
    readonly object: KubeObject & { readonly spec: { readonly replicas?: number } };
    readonly before?: { readonly spec: { readonly replicas?: number } };
  }): readonly string[] =>
    before !== undefined && before.spec.replicas === object.spec.replicas
      ? []
      : ctx.api.inNamespace('PodDisruptionBudget', namespaceOf(object)).map(keyOf);
  return controllerComponent(ctx, {
    name: 'controllermanager',
    queue: { latencyMs: settings.reactionMs },
    watches: {
      PodDisruptionBudget: (change) => (change.type === 'DELETED' ? [] : [keyOf(change.object)]),
      Pod: (change) => budgetsOf(ctx, change),
      Deployment: whenScaled,
      ReplicaSet: whenScaled,
      StatefulSet: whenScaled,
      ReplicationController: whenScaled,
    },
    reconcile: (key) => syncBudget(ctx, settings, key),
  });
}

function budgetsOf({ api }: ComponentContext, { object, before }: ChangeOf<'Pod'>): readonly string[] {
  const budgets = api.inNamespace('PodDisruptionBudget', namespaceOf(object));
  return budgets
    .filter((budget) => matches(budget, object) || (before !== undefined && matches(budget, before)))
    .map(keyOf);
}

function matches({ spec }: PodDisruptionBudget, pod: Pod): boolean {
  return matchesLabelSelector(spec.selector, pod.metadata.labels);
}

function syncBudget(ctx: ComponentContext, settings: DisruptionSettings, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const budget = ctx.api.get('PodDisruptionBudget', namespace, name);
  if (budget === undefined) return DONE;
  const pods = ctx.api.inNamespace('Pod', namespace).filter((pod) => matches(budget, pod));
  if (pods.length === 0)
    ctx.events.record(subjectOf(budget), 'Normal', reasons.NO_PODS, reasons.NO_PODS_MESSAGE);
  const scale = needsScale(budget) ? expectedScale(ctx.api, pods) : undefined;
  if (scale !== undefined && !scale.ok) return syncFailed(ctx, budget, scale.error);
  if (scale !== undefined && scale.value.unmanaged.length > 0) recordUnmanaged(ctx, budget);
  const expected = expectation(budget, pods.length, scale?.value.scale ?? 0);
  const disrupted = believedDisruptions(
    budget.status?.disruptedPods ?? {},
    pods,
    settings.deletionTimeoutMs,
    wallMs(ctx),
  );
  for (const pod of disrupted.overdue)
    ctx.events.record(
      subjectOf(pod),
      'Warning',
      reasons.NOT_DELETED,
      `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`,
    );
  const currentHealthy = countHealthy(pods, disrupted.entries);
  const counts = {
    currentHealthy,
    ...expected,
    disruptionsAllowed: disruptionsAllowed(expected, currentHealthy),
  };
  const written = writeStatus(ctx, budget, withCounts(ctx, budget, counts, disrupted.entries));
  if (!written) return FAILED;
  return disrupted.recheckMs === undefined ? DONE : { requeueAfterMs: disrupted.recheckMs };
}

type Counts = Required<
  Pick<PodDisruptionBudgetStatus, 'currentHealthy' | 'desiredHealthy' | 'expectedPods' | 'disruptionsAllowed'>
>;

function withCounts(
  ctx: ComponentContext,
  budget: PodDisruptionBudget,
  counts: Counts,
  entries: Readonly<Record<string, string>>,
): PodDisruptionBudgetStatus {
  const allowed = counts.disruptionsAllowed > 0;
  const conditions = withDisruptionAllowed(
    ctx,
    budget,
    allowed ? 'True' : 'False',
    allowed ? reasons.SUFFICIENT_PODS : reasons.INSUFFICIENT_PODS,
    '',
  );
  const { generation } = budget.metadata;
  return {
    ...counts,
    conditions,
    ...(Object.keys(entries).length === 0 ? {} : { disruptedPods: entries }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
}

function withDisruptionAllowed(
  ctx: ComponentContext,
  budget: PodDisruptionBudget,
  status: string,
  reason: string,
  message: string,
): NonNullable<PodDisruptionBudgetStatus['conditions']> {
  const { generation } = budget.metadata;
  const condition = {
    type: reasons.DISRUPTION_ALLOWED,
    status,
    reason,
    message,
    lastTransitionTime: nowTime(ctx),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  return withCondition(budget.status?.conditions, condition);
}

/** Without numbers no eviction is allowed: the budget fails safe. */
function syncFailed(ctx: ComponentContext, budget: PodDisruptionBudget, error: string): SyncOutcome {
  ctx.events.record(
    subjectOf(budget),
    'Warning',
    reasons.CALCULATE_EXPECTED_FAILED,
    `Failed to calculate the number of expected pods: ${error}`,
  );
  const conditions = withDisruptionAllowed(ctx, budget, 'False', reasons.SYNC_FAILED, error);
  writeStatus(ctx, budget, { ...budget.status, disruptionsAllowed: 0, conditions });
  return FAILED;
}

function writeStatus(
  ctx: ComponentContext,
  budget: PodDisruptionBudget,
  status: PodDisruptionBudgetStatus,
): boolean {
  if (deepEqual(budget.status, status)) return true;
  const text = `${status.currentHealthy ?? 0} pods are healthy and ${status.desiredHealthy ?? 0} must be, of ${status.expectedPods ?? 0}: ${status.disruptionsAllowed ?? 0} may be evicted`;
  return ctx.api.update(
    'PodDisruptionBudget',
    { ...budget, status },
    { rule: 'PDB-01', text },
    { subresource: 'status' },
  ).ok;
}

function recordUnmanaged(ctx: ComponentContext, budget: PodDisruptionBudget): void {
  const message =
    `Pods selected by this PodDisruptionBudget (selector: ${printSelector(budget.spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, ` +
    'which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.';
  ctx.events.record(subjectOf(budget), 'Warning', reasons.UNMANAGED_PODS, message);
}

/** As Go prints the structure. */
function printSelector(selector: LabelSelector = {}): string {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const labels = sortedKeys(matchLabels)
    .map((key) => `${key}: ${matchLabels[key] ?? ''},`)
    .join('');
  const expressions = matchExpressions
    .map(
      ({ key, operator, values = [] }) =>
        `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
    )
    .join('');
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`;
}
