/** What steers or limits a workload from outside: the autoscaler as a gauge, budgets and quotas as limits. */
import type {
  AutoscalerView,
  BudgetView,
  ConditionView,
  MetricView,
  QuotaView,
} from '../../protocol/views.ts';
import type { LineText } from '../view-model.ts';
import type { GaugeModel, LimitModel, MetricModel } from './ticket-model.ts';

export function gaugeModel(view: AutoscalerView): GaugeModel {
  const { name, min, max, current, recommended, metrics, conditions } = view;
  const troubled = conditions.find(isTrouble);
  return {
    name,
    min,
    max,
    current,
    recommended: recommended < 0 ? null : recommended,
    metrics: metrics.map(metricModel),
    say: sayOf(view, troubled),
    trouble: troubled !== undefined,
    sentences: conditions.map(
      ({ type, status, reason, message }) => `${type} ${status}, ${reason}: ${message}`,
    ),
  };
}

function metricModel({ name, current, target, permille, group, path, set }: MetricView): MetricModel {
  return {
    name,
    measured: current,
    target,
    ratio: permille < 0 ? null : permille / 1000,
    source: group === '' ? null : { group, path, value: set },
  };
}

/** The autoscaler cannot do its work. That it is switched off by a size of zero is no trouble. */
function isTrouble({ type, status, reason }: ConditionView): boolean {
  return (
    (type === 'AbleToScale' || type === 'ScalingActive') && status === 'False' && reason !== 'ScalingDisabled'
  );
}

/** Why it does not scale, in the order in which it would be stopped. */
function sayOf(view: AutoscalerView, troubled: ConditionView | undefined): LineText {
  const { conditions, current, desired, heldUntil } = view;
  if (conditions.length === 0) return 'has not looked yet';
  if (troubled !== undefined) return troubled.reason;
  const reasonOf = (type: string, status: string): string =>
    conditions.find((one) => one.type === type && one.status === status)?.reason ?? '';
  if (reasonOf('ScalingActive', 'False') === 'ScalingDisabled') return 'off: the target has 0 replicas';
  const able = reasonOf('AbleToScale', 'True');
  if (heldUntil !== 0 && able === 'ScaleDownStabilized')
    return { before: 'held, ScaleDownStabilized: ', tick: 'until', atMs: heldUntil, after: '' };
  if (able === 'ScaleUpStabilized' || able === 'ScaleDownStabilized') return `held: ${able}`;
  const limited = reasonOf('ScalingLimited', 'True');
  if (limited !== '') return `limited: ${limited}`;
  return current === desired ? 'as recommended' : `scaling to ${desired}`;
}

export function limitModels(
  budgets: readonly BudgetView[],
  quotas: readonly QuotaView[],
): readonly LimitModel[] {
  return [...budgets.map(budgetLimit), ...tightest(quotas).map(quotaLimit)];
}

function budgetLimit({ uid, name, allowed, healthy, needed, expected }: BudgetView): LimitModel {
  return {
    id: uid,
    kind: 'budget',
    text: `${name}: ${allowed === 0 ? 'none' : allowed} may be evicted`,
    tip: `PodDisruptionBudget ${name}: ${healthy} of ${expected} healthy, ${needed} needed`,
    used: expected === 0 ? 0 : needed / expected,
    full: allowed === 0,
  };
}

/** Of each quota the line with least room. */
function tightest(quotas: readonly QuotaView[]): readonly QuotaView[] {
  const byName = new Map<string, QuotaView>();
  for (const line of quotas) {
    const known = byName.get(line.quota);
    if (known === undefined || line.permille > known.permille) byName.set(line.quota, line);
  }
  return [...byName.values()];
}

function quotaLimit({ quota, resource, used, hard, permille }: QuotaView): LimitModel {
  return {
    id: `quota ${quota}`,
    kind: 'quota',
    text: `${resource} ${used} of ${hard}`,
    tip: `ResourceQuota ${quota}: ${resource} ${used} used, ${hard} allowed in the namespace`,
    used: Math.min(1, permille / 1000),
    full: permille >= 1000,
  };
}
