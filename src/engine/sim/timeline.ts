/**
 * Time travel: checkpoints, the command log, and branches.
 *
 * A run is a function of its first root and its command log. The timeline keeps both, and enough checkpoints that any moment is a short
 * re-run away. Going back never loses the future: it stays known until somebody acts in the past, and then lives on as a branch.
 *
 * Positions. Time alone does not tell apart the moments between events of equal time, so a command is logged at a *position*: the number of
 * events processed before it, and the time.
 */
import { must } from '../../base/assert.ts';
import type { Sim, SimRoot } from './sim.ts';
import { HOUR } from './time.ts';
import type { Millis } from './time.ts';

/** A command and where in the run it was given. */
export interface LoggedCommand<C> {
  readonly at: Millis;
  /** Events processed before it. */
  readonly events: number;
  readonly command: C;
}

/** A saved moment, and how many commands of the log came before it. */
interface Checkpoint {
  readonly root: SimRoot;
  readonly commands: number;
}

/** A line of history that was left by acting in its past. */
export interface Branch<C> {
  readonly id: number;
  /** Where it parts from the line that is current now. */
  readonly forkedAt: Millis;
  readonly log: readonly LoggedCommand<C>[];
  readonly end: SimRoot;
}

/** A place to come back to as if nothing had been run since; see {@link Timeline.place}. */
export interface Place {
  readonly present: Checkpoint;
  readonly checkpoints: readonly Checkpoint[];
  readonly spacing: number;
  readonly horizonRoot: Checkpoint;
  readonly isAtHorizon: boolean;
}

export interface RunOutcome {
  /** True when time `until` was reached; false when the budget ran out first. */
  readonly reached: boolean;
  readonly events: number;
}

/** Events between two checkpoints, while there are not too many of them. */
const CHECKPOINT_EVERY = 1000;
const CHECKPOINTS_MAX = 320;
/** Checkpoints of moments longer ago than this are kept sparsely: each keeps alive what the run has since forgotten. */
const RECENT_MS: Millis = HOUR;
const OLD_CHECKPOINTS_MAX = 64;

export class Timeline<C> {
  private readonly sim: Sim;
  private readonly applyCommand: (command: C) => void;
  private commands: LoggedCommand<C>[] = [];
  /** Commands of the log that are already part of the present. */
  private cursor = 0;
  private checkpoints: Checkpoint[] = [];
  private spacing = CHECKPOINT_EVERY;
  /** The latest moment of this line that has been run, unless that is the present. */
  private horizonRoot: Checkpoint;
  /** True while the present is the latest moment. Then nothing is saved before the run is moved elsewhere. */
  private isAtHorizon = true;
  private left: Branch<C>[] = [];
  private nextBranch = 1;

  /** `sim` must stand at the start of the run. `applyCommand` must be a function of the sim's state and the command alone. */
  constructor(sim: Sim, applyCommand: (command: C) => void) {
    this.sim = sim;
    this.applyCommand = applyCommand;
    this.horizonRoot = { root: sim.save(), commands: 0 };
    this.checkpoints = [this.horizonRoot];
  }

  get log(): readonly LoggedCommand<C>[] {
    return this.commands;
  }

  /** How many commands of the log have happened at the present moment. */
  get happened(): number {
    return this.cursor;
  }

  get branches(): readonly Branch<C>[] {
    return this.left;
  }

  /** Latest time of this line that is known. At least the present. */
  get horizon(): Millis {
    return this.isAtHorizon ? this.sim.now : Math.max(this.horizonRoot.root.now, this.sim.now);
  }

  get start(): Millis {
    return this.checkpoints[0]!.root.now;
  }

  /** The trace of the known future too: read from here what the timeline shows right of the playhead. */
  get horizonState(): SimRoot {
    return this.isAtHorizon || this.sim.processed >= this.horizonRoot.root.processed
      ? this.sim.save()
      : this.horizonRoot.root;
  }

  /** Gives a command now. In the past this leaves the known future as a branch. */
  give(command: C): void {
    if (this.inPast) this.leaveFuture();
    this.saveCheckpoint();
    this.commands.push({ at: this.sim.now, events: this.sim.processed, command });
    this.cursor++;
    this.applyCommand(command);
    this.extendHorizon();
  }

  /** Processes events up to and including time `until`, replaying logged commands on the way; at most `events` of both. */
  run(until: Millis, events = Number.POSITIVE_INFINITY): RunOutcome {
    let count = 0;
    for (;;) {
      if (count >= events) break;
      count++;
      if (this.replayCommand(until)) continue;
      if (!this.sim.step(until)) return this.arrive(until, count - 1);
      if (this.sim.processed % this.spacing === 0) this.saveCheckpoint();
    }
    this.extendHorizon();
    return { reached: false, events: count };
  }

  /** Goes to the end of time `at`: everything due up to then has happened. */
  seek(at: Millis): void {
    const nearest = this.checkpoints.findLast(({ root }) => root.now < at);
    const isAhead = nearest !== undefined && nearest.root.processed > this.sim.processed;
    if (at < this.sim.now || isAhead) this.restore(({ root }) => root.now < at);
    this.run(at);
  }

  /** Goes to the first moment at which the trace has `length` entries, or to the horizon when it never had. */
  seekTrace(length: number): void {
    if (this.sim.trace.length > length) this.restore(({ root }) => root.trace.length <= length);
    const end = this.horizon;
    while (this.sim.trace.length < length) if (!this.replayCommand(end) && !this.sim.step(end)) return;
  }

  /** Goes to the moment just before the log's command number `index` (from 0). */
  seekBeforeCommand(index: number): void {
    const logged = must(this.commands[index], `no command ${index}`);
    this.restore((checkpoint) => checkpoint.commands <= index && checkpoint.root.processed <= logged.events);
    while (this.sim.processed < logged.events || this.cursor < index) {
      if (!this.replayCommand(logged.at) && !this.sim.step(logged.at)) break;
    }
    this.sim.advanceTo(logged.at);
  }

  /** Where the run stands now. Of use as long as no command is given and no other line is taken. */
  place(): Place {
    const { checkpoints, spacing, horizonRoot, isAtHorizon } = this;
    const present = { root: this.sim.save(), commands: this.cursor };
    return { present, checkpoints: checkpoints.slice(), spacing, horizonRoot, isAtHorizon };
  }

  /** Back to a place; what was run since is not even known as the future. */
  returnTo({ present, checkpoints, spacing, horizonRoot, isAtHorizon }: Place): void {
    this.sim.load(present.root);
    this.cursor = present.commands;
    this.checkpoints = checkpoints.slice();
    this.spacing = spacing;
    this.horizonRoot = horizonRoot;
    this.isAtHorizon = isAtHorizon;
  }

  /** Leaves everything after the present as a branch; the log ends here. Does nothing at the horizon. */
  leaveFuture(): void {
    if (!this.inPast) return;
    const { now, processed } = this.sim;
    this.keepHorizon();
    this.left.push({
      id: this.nextBranch++,
      forkedAt: now,
      log: this.commands.slice(),
      end: this.horizonRoot.root,
    });
    this.commands = this.commands.slice(0, this.cursor);
    this.checkpoints = this.checkpoints.filter(
      ({ root }, i) => i === 0 || (root.processed <= processed && root.now <= now),
    );
    this.isAtHorizon = true;
  }

  /** Makes a left branch the current line, standing at its end; the present line becomes a branch in turn. */
  switchTo(id: number): void {
    const branch = must(
      this.left.find((b) => b.id === id),
      `no branch ${id}`,
    );
    this.extendHorizon();
    const end = this.horizonState;
    this.left = this.left.filter((b) => b.id !== id);
    this.left.push({ id: this.nextBranch++, forkedAt: branch.forkedAt, log: this.commands, end });
    this.commands = branch.log.slice();
    this.checkpoints = this.checkpoints.filter(({ root }, i) => i === 0 || root.now < branch.forkedAt);
    this.sim.load(branch.end);
    this.cursor = this.commands.length;
    this.isAtHorizon = true;
  }

  /** Starts anew from a log, standing at the beginning. */
  replace(log: readonly LoggedCommand<C>[]): void {
    this.sim.load(this.checkpoints[0]!.root);
    this.checkpoints = [this.checkpoints[0]!];
    this.isAtHorizon = true;
    this.commands = log.slice();
    this.cursor = 0;
    this.left = [];
  }

  private get inPast(): boolean {
    if (this.cursor < this.commands.length) return true;
    return (
      !this.isAtHorizon &&
      (this.sim.processed < this.horizonRoot.root.processed || this.sim.now < this.horizonRoot.root.now)
    );
  }

  private arrive(until: Millis, events: number): RunOutcome {
    this.sim.advanceTo(until);
    this.extendHorizon();
    return { reached: true, events };
  }

  private replayCommand(until: Millis): boolean {
    const next = this.commands[this.cursor];
    if (next === undefined || next.at > until || this.sim.processed !== next.events) return false;
    this.sim.advanceTo(next.at);
    this.saveCheckpoint();
    this.cursor++;
    this.applyCommand(next.command);
    return true;
  }

  /** Loads the latest checkpoint that `suits`. */
  private restore(suits: (checkpoint: Checkpoint) => boolean): void {
    this.extendHorizon();
    this.keepHorizon();
    const found = must(
      this.checkpoints.findLast(suits) ?? this.checkpoints[0],
      'a timeline has its first checkpoint',
    );
    this.sim.load(found.root);
    this.cursor = found.commands;
    this.isAtHorizon = false;
    this.extendHorizon();
  }

  private saveCheckpoint(): void {
    const last = this.checkpoints.at(-1)!;
    if (this.sim.processed <= last.root.processed && this.cursor <= last.commands) return;
    this.checkpoints.push({ root: this.sim.save(), commands: this.cursor });
    this.thin();
  }

  /** Keeps few checkpoints of long ago, and not too many of the last hour. The first stays. */
  private thin(): void {
    const [first, ...others] = this.checkpoints;
    const recent = others.findIndex(({ root }) => root.now >= this.sim.now - RECENT_MS);
    const isFull = others.length >= CHECKPOINTS_MAX;
    if (first === undefined || recent < 0 || (recent <= 2 * OLD_CHECKPOINTS_MAX && !isFull)) return;
    if (isFull) this.spacing *= 2;
    const old = recent > OLD_CHECKPOINTS_MAX ? everySecond(others.slice(0, recent)) : others.slice(0, recent);
    const young = others.slice(recent);
    this.checkpoints = [first, ...old, ...(isFull ? everySecond(young) : young)];
  }

  private extendHorizon(): void {
    if (this.isAtHorizon) return;
    const { root, commands } = this.horizonRoot;
    this.isAtHorizon =
      this.sim.processed > root.processed ||
      (this.sim.processed === root.processed && this.sim.now >= root.now && this.cursor >= commands);
  }

  /** Saves the latest moment, which the run is about to leave. */
  private keepHorizon(): void {
    if (this.isAtHorizon) this.horizonRoot = { root: this.sim.save(), commands: this.cursor };
  }
}

function everySecond(checkpoints: readonly Checkpoint[]): readonly Checkpoint[] {
  return checkpoints.filter((_, i) => i % 2 === 1);
}
