import { describe, expect, it } from 'vitest';
import { align } from './align.ts';
import { distill } from './distill.ts';
import { judge } from './judge.ts';
import { maskText } from './mask.ts';
import { recordedStartMs } from './trace-format.ts';
import type { RawRun, Trace, WatchEntry } from './trace-format.ts';
import { collectTokens } from './tokens.ts';
import { visibleStates } from './visible-states.ts';

const START_MS = Date.UTC(2026, 10, 24, 12, 0, 0, 400);

function pod(name: string, phase: string, extra: object = {}): WatchEntry['obj'] {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace: 'case-x',
      uid: '0a0a0a0a-0000-0000-0000-000000000001',
      resourceVersion: '7',
      ...extra,
    },
    spec: { nodeName: 'node-1' },
    status: { phase },
  };
}

function run(log: readonly WatchEntry[], endMs = 60_000): RawRun {
  return {
    name: 'x',
    namespace: 'case-x',
    startMs: START_MS,
    endMs,
    waitsMet: true,
    steps: [{ t: 0, done: 300, step: { apply: 'something' } }],
    log,
  };
}

const at = (t: number, obj: WatchEntry['obj'], type: WatchEntry['type'] = 'MODIFIED'): WatchEntry => ({
  t,
  type,
  kind: 'Pod',
  obj,
});
const life = (readyAt: number, name = 'web'): readonly WatchEntry[] => [
  at(300, pod(name, 'Pending'), 'ADDED'),
  at(readyAt, pod(name, 'Running')),
  at(40_000, pod(name, 'Running'), 'DELETED'),
];
const told = (log: readonly WatchEntry[], endMs?: number): Trace => distill(run(log, endMs));

describe('tokens', () => {
  it('FIDELITY-02 number generated names, uids and addresses in order of appearance', () => {
    const owned = pod('web-abcde', 'Running', { generateName: 'web-' });
    const tokens = collectTokens('case-x', [
      at(0, { ...owned, status: { phase: 'Running', podIP: '10.0.0.7' } }),
    ]);
    expect(tokens.normalise('case-x/web-abcde 10.0.0.7 10.9.9.9')).toBe('<ns>/web-<r1> <ip1> <ip>');
    expect(tokens.uidToken('0a0a0a0a-0000-0000-0000-000000000001')).toBe('<uid1>');
  });
});

describe('the time of a recording', () => {
  const event = (t: number, id: string) => ({
    t,
    id,
    object: 'Pod/web',
    type: 'Normal',
    reason: 'Pulled',
    message: '',
    source: 'kubelet',
    count: 1,
  });
  const nanoseconds = (ms: number): string => (BigInt(ms) * 1_000_000n).toString(16);

  it('FIDELITY-07 is told by the ids of its Events, of which the one seen soonest is nearest', () => {
    const seen = event(5010, nanoseconds(START_MS + 5000));
    const repeated = event(99_000, nanoseconds(START_MS + 4000));
    expect(recordedStartMs({ ...told(life(2000)), events: [repeated, seen] })).toBe(START_MS - 10);
    expect(recordedStartMs({ ...told(life(2000)), events: [event(5, 'web.x')] })).toBeUndefined();
  });
});

describe('distill', () => {
  it('FIDELITY-02 keeps what changed, as paths, and leaves out what no one reads', () => {
    const [object] = told(life(2000)).objects;
    expect(object?.object).toBe('Pod/web');
    expect(object?.history).toEqual([
      { t: 300, set: { 'metadata.uid': '<uid1>', 'spec.nodeName': 'node-1', 'status.phase': 'Pending' } },
      { t: 2000, set: { 'status.phase': 'Running' } },
      { t: 40_000, deleted: true },
    ]);
  });

  it('FIDELITY-02 tells times relative to the first step, in whole seconds', () => {
    const log = [
      at(300, { ...pod('web', 'Pending'), status: { startTime: '2026-11-24T12:00:05Z' } }, 'ADDED'),
    ];
    expect(told(log).objects[0]?.history[0]?.set?.['status.startTime']).toBe('+5s');
  });

  it('FIDELITY-02 names items of lists by what identifies them', () => {
    const conditions = [{ type: 'Ready', status: 'True' }];
    const taints = [{ key: 'a', effect: 'NoExecute' }];
    const log = [
      at(0, { ...pod('web', 'Running'), status: { conditions }, spec: { tolerations: taints } }, 'ADDED'),
    ];
    const set = told(log).objects[0]?.history[0]?.set ?? {};
    expect(set['status.conditions[type=Ready].status']).toBe('True');
    expect(set['spec.tolerations[key=a,effect=NoExecute].effect']).toBe('NoExecute');
  });

  it('FIDELITY-02 keeps an event with its source and last count', () => {
    const event = {
      metadata: { name: 'web.18ab' },
      involvedObject: { kind: 'Pod', name: 'web' },
      type: 'Normal',
      reason: 'Pulled',
      message: 'done',
      source: { component: 'kubelet' },
      count: 3,
    };
    const [record] = told([{ t: 10, type: 'ADDED', kind: 'Event', obj: event }]).events;
    expect(record).toEqual({
      t: 10,
      object: 'Pod/web',
      type: 'Normal',
      reason: 'Pulled',
      message: 'done',
      source: 'kubelet',
      count: 3,
      id: '18ab',
    });
  });
});

describe('judge', () => {
  it('FIDELITY-03 finds a run equal to itself on all levels', () => {
    expect(judge(told(life(2000)), told(life(2000)))).toMatchObject({
      outcome: true,
      story: true,
      clock: true,
    });
  });

  it.each([
    ['within two and a half seconds', 2000, 4400, true],
    ['later than that', 2000, 5000, false],
    ['within 8 % of a long time', 30_000, 34_500, true],
  ])('FIDELITY-03 a state entered %s', (_, expected, found, clock) => {
    expect(judge(told(life(expected)), told(life(found)))).toMatchObject({
      outcome: true,
      story: true,
      clock,
    });
  });

  it('FIDELITY-03 forgives a missing state that lasted a moment, and no longer one', () => {
    const withState = (from: number, to: number) => [
      at(300, pod('web', 'Pending'), 'ADDED'),
      at(from, pod('web', 'Odd')),
      at(to, pod('web', 'Running')),
    ];
    const without = [at(300, pod('web', 'Pending'), 'ADDED'), at(5000, pod('web', 'Running'))];
    expect(judge(told(withState(4000, 5000)), told(without)).story).toBe(true);
    expect(judge(told(withState(3000, 5000)), told(without)).story).toBe(false);
  });

  it('FIDELITY-03 another end, another number of objects, or a missing event fail the outcome', () => {
    const failed = [at(300, pod('web', 'Pending'), 'ADDED'), at(2000, pod('web', 'Failed'))];
    const running = [at(300, pod('web', 'Pending'), 'ADDED'), at(2000, pod('web', 'Running'))];
    const event: WatchEntry = {
      t: 900,
      type: 'ADDED',
      kind: 'Event',
      obj: {
        metadata: { name: 'web.1' },
        involvedObject: { kind: 'Pod', name: 'web' },
        type: 'Normal',
        reason: 'Pulled',
        message: 'x',
      },
    };
    expect(judge(told(failed), told(running)).problems.outcome[0]).toContain(
      'status.phase: "Failed" -> "Running"',
    );
    expect(judge(told(life(2000)), told([])).problems.outcome).toEqual(['Pod/web: 1 expected, 0 found']);
    expect(judge(told([...running, event]), told(running)).problems.outcome[0]).toContain('Pulled');
  });
});

describe('parts of the judge', () => {
  it('FIDELITY-03 hides node names only when placements are no part of the case', () => {
    const nodes = new Set(['node-1']);
    expect(maskText('on node-1 in 300ms', nodes, false)).toBe('on <node> in <duration>');
    expect(maskText('on node-1', nodes, true)).toBe('on node-1');
  });

  it('FIDELITY-03 sees states in order, each until the next begins', () => {
    const states = visibleStates(told(life(2000)).objects[0]?.history ?? [], 60_000, (text) => text);
    expect(states.map(({ from, to, gone }) => [from, to, gone])).toEqual([
      [300, 2000, false],
      [2000, 40_000, false],
      [40_000, 60_000, true],
    ]);
  });

  it('FIDELITY-03 aligns two stories with the fewest differences', () => {
    const state = (key: string, from: number, to: number) => ({ key, from, to, gone: false, state: {} });
    const { cost, pairs, missing, extra } = align(
      [state('a', 0, 5000), state('b', 5000, 9000)],
      [state('a', 0, 4000), state('c', 4000, 9000)],
      1500,
    );
    expect([cost, pairs.length, missing.map(({ key }) => key), extra.map(({ key }) => key)]).toEqual([
      2,
      1,
      ['b'],
      ['c'],
    ]);
  });
});
