import { describe, expect, it } from 'vitest';
import type { PodTileModel } from '../../projections/view-model.ts';
import { podLabel, spokenName } from './pod-label.ts';

const pod: PodTileModel = {
  uid: 'u1',
  name: 'web-7c9f4d-x2kzp',
  shortName: 'web …x2kzp',
  namespace: 'default',
  node: 'node-b',
  state: 'not-ready',
  pin: 'none',
  say: 'Not ready 0/1',
  containers: [],
  restarts: 0,
  readyCount: 0,
  containerCount: 1,
  step: null,
  timer: null,
  fuse: null,
  probes: [],
  ip: null,
  ownerUid: null,
  revision: null,
  disagree: null,
  replacedBy: null,
  replaces: null,
  pulse: null,
};

describe('spoken names of pods', () => {
  it.each<[Partial<PodTileModel>, string]>([
    [{}, 'Pod web dash x2kzp, on node-b, running, not ready'],
    [
      { restarts: 2, timer: { kind: 'restart', fromMs: 0, toMs: 20_000 } },
      'Pod web dash x2kzp, on node-b, running, not ready, 2 restarts, restart in 14 seconds',
    ],
    [{ state: 'unscheduled', node: null }, 'Pod web dash x2kzp, without a node, pending, waiting for a node'],
    [
      { state: 'image-backoff', timer: { kind: 'restart', fromMs: 0, toMs: 7_000 } },
      'Pod web dash x2kzp, on node-b, image not found, waiting to retry, retry in 1 second',
    ],
    [
      { state: 'terminating', timer: { kind: 'grace', fromMs: 0, toMs: 28_000 } },
      'Pod web dash x2kzp, on node-b, terminating, 22 seconds of grace left',
    ],
    [
      {
        state: 'unknown',
        fuse: { fromMs: 0, toMs: 158_000 },
        say: { before: 'Last seen ', tick: 'since', atMs: 0, after: ' ago' },
      },
      'Pod web dash x2kzp, on node-b, unknown, its node is lost, Last seen 6 seconds ago, evicted in 2 minutes 32 seconds',
    ],
    [
      { state: 'ghost', disagree: { api: 'unknown' } },
      'Pod web dash x2kzp, on node-b, gone, a ghost, the API says otherwise',
    ],
    [
      { state: 'pulling', timer: { kind: 'pull', fraction: 0.43 }, restarts: 1 },
      'Pod web dash x2kzp, on node-b, pulling its image, 1 restart, 43 percent pulled',
    ],
  ])('SCREEN-20 %o', (change, label) => {
    expect(podLabel({ ...pod, ...change }, 6_000)).toBe(label);
  });

  it('SCREEN-20 dashes of a full name are words too', () => {
    expect(spokenName('cache-0')).toBe('cache dash 0');
  });
});
