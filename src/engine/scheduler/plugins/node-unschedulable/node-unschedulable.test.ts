import { describe, expect, it } from 'vitest';
import type { Toleration } from '../../../api/core-v1-pod.ts';
import { nodeChange } from '../../framework/object-changes.ts';
import { aNode, aPod, aView } from '../../testing/builders.ts';
import { hint, verdicts } from '../../testing/verdicts.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';

const cordoned = aNode('n1', { spec: { unschedulable: true } });
const open = aNode('n1');

describe('NodeUnschedulable', () => {
  const cases: readonly (readonly [string, readonly Toleration[], string])[] = [
    ['nothing', [], 'UnschedulableAndUnresolvable: node(s) were unschedulable'],
    ['the taint of cordoning', [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }], 'ok'],
    ['everything', [{ operator: 'Exists' }], 'ok'],
    [
      'NoExecute only',
      [{ operator: 'Exists', effect: 'NoExecute' }],
      'UnschedulableAndUnresolvable: node(s) were unschedulable',
    ],
  ];
  it.each(cases)('SCHED-32 a pod that tolerates %s meets a cordoned node', (_title, tolerations, verdict) => {
    expect(verdicts(nodeUnschedulable, aPod('p', { spec: { tolerations } }), aView([cordoned]))).toEqual([
      verdict,
    ]);
  });

  it('SCHED-33 is woken by uncordoning, not by cordoning', () => {
    expect(hint(nodeUnschedulable, aPod('p'), nodeChange(cordoned, open)!)).toBe('Queue');
    expect(hint(nodeUnschedulable, aPod('p'), nodeChange(open, cordoned)!)).toBe('QueueSkip');
  });
});
