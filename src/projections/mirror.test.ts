import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePods, StringWriter } from '../protocol/frame.ts';
import type { Frame } from '../protocol/frame.ts';
import type { PodRow } from '../protocol/pod-row.ts';
import { EMPTY_MIRROR, foldFrame, HAPPENINGS_KEPT } from './mirror.ts';
import { clock, happening, node, row, workload } from './testing/samples.ts';

function frame(change: Partial<Frame>, rows: readonly PodRow[] = [], strings = new StringWriter()): Frame {
  const pods = encodePods(rows, strings);
  return {
    seq: 1,
    full: false,
    clock: clock(),
    pods,
    strings: strings.takeFresh(),
    podsGone: [],
    happenings: [],
    ...change,
  };
}

describe('folding frames', () => {
  it('PROJ-01 keeps what a frame does not mention, with its identity', () => {
    const nodes = [node('node-a')];
    const first = foldFrame(frame({ full: true, nodes }, [row('a')]), EMPTY_MIRROR);
    const second = foldFrame(frame({ clock: clock({ now: 5 }) }), first);
    expect(second).toEqual({ ...first, clock: clock({ now: 5 }) });
    expect(second.nodes).toBe(first.nodes);
    expect(second.pods).toBe(first.pods);
  });

  it('PROJ-24 takes in the nodes that changed and leaves the others as they were, in order of their names', () => {
    const first = foldFrame(frame({ full: true, nodes: [node('node-b'), node('node-a')] }), EMPTY_MIRROR);
    const changed = node('node-b', { unschedulable: true });
    const second = foldFrame(frame({ nodes: [changed, node('node-aa')] }), first);
    expect(second.nodes.map(({ name }) => name)).toEqual(['node-a', 'node-aa', 'node-b']);
    expect(second.nodes[0]).toBe(first.nodes[0]);
    expect(second.nodes[2]).toBe(changed);
    const third = foldFrame(frame({ nodesGone: ['node-a'] }), second);
    expect(third.nodes).toEqual(second.nodes.slice(1));
  });

  it('PROJ-30 takes in the workloads that changed and leaves the others as they were, by kind and name', () => {
    const [web, db] = [workload({ uid: 'w' }), workload({ uid: 'd', kind: 'StatefulSet', name: 'db' })];
    const first = foldFrame(frame({ full: true, workloads: [web, db] }), EMPTY_MIRROR);
    const api = workload({ uid: 'a', name: 'api' });
    const second = foldFrame(frame({ workloads: [api] }), first);
    expect(second.workloads.map(({ uid }) => uid)).toEqual(['a', 'w', 'd']);
    expect(second.workloads[1]).toBe(web);
    const third = foldFrame(frame({ workloadsGone: ['w'] }), second);
    expect(third.workloads).toEqual([api, db]);
    expect(foldFrame(frame({}), third).workloads).toBe(third.workloads);
  });

  it('PROJ-02 keeps a ghost until the engine says that it is gone', () => {
    const strings = new StringWriter();
    const first = foldFrame(frame({ full: true }, [row('a'), row('b')], strings), EMPTY_MIRROR);
    const second = foldFrame(frame({}, [row('a', { goneAt: 7, api: 'ghost' })], strings), first);
    expect(second.pods.get('a')).toMatchObject({ goneAt: 7 });
    const third = foldFrame(frame({ podsGone: ['a'] }, [], strings), second);
    expect([...third.pods.keys()]).toEqual(['b']);
  });

  it('PROJ-01 keeps the newest happenings only', () => {
    const many = Array.from({ length: HAPPENINGS_KEPT }, (_, i) => happening({ id: i + 1 }));
    const first = foldFrame(frame({ full: true, happenings: many }), EMPTY_MIRROR);
    const second = foldFrame(frame({ happenings: [happening({ id: 9999 })] }), first);
    expect([second.happenings.length, second.happenings[0]?.id, second.happenings.at(-1)?.id]).toEqual([
      HAPPENINGS_KEPT,
      2,
      9999,
    ]);
  });

  it('HOST-05 gives the same pods for any split of the changes into frames', () => {
    const change = fc.record({
      uid: fc.constantFrom('a', 'b', 'c', 'd'),
      gone: fc.boolean(),
      restarts: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 8 }), (steps) => {
        const strings = new StringWriter();
        const expected = new Map<string, PodRow>();
        let state = foldFrame(frame({ full: true }), EMPTY_MIRROR);
        for (const step of steps) {
          const last = new Map(step.map((one) => [one.uid, one]));
          const rows = [...last.values()]
            .filter(({ gone }) => !gone)
            .map(({ uid, restarts }) => row(uid, { restarts }));
          const podsGone = [...last.values()].filter(({ gone }) => gone).map(({ uid }) => uid);
          for (const one of rows) expected.set(one.uid, one);
          for (const uid of podsGone) expected.delete(uid);
          state = foldFrame(frame({ podsGone }, rows, strings), state);
        }
        expect(state.pods).toEqual(expected);
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});
