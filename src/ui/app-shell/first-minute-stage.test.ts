import { createStore } from 'zustand/vanilla';
import { describe, expect, it } from 'vitest';
import { EMPTY_MIRROR, type MirrorState } from '../../projections/mirror.ts';
import type { PodRow } from '../../protocol/pod-row.ts';
import type { ClockView, NodeView, WorkloadView } from '../../protocol/views.ts';
import { firstMinuteStage, warpTo } from './first-minute-stage.ts';
import type { Session } from './session.ts';

const node = (power: 'on' | 'off', ready: 'True' | 'Unknown'): NodeView =>
  ({ name: 'node-b', power, ready }) as object as NodeView;
const pod = (change: Partial<PodRow>): PodRow =>
  ({
    uid: 'p',
    node: 'node-b',
    ownerKind: 'ReplicaSet',
    replacedBy: '',
    deletedAt: 0,
    ...change,
  }) as object as PodRow;
const state = (nodes: NodeView[], pods: PodRow[]): MirrorState => ({
  ...EMPTY_MIRROR,
  clock: { now: 0 } as object as ClockView,
  workloads: [{ kind: 'Deployment', name: 'web' } as object as WorkloadView],
  nodes,
  pods: new Map(pods.map((row) => [row.uid, row])),
});

describe('first minute', () => {
  it('FRAME-57 follows the run from the promise to the stand-in, whatever was clicked', () => {
    expect(firstMinuteStage(EMPTY_MIRROR)).toBe('none');
    expect(firstMinuteStage(state([node('on', 'True')], [pod({})]))).toBe('promise');
    expect(firstMinuteStage(state([node('off', 'True')], [pod({})]))).toBe('silent');
    expect(firstMinuteStage(state([node('off', 'Unknown')], [pod({})]))).toBe('unknown');
    expect(firstMinuteStage(state([node('off', 'Unknown')], [pod({ deletedAt: 9 })]))).toBe('deleted');
    // Not before it stands in: while it is being made, what matters is that the old one was deleted.
    const replaced = pod({ deletedAt: 9, replacedBy: 'q' });
    for (const [truth, stage] of [
      ['unscheduled', 'deleted'],
      ['creating', 'deleted'],
      ['not-ready', 'deleted'],
      ['ready', 'stand-in'],
    ] as const)
      expect(
        firstMinuteStage(
          state(
            [node('off', 'Unknown')],
            [replaced, pod({ uid: 'q', node: 'node-a', replaces: 'p', truth })],
          ),
        ),
      ).toBe(stage);
  });

  it('FRAME-62 skips the waiting to each stage and not past it', async () => {
    const frames = [
      state([node('off', 'Unknown')], [pod({})]),
      state([node('off', 'Unknown')], [pod({ deletedAt: 9 })]),
      state(
        [node('off', 'Unknown')],
        [pod({ deletedAt: 9, replacedBy: 'q' }), pod({ uid: 'q', node: 'node-a', truth: 'ready' })],
      ),
    ].map((frame, now): MirrorState => ({ ...frame, clock: { now } as object as ClockView }));
    let at = 0;
    const mirror = createStore<MirrorState>()(() => frames[0]!);
    const session = {
      mirror,
      playback: { pause: () => Promise.resolve() },
      client: {
        // The frame comes some time after the reply, as it does from a worker.
        ask() {
          at += 1;
          const next = frames[at];
          if (next !== undefined) setTimeout(() => mirror.setState(next), 20);
          return Promise.resolve(next === undefined ? null : { at, happening: null });
        },
      },
    } as object as Session;
    await warpTo(session, 'unknown');
    expect(firstMinuteStage(mirror.getState())).toBe('deleted');
    await warpTo(session, 'deleted');
    expect(firstMinuteStage(mirror.getState())).toBe('stand-in');
  });
});
