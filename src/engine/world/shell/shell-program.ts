/** `sh` as a program: its command line, its first variables, and the machine behind it. */
import { readFile } from '../filesystem/file-operations.ts';
import { errnoText } from '../filesystem/errno.ts';
import { pathOf, viewOf, writeText } from '../programs/descriptors.ts';
import type { AnyProgram, Running } from '../programs/program.ts';
import { defineProgram } from '../programs/program.ts';
import { setFlags } from './builtins-variables.ts';
import { leaveShell } from './frames.ts';
import { runShell, shellDisposition } from './machine.ts';
import type { ShellState, Variable } from './state.ts';
import { copyState, newFrame } from './state.ts';

export const ASH = shellProgram('ash', 700 * 1024);
export const DASH = shellProgram('dash', 900 * 1024);

function shellProgram(flavour: ShellState['flavour'], memoryBytes: number): AnyProgram {
  return defineProgram<ShellState>({
    memoryBytes,
    start: (on) => startShell(on, flavour),
    run: (on, state) => runShell({ on, state }),
    disposition: shellDisposition,
    copy: copyState,
  });
}

function startShell(on: Running, flavour: ShellState['flavour']): ShellState {
  const words = on.process.argv.slice(1);
  const flags = takeFlags(words);
  const first = flags.stdin ? undefined : words.shift();
  const origin = flags.command ? 'command' : first === undefined ? 'stdin' : 'file';
  const named = flags.command ? words.shift() : first;
  const state = emptyState(on, flavour, origin, named ?? on.process.argv[0] ?? 'sh');
  state.positional = words;
  const shell = { on, state };
  for (const [word, value] of flags.options) setFlags(shell, word, value === null ? [] : [value]);
  if (flags.command && first === undefined) refuse(on, state, '-c requires an argument');
  else if (flags.command) state.frames = [newFrame('script', first ?? '')];
  else if (first !== undefined) openScript(on, state, first);
  return state;
}

interface Flags {
  readonly command: boolean;
  readonly stdin: boolean;
  readonly options: readonly (readonly [string, string | null])[];
}

function takeFlags(words: string[]): Flags {
  let command = false;
  let stdin = false;
  const options: [string, string | null][] = [];
  while (/^[-+]./.test(words[0] ?? '')) {
    const word = words.shift() ?? '';
    if (word === '--') break;
    if (word.startsWith('--')) continue;
    if (word.startsWith('-') && word.includes('c')) command = true;
    if (word === '-s') stdin = true;
    const letters = word.slice(1).replace(/[cils]/g, '');
    if (letters !== '')
      options.push([word.charAt(0) + letters, letters.endsWith('o') ? (words.shift() ?? null) : null]);
  }
  return { command, stdin, options };
}

function emptyState(
  on: Running,
  flavour: ShellState['flavour'],
  origin: ShellState['origin'],
  name: string,
): ShellState {
  return {
    kind: 'shell',
    name,
    origin,
    flavour,
    pid: on.process.pid,
    frames: [],
    vars: firstVariables(on),
    functions: {},
    positional: [],
    options: [],
    traps: [],
    status: 0,
    background: null,
    jobs: [],
    leaving: null,
    optionIndex: 1,
    optionOffset: 1,
    unread: '',
  };
}

function firstVariables(on: Running): Record<string, Variable> {
  const vars: Record<string, Variable> = {};
  for (const [name, value] of Object.entries(on.process.env))
    vars[name] = { value, exported: true, readOnly: false };
  const level = Number(on.process.env['SHLVL'] ?? '0');
  vars['SHLVL'] = {
    value: String((Number.isSafeInteger(level) ? level : 0) + 1),
    exported: true,
    readOnly: false,
  };
  vars['PWD'] = { value: on.process.cwd, exported: true, readOnly: false };
  vars['PPID'] = { value: String(on.process.ppid), exported: false, readOnly: false };
  vars['OPTIND'] = { value: '1', exported: false, readOnly: false };
  return vars;
}

function openScript(on: Running, state: ShellState, path: string): void {
  const content = readFile(viewOf(on), pathOf(on, path));
  if (content.ok) state.frames = [newFrame('script', content.value.text)];
  else
    refuse(
      on,
      { ...state, name: on.process.argv[0] ?? 'sh' },
      `can't open '${path}': ${errnoText(content.error)}`,
      state,
    );
}

function refuse(on: Running, state: ShellState, text: string, leaving = state): void {
  writeText(on, 2, `${state.name}: ${text}\n`);
  leaveShell({ on, state: leaving }, 2);
}
