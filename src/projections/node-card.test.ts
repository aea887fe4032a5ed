import { describe, expect, it } from 'vitest';
import type { NodeView } from '../protocol/views.ts';
import { cpuText, memoryText } from './names.ts';
import { leasePips, nodeFacts } from './node-card.ts';
import { node, resource, row } from './testing/samples.ts';

describe('the lease', () => {
  const rows: readonly (readonly [string, readonly number[], number, string])[] = [
    ['all renewed', [60, 70, 80, 90, 100], 101, 'kkkkk'],
    ['one is about due', [60, 70, 80, 90, 100], 114, 'kkkkk'],
    ['one is missed', [60, 70, 80, 90, 100], 116, 'kkkkm'],
    ['silent for 50 s', [60, 70, 80, 90, 100], 155, 'mmmmm'],
    ['a young node', [100], 101, 'k'],
    ['a young node that fell silent', [100], 126, 'kmm'],
    ['no lease yet', [], 101, ''],
  ];
  for (const [title, seconds, now, expected] of rows)
    it(`PROJ-09 ${title}: ${expected}`, () => {
      const view = node('node-a', { leases: seconds.map((second) => second * 1000) });
      expect(
        leasePips(view, now * 1000)
          .map((pip) => pip[0])
          .join(''),
      ).toBe(expected);
    });
});

describe('the room of a node', () => {
  const rows: readonly (readonly [Partial<NodeView>, string])[] = [
    [{}, ''],
    [{ cpu: resource({ requested: 1860 }) }, 'CPU full: 40m free'],
    [{ cpu: resource({ requested: 2500 }) }, 'CPU full: 0 free'],
    [
      { memory: resource({ capacity: 8 * 1024 ** 3, allocatable: 1024 ** 3, requested: 1000 * 1024 ** 2 }) },
      'Memory full: 24Mi free',
    ],
    [{ podsMax: 1 }, 'Pods full: 1 of 1'],
    [{ uid: '', cpu: resource({ requested: 1900 }) }, ''],
  ];
  for (const [change, expected] of rows)
    it(`PROJ-10 ${expected || 'is enough'}`, () =>
      expect(nodeFacts(node('node-a', change), [row('a')], 'truth').roomWarning).toBe(expected));

  it('PROJ-10 is asked for by pods that have not ended', () => {
    const pods = [
      row('a'),
      row('b', { api: 'succeeded' }),
      row('c', { goneAt: 9 }),
      row('d', { cpuMilli: 0, memoryBytes: 0 }),
    ];
    const { cpu } = nodeFacts(node('node-a'), pods, 'truth');
    expect(cpu).toEqual({
      capacity: 2000,
      reserved: 100,
      blocks: [{ podUid: 'a', amount: 250 }],
      usage: 10,
      limits: 0,
    });
  });

  it('PROJ-05 is not reported by a node that is silent, unless one looks behind it', () => {
    const silent = node('node-a', { ready: 'Unknown', link: 'cut' });
    expect(nodeFacts(silent, [], 'api').cpu.usage).toBeNull();
    expect(nodeFacts(silent, [], 'truth').cpu.usage).toBe(10);
    expect(nodeFacts(node('node-a', { power: 'off' }), [], 'truth').cpu.usage).toBeNull();
  });
});

describe('the words of a node', () => {
  it('PROJ-05 name the stronger of two taints with one key', () => {
    const key = 'node.kubernetes.io/unreachable';
    const taints = [
      { key, value: '', effect: 'NoSchedule' },
      { key, value: '', effect: 'NoExecute' },
      { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
    ];
    expect(nodeFacts(node('node-a', { taints }), [], 'truth').taints).toEqual([
      { key, shortKey: 'unreachable', value: '', effect: 'NoExecute' },
      { key: 'gpu', shortKey: 'gpu', value: 'yes', effect: 'NoSchedule' },
    ]);
  });

  it('PROJ-11 say that a machine has not registered', () => {
    expect(nodeFacts(node('node-x', { uid: '', ready: 'Unknown' }), [], 'truth')).toMatchObject({
      ready: 'False',
      readyReason: 'not registered yet',
    });
  });

  it('PROJ-05 say why a node is not ready', () => {
    const view = node('node-a', {
      ready: 'False',
      readyReason: 'KubeletNotReady',
      readyMessage: 'container runtime is down',
    });
    expect(nodeFacts(view, [], 'api').readyReason).toBe('runtime down');
    expect(nodeFacts({ ...view, readyMessage: '' }, [], 'api').readyReason).toBe('kubelet not ready');
  });
});

describe('amounts', () => {
  it('PROJ-10 are written as in a manifest', () => {
    expect([500, 2000, 40, 1250].map(cpuText)).toEqual(['500m', '2', '40m', '1250m']);
    expect([0, 128 * 1024 ** 2, 7.4 * 1024 ** 3, 512].map(memoryText)).toEqual([
      '0',
      '128Mi',
      '7.4Gi',
      '512',
    ]);
  });
});
