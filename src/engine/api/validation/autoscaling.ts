/**
 * Rules of HorizontalPodAutoscalers.
 *
 * Upstream: pkg/apis/autoscaling/validation/validation.go (v1.37).
 */
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HPAScalingRules,
  MetricSpec,
  MetricTarget,
} from '../autoscaling-v2.ts';
import { pathSegmentProblems } from '../names.ts';
import {
  checkEach,
  forbidden,
  invalid,
  invalidEach,
  noErrors,
  notNegative,
  notSupported,
  oneOf,
  required,
  type FieldErrors,
} from './field-error.ts';

export function checkHorizontalPodAutoscaler({ spec }: HorizontalPodAutoscaler): FieldErrors {
  const { minReplicas = 1, maxReplicas } = spec;
  return [
    ...checkMinReplicas(spec, minReplicas),
    ...(maxReplicas < 1 ? [required('spec.maxReplicas')] : []),
    ...(maxReplicas < minReplicas
      ? [invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...checkTarget(spec.scaleTargetRef, 'spec.scaleTargetRef'),
    ...checkEach('spec.metrics', spec.metrics, checkMetric),
    ...checkRules(spec.behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...checkRules(spec.behavior?.scaleDown, 'spec.behavior.scaleDown'),
  ];
}

function checkMinReplicas(spec: HorizontalPodAutoscalerSpec, minReplicas: number): FieldErrors {
  if (minReplicas < 0) return notNegative('spec.minReplicas', minReplicas);
  const fromZero = (spec.metrics ?? []).some(
    (metric) => metric.type === 'Object' || metric.type === 'External',
  );
  if (minReplicas > 0 || fromZero) return noErrors;
  const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
  return [forbidden('spec.metrics', detail)];
}

function checkTarget(target: HorizontalPodAutoscalerSpec['scaleTargetRef'], path: string): FieldErrors {
  const { kind = '', name = '', apiVersion = '' } = target as Partial<typeof target>;
  const segment = (field: string, value: string): FieldErrors =>
    value === ''
      ? [required(`${path}.${field}`)]
      : invalidEach(`${path}.${field}`, value, pathSegmentProblems(value));
  const grouped = apiVersion.includes('/') || kind === 'ReplicationController';
  return [
    ...segment('kind', kind),
    ...segment('name', name),
    ...(grouped ? [] : [invalid(`${path}.apiVersion`, apiVersion, 'apiVersion must specify API group')]),
  ];
}

type MetricSource = 'containerResource' | 'external' | 'object' | 'pods' | 'resource';

const sources: Readonly<Record<string, MetricSource>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

function checkMetric(metric: MetricSpec, path: string): FieldErrors {
  const { type } = metric;
  const name = Object.hasOwn(sources, type) ? sources[type] : undefined;
  if (name === undefined) return [notSupported(`${path}.type`, type, Object.keys(sources))];
  const source = metric[name];
  if (source === undefined) {
    return [required(`${path}.${name}`, 'must populate information for the given metric source')];
  }
  const resource = type === 'Resource' || type === 'ContainerResource';
  return resource
    ? checkResourceTarget((metric.resource ?? metric.containerResource)?.target, `${path}.${name}.target`)
    : noErrors;
}

function checkResourceTarget(target: MetricTarget | undefined, path: string): FieldErrors {
  const { averageUtilization, averageValue } = target ?? {};
  if (averageUtilization === undefined && averageValue === undefined) {
    return [
      required(`${path}.averageUtilization`, 'must set either a target raw value or a target utilization'),
    ];
  }
  return averageUtilization !== undefined && averageUtilization < 1
    ? [invalid(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0')]
    : noErrors;
}

const windowMax = 3600;
const periodMax = 1800;

function checkRules(rules: HPAScalingRules | undefined, path: string): FieldErrors {
  if (rules === undefined) return noErrors;
  const window = rules.stabilizationWindowSeconds;
  return [
    ...notNegative(`${path}.stabilizationWindowSeconds`, window),
    ...(window !== undefined && window > windowMax
      ? [invalid(`${path}.stabilizationWindowSeconds`, window, `must be less than or equal to ${windowMax}`)]
      : []),
    ...oneOf(`${path}.selectPolicy`, rules.selectPolicy, ['Disabled', 'Max', 'Min']),
    ...checkEach(`${path}.policies`, rules.policies, ({ type, value, periodSeconds }, at) => [
      ...oneOf(`${at}.type`, type, ['Percent', 'Pods']),
      ...(value <= 0 ? [invalid(`${at}.value`, value, 'must be greater than zero')] : []),
      ...(periodSeconds <= 0
        ? [invalid(`${at}.periodSeconds`, periodSeconds, 'must be greater than zero')]
        : []),
      ...(periodSeconds > periodMax
        ? [invalid(`${at}.periodSeconds`, periodSeconds, `must be less than or equal to ${periodMax}`)]
        : []),
    ]),
  ];
}
