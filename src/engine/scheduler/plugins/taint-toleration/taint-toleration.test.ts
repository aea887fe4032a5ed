import { describe, expect, it } from 'vitest';
import type { Taint } from '../../../api/core-v1.ts';
import type { Toleration } from '../../../api/core-v1-pod.ts';
import { nodeChange } from '../../framework/object-changes.ts';
import { aNode, aPod, aView } from '../../testing/builders.ts';
import { hint, scores, verdicts } from '../../testing/verdicts.ts';
import { taintToleration } from './taint-toleration.ts';

const REJECTED = 'UnschedulableAndUnresolvable: node(s) had untolerated taint(s)';
const gpu: Taint = { key: 'gpu', value: 'yes', effect: 'NoSchedule' };

describe('TaintToleration', () => {
  const cases: readonly (readonly [Taint, Toleration, string])[] = [
    [gpu, { key: 'gpu', operator: 'Equal', value: 'yes' }, 'ok'],
    [gpu, { key: 'gpu', value: 'no' }, REJECTED],
    [gpu, { key: 'gpu', operator: 'Exists', effect: 'NoExecute' }, REJECTED],
    [gpu, { key: 'gpu', operator: 'Exists' }, 'ok'],
    [gpu, { operator: 'Exists' }, 'ok'],
    [{ key: 'k', effect: 'NoExecute' }, { key: 'other', operator: 'Exists' }, REJECTED],
    [{ key: 'k', effect: 'PreferNoSchedule' }, { key: 'other', operator: 'Exists' }, 'ok'],
    [{ key: 'k', effect: 'NoSchedule' }, { key: 'k' }, 'ok'],
  ];
  it.each(cases)('SCHED-34 taint %j under toleration %j', (taint, toleration, verdict) => {
    const pod = aPod('p', { spec: { tolerations: [toleration] } });
    expect(verdicts(taintToleration, pod, aView([aNode('n1', { spec: { taints: [taint] } })]))).toEqual([
      verdict,
    ]);
  });

  it('SCHED-35 prefers nodes with fewer untolerated PreferNoSchedule taints', () => {
    const soft = (key: string): Taint => ({ key, effect: 'PreferNoSchedule' });
    const view = aView([
      aNode('n1', { spec: { taints: [soft('a'), soft('b')] } }),
      aNode('n2', { spec: { taints: [soft('a')] } }),
      aNode('n3'),
    ]);
    expect(scores(taintToleration, aPod('p'), view)).toEqual([0, 50, 100]);
  });

  it('SCHED-36 is woken when a node loses its last untolerated taint', () => {
    const tainted = aNode('n1', { spec: { taints: [gpu] } });
    expect(hint(taintToleration, aPod('p'), nodeChange(tainted, aNode('n1'))!)).toBe('Queue');
    expect(hint(taintToleration, aPod('p'), nodeChange(undefined, tainted)!)).toBe('QueueSkip');
  });
});
