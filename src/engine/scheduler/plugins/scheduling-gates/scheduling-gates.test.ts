import { expect, it } from 'vitest';
import { podInfoOf } from '../../framework/pod-info.ts';
import { aPod } from '../../testing/builders.ts';
import { schedulingGates } from './scheduling-gates.ts';

const context = { preemptionInProgress: false };

it.each([
  [[], undefined],
  [['a'], 'waiting for scheduling gates: [a]'],
  [['a', 'b'], 'waiting for scheduling gates: [a b]'],
])('SCHED-30 gates %j hold the pod back with %s', (names, reason) => {
  const pod = aPod('p', { spec: { schedulingGates: names.map((name) => ({ name })) } });
  expect(schedulingGates.preEnqueue(podInfoOf(pod), context)?.reasons[0]).toBe(reason);
});
