/** Builtins that change where the script goes on: break, return, exit, eval, `.`, exec, command. */
import { readFile } from '../filesystem/file-operations.ts';
import { errnoText } from '../filesystem/errno.ts';
import { pathOf, setDescriptor, viewOf, writeText } from '../programs/descriptors.ts';
import { findExecutable } from '../programs/spawn.ts';
import type { BuiltinCall, BuiltinOutcome } from './builtins.ts';
import { BUILTIN_NAMES } from './builtin-names.ts';
import { leaveLoop, leaveShell, pushFrame, returnFrom } from './frames.ts';
import { complain } from './messages.ts';
import type { Shell } from './state.ts';
import { newFrame } from './state.ts';
import { valueOf } from './variables.ts';

/** A complaint that ends the shell, as errors of special builtins do. */
export function fatal({ shell, argv }: BuiltinCall, text: string): BuiltinOutcome {
  complain(shell, text, argv[0]);
  leaveShell(shell, 2);
  return 'left';
}

/** A number argument, the value when there is none, or null when it is not a number. */
function numberArgument(argv: readonly string[], absent: number): number | null {
  const text = argv[1];
  if (text === undefined) return absent;
  return /^[0-9]+$/.test(text) ? Number(text) : null;
}

export function breakBuiltin(call: BuiltinCall): BuiltinOutcome {
  const count = numberArgument(call.argv, 1);
  if (count === null || count < 1) return fatal(call, `Illegal number: ${call.argv[1] ?? ''}`);
  call.shell.state.status = 0;
  leaveLoop(call.shell, count, call.argv[0] === 'continue');
  return 'left';
}

/** Inside a trap the status without argument is the one before the trap. */
function statusBefore(shell: Shell): number {
  const trap = shell.state.frames.findLast(({ kind }) => kind === 'trap' || kind === 'function');
  return trap?.kind === 'trap' && trap.restoreStatus !== null ? trap.restoreStatus : shell.state.status;
}

export function exitBuiltin(call: BuiltinCall): BuiltinOutcome {
  const status = numberArgument(call.argv, statusBefore(call.shell));
  if (status === null) return fatal(call, `Illegal number: ${call.argv[1] ?? ''}`);
  leaveShell(call.shell, status & 255);
  return 'left';
}

export function returnBuiltin(call: BuiltinCall): BuiltinOutcome {
  const status = numberArgument(call.argv, call.shell.state.status);
  if (status === null) return fatal(call, `Illegal number: ${call.argv[1] ?? ''}`);
  returnFrom(call.shell, status & 255);
  return 'left';
}

export function evalBuiltin({ shell, frame, argv, tested }: BuiltinCall): BuiltinOutcome {
  const text = argv.slice(1).join(' ');
  shell.state.status = 0;
  const called = newFrame('eval', text, 0, tested);
  called.line = frame.line;
  called.saved = [frame.saved.pop() ?? []];
  pushFrame(shell, called);
  return 'moved';
}

export function dotBuiltin(call: BuiltinCall): BuiltinOutcome {
  const { shell, frame, argv, tested } = call;
  const name = argv[1];
  if (name === undefined) return fatal(call, 'filename argument required');
  const content = readFile(viewOf(shell.on), pathOf(shell.on, name));
  if (!content.ok) return fatal(call, `can't open '${name}': ${errnoText(content.error)}`);
  const called = newFrame('source', content.value.text, 0, tested);
  called.saved = [frame.saved.pop() ?? []];
  if (argv.length > 2) {
    called.positional = shell.state.positional;
    shell.state.positional = argv.slice(2);
  }
  shell.state.status = 0;
  pushFrame(shell, called);
  return 'moved';
}

/** Without a command its redirections stay. */
export function execBuiltin({ shell, frame, argv }: BuiltinCall): BuiltinOutcome {
  const words = argv[1] === '--' ? argv.slice(2) : argv.slice(1);
  if (words.length > 0) return { run: words, replace: true };
  for (const { kept } of frame.saved.pop() ?? [])
    if (kept !== null) setDescriptor(shell.on.process, kept, undefined);
  frame.saved.push([]);
  return 0;
}

export function commandBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  const [, first = ''] = argv;
  if (first === '-v') return describeAll(shell, argv.slice(2), (name) => terse(shell, name));
  if (first === '-V') return describeAll(shell, argv.slice(2), (name) => verbose(shell, name));
  const words = argv.slice(1).filter((word, index) => !(index === 0 && (word === '-p' || word === '--')));
  return words.length === 0 ? 0 : { run: words, replace: false };
}

export function typeBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  return describeAll(shell, argv.slice(1), (name) => verbose(shell, name));
}

function describeAll(
  shell: Shell,
  names: readonly string[],
  describe: (name: string) => string | null,
): number {
  let status = 0;
  for (const name of names) {
    const text = describe(name);
    if (text === null) status = 127;
    else writeText(shell.on, 1, `${text}\n`);
  }
  return status;
}

const KEYWORDS = [
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'for',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  '{',
  '}',
  '!',
  'in',
];

function terse(shell: Shell, name: string): string | null {
  if (KEYWORDS.includes(name) || Object.hasOwn(shell.state.functions, name) || BUILTIN_NAMES.has(name))
    return name;
  const found = findExecutable(shell.on, [name], valueOf(shell.state, 'PATH'));
  return found.ok ? found.value.path : null;
}

function verbose(shell: Shell, name: string): string | null {
  if (KEYWORDS.includes(name)) return `${name} is a shell keyword`;
  if (Object.hasOwn(shell.state.functions, name)) return `${name} is a function`;
  if (BUILTIN_NAMES.has(name)) return `${name} is a shell builtin`;
  const path = terse(shell, name);
  if (path === null) writeText(shell.on, 2, `${name}: not found\n`);
  return path === null ? null : `${name} is ${path}`;
}
