/** What steers or limits the number of a workload's pods from outside: autoscalers, disruption budgets, quotas. */
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../api/autoscaling-v2.ts';
import type { Condition } from '../api/meta-v1.ts';
import { milliValue, quantityOfMilli } from '../api/quantity.ts';
import { matchesLabelSelector } from '../api/selectors.ts';
import type { StoredObject } from '../apiserver/client.ts';
import { HISTORY } from '../controllers/horizontal-pod-autoscaler/controller.ts';
import { DEFAULT_AUTOSCALER } from '../controllers/horizontal-pod-autoscaler/settings.ts';
import { METRICS } from '../sim/metrics.ts';
import { visible, visibleTime } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { ConditionView } from './views.ts';
import type { AutoscalerView, BudgetView, MetricView, QuotaView } from './workload-view.ts';

export interface Scaling {
  /** What the answers are made of. */
  readonly parts: readonly unknown[];
  autoscaler(kind: string, namespace: string, name: string): AutoscalerView | null;
  budgets(namespace: string, podLabels: Readonly<Record<string, string>> | undefined): readonly BudgetView[];
  quotas(namespace: string): readonly QuotaView[];
}

export function scalingOf(context: ViewContext): Scaling {
  const { api } = context;
  const autoscalers = api.list('HorizontalPodAutoscaler');
  const budgets = api.list('PodDisruptionBudget');
  const quotas = new Map<string, QuotaView[]>();
  const quotaObjects = api.list('ResourceQuota');
  for (const quota of quotaObjects) {
    const namespace = quota.metadata.namespace ?? '';
    quotas.set(namespace, [...(quotas.get(namespace) ?? []), ...quotaLines(quota)]);
  }
  return {
    parts: [...autoscalers.flatMap((one) => autoscalerParts(context, one)), ...budgets, ...quotaObjects],
    autoscaler(kind, namespace, name) {
      const found = autoscalers.find(
        ({ metadata, spec }) =>
          metadata.namespace === namespace &&
          spec.scaleTargetRef.kind === kind &&
          spec.scaleTargetRef.name === name,
      );
      return found === undefined ? null : autoscalerView(context, found);
    },
    budgets: (namespace, podLabels) =>
      budgets
        .filter(
          ({ metadata, spec }) =>
            metadata.namespace === namespace && matchesLabelSelector(spec.selector, podLabels),
        )
        .map(budgetView),
    quotas: (namespace) => quotas.get(namespace) ?? [],
  };
}

/** Metrics and recommendations are no objects of the API. */
function autoscalerParts(
  { engine }: ViewContext,
  autoscaler: StoredObject<'HorizontalPodAutoscaler'>,
): readonly unknown[] {
  const { metadata, spec } = autoscaler;
  const namespace = metadata.namespace ?? '';
  return [
    autoscaler,
    engine.sim.table(HISTORY).get(`${namespace}/${metadata.name}`),
    ...(spec.metrics ?? []).map((metric) => sourceOf({ engine }, namespace, metric).set),
  ];
}

function quotaLines({ metadata, status }: StoredObject<'ResourceQuota'>): QuotaView[] {
  return Object.entries(status?.hard ?? {}).map(([resource, hard]) => {
    const used = status?.used?.[resource] ?? '0';
    return { quota: metadata.name, resource, used, hard, permille: permille(used, hard) };
  });
}

/** Nothing of nothing is all of it. */
function permille(used: string, of: string): number {
  const whole = milliValue(of);
  return whole === 0 ? 1000 : Math.round((milliValue(used) * 1000) / whole);
}

function budgetView({ metadata, status }: StoredObject<'PodDisruptionBudget'>): BudgetView {
  return {
    uid: metadata.uid,
    name: metadata.name,
    allowed: status?.disruptionsAllowed ?? 0,
    healthy: status?.currentHealthy ?? 0,
    needed: status?.desiredHealthy ?? 0,
    expected: status?.expectedPods ?? 0,
  };
}

function autoscalerView(
  context: ViewContext,
  autoscaler: StoredObject<'HorizontalPodAutoscaler'>,
): AutoscalerView {
  const { metadata, spec, status } = autoscaler;
  const conditions = (status?.conditions ?? []).map((one) => conditionView(context, one));
  const measured = conditions.find(({ type }) => type === 'ScalingActive')?.status === 'True';
  const history = context.engine.sim.table(HISTORY).get(`${metadata.namespace ?? ''}/${metadata.name}`);
  const last = history?.recommendations.at(-1);
  return {
    uid: metadata.uid,
    name: metadata.name,
    min: spec.minReplicas ?? 1,
    max: spec.maxReplicas,
    current: status?.currentReplicas ?? 0,
    desired: status?.desiredReplicas ?? 0,
    recommended: measured ? (last?.replicas ?? -1) : -1,
    lastScaleAt: visibleTime(context, status?.lastScaleTime),
    metrics: (spec.metrics ?? []).map((metric, index) => ({
      ...metricView(metric, status?.currentMetrics?.[index]),
      ...sourceOf(context, metadata.namespace ?? '', metric),
    })),
    conditions,
    heldUntil: heldUntil(context, autoscaler, last?.replicas),
  };
}

function conditionView(context: ViewContext, condition: Partial<Condition>): ConditionView {
  const { type = '', status = '', reason = '', message = '', lastTransitionTime } = condition;
  return { type, status, reason, message, since: visibleTime(context, lastTransitionTime) };
}

/** When the last higher recommendation leaves the window that holds back scaling down. */
function heldUntil(
  context: ViewContext,
  { metadata, spec, status }: StoredObject<'HorizontalPodAutoscaler'>,
  wanted: number | undefined,
): number {
  const held = status?.conditions?.some(
    ({ type, reason }) => type === 'AbleToScale' && reason === 'ScaleDownStabilized',
  );
  if (held !== true || wanted === undefined) return 0;
  const history = context.engine.sim.table(HISTORY).get(`${metadata.namespace ?? ''}/${metadata.name}`);
  const seconds = spec.behavior?.scaleDown?.stabilizationWindowSeconds;
  const windowMs = seconds === undefined ? DEFAULT_AUTOSCALER.downscaleWindowMs : seconds * 1000;
  const higher = history?.recommendations.findLast(({ replicas }) => replicas > wanted);
  return higher === undefined ? 0 : visible(context, higher.at + windowMs);
}

function sourceOf(
  { engine }: Pick<ViewContext, 'engine'>,
  namespace: string,
  { external, object }: MetricSpec,
): Pick<MetricView, 'group' | 'path' | 'set'> {
  const setTo = (group: 'external' | 'object', path: string): string => {
    const value = engine.sim.table(METRICS[group]).get(path);
    return value === undefined ? '' : quantityOfMilli(value.milli);
  };
  if (external !== undefined) {
    const path = `${namespace}/${external.metric.name}`;
    return { group: 'external', path, set: setTo('external', path) };
  }
  if (object === undefined) return { group: '', path: '', set: '' };
  const { kind, name } = object.describedObject;
  const path = `${namespace}/${kind}/${name}/${object.metric.name}`;
  return { group: 'object', path, set: setTo('object', path) };
}

function metricView(
  spec: MetricSpec,
  status: MetricStatus | undefined,
): Omit<MetricView, 'group' | 'path' | 'set'> {
  const { name, target } = wanted(spec);
  const current = status === undefined || status.type === '' ? undefined : measured(status);
  const aim = valueText(target);
  const now = current === undefined ? undefined : sameForm(current, target);
  return {
    name,
    target: aim.text,
    current: now?.text ?? '',
    permille: now === undefined || aim.milli === 0 ? -1 : Math.round((now.milli * 1000) / aim.milli),
  };
}

function wanted(spec: MetricSpec): { readonly name: string; readonly target: MetricTarget | undefined } {
  const { resource, containerResource, pods, object, external } = spec;
  return {
    name:
      resource?.name ??
      containerResource?.name ??
      pods?.metric.name ??
      object?.metric.name ??
      external?.metric.name ??
      spec.type,
    target: (resource ?? containerResource ?? pods ?? object ?? external)?.target,
  };
}

function measured({
  resource,
  containerResource,
  pods,
  object,
  external,
}: MetricStatus): MetricValueStatus | undefined {
  return (resource ?? containerResource ?? pods ?? object ?? external)?.current;
}

interface Amount {
  readonly text: string;
  readonly milli: number;
}

function valueText(value: MetricValueStatus | undefined): Amount {
  if (value?.averageUtilization !== undefined)
    return { text: `${value.averageUtilization}%`, milli: value.averageUtilization * 1000 };
  const quantity = value?.averageValue ?? value?.value ?? '0';
  return { text: quantity, milli: milliValue(quantity) };
}

/** The measured value in the form of the target: a status may hold an average and a share. */
function sameForm(current: MetricValueStatus, target: MetricTarget | undefined): Amount {
  const { averageUtilization, averageValue, value } = current;
  if (target?.averageUtilization !== undefined && averageUtilization !== undefined)
    return valueText({ averageUtilization });
  if (target?.averageValue !== undefined && averageValue !== undefined) return valueText({ averageValue });
  return value === undefined ? valueText(current) : valueText({ value });
}
