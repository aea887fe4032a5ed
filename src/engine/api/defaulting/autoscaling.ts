/**
 * Defaults of HorizontalPodAutoscalers.
 *
 * Upstream: pkg/apis/autoscaling/v2/defaults.go (v1.37).
 */
import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  HorizontalPodAutoscalerSpec,
  MetricSpec,
} from '../autoscaling-v2.ts';
import { changeField, fill } from './fill.ts';

export function defaultHorizontalPodAutoscaler(autoscaler: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  return changeField(autoscaler, 'spec', (spec) => {
    const filled = fill(spec, { minReplicas: 1 });
    const withMetrics = (filled.metrics ?? []).length > 0 ? filled : { ...filled, metrics: cpuAt80Percent };
    return changeField(withMetrics, 'behavior', defaultBehavior);
  });
}

const cpuAt80Percent: readonly MetricSpec[] = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
];

/** As fast as the faster of four pods and doubling, every fifteen seconds. */
const scaleUp: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

/** The stabilization window of scaling down stays unset: the controller has its own. */
const scaleDown: HPAScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

type Behavior = NonNullable<HorizontalPodAutoscalerSpec['behavior']>;

function defaultBehavior(behavior: Behavior): Behavior {
  return {
    ...behavior,
    scaleUp: fill(behavior.scaleUp ?? {}, scaleUp),
    scaleDown: fill(behavior.scaleDown ?? {}, scaleDown),
  };
}
