/**
 * Values that metrics servers would answer with: external and custom ones as somebody set them, resource use as pods report it.
 *
 * **Upstream:** pkg/controller/podautoscaler/metrics (v1.37) reads them through the API aggregator.
 * **Simplified:** one value a metric; the selector of a metric is not looked at.
 */
import type { MetricSpec } from '../../api/autoscaling-v2.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { METRICS } from '../../sim/metrics.ts';
import type { MetricGroup } from '../../sim/metrics.ts';

const API_GROUPS: Readonly<Record<MetricGroup, string>> = {
  external: 'external.metrics.k8s.io',
  pods: 'custom.metrics.k8s.io',
  object: 'custom.metrics.k8s.io',
  resource: 'metrics.k8s.io',
};

export function metricMilli({ sim }: ComponentContext, group: MetricGroup, path: string): number | undefined {
  return sim.table(METRICS[group]).get(path)?.milli;
}

/** Trace entries of whoever set the values that an autoscaler reads, the latest first: they caused what it does. */
export function metricEntries(
  { sim }: ComponentContext,
  namespace: string,
  metrics: readonly MetricSpec[],
): number[] {
  const paths = metrics.flatMap(({ external, object }): [MetricGroup, string][] => [
    ...(external === undefined
      ? []
      : [['external', `${namespace}/${external.metric.name}`] as [MetricGroup, string]]),
    ...(object === undefined
      ? []
      : [
          [
            'object',
            `${namespace}/${object.describedObject.kind}/${object.describedObject.name}/${object.metric.name}`,
          ] as [MetricGroup, string],
        ]),
  ]);
  return paths
    .map(([group, path]) => sim.table(METRICS[group]).get(path)?.entry ?? 0)
    .filter((entry) => entry > 0)
    .sort((a, b) => b - a);
}

export function isServed({ sim }: ComponentContext, group: MetricGroup): boolean {
  return sim.table(METRICS[group]).size > 0;
}

/** What the server says about a request to an API group that nobody serves. */
export function notServed(group: MetricGroup, resource: string): string {
  return `the server could not find the requested resource (get ${resource}.${API_GROUPS[group]})`;
}

/** The error is upstream's text. */
export function externalMetric(
  ctx: ComponentContext,
  namespace: string,
  name: string,
  selector: string,
): Result<number, string> {
  const value = metricMilli(ctx, 'external', `${namespace}/${name}`);
  if (value !== undefined) return ok(value);
  const why = isServed(ctx, 'external')
    ? 'no metrics returned from external metrics API'
    : `unable to fetch metrics from external metrics API: ${notServed('external', name)}`;
  return fail(`unable to get external metric ${namespace}/${name}/${selector}: ${why}`);
}
