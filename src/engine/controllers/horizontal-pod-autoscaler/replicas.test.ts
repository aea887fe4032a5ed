import { describe, expect, it } from 'vitest';
import type { Pod } from '../../api/core-v1-pod.ts';
import { forAverage, forTotal, forValue, isStarting, toleranceOf } from './replicas.ts';
import type { PodSample } from './replicas.ts';
import { DEFAULT_AUTOSCALER } from './settings.ts';

const TENTH = { up: 0.1, down: 0.1 };

function pod(phase: 'Failed' | 'Pending' | 'Running' = 'Running', extra: object = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ...extra },
    spec: { containers: [] },
    status: { phase },
  };
}

const sample = (usage: number | undefined, request = 100, of: Pod = pod()): PodSample => ({
  pod: of,
  usage,
  request,
});

describe('replicas by one metric', () => {
  it('HPA-03 a total is shared by all pods, with a tolerance of a tenth', () => {
    expect([21_800, 23_000, 35_000, 0].map((total) => forTotal(total, 10_000, 2, TENTH))).toEqual([
      2, 3, 4, 0,
    ]);
    expect([forTotal(5000, 10_000, 0, TENTH), forTotal(0, 10_000, 0, TENTH)]).toEqual([1, 0]);
  });

  it('HPA-03 a value is multiplied by the pods that are ready', () => {
    expect([
      forValue(30_000, 10_000, 2, 2, TENTH),
      forValue(10_500, 10_000, 2, 1, TENTH),
      forValue(25_000, 10_000, 0, 0, TENTH),
    ]).toEqual([6, 2, 3]);
  });

  const rows = [
    ['all known, above target', [sample(80), sample(100)], 2, { replicas: 4, usage: 90, utilization: 90 }],
    ['within the tolerance', [sample(52), sample(54)], 2, { replicas: 2, usage: 53, utilization: 53 }],
    ['below target', [sample(10), sample(10)], 2, { replicas: 1, usage: 10, utilization: 10 }],
    [
      'an unknown pod counts as idle when growing',
      [sample(200), sample(undefined)],
      2,
      { replicas: 4, usage: 200, utilization: 200 },
    ],
    [
      'an unknown pod counts as busy when shrinking',
      [sample(10), sample(undefined)],
      2,
      { replicas: 2, usage: 10, utilization: 10 },
    ],
    [
      'a pending pod counts as idle when growing',
      [sample(200), sample(undefined, 100, pod('Pending'))],
      2,
      { replicas: 4, usage: 200, utilization: 200 },
    ],
    [
      'failed and terminating pods do not count',
      [
        sample(100),
        sample(5, 100, pod('Failed')),
        sample(5, 100, pod('Running', { deletionTimestamp: 't' })),
      ],
      1,
      { replicas: 2, usage: 100, utilization: 100 },
    ],
  ] as const;
  for (const [what, samples, current, expected] of rows) {
    it(`HPA-04 ${what}`, () => {
      const average = forAverage(samples, 50, true, current, TENTH, () => false);
      expect(average).toEqual({ ok: true, value: expected });
    });
  }

  it('HPA-04 without a single ready pod nothing is known', () => {
    expect(forAverage([sample(80)], 50, true, 1, TENTH, () => true)).toEqual({
      ok: false,
      error: 'did not receive metrics for targeted pods (pods might be unready)',
    });
  });

  it('HPA-04 plain values are averaged over the pods', () => {
    const average = forAverage([sample(40_000), sample(undefined)], 10_000, false, 2, TENTH, () => false);
    expect(average).toMatchObject({ ok: true, value: { replicas: 4, usage: 40_000 } });
  });

  it('HPA-04 CPU counts when a pod is ready, or long after its start', () => {
    const at = (status: string, startTime: string, lastTransitionTime: string): Pod => ({
      ...pod(),
      status: { phase: 'Running', startTime, conditions: [{ type: 'Ready', status, lastTransitionTime }] },
    });
    const starting = (one: Pod, seconds: number): boolean =>
      isStarting(one, DEFAULT_AUTOSCALER, seconds * 1000);
    expect(starting(pod(), 0)).toBe(true);
    expect(starting(at('True', '1970-01-01T00:00:00Z', '1970-01-01T00:00:05Z'), 100)).toBe(false);
    expect(starting(at('False', '1970-01-01T00:00:00Z', '1970-01-01T00:00:05Z'), 100)).toBe(true);
    expect(starting(at('False', '1970-01-01T00:00:00Z', '1970-01-01T00:00:05Z'), 400)).toBe(true);
    expect(starting(at('False', '1970-01-01T00:00:00Z', '1970-01-01T00:01:00Z'), 400)).toBe(false);
  });

  it('HPA-03 a tolerance may be given for each direction', () => {
    expect(toleranceOf({ scaleUp: { tolerance: '250m' } }, DEFAULT_AUTOSCALER)).toEqual({
      up: 0.25,
      down: 0.1,
    });
  });
});
