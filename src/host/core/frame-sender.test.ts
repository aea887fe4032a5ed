import { describe, expect, it } from 'vitest';
import type { Frame } from '../../protocol/frame.ts';
import type { NodeView, WorkloadView } from '../../protocol/views.ts';
import { FrameSender } from './frame-sender.ts';
import type { HostedRun, ViewFrame } from './hosted-run.ts';
import { Playback } from './playback.ts';

const node = (name: string): NodeView => ({ name }) as object as NodeView;
const workload = (change: Partial<WorkloadView>): WorkloadView => change as object as WorkloadView;

/** A run whose frames are given one by one. */
function runOf(views: readonly Partial<ViewFrame>[]): HostedRun {
  let at = 0;
  const nothing: ViewFrame = { full: false, pods: [], podsGone: [], happenings: [], next: null };
  return { clock: () => ({}), frame: () => ({ ...nothing, ...views[at++] }) } as object as HostedRun;
}

function sent(views: readonly Partial<ViewFrame>[]): Frame[] {
  const frames: Frame[] = [];
  const sender = new FrameSender((frame) => {
    frames.push(frame);
    sender.acknowledge(frame.seq);
  });
  const run = runOf(views);
  for (const _ of views) {
    sender.touch();
    sender.flush(run, new Playback());
  }
  return frames;
}

describe('nodes in frames', () => {
  it('HOST-17 sends a node again only when it changed, and names those that went', () => {
    const [a, b, c] = [node('a'), node('b'), node('c')];
    const other = node('b');
    const frames = sent([
      { full: true, nodes: [a, b, c] },
      { nodes: [a, other, c] },
      { nodes: [a, other] },
      { nodes: [a, other] },
      { full: true, nodes: [a, other] },
    ]);
    expect(frames.map(({ nodes, nodesGone }) => [nodes, nodesGone])).toEqual([
      [[a, b, c], undefined],
      [[other], undefined],
      [undefined, ['c']],
      [undefined, undefined],
      [[a, other], undefined],
    ]);
  });
});

describe('workloads in frames', () => {
  it('HOST-32 sends a workload again only when it changed, and names those that went', () => {
    const [a, b] = [workload({ uid: 'a' }), workload({ uid: 'b' })];
    const other = workload({ uid: 'b' });
    const frames = sent([
      { full: true, workloads: [a, b] },
      { workloads: [a, other] },
      { workloads: [other] },
      { workloads: [other] },
      { full: true, workloads: [other] },
    ]);
    expect(frames.map(({ workloads, workloadsGone }) => [workloads, workloadsGone])).toEqual([
      [[a, b], undefined],
      [[other], undefined],
      [undefined, ['a']],
      [undefined, undefined],
      [[other], undefined],
    ]);
  });
});
