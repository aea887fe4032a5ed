/** Values that metrics servers would answer with, as somebody set them: read by autoscalers, written by a command. */
import { defineTable } from './sim.ts';
import type { TableDefinition } from './sim.ts';

export interface MetricValue {
  /** In thousandths, like quantities. */
  readonly milli: number;
  /** Trace entry of whoever set it: the cause of what autoscalers make of it. */
  readonly entry?: number;
}

/** One table for each API. One without any value counts as not installed. */
export const METRICS = {
  /** external.metrics.k8s.io, by `NAMESPACE/METRIC`. */
  external: defineTable<MetricValue>('metrics/external'),
  /** custom.metrics.k8s.io, by `NAMESPACE/POD/METRIC`. */
  pods: defineTable<MetricValue>('metrics/pods'),
  /** custom.metrics.k8s.io, by `NAMESPACE/KIND/NAME/METRIC`. */
  object: defineTable<MetricValue>('metrics/object'),
  /** metrics.k8s.io, by `NAMESPACE/POD/RESOURCE`: what all containers of the pod use together; `NAMESPACE/POD/CONTAINER/RESOURCE`: one of them. */
  resource: defineTable<MetricValue>('metrics/resource'),
} as const satisfies Readonly<Record<string, TableDefinition<MetricValue>>>;

export type MetricGroup = keyof typeof METRICS;
