import { describe, expect, it } from 'vitest';
import type { HorizontalPodAutoscalerSpec } from '../../api/autoscaling-v2.ts';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createHorizontalPodAutoscalerController } from './controller.ts';
import { METRICS } from '../../sim/metrics.ts';

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'a', resources: { requests: { cpu: '100m' } } }] },
};
const queue = [
  {
    type: 'External',
    external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '10' } },
  },
];
const cpu = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
];

function cluster(replicas: number, spec: Partial<HorizontalPodAutoscalerSpec>): ControllerCluster {
  const c = new ControllerCluster({
    'horizontal-pod-autoscaler': (ctx) => createHorizontalPodAutoscalerController(ctx),
  });
  c.createFor('Deployment', {
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas, selector: { matchLabels: { app: 'web' } }, template },
  });
  c.change('Deployment', 'web', (one) => ({ ...one, status: { replicas } }), 'status');
  c.createFor('HorizontalPodAutoscaler', {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      maxReplicas: 6,
      ...spec,
    },
  });
  return c;
}

const external = (c: ControllerCluster, milli: number): void =>
  c.sim.table(METRICS.external).put('default/queue', { milli });
const size = (c: ControllerCluster): number | undefined => c.get('Deployment', 'web')?.spec.replicas;
const reasons = (c: ControllerCluster): unknown =>
  c
    .get('HorizontalPodAutoscaler', 'web')
    ?.status?.conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason ?? ''}`);

describe('horizontal pod autoscaler', () => {
  it('HPA-01 a new autoscaler is evaluated at once, then every 15 s', () => {
    const c = cluster(1, { metrics: queue });
    external(c, 35_000);
    c.run(10);
    expect(size(c)).toBe(4);
    expect(c.events()).toEqual([
      'HorizontalPodAutoscaler/web Normal SuccessfulRescale New size: 4; reason: external metric queue(nil) above target',
    ]);
    c.change('Deployment', 'web', (one) => ({ ...one, status: { replicas: 4 } }), 'status');
    external(c, 60_000);
    c.run(14_900);
    expect(size(c)).toBe(4);
    c.run(200);
    expect(size(c)).toBe(6);
  });

  it('HPA-02 the status tells sizes, metrics and conditions', () => {
    const c = cluster(2, { metrics: queue });
    external(c, 21_800);
    c.run(10);
    expect(c.get('HorizontalPodAutoscaler', 'web')?.status).toMatchObject({
      observedGeneration: 1,
      currentReplicas: 2,
      desiredReplicas: 2,
      currentMetrics: [
        { type: 'External', external: { metric: { name: 'queue' }, current: { averageValue: '10900m' } } },
      ],
    });
    expect(reasons(c)).toEqual([
      'AbleToScale True ReadyForNewScale',
      'ScalingActive True ValidMetricFound',
      'ScalingLimited False DesiredWithinRange',
    ]);
  });

  it('HPA-06 bounds hold without any metric, and a target at zero is left alone', () => {
    const below = cluster(1, { minReplicas: 3, metrics: cpu });
    below.run(10);
    expect([size(below), reasons(below)]).toEqual([
      3,
      ['AbleToScale True SucceededRescale', 'ScaledToZero False NotScaledToZero'],
    ]);
    const above = cluster(9, { metrics: cpu });
    above.run(10);
    expect(size(above)).toBe(6);
    const zero = cluster(0, { metrics: cpu });
    zero.run(10);
    expect([size(zero), reasons(zero)]).toEqual([
      0,
      ['AbleToScale True SucceededGetScale', 'ScalingActive False ScalingDisabled'],
    ]);
  });

  it('HPA-07 metrics that cannot be read are reported each time and change nothing', () => {
    const c = cluster(2, { metrics: cpu });
    c.run(16_000);
    const why =
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
    expect([...c.events()].sort()).toEqual([
      `HorizontalPodAutoscaler/web Warning FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why} x2`,
      `HorizontalPodAutoscaler/web Warning FailedGetResourceMetric ${why} x2`,
    ]);
    expect(c.get('HorizontalPodAutoscaler', 'web')?.status).toMatchObject({
      currentReplicas: 2,
      desiredReplicas: 0,
      currentMetrics: [{ type: '' }],
    });
  });

  it('HPA-07 one unreadable metric forbids shrinking, not growing', () => {
    const c = cluster(2, { metrics: [...queue, ...cpu] });
    external(c, 1000);
    c.run(10);
    expect(size(c)).toBe(2);
    external(c, 60_000);
    c.run(15_000);
    expect(size(c)).toBe(4);
  });

  it('HPA-04 CPU use is compared with the requests of the pods', () => {
    const c = cluster(1, { metrics: cpu });
    c.createFor('Pod', {
      metadata: { name: 'p', namespace: 'default', labels: { app: 'web' } },
      spec: template.spec,
    });
    c.runPods();
    c.sim.table(METRICS.resource).put('default/p/cpu', { milli: 150 });
    c.run(10);
    expect(size(c)).toBe(3);
    expect(c.get('HorizontalPodAutoscaler', 'web')?.status?.currentMetrics).toEqual([
      {
        type: 'Resource',
        resource: { name: 'cpu', current: { averageValue: '150m', averageUtilization: 150 } },
      },
    ]);
  });

  it('HPA-08 the use of one container is compared with its own request', () => {
    const target = { type: 'Utilization', averageUtilization: 50 } as const;
    const c = cluster(1, {
      metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'app', target } }],
    });
    const sidecar = { name: 'log', image: 'a' };
    c.createFor('Pod', {
      metadata: { name: 'p', namespace: 'default', labels: { app: 'web' } },
      spec: { containers: [...template.spec.containers, sidecar] },
    });
    c.runPods();
    c.sim.table(METRICS.resource).put('default/p/cpu', { milli: 900 });
    c.run(10);
    expect(c.events().join('\n')).toMatch(
      /FailedGetContainerResourceMetric failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned/,
    );
    c.sim.table(METRICS.resource).put('default/p/app/cpu', { milli: 100 });
    c.run(15_000);
    expect(size(c)).toBe(2);
    expect(c.get('HorizontalPodAutoscaler', 'web')?.status?.currentMetrics).toEqual([
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'app',
          current: { averageValue: '100m', averageUtilization: 100 },
        },
      },
    ]);
    expect(c.events().at(-1)).toMatch(
      /cpu container resource utilization \(percentage of request\) above target/,
    );
  });

  it('HPA-09 pods that two autoscalers have looked at are sized by neither', () => {
    const c = cluster(1, { metrics: queue });
    external(c, 5000);
    c.createFor('Pod', {
      metadata: { name: 'p', namespace: 'default', labels: { app: 'web' } },
      spec: template.spec,
    });
    c.run(10);
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    c.createFor('HorizontalPodAutoscaler', {
      metadata: { name: 'again', namespace: 'default' },
      spec: { scaleTargetRef, maxReplicas: 3, metrics: queue },
    });
    external(c, 60_000);
    c.run(30_000);
    const message =
      'pods by selector app=web are controlled by multiple HPAs: [{again default} {web default}]';
    for (const name of ['web', 'again']) {
      const conditions = c.get('HorizontalPodAutoscaler', name)?.status?.conditions;
      expect(conditions?.find(({ type }) => type === 'ScalingActive')).toMatchObject({
        status: 'False',
        reason: 'AmbiguousSelector',
        message,
      });
      for (const reason of ['AmbiguousSelector', 'FailedComputeMetricsReplicas'])
        expect(c.events().some((line) => line.includes(`${name} Warning ${reason} ${message}`))).toBe(true);
    }
    expect(size(c)).toBe(1);
  });

  it('HPA-05 a size above the maximum, found first, counts as recommended', () => {
    const c = cluster(5, { metrics: queue, maxReplicas: 3 });
    external(c, 10_000);
    c.run(10);
    c.change('Deployment', 'web', (one) => ({ ...one, status: { replicas: 3 } }), 'status');
    c.run(15_000);
    expect(size(c)).toBe(3);
    expect(reasons(c)).toContain('ScalingLimited True TooManyReplicas');
  });

  it.each([
    ['a kind that has no size', 'DaemonSet', 'the server could not find the requested resource'],
    ['a target that is not there', 'Deployment', 'deployments.apps "gone" not found'],
  ])('HPA-06 %s is reported', (_what, kind, message) => {
    const c = cluster(1, { metrics: queue, scaleTargetRef: { apiVersion: 'apps/v1', kind, name: 'gone' } });
    c.run(10);
    expect(c.events()).toEqual([`HorizontalPodAutoscaler/web Warning FailedGetScale ${message}`]);
    expect(reasons(c)).toEqual(['AbleToScale False FailedGetScale']);
  });
});
