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
});
