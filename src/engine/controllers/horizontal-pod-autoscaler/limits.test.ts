import { describe, expect, it } from 'vitest';
import type { HorizontalPodAutoscalerSpec } from '../../api/autoscaling-v2.ts';
import { limited, NO_HISTORY, withChange, withRecommendation } from './limits.ts';
import type { History } from './limits.ts';

const NOW = 1_000_000;
const UP = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  },
};
const DOWN = {
  scaleDown: {
    stabilizationWindowSeconds: 20,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  },
};
const spec = (
  behavior?: HorizontalPodAutoscalerSpec['behavior'],
  bounds: object = {},
): HorizontalPodAutoscalerSpec => ({
  scaleTargetRef: { kind: 'Deployment', name: 'web' },
  minReplicas: 1,
  maxReplicas: 10,
  ...(behavior === undefined ? {} : { behavior }),
  ...bounds,
});
const recommended = (replicas: number, secondsAgo: number): History => ({
  ...NO_HISTORY,
  recommendations: [{ replicas, at: NOW - secondsAgo * 1000 }],
});

describe('what may be done of what the metrics ask for', () => {
  const plain = spec();
  const rated = spec({ ...UP, ...DOWN });
  const slow = spec({
    scaleUp: { ...UP.scaleUp, selectPolicy: 'Min' },
    scaleDown: {
      selectPolicy: 'Min',
      policies: [
        { type: 'Pods', value: 1, periodSeconds: 60 },
        { type: 'Percent', value: 50, periodSeconds: 60 },
      ],
    },
  });
  const still = spec({ scaleUp: { selectPolicy: 'Disabled' }, scaleDown: { selectPolicy: 'Disabled' } });
  const rows = [
    ['nothing in the way', plain, 2, 3, NO_HISTORY, 3, 'ReadyForNewScale', 'DesiredWithinRange'],
    ['at most 4 from 1', plain, 1, 100, NO_HISTORY, 4, 'ReadyForNewScale', 'ScaleUpLimit'],
    ['at most twice as many', plain, 4, 100, NO_HISTORY, 8, 'ReadyForNewScale', 'ScaleUpLimit'],
    ['at most the maximum', plain, 8, 100, NO_HISTORY, 10, 'ReadyForNewScale', 'TooManyReplicas'],
    [
      'at least the minimum',
      spec(undefined, { minReplicas: 2 }),
      3,
      1,
      NO_HISTORY,
      2,
      'ReadyForNewScale',
      'TooFewReplicas',
    ],
    [
      'a higher recommendation of the last 5 minutes holds',
      plain,
      4,
      1,
      recommended(3, 299),
      3,
      'ScaleDownStabilized',
      'DesiredWithinRange',
    ],
    ['an older one does not', plain, 4, 1, recommended(3, 300), 1, 'ReadyForNewScale', 'DesiredWithinRange'],
    [
      'behavior: the window of its own',
      rated,
      4,
      1,
      recommended(4, 19),
      4,
      'ScaleDownStabilized',
      'DesiredWithinRange',
    ],
    [
      'behavior: after that window',
      rated,
      4,
      1,
      recommended(4, 20),
      1,
      'ReadyForNewScale',
      'DesiredWithinRange',
    ],
    ['behavior: the larger of the policies', rated, 1, 9, NO_HISTORY, 5, 'ReadyForNewScale', 'ScaleUpLimit'],
    [
      'behavior: what was added in the period counts',
      rated,
      5,
      9,
      withChange(NO_HISTORY, 1, 5, NOW - 14_000),
      5,
      'ReadyForNewScale',
      'ScaleUpLimit',
    ],
    ['behavior: the smaller of the policies', slow, 1, 9, NO_HISTORY, 2, 'ReadyForNewScale', 'ScaleUpLimit'],
    [
      'behavior: the smaller of the policies, down',
      slow,
      8,
      1,
      NO_HISTORY,
      7,
      'ReadyForNewScale',
      'ScaleDownLimit',
    ],
    ['behavior: disabled up', still, 3, 9, NO_HISTORY, 3, 'ReadyForNewScale', 'ScaleUpLimit'],
    ['behavior: disabled down', still, 3, 1, NO_HISTORY, 3, 'ReadyForNewScale', 'ScaleDownLimit'],
    [
      'behavior: a lower recommendation holds back growing',
      spec({ scaleUp: { ...UP.scaleUp, stabilizationWindowSeconds: 60 } }),
      2,
      6,
      recommended(2, 30),
      2,
      'ScaleUpStabilized',
      'DesiredWithinRange',
    ],
  ] as const;
  for (const [what, autoscaler, current, desired, history, replicas, able, limit] of rows) {
    it(`HPA-05 ${what}`, () => {
      const verdict = limited({
        spec: autoscaler,
        current,
        desired,
        history,
        now: NOW,
        downscaleWindowMs: 300_000,
      });
      expect([verdict.replicas, verdict.ableToScale.reason, verdict.scalingLimited.reason]).toEqual([
        replicas,
        able,
        limit,
      ]);
    });
  }

  it('HPA-05 what no window reaches is forgotten', () => {
    const old = withChange(recommended(3, 90), 1, 3, NOW - 90_000);
    expect(withRecommendation(old, { replicas: 2, at: NOW }, 60_000)).toEqual({
      recommendations: [{ replicas: 2, at: NOW }],
      ups: [],
      downs: [],
    });
  });
});
