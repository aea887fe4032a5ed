/**
 * A run: an engine with its timeline. This is what a host drives and asks.
 *
 * Positions and times. The opening of a run (its first commands and the time the cluster takes to settle) lies before time 0 of what people
 * see: {@link Run.origin} is the virtual time of that moment. Times that cross the engine's door count from there.
 */
import type { Command, CommandReply } from '../commands/command.ts';
import { describeCommand } from '../commands/describe.ts';
import { must } from '../../base/assert.ts';
import { Engine } from '../engine.ts';
import { SAVED_RUN_VERSION } from './run-setup.ts';
import type { RunSetup, SavedRun } from './run-setup.ts';
import type { Sim } from '../sim/sim.ts';
import { Timeline } from '../sim/timeline.ts';
import type { RunOutcome } from '../sim/timeline.ts';
import type { Millis } from '../sim/time.ts';

export const ENGINE_VERSION = '0.1.0';

/** How long machines have to boot and register before the opening commands: pods then find all of them. */
export const BOOT_MS = 15_000;

function advance(sim: Sim, until: Millis): void {
  while (sim.step(until));
  sim.advanceTo(until);
}

const NOTHING: CommandReply = { ok: false, outcomes: [], problems: [], entry: 0 };

/** Why a saved run cannot be opened, in a plain sentence. */
export type OpenRefusal = string;

export class Run {
  readonly engine: Engine;
  readonly timeline: Timeline<Command>;
  /** Virtual time at which the visible run begins. */
  readonly origin: Millis;
  private lastReply: CommandReply = NOTHING;
  /** Branches that undo left, newest last, for redo. */
  private undone: { readonly branch: number; readonly at: Millis }[] = [];

  constructor(setup: RunSetup) {
    this.engine = new Engine(setup);
    const { sim } = this.engine;
    advance(sim, BOOT_MS);
    for (const command of setup.opening) this.engine.command(command);
    advance(sim, BOOT_MS + setup.settleMs);
    this.origin = sim.now;
    this.timeline = new Timeline(sim, (command) => (this.lastReply = this.engine.command(command)));
  }

  /** Time since the visible beginning. */
  get now(): Millis {
    return this.engine.sim.now - this.origin;
  }

  give(command: Command): CommandReply {
    this.undone = [];
    this.timeline.give(command);
    return this.lastReply;
  }

  /** Lets the run go on up to visible time `until`, at most `events` simulator events. */
  run(until: Millis, events?: number): RunOutcome {
    return this.timeline.run(until + this.origin, events);
  }

  seek(at: Millis): void {
    this.timeline.seek(Math.max(0, at) + this.origin);
  }

  /** Goes back to the moment before the last command that happened, and takes it out of the future. The text tells what was undone. */
  undo(): string | undefined {
    const index = this.timeline.happened - 1;
    const last = this.timeline.log[index];
    if (last === undefined) return undefined;
    const at = this.engine.sim.now;
    this.timeline.seekBeforeCommand(index);
    this.timeline.leaveFuture();
    this.undone.push({ branch: must(this.timeline.branches.at(-1), 'undo leaves a branch').id, at });
    return describeCommand(last.command).text;
  }

  /** Brings back what the last undo took away, at the moment at which it was taken. */
  redo(): string | undefined {
    const last = this.undone.pop();
    if (last === undefined) return undefined;
    const before = this.timeline.happened;
    this.timeline.switchTo(last.branch);
    this.timeline.seek(last.at);
    const command = this.timeline.log[before]?.command;
    return command === undefined ? '' : describeCommand(command).text;
  }

  get canUndo(): boolean {
    return this.timeline.happened > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  save(): SavedRun {
    return {
      version: SAVED_RUN_VERSION,
      engine: ENGINE_VERSION,
      setup: this.engine.setup,
      log: this.timeline.log,
      at: this.now,
    };
  }

  /** Opens a saved run and stands where its viewer stood. */
  static open(saved: SavedRun): Run {
    const run = new Run(saved.setup);
    run.timeline.replace(saved.log);
    run.run(saved.at);
    return run;
  }
}
