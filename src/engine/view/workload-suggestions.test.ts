import { describe, expect, it } from 'vitest';
import type { Json } from '../../base/json.ts';
import type { Run } from '../run/run.ts';
import { aDeployment, aRun, aTemplate, manifest, script, wait } from '../testing/run-builders.ts';
import { View } from './view.ts';

function apply(run: Run, ms: number, ...objects: readonly Json[]): void {
  run.give({ kind: 'apply-manifest', text: manifest(...objects) });
  wait(run, ms);
}

const offers = (run: Run, kind: string, name: string) =>
  new View(run).ask.why({ kind, namespace: 'default', name }).suggestions;

describe('what leads a workload on', () => {
  it('TICKET-24 offers the revision before a stuck rollout, and going there mends it', () => {
    const run = aRun();
    const impatient = { progressDeadlineSeconds: 20 };
    apply(run, 10_000, aDeployment('web', 1, aTemplate('web'), impatient));
    expect(offers(run, 'Deployment', 'web')).toEqual([]);
    apply(run, 40_000, aDeployment('web', 1, aTemplate('web', { image: 'nginx:no-such-tag' }), impatient));
    const [offer] = offers(run, 'Deployment', 'web');
    expect(offer?.text).toMatch(/^Roll back to revision 1, /);
    if (offer?.command !== undefined) run.give(offer.command);
    wait(run, 20_000);
    expect(offers(run, 'Deployment', 'web')).toEqual([]);
  });

  it('TICKET-24 offers to resume what is paused or suspended', () => {
    const run = aRun();
    apply(run, 5000, aDeployment('web', 1, aTemplate('web'), { paused: true }), {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'job' },
      spec: {
        suspend: true,
        template: { spec: { restartPolicy: 'Never', containers: [{ name: 'work', ...script('exit 0') }] } },
      },
    });
    expect(offers(run, 'Deployment', 'web').map(({ text }) => text)).toEqual(['Resume the rollout']);
    expect(offers(run, 'Job', 'job').map(({ text }) => text)).toEqual(['Let job go on']);
  });

  it('TICKET-24 offers to delete the ordinal that holds a StatefulSet up, and that leads on', () => {
    const run = aRun();
    const set = (probe: string): Json => ({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'set' },
      spec: {
        serviceName: 'set',
        replicas: 2,
        selector: { matchLabels: { app: 'set' } },
        template: aTemplate('set', {
          ...script('sleep 1000'),
          readinessProbe: { exec: { command: [probe] }, periodSeconds: 1 },
        }),
      },
    });
    apply(run, 10_000, set('false'));
    apply(run, 10_000, set('true'));
    const [offer] = offers(run, 'StatefulSet', 'set');
    expect(offer?.text).toBe('Delete set-0, so that it is made anew');
    if (offer?.command !== undefined) run.give(offer.command);
    wait(run, 60_000);
    expect(run.engine.reader().get('StatefulSet', 'default', 'set')?.status?.readyReplicas).toBe(2);
  });
});

describe('the cause of scaling by metrics', () => {
  it('TICKET-23 is whoever set the metric', () => {
    const run = aRun();
    apply(run, 20_000, aDeployment('web', 1), {
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
    });
    run.give({ kind: 'set-metric', metrics: 'external', path: 'default/queue', value: '25' });
    wait(run, 40_000);
    const pods = run.engine.reader().list('Pod', { namespace: 'default' });
    const youngest = pods.toSorted((a, b) =>
      a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1,
    )[0];
    const { steps } = new View(run).ask.why({
      kind: 'Pod',
      namespace: 'default',
      name: youngest?.metadata.name ?? '',
    });
    expect(steps.at(-1)?.happening.text).toBe('You set the metric default/queue to 25');
    expect(steps.map(({ happening }) => happening.text).join('\n')).toMatch(
      /autoscaler web wants 3 replicas/,
    );
  });
});
