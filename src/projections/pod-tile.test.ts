import { describe, expect, it } from 'vitest';
import type { PodRow } from '../protocol/pod-row.ts';
import { shortPodName } from './names.ts';
import { podTile } from './pod-tile.ts';
import { row } from './testing/samples.ts';
import type { Lens, PodTileModel } from './view-model.ts';

function tile(change: Partial<PodRow>, lens: Lens = 'truth'): PodTileModel {
  return podTile(row('x2kzp', change), { lens, ownerUid: 'dep-1', revision: null, pulses: true });
}

const restart = { timer: 'restart', timerFrom: 90_000, timerTo: 110_000 } as const;

describe('the name of a pod', () => {
  const names: readonly (readonly [Partial<PodRow>, string])[] = [
    [{}, 'web …x2kzp'],
    [{ ownerName: 'web', name: 'web-abcde', hash: '' }, 'web …abcde'],
    [{ ownerKind: 'StatefulSet', ownerName: 'db', name: 'db-0' }, 'db-0'],
    [{ ownerKind: '', ownerName: '', name: 'alone' }, 'alone'],
    [{ ownerName: 'other', name: 'web-7c9f4d-x2kzp' }, 'web-7c9f4d-x2kzp'],
  ];
  for (const [change, expected] of names)
    it(`PROJ-03 is ${expected} for ${change.name ?? 'a generated one'} of ${change.ownerName ?? 'a ReplicaSet'}`, () =>
      expect(shortPodName(row('x2kzp', change))).toBe(expected));
});

describe('what a pod says', () => {
  const says: readonly (readonly [Partial<PodRow>, PodTileModel['say']])[] = [
    [{}, '10.244.1.7'],
    [{ namespace: 'kube-system' }, '10.244.1.7 · kube-system'],
    [{ ip: '' }, 'Running'],
    [{ truth: 'unscheduled' }, 'Unscheduled'],
    [{ truth: 'gated', reason: 'example.com/quota' }, 'Gate: example.com/quota'],
    [{ truth: 'creating' }, 'Creating'],
    [{ truth: 'init', reason: '1/2' }, 'Init 1/2'],
    [{ truth: 'not-ready', readyCount: 1, containerCount: 2 }, 'Not ready 1/2'],
    [
      { truth: 'crash-loop', ...restart },
      { before: 'Restart in ', tick: 'until', atMs: 110_000, after: '' },
    ],
    [{ truth: 'crash-loop', reason: 'exit 1' }, 'Crashed: exit 1'],
    [
      { truth: 'image-backoff', ...restart, timer: 'pull-retry' },
      { before: 'No image, retry ', tick: 'until', atMs: 110_000, after: '' },
    ],
    [
      { truth: 'terminating', ...restart, timer: 'grace' },
      { before: 'TERM, ', tick: 'until', atMs: 110_000, after: ' left' },
    ],
    [{ truth: 'terminating' }, 'Terminating'],
    [{ truth: 'succeeded' }, 'Completed'],
    [{ truth: 'failed', reason: 'exit 3' }, 'Failed: exit 3'],
    [{ truth: 'evicted', reason: 'memory' }, 'Evicted: memory'],
    [
      { truth: 'unknown', lastSeenAt: -5000 },
      { before: 'Last seen ', tick: 'since', atMs: -5000, after: ' ago' },
    ],
    [{ truth: 'ghost', deletedAt: 5 }, 'Terminating, unconfirmed'],
    [{ truth: 'ghost', uid: '00004f1a', goneAt: 350_400 }, 'uid …4f1a, gone at 5:50'],
  ];
  for (const [change, expected] of says)
    it(`PROJ-04 ${change.truth ?? 'ready'}: ${JSON.stringify(expected)}`, () =>
      expect(tile(change).say).toEqual(expected));
});

describe('the lens', () => {
  it('PROJ-05 shows the truth and marks where the API differs', () => {
    const lost = { api: 'unknown', truth: 'ghost', lastSeenAt: 7 } as const;
    expect(tile(lost)).toMatchObject({
      state: 'ghost',
      disagree: { api: 'unknown' },
      containers: [],
      timer: null,
    });
    expect(tile(lost, 'api')).toMatchObject({ state: 'unknown', disagree: null });
    expect(tile({})).toMatchObject({ state: 'ready', disagree: null });
  });

  it('PROJ-12 shows a static pod, or its mirror', () => {
    expect(tile({ isStatic: true })).toMatchObject({ state: 'static', pin: 'solid', say: 'static' });
    expect(tile({ isStatic: true }, 'api')).toMatchObject({
      state: 'mirror',
      pin: 'hollow',
      say: 'mirror of node-a',
    });
    expect(tile({ isStatic: true, truth: 'crash-loop', api: 'crash-loop' })).toMatchObject({
      state: 'crash-loop',
      pin: 'solid',
    });
  });
});

describe('containers', () => {
  const cell = (
    name: string,
    kind: 'init' | 'sidecar' | 'app',
    phase: 'waiting' | 'running' | 'ready' | 'completed' | 'error' | 'never',
  ) => ({ name, kind, phase, truth: phase });

  it('PROJ-06 come in the order init, sidecar, container', () => {
    const containers = [
      cell('main', 'app', 'ready'),
      cell('log', 'sidecar', 'ready'),
      cell('one', 'init', 'completed'),
      cell('two', 'init', 'running'),
      cell('three', 'init', 'never'),
    ];
    expect(tile({ containers }).containers).toEqual([
      { name: 'one', kind: 'init-done' },
      { name: 'two', kind: 'init-now' },
      { name: 'three', kind: 'init-later' },
      { name: 'log', kind: 'sidecar' },
      { name: 'main', kind: 'up' },
    ]);
    expect(tile({ containers }).state).toBe('sidecar-ready');
  });

  it('PROJ-06 are last known on a lost node and only wanted without one', () => {
    expect(tile({ truth: 'unknown' }).containers).toEqual([{ name: 'web', kind: 'last-known' }]);
    expect(tile({ truth: 'unscheduled' }).containers).toEqual([{ name: 'web', kind: 'wanted' }]);
  });
});

describe('probes', () => {
  const probe = { container: 'web', handler: 'http', threshold: 3, lastLabel: 'GET / 200' } as const;

  it('PROJ-07 are filled up to the threshold, the worst first', () => {
    const probes = [
      { ...probe, kind: 'readiness', results: ['o'], lastAt: 5 },
      { ...probe, kind: 'liveness', results: ['o', 'f', 't'], lastAt: 9 },
    ] as const;
    const drawn = tile({ probes });
    expect(drawn.probes).toEqual([
      { kind: 'liveness', pips: ['ok', 'fail', 'timeout'], threshold: 3 },
      { kind: 'readiness', pips: ['ok', 'none', 'none'], threshold: 3 },
    ]);
    expect(drawn.pulse).toEqual({
      id: 'x2kzp/web/liveness/9',
      kind: 'http',
      result: 'timeout',
      atMs: 9,
      label: 'GET / 200',
    });
  });

  it('PROJ-07 are not shown for a pod nobody hears of', () => {
    expect(
      tile({ truth: 'ghost', probes: [{ ...probe, kind: 'readiness', results: ['o'], lastAt: 5 }] }),
    ).toMatchObject({ probes: [], pulse: null });
  });
});

describe('the fuse', () => {
  it('PROJ-08 burns, stays, or is not there', () => {
    const span = { fuseFrom: 50_000, fuseTo: 350_000 };
    expect(tile(span).fuse).toEqual({ fromMs: 50_000, toMs: 350_000 });
    expect(tile({ fuseFrom: -1, fuseTo: -1 }).fuse).toBe('stays');
    expect(tile({}).fuse).toBeNull();
    expect(tile({ ...span, deletedAt: 350_000 }).fuse).toBeNull();
  });
});
