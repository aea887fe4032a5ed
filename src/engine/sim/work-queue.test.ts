import { describe, expect, it } from 'vitest';
import { Sim } from './sim.ts';
import type { SyncOutcome } from './work-queue.ts';
import { WorkQueue } from './work-queue.ts';

describe('a work queue', () => {
  it('SIM-10 holds back the next look at a key while a long one lasts, also one that the look itself asked for', () => {
    const sim = new Sim(1);
    const queue = new WorkQueue(sim, 'q');
    const looks: string[] = [];
    const sync = (key: string): SyncOutcome => {
      looks.push(`${key}@${sim.now}`);
      if (looks.length === 1) queue.add(key);
      return key === 'long' ? { busyMs: 50 } : {};
    };
    sim.on(queue.eventKind, (event) => queue.look(event, sync));
    queue.add('long');
    sim.on('test/poked', ({ target }) => queue.add(target));
    sim.schedule(10, 'test/poked', 'long');
    sim.schedule(10, 'test/poked', 'short');
    sim.schedule(200, 'test/poked', 'long');
    while (sim.step(1000));
    expect(looks).toEqual(['long@4', 'short@14', 'long@54', 'long@204']);
  });

  it('SIM-11 drops a key after its retries, and begins anew with the next change', () => {
    const sim = new Sim(1);
    const queue = new WorkQueue(sim, 'q', {
      latencyMs: 4,
      backoffMsMin: 5,
      backoffMsMax: 1000,
      retriesMax: 2,
    });
    const looks: number[] = [];
    sim.on(queue.eventKind, (event) =>
      queue.look(event, () => {
        looks.push(sim.now);
        return { failed: true };
      }),
    );
    sim.on('test/poked', ({ target }) => queue.add(target));
    sim.schedule(0, 'test/poked', 'a');
    sim.schedule(500, 'test/poked', 'a');
    while (sim.step(10_000));
    expect(looks).toEqual([4, 9, 19, 504, 509, 519]);
  });
});
