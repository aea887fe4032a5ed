import { describe, expect, it } from 'vitest';
import type { Json } from '../../base/json.ts';
import type { Command } from '../commands/command.ts';
import type { Run } from '../run/run.ts';
import { aDeployment, aRun, aTemplate, manifest, script, wait } from '../testing/run-builders.ts';
import { View } from './view.ts';
import type { WorkloadView } from './workload-view.ts';

function runWith(ms: number, ...objects: readonly Json[]): Run {
  const run = aRun();
  run.give({ kind: 'apply-manifest', text: manifest(...objects) });
  wait(run, ms);
  return run;
}

function workloadOf(run: Run, kind: string): WorkloadView | undefined {
  return new View(run).frame(true, 10).workloads?.find((one) => one.kind === kind);
}

function detailsOf<Kind extends string>(run: Run, kind: Kind) {
  const details = workloadOf(run, kind)?.details;
  return details?.kind === kind ? (details as Extract<typeof details, { kind: Kind }>) : undefined;
}

const work = (text: string): Json => ({
  spec: { restartPolicy: 'Never', containers: [{ name: 'work', ...script(text) }] },
});

const aJob = (spec: { readonly [field: string]: Json }): Json => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'job' },
  spec,
});

const aSet = (kind: string, spec: { readonly [field: string]: Json }): Json => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'set' },
  spec: { selector: { matchLabels: { app: 'set' } }, ...spec },
});

const taint = (node: string): Command => ({
  kind: 'request',
  verb: 'patch',
  objectKind: 'Node',
  namespace: '',
  name: node,
  body: { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } },
});

describe('workloads as the page is told', () => {
  it('VIEW-10 numbers revisions as the history does, and letters them by birth', () => {
    const run = runWith(20_000, aDeployment('web', 1));
    run.give({
      kind: 'apply-manifest',
      text: manifest(aDeployment('web', 1, aTemplate('web', { image: 'nginx:1.28' }))),
    });
    wait(run, 20_000);
    run.give({
      kind: 'rollout-undo',
      objectKind: 'Deployment',
      namespace: 'default',
      name: 'web',
      toRevision: 1,
    });
    wait(run, 20_000);
    const { revisions = [] } = workloadOf(run, 'Deployment') ?? {};
    expect(revisions.map(({ revision, born, want, images }) => [revision, born, want, images])).toEqual([
      [2, 2, 0, ['nginx:1.28']],
      [3, 1, 1, ['nginx:1.27']],
    ]);
  });

  it('VIEW-11 tells a StatefulSet place by place, with claims and waits', () => {
    const template = aTemplate('set', { readinessProbe: { exec: { command: ['false'] }, periodSeconds: 1 } });
    const claim = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const run = runWith(
      20_000,
      aSet('StatefulSet', { serviceName: 'set', replicas: 2, template, volumeClaimTemplates: [claim] }),
    );
    expect(detailsOf(run, 'StatefulSet')).toMatchObject({
      ordered: true,
      hidden: 0,
      stuck: -1,
      whenScaled: 'Retain',
      ordinals: [
        {
          ordinal: 0,
          pod: 'set-0',
          waitsFor: -1,
          claims: [{ name: 'data-set-0', phase: 'Pending', storage: '1Gi' }],
        },
        { ordinal: 1, podUid: '', waitsFor: 0, because: 'is Pending', claims: [{ phase: '' }] },
      ],
    });
  });

  it('VIEW-12 tells a DaemonSet node by node, and why one is left out', () => {
    const run = aRun();
    run.give(taint('node-b'));
    run.give({ kind: 'apply-manifest', text: manifest(aSet('DaemonSet', { template: aTemplate('set') })) });
    wait(run, 20_000);
    const nodes = detailsOf(run, 'DaemonSet')?.nodes ?? [];
    expect(nodes.map(({ node, shouldRun, podUid, why }) => [node, shouldRun, podUid !== '', why])).toEqual([
      ['node-a', true, true, ''],
      ['node-b', false, false, 'its taint gpu:NoSchedule is not tolerated'],
      ['node-c', true, true, ''],
    ]);
  });

  for (const [spec, why] of [
    [{ nodeSelector: { disk: 'ssd' } }, 'it has no label disk=ssd'],
    [{ nodeName: 'node-c' }, 'the template names node node-c'],
    [
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }],
            },
          },
        },
      },
      'the node affinity does not match it',
    ],
  ] as const) {
    it(`VIEW-12 says of a node that ${why}`, () => {
      const run = runWith(5000, aSet('DaemonSet', { template: aTemplate('set', {}, spec) }));
      expect(detailsOf(run, 'DaemonSet')?.nodes[0]?.why).toBe(why);
    });
  }

  it('VIEW-13 tells the back-off of a Job as its controller waits', () => {
    const run = runWith(3000);
    run.give({
      kind: 'apply-manifest',
      text: manifest(aJob({ backoffLimit: 2, template: work('exit 1') })),
    });
    wait(run, 6000);
    const { failed, backoffFrom = 0, backoffTo = 0, backoffLimit } = detailsOf(run, 'Job') ?? {};
    expect([failed, backoffLimit, backoffTo - backoffFrom]).toEqual([1, 2, 10_000]);
    wait(run, backoffTo - run.now + 500);
    expect(detailsOf(run, 'Job')).toMatchObject({ active: 1, backoffTo: 0 });
    wait(run, 60_000);
    expect(detailsOf(run, 'Job')).toMatchObject({ finished: 'Failed', failed: 3, backoffTo: 0 });
  });

  it('VIEW-13 tells an Indexed Job index by index', () => {
    const run = runWith(
      30_000,
      aJob({
        completions: 3,
        parallelism: 1,
        completionMode: 'Indexed',
        backoffLimitPerIndex: 0,
        template: work('test "$JOB_COMPLETION_INDEX" != 1 && sleep $((JOB_COMPLETION_INDEX * 100))'),
      }),
    );
    expect(detailsOf(run, 'Job')?.indexes.map(({ index, state }) => `${index} ${state}`)).toEqual([
      '0 done',
      '1 failed',
      '2 active',
    ]);
  });

  it('VIEW-14 tells what a CronJob ran, what comes next, and what it missed while suspended', () => {
    const cron = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'cron' },
      spec: { schedule: '*/2 * * * *', jobTemplate: { spec: { template: work('sleep 5') } } },
    };
    const run = runWith(150_000, cron);
    const before = detailsOf(run, 'CronJob');
    expect(before).toMatchObject({ policy: 'Allow', missed: 0, problem: '', runs: [{ state: 'complete' }] });
    const { nextAt = 0, lastAt = 0 } = before ?? {};
    expect(nextAt - lastAt).toBe(120_000);
    run.give({ kind: 'suspend', objectKind: 'CronJob', namespace: 'default', name: 'cron' });
    const view = new View(run);
    view.frame(true, 10);
    wait(run, nextAt - run.now + 1000);
    const [told] = view.frame(false, 10).workloads?.filter(({ kind }) => kind === 'CronJob') ?? [];
    expect(told).toMatchObject({ paused: true, details: { missed: 1, nextAt: nextAt + 120_000 } });
  });

  it('VIEW-15 tells what an autoscaler measures, asks for, and why it holds back', () => {
    const hpa = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        maxReplicas: 4,
        metrics: [
          {
            type: 'External',
            external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '10' } },
          },
        ],
      },
    };
    const run = runWith(20_000, aDeployment('web', 1), hpa);
    const told = (): WorkloadView['autoscaler'] => workloadOf(run, 'Deployment')?.autoscaler ?? null;
    expect(told()).toMatchObject({ recommended: -1, metrics: [{ current: '', permille: -1, set: '' }] });
    const set = (value: string): void => {
      run.give({ kind: 'set-metric', metrics: 'external', path: 'default/queue', value });
      wait(run, 40_000);
    };
    set('30');
    expect(told()).toMatchObject({
      current: 3,
      recommended: 3,
      metrics: [{ current: '10', permille: 1000 }],
    });
    set('15');
    expect(told()).toMatchObject({
      current: 3,
      recommended: 2,
      metrics: [{ name: 'queue', current: '5', target: '10', permille: 500, group: 'external', set: '15' }],
    });
    expect((told()?.heldUntil ?? 0) - run.now).toBeGreaterThan(200_000);
  });

  it('VIEW-16 tells the budgets and quotas that bind a workload', () => {
    const budget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'guard' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    };
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'small' },
      spec: { hard: { pods: '4' } },
    };
    const run = runWith(20_000, quota, aDeployment('web', 2), aDeployment('other', 1), budget);
    const [other, web] = new View(run).frame(true, 10).workloads ?? [];
    expect(web).toMatchObject({
      budgets: [{ name: 'guard', allowed: 1, healthy: 2, needed: 1, expected: 2 }],
      quotas: [{ quota: 'small', resource: 'pods', used: '3', hard: '4', permille: 750 }],
    });
    expect(other?.budgets).toEqual([]);
  });

  it('VIEW-17 is the same object for as long as nothing about the workload changed', () => {
    const run = runWith(20_000, aDeployment('web', 1), aDeployment('other', 1));
    const view = new View(run);
    const first = view.frame(true, 10).workloads ?? [];
    run.give({ kind: 'scale', objectKind: 'Deployment', namespace: 'default', name: 'web', replicas: 2 });
    const second = view.frame(false, 10).workloads ?? [];
    expect(second.map((one, index) => [one.name, one === first[index]])).toEqual([
      ['other', true],
      ['web', false],
    ]);
    expect(second).toEqual(new View(run).frame(true, 10).workloads);
  });
});
