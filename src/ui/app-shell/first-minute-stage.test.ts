import { describe, expect, it } from 'vitest';
import { EMPTY_MIRROR, type MirrorState } from '../../projections/mirror.ts';
import type { PodRow } from '../../protocol/pod-row.ts';
import type { ClockView, NodeView, WorkloadView } from '../../protocol/views.ts';
import { firstMinuteStage } from './first-minute-stage.ts';

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
    expect(firstMinuteStage(state([node('off', 'Unknown')], [pod({ deletedAt: 9, replacedBy: 'q' })]))).toBe(
      'stand-in',
    );
  });
});
