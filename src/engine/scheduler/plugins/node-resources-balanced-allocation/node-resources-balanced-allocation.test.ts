import { expect, it } from 'vitest';
import { aNode, aPod, aView, on } from '../../testing/builders.ts';
import { scores } from '../../testing/verdicts.ts';
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';

it.each([
  [{ cpu: '1', memory: '2Gi' }, [75, 75]],
  [{ cpu: '2' }, [62, 87]],
  [{}, []],
] as const)('SCHED-51 scores how requests %j change the balance of each node', (traits, expected) => {
  const lopsided = on('n2', aPod('used', { memory: '4Gi' }));
  const view = aView([aNode('n1'), aNode('n2')], [lopsided]);
  expect(scores(nodeResourcesBalancedAllocation, aPod('p', traits), view)).toEqual(expected);
});
