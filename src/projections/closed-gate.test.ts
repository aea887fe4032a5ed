import { describe, expect, it } from 'vitest';
import { closedGate } from './closed-gate.ts';
import { node, resource, row } from './testing/samples.ts';

const nodes = ['node-a', 'node-b', 'node-c'].map((name, i) =>
  node(name, { cpu: resource({ requested: 1860 + i * 10 }) }),
);
const NO_PREEMPTION = ' preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.';

const cases: readonly (readonly [string, number, string, string])[] = [
  [`0/3 nodes are available: 3 Insufficient cpu.${NO_PREEMPTION}`, 2, 'cpu', 'wants 500m, most free is 40m'],
  [
    `0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 2 Insufficient cpu.${NO_PREEMPTION}`,
    2,
    'cpu',
    'wants 500m, most free is 40m',
  ],
  [
    `0/3 nodes are available: 1 Insufficient memory, 2 node(s) had untolerated taint {gpu: yes}.${NO_PREEMPTION}`,
    1,
    'taint',
    'gpu closes 2 of 3 nodes',
  ],
  [
    `0/3 nodes are available: 3 node(s) had untolerated taint(s).${NO_PREEMPTION}`,
    1,
    'taint',
    'closes 3 of 3 nodes',
  ],
  [
    `0/3 nodes are available: 3 node(s) were unschedulable.${NO_PREEMPTION}`,
    1,
    'cordon',
    'closes 3 of 3 nodes',
  ],
  [
    `0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.${NO_PREEMPTION}`,
    0,
    'node choice',
    'rules out 3 of 3 nodes',
  ],
  [
    `0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.${NO_PREEMPTION}`,
    4,
    'pod affinity',
    'rules out 3 of 3 nodes',
  ],
  [
    `0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.${NO_PREEMPTION}`,
    4,
    'spread',
    'rules out 3 of 3 nodes',
  ],
  [
    `0/3 nodes are available: 3 Too many pods.${NO_PREEMPTION}`,
    2,
    'pods',
    '3 of 3 nodes hold as many as they may',
  ],
  [
    `0/3 nodes are available: 3 Insufficient nvidia.com/gpu.${NO_PREEMPTION}`,
    2,
    'nvidia.com/gpu',
    'is short on 3 of 3 nodes',
  ],
  [
    `0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.${NO_PREEMPTION}`,
    3,
    'volume',
    'is not ready',
  ],
  ['0/0 nodes are available', 0, 'nodes', 'there are none'],
  ['no nodes available to schedule pods', 0, 'nodes', 'there are none'],
];

describe('the gate that stops a waiting pod', () => {
  for (const [gate, index, name, text] of cases)
    it(`PROJ-13 is ${name} ${text}`, () =>
      expect(closedGate(row('p', { api: 'unscheduled', node: '', cpuMilli: 500, gate }), nodes)).toEqual({
        index,
        count: 5,
        name,
        text,
      }));

  it('PROJ-13 is the scheduling gate of a gated pod', () => {
    expect(closedGate(row('p', { api: 'gated', node: '', reason: 'example.com/quota' }), nodes)).toEqual({
      index: 0,
      count: 5,
      name: 'gate',
      text: 'example.com/quota',
    });
  });

  it('PROJ-13 is unknown before the scheduler has looked', () => {
    expect(closedGate(row('p', { api: 'unscheduled', node: '' }), nodes)).toBeNull();
  });

  it('PROJ-13 quotes what it does not know', () => {
    expect(
      closedGate(
        row('p', {
          api: 'unscheduled',
          node: '',
          gate: '0/3 nodes are available: 3 of some new kind. preemption: none',
        }),
        nodes,
      ),
    ).toMatchObject({ name: 'scheduler', text: '0/3 nodes are available: 3 of some new kind' });
  });
});
