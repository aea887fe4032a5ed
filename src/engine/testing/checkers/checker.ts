/**
 * Checkers watch a run from outside and remember what it broke. They know the API objects and the machines, not the components.
 *
 * A checker starts afresh whenever another version of the run is loaded: what it remembers belongs to one line of history.
 */
import type { Change } from '../../apiserver/client.ts';
import type { Run } from '../../run/run.ts';

export interface Checker {
  readonly name: string;
  /** A write, at the moment of the write. */
  onChange?(change: Change): void;
  /** The run stands still between two steps. */
  look?(): void;
  /** Another version of the run was loaded. */
  reset(): void;
}

/** Takes note of something that must never be. */
export type Complain = (problem: string) => void;
export type MakeChecker = (run: Run, complain: Complain) => Checker;

export interface Watch {
  /** Call it between steps. */
  look(): void;
  readonly problems: readonly string[];
}

const PROBLEMS_MAX = 20;

export function watchRun(run: Run, checkers: readonly MakeChecker[]): Watch {
  const problems: string[] = [];
  const { sim, server } = run.engine;
  const made = checkers.map((make) => {
    const complain = (problem: string): void =>
      void (problems.length < PROBLEMS_MAX && problems.push(`at ${sim.now} ms: ${problem}`));
    return make(run, complain);
  });
  server.context.store.watch((change) => made.forEach((checker) => checker.onChange?.(change)));
  sim.onLoad(() => made.forEach((checker) => checker.reset()));
  made.forEach((checker) => checker.reset());
  return { look: () => made.forEach((checker) => checker.look?.()), problems };
}
