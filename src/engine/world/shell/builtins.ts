/** The table of builtin commands, and what a builtin sees and answers. */
import { errnoText } from '../filesystem/errno.ts';
import { runEcho } from '../programs/text/echo.ts';
import { runPrintf } from '../programs/text/printf.ts';
import { writeText } from '../programs/descriptors.ts';
import type { Turn } from '../programs/program.ts';
import { evaluateTest } from '../programs/test-expression.ts';
import { complain } from './messages.ts';
import type { Frame, Shell } from './state.ts';
import {
  breakBuiltin,
  commandBuiltin,
  dotBuiltin,
  evalBuiltin,
  execBuiltin,
  exitBuiltin,
  returnBuiltin,
  typeBuiltin,
} from './builtins-control.ts';
import { cdBuiltin, pwdBuiltin, ulimitBuiltin, umaskBuiltin } from './builtins-process.ts';
import { jobsBuiltin, killBuiltin, trapBuiltin, waitBuiltin } from './builtins-jobs.ts';
import {
  exportBuiltin,
  getoptsBuiltin,
  letBuiltin,
  localBuiltin,
  readBuiltin,
  setBuiltin,
  shiftBuiltin,
  unsetBuiltin,
} from './builtins-variables.ts';

export interface BuiltinCall {
  readonly shell: Shell;
  readonly frame: Frame;
  readonly argv: readonly string[];
  readonly tested: boolean;
  /** What the builtin had collected when it last had to wait. */
  readonly partial: string;
  readonly until: number | null;
  readonly resumed: boolean;
}

/**
 * A status; `left`: frames were changed and the status with them; `moved`: the redirections now belong to a new frame;
 * a turn: wait and call again; `run`: go on with a program.
 */
export type BuiltinOutcome =
  | number
  | 'left'
  | 'moved'
  | { readonly turn: Turn; readonly partial: string; readonly until: number | null }
  | { readonly run: readonly string[]; readonly replace: boolean };

export type Builtin = (call: BuiltinCall) => BuiltinOutcome;

function testBuiltin({ shell, argv }: BuiltinCall): number {
  const isBracket = argv[0] === '[';
  const words = argv.slice(1);
  if (isBracket && words.at(-1) !== ']') {
    complain(shell, 'missing ]');
    return 2;
  }
  const outcome = evaluateTest(shell.on, isBracket ? words.slice(0, -1) : words, false);
  if (outcome.complaint !== null) complain(shell, outcome.complaint);
  return outcome.status;
}

function printfBuiltin({ shell, argv }: BuiltinCall): number {
  const outcome = runPrintf(argv.slice(1));
  writeText(shell.on, 1, outcome.text);
  for (const complaint of outcome.complaints) complain(shell, complaint);
  return outcome.status;
}

function echoBuiltin({ shell, argv }: BuiltinCall): number {
  const failed = writeText(shell.on, 1, runEcho(argv.slice(1), shell.state.flavour === 'dash'));
  if (failed !== null) writeText(shell.on, 2, `${shell.state.name}: write error: ${errnoText(failed)}\n`);
  return failed === null ? 0 : 1;
}

/** Assignments before these stay, and their errors end the shell (POSIX 2.14). */
export const SPECIAL_BUILTINS: ReadonlySet<string> = new Set([
  ':',
  '.',
  'source',
  'break',
  'continue',
  'eval',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'times',
  'trap',
  'unset',
]);

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['true', () => 0],
  ['false', () => 1],
  ['.', dotBuiltin],
  ['source', dotBuiltin],
  ['[', testBuiltin],
  ['test', testBuiltin],
  ['alias', () => 0],
  ['unalias', () => 0],
  ['hash', () => 0],
  ['break', breakBuiltin],
  ['continue', breakBuiltin],
  ['cd', cdBuiltin],
  ['chdir', cdBuiltin],
  ['command', commandBuiltin],
  ['echo', echoBuiltin],
  ['eval', evalBuiltin],
  ['exec', execBuiltin],
  ['exit', exitBuiltin],
  ['export', exportBuiltin],
  ['readonly', exportBuiltin],
  ['getopts', getoptsBuiltin],
  ['jobs', jobsBuiltin],
  ['kill', killBuiltin],
  ['let', letBuiltin],
  ['local', localBuiltin],
  ['printf', printfBuiltin],
  ['pwd', pwdBuiltin],
  ['read', readBuiltin],
  ['return', returnBuiltin],
  ['set', setBuiltin],
  ['shift', shiftBuiltin],
  ['times', ({ shell }) => (writeText(shell.on, 1, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n'), 0)],
  ['trap', trapBuiltin],
  ['type', typeBuiltin],
  ['ulimit', ulimitBuiltin],
  ['umask', umaskBuiltin],
  ['unset', unsetBuiltin],
  ['wait', waitBuiltin],
]);
