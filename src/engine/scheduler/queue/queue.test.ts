import { describe, expect, it } from 'vitest';
import type { Pod } from '../../api/core-v1-pod.ts';
import { assignedPodChange, nodeChange } from '../framework/object-changes.ts';
import { aNode, aPod, anEnvironment, on } from '../testing/builders.ts';
import { backoffFlushMs, backoffMs, isBackingOff } from './backoff.ts';
import {
  activatePod,
  addPod,
  flushBackoff,
  flushUnschedulable,
  hasPodToTry,
  moveOnChange,
  nextBackoffFlushMs,
  nextUnschedulableFlushMs,
  popPod,
  returnPod,
  updatePod,
} from './moves.ts';
import type { SchedulingQueue } from './scheduling-queue.ts';
import { EMPTY_QUEUE, placeOf, withoutQueuedPod } from './scheduling-queue.ts';

const FIT = ['NodeResourcesFit'];
const gone = assignedPodChange(on('n1', aPod('gone')), undefined)!;

function filled(pods: readonly Pod[], nowMs = 0): SchedulingQueue {
  return pods.reduce((queue, pod) => addPod(queue, pod, anEnvironment(nowMs, pods)), EMPTY_QUEUE);
}

function namesInOrder(queue: SchedulingQueue): readonly string[] {
  const popped = popPod(queue);
  return popped === undefined ? [] : [popped.pod.name, ...namesInOrder(popped.queue)];
}

/** The queue after `pod` was tried and rejected at each of the times. */
function rejectedAt(pod: Pod, times: readonly number[], plugins: readonly string[] = FIT): SchedulingQueue {
  return times.reduce(
    (queue, time) => {
      const env = anEnvironment(time, [pod]);
      const active = activatePod(queue, `uid-${pod.metadata.name}`, env);
      return returnPod(popPod(active)!.queue, `uid-${pod.metadata.name}`, plugins, env);
    },
    filled([pod]),
  );
}

describe('the active queue', () => {
  it('SCHED-92 is ordered by priority, then by time', () => {
    const pods = [aPod('a'), aPod('high', { priority: 10 }), aPod('b'), aPod('low', { priority: -1 })];
    expect(namesInOrder(filled(pods))).toEqual(['high', 'a', 'b', 'low']);
  });

  it('SCHED-93 puts a pod that failed behind its equals', () => {
    const [a, b] = [aPod('a'), aPod('b')];
    const env = anEnvironment(5, [a, b]);
    const returned = returnPod(popPod(filled([a, b]))!.queue, 'uid-a', FIT, env);
    expect(namesInOrder(activatePod(returned, 'uid-a', env))).toEqual(['b', 'a']);
  });
});

describe('back-off', () => {
  it.each([
    [0, 0],
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [4, 8000],
    [5, 10000],
    [60, 10000],
  ])('SCHED-94 after %i failures lasts %i ms', (failures, duration) => {
    expect(backoffMs(failures)).toBe(duration);
  });

  it('SCHED-95 ends with the whole second after the one in which it runs out', () => {
    const queue = rejectedAt(aPod('p'), [57_040], []);
    const [pod] = queue.errorBackoffQ;
    expect(backoffFlushMs(pod!)).toBe(59_000);
    expect([isBackingOff(pod!, 58_999), isBackingOff(pod!, 59_000)]).toEqual([true, false]);
  });

  it('SCHED-96 grows with every error in a row, and an error waits for the flush', () => {
    const pod = aPod('p');
    let queue = rejectedAt(pod, [57_040], []);
    expect(hasPodToTry(queue)).toBe(false);
    const retries: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const now = nextBackoffFlushMs(queue)!;
      retries.push(now);
      const env = anEnvironment(now, [pod]);
      queue = returnPod(popPod(flushBackoff(queue, env))!.queue, 'uid-p', [], env);
    }
    expect(retries).toEqual([59_000, 62_000, 67_000, 76_000]);
  });

  it('SCHED-97 is cut short for a woken pod when nothing else is active', () => {
    const pod = aPod('p');
    const woken = moveOnChange(rejectedAt(pod, [1000]), gone, anEnvironment(1100, [pod]));
    expect(placeOf(woken, 'uid-p')).toBe('backoffQ');
    expect(popPod(woken)?.pod).toMatchObject({ name: 'p', attempts: 2 });
  });

  it('SCHED-98 lets active pods go first', () => {
    const [p, q] = [aPod('p', { priority: 100 }), aPod('q')];
    const env = anEnvironment(1100, [p, q]);
    const woken = moveOnChange(rejectedAt(p, [1000]), gone, env);
    expect(namesInOrder(addPod(woken, q, env))).toEqual(['q', 'p']);
  });
});

describe('a rejected pod', () => {
  const pod = aPod('p', { cpu: '2' });
  const aside = rejectedAt(pod, [1000]);

  it.each([
    ['SCHED-99 a deleted pod', gone, 'backoffQ'],
    ['SCHED-100 a node that is large enough', nodeChange(undefined, aNode('n9'))!, 'backoffQ'],
    [
      'SCHED-100 a node that is too small',
      nodeChange(undefined, aNode('n9', { cpu: '1' }))!,
      'unschedulablePods',
    ],
    [
      'SCHED-101 an event that no rejecting plugin subscribed to',
      nodeChange(aNode('n1'), aNode('n1', { labels: { a: 'b' } }))!,
      'unschedulablePods',
    ],
  ] as const)('%s leaves it in the right place', (_title, change, expected) => {
    expect(placeOf(moveOnChange(aside, change, anEnvironment(1100, [pod])), 'uid-p')).toBe(expected);
  });

  it('SCHED-102 is active at once when its back-off is over', () => {
    expect(placeOf(moveOnChange(aside, gone, anEnvironment(9000, [pod])), 'uid-p')).toBe('activeQ');
  });

  it('SCHED-103 does not miss what happened during its attempt', () => {
    const env = anEnvironment(1000, [pod]);
    const inFlight = moveOnChange(popPod(filled([pod]))!.queue, gone, env);
    expect(placeOf(returnPod(inFlight, 'uid-p', FIT, env), 'uid-p')).toBe('backoffQ');
    expect(placeOf(returnPod(inFlight, 'uid-p', ['NodeAffinity'], env), 'uid-p')).toBe('unschedulablePods');
  });

  it('SCHED-104 is tried again after five minutes, at a tick of thirty seconds', () => {
    expect(nextUnschedulableFlushMs(aside, 0)).toBe(330_000);
    expect(placeOf(flushUnschedulable(aside, anEnvironment(300_000, [pod])), 'uid-p')).toBe(
      'unschedulablePods',
    );
    expect(placeOf(flushUnschedulable(aside, anEnvironment(330_000, [pod])), 'uid-p')).toBe('activeQ');
  });

  it('SCHED-105 is woken by the loss of a nomination only up to the priority of the one that lost it', () => {
    expect(placeOf(moveOnChange(aside, gone, anEnvironment(9000, [pod]), -1), 'uid-p')).toBe(
      'unschedulablePods',
    );
  });

  it('SCHED-106 is gone from every place once it is deleted', () => {
    expect(withoutQueuedPod(aside, 'uid-p')).toMatchObject({ unschedulablePods: [] });
    expect(withoutQueuedPod(popPod(filled([pod]))!.queue, 'uid-p')).toMatchObject({ inFlight: [] });
  });
});

describe('a gated pod', () => {
  const gated = (...names: readonly string[]) =>
    aPod('p', { spec: { schedulingGates: names.map((name) => ({ name })) } });

  it('SCHED-107 waits until its last gate is removed, and then goes straight to the active queue', () => {
    const [two, one, none] = [gated('a', 'b'), gated('a'), aPod('p')];
    const queue = filled([two]);
    expect(queue.unschedulablePods[0]).toMatchObject({ gatingPlugin: 'SchedulingGates', attempts: 0 });
    const still = updatePod(queue, two, one, anEnvironment(10, [one]));
    expect(placeOf(still, 'uid-p')).toBe('unschedulablePods');
    expect(placeOf(updatePod(still, one, none, anEnvironment(20, [none])), 'uid-p')).toBe('activeQ');
  });

  it('SCHED-108 is not moved by events its gate does not know', () => {
    const pod = gated('a');
    expect(placeOf(moveOnChange(filled([pod]), gone, anEnvironment(10, [pod])), 'uid-p')).toBe(
      'unschedulablePods',
    );
  });
});

describe('a preemptor', () => {
  const pod = aPod('p');
  it('SCHED-109 is held back while its victims are deleted, and woken when they are gone', () => {
    const held = moveOnChange(rejectedAt(pod, [1000]), gone, anEnvironment(1100, [pod], ['uid-p']));
    expect(held.unschedulablePods[0]).toMatchObject({ gatingPlugin: 'DefaultPreemption' });
    expect(placeOf(moveOnChange(held, gone, anEnvironment(1200, [pod])), 'uid-p')).toBe('backoffQ');
  });
});

describe('a waiting pod that is changed', () => {
  it('SCHED-110 is tried again when a toleration was added that it was rejected for', () => {
    const before = aPod('p');
    const after = aPod('p', { spec: { tolerations: [{ operator: 'Exists' }] } });
    const aside = rejectedAt(before, [1000], ['TaintToleration']);
    expect(placeOf(updatePod(aside, before, after, anEnvironment(1100, [after])), 'uid-p')).toBe('backoffQ');
    expect(placeOf(updatePod(aside, before, before, anEnvironment(1100, [before])), 'uid-p')).toBe(
      'unschedulablePods',
    );
  });
});

it('SCHED-111 the queue is plain data', () => {
  const queue = moveOnChange(
    popPod(rejectedAt(aPod('p'), [1000], []))?.queue ?? filled([aPod('p')]),
    gone,
    anEnvironment(0, []),
  );
  expect(JSON.parse(JSON.stringify(queue))).toEqual(queue);
});
