import { describe, expect, it } from 'vitest';
import type { Job } from '../../api/batch-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { formatTime } from '../../api/time.ts';
import { backoffMs, finishMs, NO_FAILURES, recordFinished, remainingMs } from './backoff.ts';
import { judgeFailure } from './failure-policy.ts';
import { firstFreeIndexes, formatIndexes, parseIndexes, withIndexes } from './indexes.ts';
import { decideOutcome } from './outcome.ts';
import { sortJobPods } from './pods.ts';
import { failsIndex } from './per-index.ts';
import { DEFAULT_JOB } from './settings.ts';
import { matchSuccessPolicy } from './success-policy.ts';
import { settleUncounted } from './tracking.ts';

const NOW = 1_767_225_600_000;

function aJob(spec: object = {}, status: object = {}): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'work', namespace: 'ns' },
    spec: {
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      template: { spec: { restartPolicy: 'Never', containers: [] } },
      ...spec,
    },
    status,
  };
}

function ended(
  exitCode: number,
  finishedSeconds = 0,
  annotations: Readonly<Record<string, string>> = {},
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      namespace: 'ns',
      uid: `p${exitCode}${finishedSeconds}`,
      finalizers: ['batch.kubernetes.io/job-tracking'],
      annotations,
    },
    spec: { containers: [] },
    status: {
      phase: exitCode === 0 ? 'Succeeded' : 'Failed',
      conditions: [{ type: 'DisruptionTarget', status: 'True' }],
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 0,
          image: '',
          imageID: '',
          state: { terminated: { exitCode, finishedAt: formatTime(NOW + finishedSeconds * 1000) } },
        },
      ],
    },
  };
}

describe('completion indexes', () => {
  it('JOB-09 text and sets go both ways', () => {
    expect([[], [0], [0, 1], [0, 1, 2, 5], [1, 3, 4]].map(formatIndexes)).toEqual([
      '',
      '0',
      '0,1',
      '0-2,5',
      '1,3,4',
    ]);
    expect(parseIndexes('0-2,5', 10)).toEqual([0, 1, 2, 5]);
    expect(parseIndexes('0-9', 3)).toEqual([0, 1, 2]);
    expect(withIndexes([3, 1], [2, 1])).toEqual([1, 2, 3]);
    expect(firstFreeIndexes(new Set([0, 2]), 5, 2)).toEqual([1, 3]);
  });
});

describe('back-off', () => {
  it('JOB-08 10 s, doubling, at most 10 min', () =>
    expect([1, 2, 3, 7, 99].map((n) => backoffMs(n, DEFAULT_JOB))).toEqual([
      10_000, 20_000, 40_000, 600_000, 600_000,
    ]));
  it('JOB-08 failures since the last success count, from the latest finish time', () => {
    const two = recordFinished(NO_FAILURES, [], [ended(1, 0), ended(1, 3)]);
    expect(two).toEqual({ failuresAfterLastSuccess: 2, lastFailureMs: NOW + 3000 });
    expect(remainingMs(two, DEFAULT_JOB, NOW + 5000)).toBe(18_000);
    expect(recordFinished(two, [ended(0, 10)], [ended(1, 12)])).toEqual({
      failuresAfterLastSuccess: 1,
      lastFailureMs: NOW + 12_000,
    });
    expect(recordFinished(two, [ended(0, 10)], []).failuresAfterLastSuccess).toBe(0);
  });
  it('JOB-08 a pod being deleted finished when that was asked for', () => {
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', deletionTimestamp: formatTime(NOW + 30_000), deletionGracePeriodSeconds: 30 },
      spec: { containers: [] },
    };
    expect(finishMs(pod)).toBe(NOW);
    const lastTransitionTime = formatTime(NOW - 7000);
    const unready = {
      ...pod,
      status: { conditions: [{ type: 'Ready', status: 'False' as const, lastTransitionTime }] },
    };
    expect(finishMs(unready)).toBe(NOW - 7000);
    const metadata = { name: 'p', creationTimestamp: formatTime(NOW - 9000) };
    expect(finishMs({ ...pod, metadata })).toBe(NOW - 9000);
  });
});

describe('pod failure policy', () => {
  const job = aJob({
    podFailurePolicy: {
      rules: [
        { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
        { action: 'Ignore', onExitCodes: { operator: 'In', values: [7] } },
        { action: 'FailIndex', onExitCodes: { operator: 'NotIn', values: [1] } },
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
      ],
    },
  });
  it('JOB-11 the first rule that matches decides', () => {
    expect([42, 7, 9, 1].map((code) => judgeFailure(job, ended(code)).action)).toEqual([
      'FailJob',
      'Ignore',
      'FailIndex',
      'Ignore',
    ]);
    expect(judgeFailure(job, ended(42)).message).toBe(
      'Container app for pod ns/p failed with exit code 42 matching FailJob rule at index 0',
    );
    expect(judgeFailure(aJob(), ended(3))).toEqual({ action: 'Count' });
  });
  it('JOB-12 an index fails with the failure after its limit, or by rule', () => {
    const perIndex = aJob({ completionMode: 'Indexed', backoffLimitPerIndex: 1 });
    expect(
      [0, 1].map((count) =>
        failsIndex(perIndex, ended(1, 0, { 'batch.kubernetes.io/job-index-failure-count': String(count) })),
      ),
    ).toEqual([false, true]);
    expect(failsIndex({ ...job, spec: { ...job.spec, backoffLimitPerIndex: 9 } }, ended(9))).toBe(true);
  });
});

describe('the end of a Job', () => {
  const tally = { succeeded: 0, failed: 0, succeededIndexes: [], failedIndexes: [] };
  const outcome = (job: Job, change: object = {}, pods: readonly Pod[] = []) =>
    decideOutcome(job, sortJobPods(job, pods), { ...tally, ...change }, NOW)?.reason;
  it('JOB-05 too many failures', () =>
    expect([
      outcome(aJob({ backoffLimit: 2 }), { failed: 2 }),
      outcome(aJob({ backoffLimit: 2 }), { failed: 3 }),
    ]).toEqual([undefined, 'BackoffLimitExceeded']));
  it('JOB-05 too late', () => {
    const started = { startTime: formatTime(NOW - 10_000) };
    expect([
      outcome(aJob({ activeDeadlineSeconds: 11 }, started)),
      outcome(aJob({ activeDeadlineSeconds: 10 }, started)),
      outcome(aJob({ activeDeadlineSeconds: 10, suspend: true }, started)),
    ]).toEqual([undefined, 'DeadlineExceeded', undefined]);
  });
  it('JOB-12 too many failed indexes, or none left to try', () => {
    const job = aJob({
      completions: 3,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 0,
      maxFailedIndexes: 1,
    });
    expect(outcome(job, { failedIndexes: [0, 1] })).toBe('MaxFailedIndexesExceeded');
    expect(outcome(job, { failedIndexes: [0], succeededIndexes: [1, 2] })).toBe('FailedIndexes');
    expect(outcome(job, { failedIndexes: [0], succeededIndexes: [1] })).toBeUndefined();
  });
  it('JOB-13 a success policy', () => {
    const job = aJob({
      completions: 5,
      completionMode: 'Indexed',
      successPolicy: { rules: [{ succeededIndexes: '0-2', succeededCount: 2 }] },
    });
    expect(matchSuccessPolicy(job, [0, 4])).toBeUndefined();
    expect(matchSuccessPolicy(job, [0, 2])).toBe('Matched rules at index 0');
    expect(outcome(job, { succeededIndexes: [0, 2] })).toBe('SuccessPolicy');
  });
  it('JOB-05 what was decided once stays decided', () => {
    expect(
      outcome(
        aJob(
          {},
          {
            conditions: [{ type: 'FailureTarget', status: 'True', reason: 'PodFailurePolicy', message: 'm' }],
          },
        ),
      ),
    ).toBe('PodFailurePolicy');
  });
});

describe('counting', () => {
  it('JOB-02 uids go into the counters when no tracked pod bears them any more', () => {
    const status = { failed: 1, uncountedTerminatedPods: { succeeded: ['a'], failed: ['b', 'c'] } };
    expect(settleUncounted(status, new Set(['c']))).toEqual({
      succeeded: 1,
      failed: 2,
      uncountedTerminatedPods: { failed: ['c'] },
    });
  });
});
