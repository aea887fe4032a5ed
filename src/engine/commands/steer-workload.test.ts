import { describe, expect, it } from 'vitest';
import { compareStrings } from '../../base/compare.ts';
import type { Json } from '../../base/json.ts';
import { formatTime } from '../api/time.ts';
import type { Run } from '../run/run.ts';
import { aDeployment, aRun, aTemplate, manifest, script, wait } from '../testing/run-builders.ts';
import type { Command } from './command.ts';

const target = { namespace: 'default', name: 'web' };
const deployment = { objectKind: 'Deployment', ...target };

function apply(run: Run, ...objects: readonly Json[]): void {
  run.give({ kind: 'apply-manifest', text: manifest(...objects) });
  wait(run, 20_000);
}

/** What became of the command: its word, or why it was refused. */
function answer(run: Run, command: Command): string {
  const [outcome] = run.give(command).outcomes;
  return outcome?.message ?? outcome?.result ?? '';
}

/** A Deployment of two revisions: nginx:1.27, then busybox. */
function twoRevisions(): Run {
  const run = aRun();
  apply(run, aDeployment('web', 1));
  apply(run, aDeployment('web', 1, aTemplate('web', script('sleep 1000'))));
  return run;
}

const imageOf = (run: Run): string | undefined =>
  run.engine.reader().get('Deployment', 'default', 'web')?.spec.template.spec?.containers[0]?.image;

describe('steering workloads', () => {
  it('COMMAND-30 goes back to a revision, which gets a new number', () => {
    const run = twoRevisions();
    expect(answer(run, { kind: 'rollout-undo', toRevision: 1, ...deployment })).toBe('configured');
    wait(run, 20_000);
    expect(imageOf(run)).toBe('nginx:1.27');
    const sets = run.engine.reader().list('ReplicaSet', { namespace: 'default' });
    const numbers = sets.map(
      ({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision'] ?? '',
    );
    expect(numbers.sort(compareStrings)).toEqual(['2', '3']);
    expect(run.timeline.log.at(-1)?.command).toMatchObject({ kind: 'rollout-undo', toRevision: 1 });
  });

  it('COMMAND-30 takes 0 for the revision before the present one', () => {
    const run = twoRevisions();
    answer(run, { kind: 'rollout-undo', toRevision: 0, ...deployment });
    expect(imageOf(run)).toBe('nginx:1.27');
  });

  for (const [what, toRevision, message] of [
    ['a revision that is not there', 7, 'unable to find specified revision 7 in history'],
    ['the revision it has', 2, 'skipped rollback (current template already matches revision 2)'],
  ] as const) {
    it(`COMMAND-30 does not go back to ${what}`, () => {
      expect(answer(twoRevisions(), { kind: 'rollout-undo', toRevision, ...deployment })).toBe(message);
    });
  }

  it('COMMAND-30 refuses while the rollout is paused, without a history, and without the object', () => {
    const run = twoRevisions();
    answer(run, { kind: 'rollout-pause', ...deployment });
    expect(answer(run, { kind: 'rollout-undo', toRevision: 1, ...deployment })).toMatch(
      /^you cannot rollback a paused deployment/,
    );
    const fresh = aRun();
    apply(fresh, aDeployment('web', 1));
    expect(answer(fresh, { kind: 'rollout-undo', toRevision: 0, ...deployment })).toBe(
      'no rollout history found for deployment "web"',
    );
    expect(answer(fresh, { kind: 'rollout-undo', toRevision: 1, ...deployment, name: 'none' })).toBe(
      'deployments.apps "none" not found',
    );
  });

  it('COMMAND-30 takes a StatefulSet back by the patch of its ControllerRevision', () => {
    const run = aRun();
    const set = (template: Json): Json => ({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'web' },
      spec: { replicas: 1, serviceName: 'web', selector: { matchLabels: { app: 'web' } }, template },
    });
    apply(run, set(aTemplate('web')));
    apply(run, set(aTemplate('web', script('sleep 1000'))));
    expect(answer(run, { kind: 'rollout-undo', toRevision: 1, objectKind: 'StatefulSet', ...target })).toBe(
      'configured',
    );
    const container = run.engine.reader().get('StatefulSet', 'default', 'web')?.spec.template.spec
      ?.containers[0];
    expect(container).toMatchObject({ image: 'nginx:1.27' });
    expect(container?.command).toBeUndefined();
  });

  it('COMMAND-31 pauses and resumes a Deployment, and nothing else', () => {
    const run = twoRevisions();
    const paused = (): boolean | undefined =>
      run.engine.reader().get('Deployment', 'default', 'web')?.spec.paused;
    expect(answer(run, { kind: 'rollout-resume', ...deployment })).toBe(
      'deployments.apps "web" is not paused',
    );
    expect(answer(run, { kind: 'rollout-pause', ...deployment })).toBe('configured');
    expect(paused()).toBe(true);
    expect(answer(run, { kind: 'rollout-pause', ...deployment })).toBe(
      'deployments.apps "web" is already paused',
    );
    expect(answer(run, { kind: 'rollout-resume', ...deployment })).toBe('configured');
    expect(paused()).toBeUndefined();
    expect(answer(run, { kind: 'rollout-pause', ...target, objectKind: 'DaemonSet' })).toBe(
      'daemonsets.apps "web" pausing is not supported',
    );
  });

  it('COMMAND-31 restarts by a note with the time in the template', () => {
    const run = twoRevisions();
    const at = formatTime(run.engine.setup.epochMs + run.engine.sim.now);
    expect(answer(run, { kind: 'rollout-restart', ...deployment })).toBe('configured');
    wait(run, 20_000);
    const { metadata } = run.engine.reader().get('Deployment', 'default', 'web')?.spec.template ?? {};
    expect(metadata?.annotations?.['kubectl.kubernetes.io/restartedAt']).toBe(at);
    expect(run.engine.reader().list('ReplicaSet', { namespace: 'default' })).toHaveLength(3);
    answer(run, { kind: 'rollout-pause', ...deployment });
    expect(answer(run, { kind: 'rollout-restart', ...deployment })).toBe(
      'deployments.apps "web" can\'t restart paused deployment (run rollout resume first)',
    );
  });
});

const CRON = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'web' },
  spec: {
    schedule: '0 0 1 1 *',
    jobTemplate: {
      metadata: { labels: { made: 'by-hand' }, annotations: { note: 'kept' } },
      spec: {
        template: {
          spec: { restartPolicy: 'Never', containers: [{ name: 'work', ...script('exit 0') }] },
        },
      },
    },
  },
};

describe('steering jobs', () => {
  it('COMMAND-32 suspends a CronJob and lets it go on', () => {
    const run = aRun();
    apply(run, CRON);
    const suspended = (): boolean | undefined =>
      run.engine.reader().get('CronJob', 'default', 'web')?.spec.suspend;
    expect(answer(run, { kind: 'suspend', objectKind: 'CronJob', ...target })).toBe('configured');
    expect(suspended()).toBe(true);
    answer(run, { kind: 'unsuspend', objectKind: 'CronJob', ...target });
    expect(suspended()).toBe(false);
    expect(answer(run, { kind: 'suspend', ...deployment })).toBe(
      'deployments.apps "web" cannot be suspended',
    );
  });

  it('COMMAND-33 runs a CronJob by hand', () => {
    const run = aRun();
    apply(run, CRON);
    expect(answer(run, { kind: 'trigger-cron-job', ...target, job: 'web-manual-1' })).toBe('created');
    wait(run, 20_000);
    const job = run.engine.reader().get('Job', 'default', 'web-manual-1');
    expect(job?.metadata).toMatchObject({
      labels: { made: 'by-hand' },
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', note: 'kept' },
      ownerReferences: [{ kind: 'CronJob', name: 'web', controller: true }],
    });
    expect(job?.metadata.ownerReferences?.[0]).not.toHaveProperty('blockOwnerDeletion');
    expect(job?.status?.succeeded).toBe(1);
    expect(answer(run, { kind: 'trigger-cron-job', ...target, job: 'web-manual-1' })).toBe(
      'jobs.batch "web-manual-1" already exists',
    );
    expect(answer(run, { kind: 'trigger-cron-job', ...target, name: 'none', job: 'x' })).toBe(
      'cronjobs.batch "none" not found',
    );
  });
});
