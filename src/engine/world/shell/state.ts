/**
 * The complete state of a running shell, as data: variables, functions, traps, jobs and a stack of frames, each with a
 * position in the operations of some script text.
 */
import type { SignalName } from '../programs/contract.ts';
import type { Running } from '../programs/program.ts';
import type { RedirectOperator } from './ops.ts';

export interface Variable {
  /** Null: named by `export` or `readonly` but not set. */
  readonly value: string | null;
  readonly exported: boolean;
  readonly readOnly: boolean;
}

/**
 * A part of a word: `literal` is unquoted script text (globs act), `quoted` stands for itself, `split` is an unquoted
 * value (split at IFS, globs act), `break` ends a field between the parameters of "$@".
 */
export type Piece = readonly ['literal' | 'quoted' | 'split' | 'break', string];

export interface Redirection {
  readonly operator: RedirectOperator | 'here';
  readonly fd: number;
  readonly target: string;
}

/** What a redirection replaced: the number under which the shell keeps it, or null when there was nothing. */
export interface SavedDescriptor {
  readonly fd: number;
  readonly kept: number | null;
}

export interface Loop {
  readonly next: number;
  readonly end: number;
  readonly items: readonly string[];
  status: number;
  /** Depth of the redirection and case stacks outside the loop, to come back to on break. */
  readonly savedDepth: number;
  readonly subjectDepth: number;
}

/** What an operation that could not finish at once is waiting for. */
export type Pending =
  | {
      readonly kind: 'children';
      readonly pids: readonly number[];
      readonly codes: readonly (readonly [number, number])[];
    }
  | {
      readonly kind: 'substitution';
      readonly pid: number;
      readonly pipe: number;
      readonly text: string;
      readonly code: number | null;
    }
  | {
      readonly kind: 'builtin';
      readonly argv: readonly string[];
      readonly partial: string;
      readonly until: number | null;
    };

export interface Frame {
  /** `fork` is the body of a subshell, `unit` the text of one command read from stdin. */
  readonly kind: 'script' | 'function' | 'trap' | 'eval' | 'source' | 'fork' | 'unit';
  readonly source: string;
  pc: number;
  line: number;
  /** `set -e` does not apply inside. */
  readonly tested: boolean;
  words: Piece[][];
  args: string[];
  assignments: (readonly [string, string])[];
  redirections: Redirection[];
  /** What opening the redirections ahead of the command gave: null not done, '' done, else the problem. */
  opened: string | null;
  loops: Loop[];
  subjects: string[];
  saved: SavedDescriptor[][];
  pending: Pending | null;
  /** Status of the last command substitution of the current command. */
  substituted: number | null;
  /** For functions: what to put back at the end. For traps: the status to restore. */
  positional: readonly string[] | null;
  locals: (readonly [string, Variable | null])[];
  temporary: (readonly [string, Variable | null])[];
  restoreStatus: number | null;
}

export interface Job {
  readonly number: number;
  readonly pid: number;
  /** Null while it runs. */
  readonly code: number | null;
  readonly signal: SignalName | null;
}

export const OPTION_LETTERS = {
  e: 'errexit',
  f: 'noglob',
  n: 'noexec',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
  a: 'allexport',
  C: 'noclobber',
  b: 'notify',
  m: 'monitor',
} as const;
export type OptionName = (typeof OPTION_LETTERS)[keyof typeof OPTION_LETTERS] | 'pipefail';

export interface ShellState {
  readonly kind: 'shell';
  /** `$0`, and the prefix of messages. */
  name: string;
  /** `-c` text, a script file, or commands from stdin. */
  readonly origin: 'command' | 'file' | 'stdin';
  /** ash of busybox or dash of Debian: they word messages differently. */
  readonly flavour: 'ash' | 'dash';
  /** `$$`: a subshell keeps the number of the shell it came from. */
  readonly pid: number;
  frames: Frame[];
  vars: Readonly<Record<string, Variable>>;
  functions: Readonly<Record<string, { readonly source: string; readonly entry: number }>>;
  positional: readonly string[];
  options: readonly OptionName[];
  /** Condition and action; '' ignores. Traps of a parent are not inherited by subshells, ignoring is. */
  traps: readonly (readonly [SignalName | 'EXIT', string])[];
  status: number;
  background: number | null;
  jobs: readonly Job[];
  /** The shell is on its way out with this status; the EXIT trap may be running. */
  leaving: number | null;
  optionIndex: number;
  optionOffset: number;
  /** Commands read from stdin that do not yet make a whole statement. */
  unread: string;
}

/** What every operation works on. Made per turn. */
export interface Shell {
  readonly on: Running;
  readonly state: ShellState;
}

export function newFrame(kind: Frame['kind'], source: string, entry = 0, tested = false): Frame {
  return {
    kind,
    source,
    pc: entry,
    line: 1,
    tested,
    words: [],
    args: [],
    assignments: [],
    redirections: [],
    opened: null,
    loops: [],
    subjects: [],
    saved: [],
    pending: null,
    substituted: null,
    positional: null,
    locals: [],
    temporary: [],
    restoreStatus: null,
  };
}

/**
 * A copy that may be changed in place, together with its frames, written out field by field; see `base/writable.ts`. All other parts stay
 * shared: they are never changed but replaced (variables: see `draftVariables`).
 */
export function copyState(state: ShellState): ShellState {
  return {
    kind: state.kind,
    name: state.name,
    origin: state.origin,
    flavour: state.flavour,
    pid: state.pid,
    frames: state.frames.map(copyFrame),
    vars: state.vars,
    functions: state.functions,
    positional: state.positional,
    options: state.options,
    traps: state.traps,
    status: state.status,
    background: state.background,
    jobs: state.jobs,
    leaving: state.leaving,
    optionIndex: state.optionIndex,
    optionOffset: state.optionOffset,
    unread: state.unread,
  };
}

function copyFrame(frame: Frame): Frame {
  return {
    kind: frame.kind,
    source: frame.source,
    pc: frame.pc,
    line: frame.line,
    tested: frame.tested,
    words: copyOf(frame.words, copyList),
    args: copyList(frame.args),
    assignments: copyList(frame.assignments),
    redirections: copyList(frame.redirections),
    opened: frame.opened,
    loops: copyOf(frame.loops, copyLoop),
    subjects: copyList(frame.subjects),
    saved: copyOf(frame.saved, copyList),
    pending: frame.pending,
    substituted: frame.substituted,
    positional: frame.positional,
    locals: copyList(frame.locals),
    temporary: copyList(frame.temporary),
    restoreStatus: frame.restoreStatus,
  };
}

function copyLoop({ next, end, items, status, savedDepth, subjectDepth }: Loop): Loop {
  return { next, end, items, status, savedDepth, subjectDepth };
}

/** Most lists of a frame are empty: a new empty one costs a quarter of a copy. */
function copyList<T>(list: readonly T[]): T[] {
  return list.length === 0 ? [] : list.slice();
}

function copyOf<T>(list: readonly T[], copy: (item: T) => T): T[] {
  return list.length === 0 ? [] : list.map(copy);
}

export function hasOption(state: ShellState, option: OptionName): boolean {
  return state.options.includes(option);
}
