/**
 * All metrics of an autoscaler: what each asks for, what its status shows, and what went wrong.
 *
 * **Upstream:** pkg/controller/podautoscaler/horizontal.go computeReplicasForMetrics (v1.37).
 */
import type {
  HorizontalPodAutoscaler,
  MetricIdentifier,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '../../api/autoscaling-v2.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { milliValue, quantityOfMilli } from '../../api/quantity.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { wallMs } from '../control/clock.ts';
import { namespaceOf } from '../control/keys.ts';
import { isReady } from '../control/pod-state.ts';
import { externalMetric, isServed, metricMilli, notServed } from './metrics.ts';
import { forAverage, forTotal, forValue, isStarting, toleranceOf } from './replicas.ts';
import type { Average, PodSample, Tolerance } from './replicas.ts';
import type { AutoscalerSettings } from './settings.ts';
import { podsOf } from './target.ts';
import type { ScaleTarget } from './target.ts';

export interface Proposal {
  readonly replicas: number;
  /** The metric in words, as Events name it. */
  readonly name: string;
  readonly status: MetricStatus;
}

export interface MetricFailure {
  readonly reason: string;
  /** As the Event about the metric has it. */
  readonly message: string;
  /** As the Event about all metrics has it. */
  readonly full: string;
}

export interface Evaluation {
  readonly statuses: readonly MetricStatus[];
  /** The metric that asks for most. */
  readonly best: Proposal | undefined;
  readonly failures: readonly MetricFailure[];
}

interface Question {
  readonly ctx: ComponentContext;
  readonly settings: AutoscalerSettings;
  readonly namespace: string;
  readonly target: ScaleTarget;
  readonly pods: readonly Pod[];
  readonly tolerance: Tolerance;
}

/** What Go makes of a division by zero pods. */
const NOT_A_NUMBER = '-9223372036854775808m';
const UNKNOWN: MetricStatus = { type: '' };

export function evaluate(
  ctx: ComponentContext,
  settings: AutoscalerSettings,
  autoscaler: HorizontalPodAutoscaler,
  target: ScaleTarget,
): Evaluation {
  const namespace = namespaceOf(autoscaler);
  const question: Question = {
    ctx,
    settings,
    namespace,
    target,
    pods: podsOf(ctx.api, namespace, target),
    tolerance: toleranceOf(autoscaler.spec.behavior, settings),
  };
  const answers = (autoscaler.spec.metrics ?? []).map((metric) => ask(question, metric));
  const proposals = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  const best = proposals.reduce<Proposal | undefined>(
    (most, one) => (most === undefined || one.replicas > most.replicas ? one : most),
    undefined,
  );
  return {
    statuses: answers.map((answer) => (answer.ok ? answer.value.status : UNKNOWN)),
    best,
    failures: answers.flatMap((answer) => (answer.ok ? [] : [answer.error])),
  };
}

function ask(question: Question, metric: MetricSpec): Result<Proposal, MetricFailure> {
  if (metric.type === 'External' && metric.external !== undefined)
    return askExternal(question, metric.external);
  if (metric.type === 'Resource' && metric.resource !== undefined)
    return askResource(question, metric.resource);
  if (metric.type === 'Pods' && metric.pods !== undefined) return askPods(question, metric.pods);
  if (metric.type === 'Object' && metric.object !== undefined) return askObject(question, metric.object);
  if (metric.type === 'ContainerResource' && metric.containerResource !== undefined)
    return askContainer(question, metric.containerResource);
  const message = `unknown metric source type "${metric.type}"`;
  return failed('InvalidMetricSourceType', message, message);
}

function failed(reason: string, message: string, full: string): Result<never, MetricFailure> {
  return fail({ reason, message, full });
}

function askExternal(
  { ctx, namespace, target, pods, tolerance }: Question,
  { metric, target: wanted }: NonNullable<MetricSpec['external']>,
): Result<Proposal, MetricFailure> {
  const value = externalMetric(ctx, namespace, metric.name, selectorText(metric));
  if (!value.ok) {
    const message = `failed to get ${metric.name} external metric: ${value.error}`;
    return failed(
      'FailedGetExternalMetric',
      message,
      `failed to get external metric ${metric.name}: ${message}`,
    );
  }
  const replicas = forWanted(value.value, wanted, target, pods, tolerance);
  const current = currentValue(value.value, wanted, target.statusReplicas);
  return ok({
    replicas,
    name: `external metric ${metric.name}(${selectorText(metric)})`,
    status: { type: 'External', external: { metric, current } },
  });
}

function askObject(
  { ctx, namespace, target, pods, tolerance }: Question,
  { metric, describedObject, target: wanted }: NonNullable<MetricSpec['object']>,
): Result<Proposal, MetricFailure> {
  const { kind, name } = describedObject;
  const value = metricMilli(ctx, 'object', `${namespace}/${kind}/${name}/${metric.name}`);
  if (value === undefined) {
    const why = isServed(ctx, 'object')
      ? 'no metrics returned from custom metrics API'
      : `unable to fetch metrics from custom metrics API: ${notServed('object', kind.toLowerCase())}`;
    const message = `unable to get metric ${metric.name}: ${kind} on ${namespace} ${name}/${why}`;
    return failed('FailedGetObjectMetric', message, `failed to get object metric value: ${message}`);
  }
  const replicas = forWanted(value, wanted, target, pods, tolerance);
  return ok({
    replicas,
    name: `${kind} metric ${metric.name}`,
    status: {
      type: 'Object',
      object: { metric, current: currentValue(value, wanted, target.statusReplicas), describedObject },
    },
  });
}

function forWanted(
  valueMilli: number,
  wanted: MetricTarget,
  target: ScaleTarget,
  pods: readonly Pod[],
  tolerance: Tolerance,
): number {
  if (wanted.averageValue !== undefined)
    return forTotal(valueMilli, milliValue(wanted.averageValue), target.statusReplicas, tolerance);
  const readyPods = pods.filter((pod) => pod.status?.phase === 'Running' && isReady(pod)).length;
  return forValue(valueMilli, milliValue(wanted.value), target.replicas, readyPods, tolerance);
}

function currentValue(valueMilli: number, wanted: MetricTarget, replicas: number): MetricValueStatus {
  if (wanted.averageValue === undefined) return { value: quantityOfMilli(valueMilli) };
  return { averageValue: replicas === 0 ? NOT_A_NUMBER : quantityOfMilli(Math.ceil(valueMilli / replicas)) };
}

function askResource(
  question: Question,
  { name, target }: NonNullable<MetricSpec['resource']>,
): Result<Proposal, MetricFailure> {
  const average = averageUse(question, name, target);
  if (!average.ok) {
    const what = isPerCent(target) ? 'utilization' : 'resource metric value';
    const message = `failed to get ${name} ${what}: ${average.error}`;
    return failed(
      'FailedGetResourceMetric',
      message,
      `failed to get ${name} resource metric value: ${message}`,
    );
  }
  return ok({
    replicas: average.value.replicas,
    name: `${name} resource${utilizationWords(target)}`,
    status: { type: 'Resource', resource: { name, current: currentUse(target, average.value) } },
  });
}

/** As above, of one container of each pod. */
function askContainer(
  question: Question,
  { name, container, target }: NonNullable<MetricSpec['containerResource']>,
): Result<Proposal, MetricFailure> {
  const average = averageUse(question, name, target, container);
  if (!average.ok) {
    const message = `failed to get ${name} ${isPerCent(target) ? 'utilization' : 'usage'}: ${average.error}`;
    return failed(
      'FailedGetContainerResourceMetric',
      message,
      `failed to get ${name} container metric value: ${message}`,
    );
  }
  const current = currentUse(target, average.value);
  return ok({
    replicas: average.value.replicas,
    name: `${name} container resource${utilizationWords(target)}`,
    status: { type: 'ContainerResource', containerResource: { name, container, current } },
  });
}

function isPerCent({ averageUtilization }: MetricTarget): boolean {
  return averageUtilization !== undefined;
}

function utilizationWords(target: MetricTarget): string {
  return isPerCent(target) ? ' utilization (percentage of request)' : '';
}

function currentUse(target: MetricTarget, { usage, utilization }: Average): MetricValueStatus {
  return {
    averageValue: quantityOfMilli(usage),
    ...(isPerCent(target) ? { averageUtilization: utilization } : {}),
  };
}

/** With `container` only that one counts. */
function averageUse(
  { ctx, settings, namespace, target, pods, tolerance }: Question,
  name: string,
  wanted: MetricTarget,
  container?: string,
): Result<Average, string> {
  const unable = `unable to get metrics for resource ${name}`;
  if (!isServed(ctx, 'resource'))
    return fail(
      `${unable}: unable to fetch metrics from resource metrics API: ${notServed('resource', 'pods')}`,
    );
  const samples: PodSample[] = [];
  for (const pod of pods) {
    const of = `${namespace}/${pod.metadata.name}${container === undefined ? '' : `/${container}`}`;
    const usage = metricMilli(ctx, 'resource', `${of}/${name}`);
    const measured = pod.spec.containers.filter((one) => container === undefined || one.name === container);
    if (measured.length === 0)
      return fail(
        `container ${container ?? ''} not present in metrics for pod ${of.slice(0, of.lastIndexOf('/'))}`,
      );
    const unasked = measured.find(({ resources }) => resources?.requests?.[name] === undefined);
    if (wanted.averageUtilization !== undefined && unasked !== undefined)
      return fail(`missing request for ${name} in container ${unasked.name} of Pod ${pod.metadata.name}`);
    samples.push({
      pod,
      usage,
      request: measured.reduce((sum, { resources }) => sum + milliValue(resources?.requests?.[name]), 0),
    });
  }
  if (samples.every(({ usage }) => usage === undefined))
    return fail(`${unable}: no metrics returned from resource metrics API`);
  const isUnready = (pod: Pod): boolean => name === 'cpu' && isStarting(pod, settings, wallMs(ctx));
  const goal = wanted.averageUtilization ?? milliValue(wanted.averageValue);
  return forAverage(
    samples,
    goal,
    wanted.averageUtilization !== undefined,
    target.replicas,
    tolerance,
    isUnready,
  );
}

function askPods(
  { ctx, namespace, target, pods, tolerance }: Question,
  { metric, target: wanted }: NonNullable<MetricSpec['pods']>,
): Result<Proposal, MetricFailure> {
  const samples = pods.map((pod) => ({
    pod,
    usage: metricMilli(ctx, 'pods', `${namespace}/${pod.metadata.name}/${metric.name}`),
  }));
  const why = isServed(ctx, 'pods')
    ? 'no metrics returned from custom metrics API'
    : `unable to fetch metrics from custom metrics API: ${notServed('pods', 'pods')}`;
  const known = samples.some(({ usage }) => usage !== undefined);
  const average = known
    ? forAverage(samples, milliValue(wanted.averageValue), false, target.replicas, tolerance, () => false)
    : fail(`unable to get metric ${metric.name}: ${why}`);
  if (!average.ok)
    return failed('FailedGetPodsMetric', average.error, `failed to get pods metric value: ${average.error}`);
  return ok({
    replicas: average.value.replicas,
    name: `pods metric ${metric.name}`,
    status: {
      type: 'Pods',
      pods: { metric, current: { averageValue: quantityOfMilli(average.value.usage) } },
    },
  });
}

/** As Go prints the pointer. */
function selectorText({ selector }: MetricIdentifier): string {
  if (selector === undefined) return 'nil';
  const labels = Object.keys(selector.matchLabels ?? {})
    .sort()
    .map((key) => `${key}: ${selector.matchLabels?.[key] ?? ''},`);
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{},}`;
}
