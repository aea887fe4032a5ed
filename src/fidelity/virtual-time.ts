/**
 * Lets asynchronous clients wait in the virtual time of a run.
 *
 * Whoever waits is noted with the moment it waits for. When all clients wait, the run goes on to the earliest of those moments. Clients of
 * one moment wake in the order in which they began to wait, so equal cases give equal runs.
 */
import { must } from '../base/assert.ts';
import { afterMicrotasks } from './after-microtasks.ts';
import type { Run } from '../engine/index.ts';

interface Sleeper {
  readonly at: number;
  /** Also woken when something was written. */
  readonly onChange: boolean;
  wake(): void;
}

export class VirtualTime {
  private readonly run: Run;
  private sleepers: Sleeper[] = [];
  private changed = false;

  constructor(run: Run) {
    this.run = run;
  }

  /** ms of virtual time since the run's first moment. */
  get now(): number {
    return this.run.engine.sim.now;
  }

  sleep(ms: number): Promise<void> {
    return this.wait(this.now + Math.max(0, Math.round(ms)), false);
  }

  /** Until something is written to the API, at the latest at `at`. */
  nextChange(at: number): Promise<void> {
    return this.wait(at, true);
  }

  /** To be called at every write. */
  noteChange(): void {
    this.changed = true;
  }

  /** Lets time pass until the work is done. What the engine throws comes out here. */
  async drive<T>(work: Promise<T>): Promise<T> {
    const state = { ended: false };
    const note = (): void => void (state.ended = true);
    work.then(note, note);
    for (;;) {
      await quiet();
      if (state.ended) return work;
      this.passTime();
    }
  }

  private wait(at: number, onChange: boolean): Promise<void> {
    return new Promise((wake) => this.sleepers.push({ at, onChange, wake }));
  }

  private passTime(): void {
    const { sim } = this.run.engine;
    const until = Math.min(...this.sleepers.map(({ at }) => at));
    must(Number.isFinite(until) ? until : undefined, 'the case waits for something that time does not bring');
    const watched = this.sleepers.some(({ onChange }) => onChange);
    this.changed = false;
    while (sim.step(until)) if (watched && this.changed) break;
    if (!watched || !this.changed) sim.advanceTo(until);
    const due = this.sleepers.filter(({ at, onChange }) => at <= sim.now || (onChange && this.changed));
    this.sleepers = this.sleepers.filter((one) => !due.includes(one));
    for (const { wake } of due) wake();
  }
}

/** Resolves when all clients have done what they can do without time passing. */
function quiet(): Promise<void> {
  return new Promise((resolve) => afterMicrotasks(resolve));
}
