import { expect, it } from 'vitest';
import { aNode, aPod, aView } from '../../testing/builders.ts';
import { verdicts } from '../../testing/verdicts.ts';
import { nodeName } from './node-name.ts';

it('SCHED-31 leaves only the node that spec.nodeName names', () => {
  const view = aView([aNode('n1'), aNode('n2')]);
  const rejected = "UnschedulableAndUnresolvable: node(s) didn't match the requested node name";
  expect(verdicts(nodeName, aPod('p', { spec: { nodeName: 'n2' } }), view)).toEqual([rejected, 'ok']);
  expect(verdicts(nodeName, aPod('p'), view)).toEqual(['ok', 'ok']);
});
