import { describe, expect, it } from 'vitest';
import type { Lens, NodeCardModel } from '../../projections/view-model.ts';
import { nodeLabel, nodeStatement, type NodeEdge } from './node-look.ts';

const BAR = { capacity: 2000, reserved: 100, blocks: [], usage: 0, limits: 0 };
const node: NodeCardModel = {
  name: 'node-b',
  ip: '192.168.0.12',
  power: 'on',
  powerSinceMs: 0,
  linkCut: false,
  kubeletStopped: false,
  ready: 'True',
  readySinceMs: 0,
  readyReason: '',
  cordoned: false,
  taints: [],
  conditions: [],
  roomWarning: '',
  cpu: BAR,
  memory: BAR,
  lease: [],
  pods: [],
  staticPods: [],
};

describe('what a node card says', () => {
  it.each<[string, Partial<NodeCardModel>, Lens, NodeEdge, string[], string]>([
    ['a ready node', {}, 'truth', 'plain', [], ''],
    ['a runtime that is down', { ready: 'False' }, 'truth', 'not-ready', ['NotReady'], ''],
    [
      'no power, seen from the API',
      { power: 'off', ready: 'Unknown' },
      'api',
      'unknown',
      ['Unknown'],
      'no word',
    ],
    [
      'no power, as it is',
      { power: 'off', ready: 'Unknown' },
      'truth',
      'off',
      ['Off', 'API: Unknown'],
      'no power',
    ],
    ['no power, not noticed yet', { power: 'off' }, 'truth', 'off', ['Off', 'API: Ready'], 'no power'],
    ['no power, not noticed, from the API', { power: 'off' }, 'api', 'plain', [], ''],
    [
      'a cut network',
      { linkCut: true, ready: 'Unknown' },
      'truth',
      'differs',
      ['Network cut', 'API: Unknown'],
      'cut off',
    ],
    ['a cut network, not noticed yet', { linkCut: true }, 'truth', 'plain', ['Network cut'], 'cut off'],
    [
      'a stopped kubelet',
      { kubeletStopped: true, ready: 'Unknown' },
      'truth',
      'differs',
      ['Kubelet stopped', 'API: Unknown'],
      'stopped',
    ],
  ])('SCREEN-07 %s', (_, change, lens, edge, words, kubelet) => {
    const said = nodeStatement({ ...node, ...change }, lens);
    expect(said.edge).toBe(edge);
    expect([said.lead, ...said.chips].flatMap((c) => (c === null ? [] : [c.text]))).toEqual(words);
    expect(said.kubelet).toBe(kubelet);
  });

  it('SCREEN-07 the API lens never shows what only the world knows', () => {
    const hidden = { ...node, power: 'off', linkCut: true, kubeletStopped: true } as const;
    expect(nodeStatement(hidden, 'api')).toEqual(nodeStatement(node, 'api'));
  });

  it('SCREEN-08 pressure, lack of room and taints are chips, worst first', () => {
    const said = nodeStatement(
      {
        ...node,
        conditions: [
          { type: 'MemoryPressure', status: 'True' },
          { type: 'DiskPressure', status: 'False' },
        ],
        taints: [
          {
            key: 'node.kubernetes.io/memory-pressure',
            shortKey: 'memory-pressure',
            value: '',
            effect: 'NoSchedule',
          },
        ],
      },
      'truth',
    );
    expect(said.chips.map((c) => [c.text, c.tone, c.tip])).toEqual([
      ['MemoryPressure', 'warn', ''],
      ['memory-pressure', 'plain', 'node.kubernetes.io/memory-pressure:NoSchedule'],
    ]);
  });

  it('SCREEN-20 a node is named with its state and its pods', () => {
    expect(nodeLabel({ ...node, cordoned: true }, 'truth')).toBe('node-b, Ready, cordoned, 0 pods');
    expect(nodeLabel({ ...node, power: 'off', ready: 'Unknown' }, 'truth')).toBe(
      'node-b, Off, API: Unknown, 0 pods',
    );
  });
});
