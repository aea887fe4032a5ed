import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sim, defineTable } from './sim.ts';
import { Timeline } from './timeline.ts';

/** A small world: tickers whose pace commands change. */
type Command = { readonly ticker: number; readonly every: number };
const PACES = defineTable<number>('test/paces');
const SUMS = defineTable<number>('test/sums');

function build(): { readonly sim: Sim; readonly timeline: Timeline<Command> } {
  const sim = new Sim(11);
  sim.on('test/ticked', ({ target }) => {
    const sums = sim.table(SUMS);
    sums.put(target, ((sums.get(target) ?? 0) * 31 + sim.random(`tick/${target}`, 1000)) % 1_000_003);
    if (sim.random(`tick/${target}`, 4) === 0)
      sim.record('ticker', 'tick', { kind: 'Ticker', namespace: '', name: target, id: target }, ['sum'], {
        rule: 'SIM-06',
        text: 'ticked',
      });
    sim.setTimer(target, sim.now + (sim.table(PACES).get(target) ?? 100), 'test/ticked', target);
  });
  for (const name of ['t0', 't1', 't2']) sim.setTimer(name, 10, 'test/ticked', name);
  const apply = (command: Command): void => {
    sim.table(PACES).put(`t${command.ticker}`, command.every);
    sim.record('you', 'pace', { kind: 'Ticker', namespace: '', name: `t${command.ticker}`, id: '' }, [], {
      rule: 'SIM-06',
      text: 'set the pace',
    });
  };
  return { sim, timeline: new Timeline(sim, apply) };
}

const commands = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 4000 }),
    ticker: fc.nat(2),
    every: fc.integer({ min: 1, max: 60 }),
  }),
  { maxLength: 6 },
);

function play(list: readonly { readonly wait: number; readonly ticker: number; readonly every: number }[]) {
  const built = build();
  for (const { wait, ticker, every } of list) {
    built.timeline.run(built.sim.now + wait);
    built.timeline.give({ ticker, every });
  }
  built.timeline.run(built.sim.now + 5000);
  return built;
}

describe('timeline', () => {
  it('SIM-06 seeks after any wandering to what a fresh run shows', () => {
    fc.assert(
      fc.property(
        commands,
        fc.array(fc.nat(30_000), { maxLength: 5 }),
        fc.nat(30_000),
        (list, wandering, target) => {
          const wanderer = play(list);
          for (const at of wandering) wanderer.timeline.seek(at);
          wanderer.timeline.seek(target);
          const fresh = build();
          fresh.timeline.replace(wanderer.timeline.log);
          fresh.timeline.run(target);
          expect(wanderer.sim.stateHash()).toBe(fresh.sim.stateHash());
        },
      ),
      { seed: 5, numRuns: 40 },
    );
  });

  it('SIM-06 steps back to just before any command and forward again to the same end', () => {
    const { sim, timeline } = play([
      { wait: 100, ticker: 0, every: 3 },
      { wait: 0, ticker: 1, every: 7 },
      { wait: 2500, ticker: 2, every: 1 },
    ]);
    const end = sim.stateHash();
    const at = sim.now;
    for (const index of [2, 0, 1]) {
      timeline.seekBeforeCommand(index);
      expect(timeline.happened).toBe(index);
      expect(sim.now).toBe(timeline.log[index]!.at);
    }
    timeline.run(at);
    expect(sim.stateHash()).toBe(end);
  });

  it('SIM-07 leaves the future as a branch when acting in the past, and can return to it', () => {
    const { sim, timeline } = play([
      { wait: 100, ticker: 0, every: 3 },
      { wait: 1000, ticker: 1, every: 5 },
    ]);
    const [end, endAt] = [sim.stateHash(), sim.now];
    timeline.seek(600);
    timeline.give({ ticker: 2, every: 2 });
    timeline.run(4000);
    expect(timeline.branches.map(({ forkedAt, log }) => [forkedAt, log.length])).toEqual([[600, 2]]);
    const other = sim.stateHash();
    timeline.switchTo(timeline.branches[0]!.id);
    expect([sim.stateHash(), sim.now]).toEqual([end, endAt]);
    timeline.switchTo(timeline.branches[0]!.id);
    expect(sim.stateHash()).toBe(other);
    timeline.seek(700);
    timeline.run(4000);
    expect(sim.stateHash()).toBe(other);
  });

  it('SIM-06 finds the moment of every trace entry, backwards and forwards', () => {
    const { sim, timeline } = play([{ wait: 1000, ticker: 0, every: 20 }]);
    const length = sim.trace.length;
    for (const wanted of [3, length - 2, 1, Math.floor(length / 2), length]) {
      timeline.seekTrace(wanted);
      expect(sim.trace.length).toBe(wanted);
    }
  });
});
