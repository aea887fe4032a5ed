import { describe, expect, it } from 'vitest';
import { Sim, defineTable } from './sim.ts';
import { WorkQueue, backoffMs, DEFAULT_WORK_QUEUE } from './work-queue.ts';

const SUBJECT = { kind: 'Thing', namespace: '', name: 'a', id: '1' };

describe('simulator', () => {
  it('SIM-01 handles events by time, then priority, then order of scheduling', () => {
    const sim = new Sim(1);
    const seen: string[] = [];
    sim.on('test/happened', (event) => seen.push(event.target));
    sim.schedule(5, 'test/happened', 'late');
    sim.schedule(2, 'test/happened', 'first');
    sim.schedule(2, 'test/happened', 'urgent', { priority: -1 });
    sim.schedule(2, 'test/happened', 'second');
    while (sim.step(10));
    expect(seen).toEqual(['urgent', 'first', 'second', 'late']);
    expect(sim.now).toBe(5);
  });

  it('SIM-02 replaces a timer of the same key and drops a cancelled one', () => {
    const sim = new Sim(1);
    const seen: string[] = [];
    sim.on('test/fired', (event) => seen.push(`${event.target}@${sim.now}`));
    sim.setTimer('a', 10, 'test/fired', 'old');
    sim.setTimer('a', 20, 'test/fired', 'new');
    sim.setTimer('b', 15, 'test/fired', 'never');
    sim.cancelTimer('b');
    while (sim.step(100));
    expect(seen).toEqual(['new@20']);
    expect(sim.timer('a')).toBeUndefined();
    expect(sim.queue.size).toBe(0);
  });

  it('SIM-04 keeps streams apart', () => {
    const [plain, disturbed] = [new Sim(7), new Sim(7)];
    const draw = (sim: Sim): number[] => Array.from({ length: 20 }, () => sim.random('b', 1000));
    disturbed.random('a', 10);
    expect(draw(disturbed)).toEqual(draw(plain));
    expect(new Set(draw(plain)).size).toBeGreaterThan(10);
  });

  it('SIM-09 carries causes through timers and nested work', () => {
    const sim = new Sim(1);
    sim.on(
      'test/fired',
      () => void sim.record('b', 'act', SUBJECT, [], { rule: 'SIM-09', text: 'the timer fired' }),
    );
    const first = sim.record('a', 'start', SUBJECT, [], { rule: 'SIM-09', text: 'it began' });
    sim.withCause(first, () => sim.setTimer('t', 50, 'test/fired', ''));
    while (sim.step(100));
    expect(sim.entry(2)?.causes).toEqual([first]);
    expect(sim.entry(1)?.causes).toEqual([]);
  });

  it('SIM-05 loads its own JSON and goes on alike', () => {
    const counts = defineTable<number>('test/counts');
    const build = (): Sim => {
      const sim = new Sim(3);
      sim.on('test/tick', () => {
        const table = sim.table(counts);
        table.put('n', (table.get('n') ?? 0) + sim.random('ticks', 10));
        sim.setTimer('tick', sim.now + 1 + sim.random('gaps', 9), 'test/tick', '');
      });
      return sim;
    };
    const straight = build();
    straight.setTimer('tick', 1, 'test/tick', '');
    while (straight.step(500));
    const root = JSON.parse(JSON.stringify(straight.save())) as ReturnType<Sim['save']>;
    while (straight.step(1000));
    const resumed = build();
    resumed.load(root);
    while (resumed.step(1000));
    expect(resumed.stateHash()).toBe(straight.stateHash());
    expect(resumed.traceHash).toBe(straight.traceHash);
  });
});

describe('work queue', () => {
  it('SIM-08 looks once at a key that was added often, with the newest cause', () => {
    const sim = new Sim(1);
    const queue = new WorkQueue(sim, 'q');
    const looks: string[] = [];
    sim.on(queue.eventKind, (event) =>
      queue.look(event, (key) => (looks.push(`${key}@${sim.now} because ${sim.cause}`), {})),
    );
    sim.withCause(3, () => queue.add('a'));
    sim.withCause(4, () => queue.add('a'));
    while (sim.step(1000));
    expect(looks).toEqual(['a@4 because 4']);
  });

  it('SIM-08 retries with 5 ms doubling to 1000 s, and forgets failures after a success', () => {
    expect([0, 1, 2, 10, 18, 40].map((n) => backoffMs(n, DEFAULT_WORK_QUEUE))).toEqual([
      5, 10, 20, 5120, 1_000_000, 1_000_000,
    ]);
    const sim = new Sim(1);
    const queue = new WorkQueue(sim, 'q');
    let left = 3;
    sim.on(queue.eventKind, (event) => queue.look(event, () => ({ failed: left-- > 0 })));
    queue.add('a');
    while (sim.step(10_000));
    expect(sim.now).toBe(4 + 5 + 10 + 20);
    expect(queue.failuresOf('a')).toBe(0);
  });
});
