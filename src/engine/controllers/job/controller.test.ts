import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createJobController } from './controller.ts';
import { createGarbageCollectorController } from '../garbage-collector/controller.ts';

function cluster(): ControllerCluster {
  return new ControllerCluster({
    'job-controller': (ctx) => createJobController(ctx),
    'garbage-collector-controller': (ctx) => createGarbageCollectorController(ctx),
  });
}

function job(spec: object = {}): object {
  return {
    metadata: { name: 'work', namespace: 'default' },
    spec: {
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'a' }] } },
      ...spec,
    },
  };
}

const podNames = (c: ControllerCluster): readonly string[] => c.all('Pod').map((pod) => pod.metadata.name);
const statuses = (c: ControllerCluster): readonly unknown[] =>
  c.writes
    .filter(({ object }) => object.kind === 'Job')
    .map(({ object }) => (object as { readonly status?: unknown }).status);

describe('job controller', () => {
  it('JOB-02 JOB-03 counts a success in three writes: uncounted, finalizer removed, counted', () => {
    const c = cluster();
    c.createFor('Job', job());
    c.run(2000);
    c.runPods();
    c.run(2000);
    c.endPod(podNames(c)[0]!, 'Succeeded');
    c.run(3000);
    const [pod] = c.all('Pod');
    expect(pod?.metadata.finalizers).toBeUndefined();
    const seen = statuses(c).map(
      (status) =>
        status as {
          readonly active?: number;
          readonly ready?: number;
          readonly succeeded?: number;
          readonly uncountedTerminatedPods?: object;
          readonly conditions?: readonly { readonly type: string }[];
        },
    );
    expect(
      seen.map(({ active, ready, succeeded, uncountedTerminatedPods, conditions }) => [
        active,
        ready,
        succeeded,
        uncountedTerminatedPods,
        conditions?.map(({ type }) => type),
      ]),
    ).toEqual([
      [undefined, undefined, undefined, undefined, undefined],
      [1, 0, undefined, {}, undefined],
      [1, 1, undefined, {}, undefined],
      [undefined, 0, undefined, { succeeded: [pod?.metadata.uid] }, ['SuccessCriteriaMet']],
      [undefined, 0, 1, {}, ['SuccessCriteriaMet', 'Complete']],
    ]);
    expect(c.events().at(-1)).toBeDefined();
    expect(c.events()).toContain('Job/work Normal Completed Job completed');
  });

  it('JOB-08 waits 10 s and then 20 s after failures, and fails beyond the limit', () => {
    const c = cluster();
    c.createFor('Job', job({ backoffLimit: 2 }));
    const created: number[] = [];
    for (let t = 0; t < 60_000 && created.length < 4; t += 100) {
      c.run(100);
      const fresh = c.all('Pod').filter((pod) => pod.status?.phase === 'Pending');
      for (const pod of fresh) {
        created.push(c.sim.now);
        c.runPod(pod);
        c.endPod(pod.metadata.name, 'Failed');
      }
    }
    expect(created).toEqual([100, 10_000, 30_000]);
    expect(c.get('Job', 'work')?.status).toMatchObject({
      failed: 3,
      uncountedTerminatedPods: {},
      conditions: [
        { type: 'FailureTarget', reason: 'BackoffLimitExceeded' },
        {
          type: 'Failed',
          reason: 'BackoffLimitExceeded',
          message: 'Job has reached the specified backoff limit',
        },
      ],
    });
    expect(c.events()).toContain(
      'Job/work Warning BackoffLimitExceeded Job has reached the specified backoff limit',
    );
  });

  it('JOB-01 JOB-09 gives indexed pods their index and counts completed indexes', () => {
    const c = cluster();
    c.createFor('Job', job({ completions: 3, parallelism: 2, completionMode: 'Indexed' }));
    c.run(1500);
    const [first] = c.all('Pod');
    expect(first?.metadata.name).toMatch(/^work-0-/);
    expect(first?.spec.hostname).toBe('work-0');
    expect(first?.spec.containers[0]?.env?.[0]?.name).toBe('JOB_COMPLETION_INDEX');
    c.runPods();
    c.endPod(first?.metadata.name ?? '', 'Succeeded');
    c.run(2500);
    expect(c.get('Job', 'work')?.status).toMatchObject({ active: 2, succeeded: 1, completedIndexes: '0' });
    expect(podNames(c).map((name) => name.slice(0, 6))).toEqual(['work-0', 'work-1', 'work-2']);
  });

  it('JOB-01 a wide Job is filled in looks of at most 50 pods', () => {
    const c = cluster();
    c.createFor('Job', job({ parallelism: 120, completions: 120 }));
    c.run(5);
    expect(c.all('Pod')).toHaveLength(50);
    c.run(20);
    expect(c.all('Pod')).toHaveLength(120);
  });

  it('JOB-06 suspending deletes pods without counting them as failed, and resuming starts the clock anew', () => {
    const c = cluster();
    c.createFor('Job', job());
    c.run(1500);
    c.runPods();
    c.change('Job', 'work', (one) => ({ ...one, spec: { ...one.spec, suspend: true } }));
    c.run(1500);
    c.finishDeletions();
    c.run(1500);
    expect(c.get('Job', 'work')?.status).toEqual({
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
      conditions: [expect.objectContaining({ type: 'Suspended', status: 'True', reason: 'JobSuspended' })],
    });
    c.change('Job', 'work', (one) => ({ ...one, spec: { ...one.spec, suspend: false } }));
    c.run(1500);
    expect(c.get('Job', 'work')?.status).toMatchObject({
      active: 1,
      startTime: '2026-01-01T00:00:04Z',
      conditions: [{ status: 'False', reason: 'JobResumed' }],
    });
    expect(c.events().filter((line) => line.startsWith('Job/'))).toEqual(
      expect.arrayContaining([
        'Job/work Normal Suspended Job suspended',
        'Job/work Normal Resumed Job resumed',
      ]),
    );
  });

  it('JOB-10 counts a pod being deleted as failed at once and replaces it', () => {
    const c = cluster();
    c.createFor('Job', job());
    c.run(1500);
    c.runPods();
    c.remove('Pod', podNames(c)[0]!);
    c.run(1500);
    expect(c.get('Job', 'work')?.status).toMatchObject({ failed: 1, terminating: 1 });
    c.run(10_000);
    expect(c.get('Job', 'work')?.status).toMatchObject({ failed: 1, active: 1 });
  });

  it('JOB-04 fewer in parallel deletes the surplus without counting it as failed', () => {
    const c = cluster();
    c.createFor('Job', job({ completions: 6, parallelism: 3 }));
    c.run(1500);
    c.runPods();
    c.run(1500);
    c.change('Job', 'work', (one) => ({ ...one, spec: { ...one.spec, parallelism: 1 } }));
    c.run(100);
    expect(c.get('Job', 'work')?.status).toMatchObject({ active: 1, terminating: 2, ready: 1 });
    c.finishDeletions();
    c.run(3000);
    expect(c.get('Job', 'work')?.status?.failed).toBeUndefined();
  });

  it('JOB-08 reports no active pods while it waits to replace a failed one, also when others run', () => {
    const c = cluster();
    c.createFor('Job', job({ completions: 2, parallelism: 2 }));
    c.run(1500);
    c.runPods();
    c.run(1500);
    c.endPod(podNames(c)[0]!, 'Failed');
    c.run(2500);
    expect(c.get('Job', 'work')?.status).toMatchObject({ failed: 1, ready: 1 });
    expect(c.get('Job', 'work')?.status?.active).toBeUndefined();
    c.run(10_000);
    expect(c.get('Job', 'work')?.status).toMatchObject({ active: 2 });
  });

  it('JOB-12 keeps the place of an index that waits: no later one starts in its stead', () => {
    const c = cluster();
    c.createFor(
      'Job',
      job({ completions: 4, parallelism: 2, completionMode: 'Indexed', backoffLimitPerIndex: 1 }),
    );
    c.run(1500);
    c.runPods();
    const indexOf = (name: string): string => name.split('-')[1] ?? '';
    const live = () =>
      c
        .all('Pod')
        .filter(({ status }) => status?.phase !== 'Failed' && status?.phase !== 'Succeeded')
        .map(({ metadata }) => indexOf(metadata.name))
        .toSorted();
    expect(live()).toEqual(['0', '1']);
    c.endPod(
      podNames(c).find((name) => indexOf(name) === '0')!,
      'Failed',
    );
    c.run(5000);
    expect(live()).toEqual(['1']);
    c.run(6000);
    expect(live()).toEqual(['0', '1']);
    c.endPod(
      podNames(c).find((name) => indexOf(name) === '1')!,
      'Succeeded',
    );
    c.run(2500);
    expect(live()).toEqual(['0', '2']);
  });

  it('JOB-11 JOB-12 counts ignored failures of an index apart', () => {
    const c = cluster();
    const rules = [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [7] } }];
    c.createFor(
      'Job',
      job({
        completions: 1,
        completionMode: 'Indexed',
        backoffLimitPerIndex: 0,
        podFailurePolicy: { rules },
      }),
    );
    c.run(1500);
    c.runPods();
    c.endPod(podNames(c)[0]!, 'Failed', 7);
    c.run(14_000);
    const [fresh] = c.all('Pod').filter(({ status }) => status?.phase === 'Pending');
    expect(fresh?.metadata.annotations).toMatchObject({
      'batch.kubernetes.io/job-index-failure-count': '0',
      'batch.kubernetes.io/job-index-ignored-failure-count': '1',
    });
  });

  it('CLAIM-01 CLAIM-02 gives an adopted pod the tracking finalizer, and takes it from one that is let go', () => {
    const c = cluster();
    c.createFor('Job', job());
    c.run(1500);
    c.runPods();
    const [pod] = c.all('Pod');
    const name = pod?.metadata.name ?? '';
    const labels = pod?.metadata.labels ?? {};
    const relabel = (to: Readonly<Record<string, string>>): void =>
      c.change('Pod', name, (one) => ({ ...one, metadata: { ...one.metadata, labels: to } }));
    relabel({});
    c.run(1500);
    expect(c.get('Pod', name)?.metadata.finalizers).toBeUndefined();
    expect(c.get('Pod', name)?.metadata.ownerReferences).toBeUndefined();
    relabel(labels);
    c.run(1500);
    expect(c.get('Pod', name)?.metadata.finalizers).toEqual(['batch.kubernetes.io/job-tracking']);
  });

  it('JOB-07 lets the pods of a deleted Job go', () => {
    const c = cluster();
    c.createFor('Job', job());
    c.run(1500);
    c.runPods();
    c.remove('Job', 'work', { propagationPolicy: 'Background' });
    c.run(500);
    expect(
      c.all('Pod').map((pod) => [pod.metadata.finalizers, pod.metadata.deletionTimestamp !== undefined]),
    ).toEqual([[undefined, true]]);
  });
});
