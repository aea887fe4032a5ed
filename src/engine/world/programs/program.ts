/**
 * The shape of every program that can run in a container: a state in data and a function that goes on with it until it
 * has to wait. The counterpart of an executable file; `table.ts` lists them by name.
 */
import type {
  Effect,
  Process,
  ProcessIo,
  ContainerProcesses,
  ProgramState,
  SignalName,
  Wait,
} from './contract.ts';
import { plainCopy } from './plain-copy.ts';

/** The machine below the processes during one call. Never saved. */
export interface Kernel {
  /** A draft: the fields of the container and of its processes may be replaced. */
  readonly container: ContainerProcesses;
  readonly io: ProcessIo;
  readonly effects: Effect[];
  readonly programs: ProgramTable;
  /** How often each process ran in this call. The state of those listed was copied in it and may be changed in place. */
  readonly turns: Map<number, number>;
  /** Parts of states that were copied in this call and may be changed in place. */
  readonly drafts: Set<object>;
}

/** A process that has the CPU. First argument of everything a program can ask for. */
export interface Running {
  readonly kernel: Kernel;
  readonly process: Process;
}

/** Why a program stopped running. */
export type Turn =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'wait'; readonly wait: Wait }
  /** The slice is used up: go on later. */
  | { readonly kind: 'yield' }
  /** Another program took the process over (exec): go on at once. */
  | { readonly kind: 'replaced' };

export type Disposition = 'default' | 'ignore' | 'catch';

export interface Program<S> {
  readonly memoryBytes: number;
  start(on: Running): S;
  /** May change `state` in place. Called again when the wait is over; it must look for itself at what happened. */
  run(on: Running, state: S): Turn;
  /** Asked for every signal except KILL that the process does not ignore. */
  disposition?(state: S, signal: SignalName): Disposition;
  /** A copy of the state that `run` may change in place. Absent: everything is copied. */
  copy?(state: S): S;
}

/** A program with its state type forgotten. */
export interface AnyProgram {
  readonly memoryBytes: number;
  start(on: Running): ProgramState;
  run(on: Running, state: ProgramState): Turn;
  disposition(state: ProgramState, signal: SignalName): Disposition;
  copy(state: ProgramState): ProgramState;
}

export type ProgramTable = (name: string) => AnyProgram | undefined;

/** **Invariant:** a process's state was made by the program its `program` field names, so the type is restored here only. */
export function defineProgram<S>(program: Program<S>): AnyProgram {
  return {
    memoryBytes: program.memoryBytes,
    start: (on) => program.start(on),
    run: (on, state) => program.run(on, state as S),
    disposition: (state, signal) => program.disposition?.(state as S, signal) ?? 'default',
    copy: (state) => program.copy?.(state as S) ?? plainCopy(state),
  };
}

export function exit(code: number): Turn {
  return { kind: 'exit', code: code & 255 };
}

export const YIELD: Turn = { kind: 'yield' };
export const REPLACED: Turn = { kind: 'replaced' };

/** Waits for `ms` after the process has paid for the CPU time it used. */
export function waitTimer(on: Running, ms: number, interruptible = true): Turn {
  return waitUntil(deadline(on, ms), interruptible);
}

/** The time `ms` from now for this process. Its debt is paid by the wait. */
export function deadline(on: Running, ms: number): number {
  const at = on.kernel.io.now + on.process.debtMs + ms;
  on.process.debtMs = 0;
  return at;
}

export function waitUntil(until: number, interruptible = true): Turn {
  return { kind: 'wait', wait: { on: 'timer', id: 0, until, interruptible } };
}

export function waitFor(on: Wait['on'], id: number, until: number | null = null, interruptible = true): Turn {
  return { kind: 'wait', wait: { on, id, until, interruptible } };
}

/** Charges CPU time to the process. */
export function charge(on: Running, ms: number): void {
  on.process.debtMs += ms;
  on.kernel.container.cpuMs += ms;
}
