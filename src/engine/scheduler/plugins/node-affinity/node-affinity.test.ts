import { describe, expect, it } from 'vitest';
import type { PodSpec } from '../../../api/core-v1-pod.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../../api/core-v1-volume.ts';
import { nodeChange } from '../../framework/object-changes.ts';
import { aNode, aPod, aView } from '../../testing/builders.ts';
import { hint, scores, verdicts } from '../../testing/verdicts.ts';
import { namedNodes, nodeAffinity } from './node-affinity.ts';

const REJECTED = "UnschedulableAndUnresolvable: node(s) didn't match Pod's node affinity/selector";
const node = aNode('n1', { labels: { disk: 'ssd', gen: '5' } });

function required(...nodeSelectorTerms: readonly NodeSelectorTerm[]): Partial<PodSpec> {
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  };
}

function names(...lists: readonly (readonly string[])[]): NodeSelectorTerm {
  return { matchFields: lists.map((values) => ({ key: 'metadata.name', operator: 'In', values })) };
}

describe('NodeAffinity', () => {
  const operators: readonly (readonly [NodeSelectorRequirement, string])[] = [
    [{ key: 'disk', operator: 'In', values: ['ssd', 'nvme'] }, 'ok'],
    [{ key: 'disk', operator: 'In', values: ['hdd'] }, REJECTED],
    [{ key: 'disk', operator: 'NotIn', values: ['ssd'] }, REJECTED],
    [{ key: 'absent', operator: 'NotIn', values: ['ssd'] }, 'ok'],
    [{ key: 'disk', operator: 'Exists' }, 'ok'],
    [{ key: 'absent', operator: 'DoesNotExist' }, 'ok'],
    [{ key: 'gen', operator: 'Gt', values: ['4'] }, 'ok'],
    [{ key: 'gen', operator: 'Gt', values: ['5'] }, REJECTED],
    [{ key: 'gen', operator: 'Lt', values: ['6'] }, 'ok'],
    [{ key: 'disk', operator: 'Gt', values: ['4'] }, REJECTED],
  ];
  it.each(operators)('SCHED-37 requires %j', (requirement, verdict) => {
    const pod = aPod('p', { spec: required({ matchExpressions: [requirement] }) });
    expect(verdicts(nodeAffinity, pod, aView([node]))).toEqual([verdict]);
  });

  it('SCHED-38 takes terms as alternatives, and an empty term matches nothing', () => {
    const hdd = { matchExpressions: [{ key: 'disk', operator: 'In' as const, values: ['hdd'] }] };
    const ssd = { matchExpressions: [{ key: 'disk', operator: 'In' as const, values: ['ssd'] }] };
    expect(verdicts(nodeAffinity, aPod('p', { spec: required(hdd, ssd) }), aView([node]))).toEqual(['ok']);
    expect(verdicts(nodeAffinity, aPod('p', { spec: required({}) }), aView([node]))).toEqual([REJECTED]);
    expect(
      verdicts(
        nodeAffinity,
        aPod('p', { spec: { nodeSelector: { disk: 'hdd' }, ...required(ssd) } }),
        aView([node]),
      ),
    ).toEqual([REJECTED]);
  });

  it('SCHED-39 reads node names from metadata.name fields, intersected in a term and united over terms', () => {
    expect(namedNodes(aPod('p', { spec: required(names(['a', 'b'], ['b', 'c']), names(['d'])) }))).toEqual([
      'b',
      'd',
    ]);
    expect(namedNodes(aPod('p', { spec: required(names(['a']), {}) }))).toBeUndefined();
    expect(verdicts(nodeAffinity, aPod('p', { spec: required(names(['a'], ['b'])) }), aView([node]))).toEqual(
      ['UnschedulableAndUnresolvable: pod affinity terms conflict'],
    );
  });

  it('SCHED-40 scores preferred terms by their weights', () => {
    const prefer = (weight: number, key: string) => ({
      weight,
      preference: { matchExpressions: [{ key, operator: 'Exists' as const }] },
    });
    const spec = {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [prefer(10, 'disk'), prefer(30, 'gpu')],
        },
      },
    };
    const view = aView([node, aNode('n2', { labels: { gpu: '1', disk: 'ssd' } }), aNode('n3')]);
    expect(scores(nodeAffinity, aPod('p', { spec }), view)).toEqual([25, 100, 0]);
    expect(scores(nodeAffinity, aPod('p'), view)).toEqual([]);
  });

  it('SCHED-41 is woken only by a node that begins to match', () => {
    const pod = aPod('p', { spec: { nodeSelector: { disk: 'ssd' } } });
    expect(hint(nodeAffinity, pod, nodeChange(aNode('n1'), node)!)).toBe('Queue');
    expect(hint(nodeAffinity, pod, nodeChange(node, aNode('n1', { labels: { disk: 'ssd' } }))!)).toBe(
      'QueueSkip',
    );
  });
});
