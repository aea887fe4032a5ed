/** Builtins about variables and parameters: export, local, set, shift, unset, read, getopts, let. */
import { deadlineMs } from '../programs/durations.ts';
import { readSome, unread, writeText } from '../programs/descriptors.ts';
import { waitFor } from '../programs/program.ts';
import { signalNumber } from '../programs/signals.ts';
import { compareStrings } from '../../../base/compare.ts';
import { fatal } from './builtins-control.ts';
import type { BuiltinCall, BuiltinOutcome } from './builtins.ts';
import { evaluate } from './expand.ts';
import { complain, quoteWord } from './messages.ts';
import type { OptionName, Shell } from './state.ts';
import { hasOption, OPTION_LETTERS } from './state.ts';
import { draftVariables, isName, setVariable, unsetVariable, valueOf, variableOf } from './variables.ts';

function cutAssignment(word: string): { readonly name: string; readonly value: string | null } {
  const cut = word.indexOf('=');
  return cut < 0 ? { name: word, value: null } : { name: word.slice(0, cut), value: word.slice(cut + 1) };
}

export function exportBuiltin(call: BuiltinCall): BuiltinOutcome {
  const { shell, argv } = call;
  const verb = argv[0] ?? 'export';
  const words = argv.slice(1).filter((word) => word !== '-p' && word !== '--');
  if (words.length === 0) return listVariables(shell, verb);
  for (const word of words.filter((candidate) => candidate !== '-n')) {
    const { name, value } = cutAssignment(word);
    if (!isName(name)) return fatal(call, `${name}: bad variable name`);
    const old = variableOf(shell.state, name);
    if (value !== null && old?.readOnly === true) return fatal(call, `${name}: is read only`);
    const exported = verb === 'export' ? !words.includes('-n') : (old?.exported ?? false);
    draftVariables(shell)[name] = {
      value: value ?? old?.value ?? null,
      exported,
      readOnly: verb === 'readonly' || (old?.readOnly ?? false),
    };
  }
  return 0;
}

function listVariables(shell: Shell, verb: string): number {
  const names = Object.keys(shell.state.vars).sort(compareStrings);
  for (const name of names) {
    const variable = variableOf(shell.state, name);
    if (variable === undefined || !(verb === 'export' ? variable.exported : variable.readOnly)) continue;
    writeText(
      shell.on,
      1,
      `${verb} ${name}${variable.value === null ? '' : `=${quoteWord(variable.value)}`}\n`,
    );
  }
  return 0;
}

export function localBuiltin(call: BuiltinCall): BuiltinOutcome {
  const { shell, argv } = call;
  const owner = shell.state.frames.findLast(({ kind }) => kind === 'function');
  if (owner === undefined) return fatal(call, 'not in a function');
  for (const word of argv.slice(1)) {
    const { name, value } = cutAssignment(word);
    if (!isName(name)) return fatal(call, `${name}: bad variable name`);
    if (!owner.locals.some(([known]) => known === name))
      owner.locals.push([name, variableOf(shell.state, name) ?? null]);
    if (value !== null) setVariable(shell, name, value);
  }
  return 0;
}

export function unsetBuiltin(call: BuiltinCall): BuiltinOutcome {
  const { shell, argv } = call;
  const functions = argv[1] === '-f';
  for (const name of argv.slice(1).filter((word) => !/^-[fv]$/.test(word))) {
    if (functions) forgetFunction(shell, name);
    else if (!isName(name)) return fatal(call, `${name}: bad variable name`);
    else if (!unsetVariable(shell, name)) return fatal(call, `${name}: is read only`);
  }
  return 0;
}

function forgetFunction({ state }: Shell, name: string): void {
  const { [name]: _gone, ...others } = state.functions;
  state.functions = others;
}

export function shiftBuiltin(call: BuiltinCall): BuiltinOutcome {
  const { state } = call.shell;
  const text = call.argv[1] ?? '1';
  if (!/^[0-9]+$/.test(text)) return fatal(call, `Illegal number: ${text}`);
  if (Number(text) > state.positional.length) return 1;
  state.positional = state.positional.slice(Number(text));
  return 0;
}

const OPTION_ORDER = [
  'errexit',
  'noglob',
  'ignoreeof',
  'monitor',
  'noexec',
  'xtrace',
  'verbose',
  'noclobber',
  'allexport',
  'notify',
  'nounset',
  'errtrace',
  'vi',
  'pipefail',
];

export function setBuiltin(call: BuiltinCall): BuiltinOutcome {
  const { shell, argv } = call;
  if (argv.length === 1) return printVariables(shell);
  const rest = argv.slice(1);
  while (rest.length > 0 && /^[-+]./.test(rest[0] ?? '')) {
    const word = rest.shift() ?? '';
    if (word === '--') {
      shell.state.positional = rest;
      return 0;
    }
    const problem = setFlags(shell, word, rest);
    if (problem !== null) return fatal(call, problem);
  }
  if (rest[0] === '-') rest.shift();
  if (rest.length > 0) shell.state.positional = rest;
  return 0;
}

/** Applies one word such as `-eu` or `+o`; `rest` holds the words after it. Returns a complaint or null. */
export function setFlags(shell: Shell, word: string, rest: string[]): string | null {
  const on = word.startsWith('-');
  for (const letter of word.slice(1)) {
    if (letter === 'o') {
      const name = rest.shift();
      if (name === undefined) printOptions(shell);
      else if (!OPTION_ORDER.includes(name)) return `illegal option ${word.charAt(0)}o ${name}`;
      else setOption(shell, name as OptionName, on);
    } else {
      const name = Object.entries(OPTION_LETTERS).find(([known]) => known === letter)?.[1];
      if (name === undefined) return `illegal option ${word.charAt(0)}${letter}`;
      setOption(shell, name, on);
    }
  }
  return null;
}

function setOption({ state }: Shell, name: OptionName, on: boolean): void {
  const others = state.options.filter((option) => option !== name);
  state.options = on ? [...others, name] : others;
}

function printOptions(shell: Shell): void {
  for (const name of OPTION_ORDER)
    writeText(
      shell.on,
      1,
      `${name.padEnd(16)}${hasOption(shell.state, name as OptionName) ? 'on' : 'off'}\n`,
    );
}

function printVariables(shell: Shell): number {
  for (const name of Object.keys(shell.state.vars).sort(compareStrings)) {
    const value = valueOf(shell.state, name);
    if (value !== undefined) writeText(shell.on, 1, `${name}=${quoteWord(value)}\n`);
  }
  return 0;
}

/** Reads a line. What came without its newline is kept in `partial` while waiting for the rest. */
export function readBuiltin({ shell, argv, partial, until }: BuiltinCall): BuiltinOutcome {
  const options = readOptions(argv.slice(1));
  const deadline = until ?? (options.timeoutMs === null ? null : shell.on.kernel.io.now + options.timeoutMs);
  let text = partial;
  for (;;) {
    const cut = text.indexOf('\n');
    if (cut >= 0) {
      unread(shell.on, options.fd, text.slice(cut + 1));
      return assignLine(shell, text.slice(0, cut), options, 0);
    }
    const read = readSome(shell.on, options.fd);
    if (read.kind === 'bytes') text += read.bytes.text;
    else if (read.kind === 'wait') {
      const caught = shell.on.process.pending[0];
      if (caught !== undefined) return 128 + signalNumber(caught);
      if (deadline !== null && shell.on.kernel.io.now >= deadline) return assignLine(shell, text, options, 1);
      return { turn: waitFor('input', options.fd, deadline), partial: text, until: deadline };
    } else return assignLine(shell, text, options, 1);
  }
}

interface ReadOptions {
  readonly raw: boolean;
  readonly fd: number;
  readonly timeoutMs: number | null;
  readonly names: readonly string[];
}

function readOptions(words: readonly string[]): ReadOptions {
  let raw = false;
  let fd = 0;
  let timeoutMs: number | null = null;
  let index = 0;
  for (; index < words.length && /^-./.test(words[index] ?? ''); index++) {
    const word = words[index] ?? '';
    if (word.includes('r')) raw = true;
    const value = /^-[rs]*[tupnd](.*)$/.exec(word)?.[1];
    const taken = value === undefined ? '' : value !== '' ? value : (words[++index] ?? '');
    if (/^-[rs]*t/.test(word)) timeoutMs = deadlineMs(taken) ?? 0;
    if (/^-[rs]*u/.test(word)) fd = Number(taken);
  }
  return { raw, fd, timeoutMs, names: words.slice(index) };
}

function assignLine(shell: Shell, line: string, { raw, names }: ReadOptions, status: number): number {
  const ifs = variableOf(shell.state, 'IFS')?.value ?? ' \t\n';
  const text = raw ? line : line.replace(/\\(.)/g, '$1');
  if (names.length === 0) {
    setVariable(shell, 'REPLY', text);
    return status;
  }
  const values = cutFields(text, names.length, ifs);
  names.forEach((name, index) => setVariable(shell, name, values[index] ?? ''));
  return status;
}

/** At most `count` fields; the last one keeps the rest of the line, without blanks around it. */
function cutFields(text: string, count: number, ifs: string): string[] {
  const isBlank = (unit: string): boolean => ' \t\n'.includes(unit) && ifs.includes(unit);
  const fields: string[] = [];
  let at = 0;
  const skip = (): void => {
    while (at < text.length && isBlank(text[at] ?? '')) at += 1;
  };
  skip();
  while (fields.length < count - 1 && at < text.length) {
    const start = at;
    while (at < text.length && !ifs.includes(text[at] ?? '')) at += 1;
    fields.push(text.slice(start, at));
    skip();
    if (at < text.length && ifs.includes(text[at] ?? '') && at > start) at += 1;
    skip();
  }
  let end = text.length;
  while (end > at && isBlank(text[end - 1] ?? '')) end -= 1;
  return [...fields, text.slice(at, end)];
}

export function letBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  let last = '0';
  for (const word of argv.slice(1)) {
    const result = evaluate(shell, word);
    if (!result.ok) {
      complain(shell, result.error);
      return 2;
    }
    last = result.value;
  }
  return last === '0' ? 1 : 0;
}

/** POSIX getopts, with its position in OPTIND and inside a word of grouped letters. */
export function getoptsBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  const { state } = shell;
  const [, letters = '', name = 'opt'] = argv;
  const words = argv.length > 3 ? argv.slice(3) : state.positional;
  const index = Number(valueOf(state, 'OPTIND') ?? '1');
  const offset = index === state.optionIndex ? Math.max(1, state.optionOffset) : 1;
  const word = words[index - 1];
  if (word === undefined || !/^-./.test(word) || word === '--') {
    setVariable(shell, name, '?');
    if (word === '--') setVariable(shell, 'OPTIND', String(index + 1));
    return 1;
  }
  const letter = word[offset] ?? '';
  const position = letters.replace(/^:/, '').indexOf(letter);
  const wantsValue = position >= 0 && letters.replace(/^:/, '')[position + 1] === ':';
  const isLast = offset + 1 >= word.length;
  const value = !wantsValue ? null : isLast ? (words[index] ?? null) : word.slice(offset + 1);
  const used = wantsValue ? (isLast ? 2 : 1) : isLast ? 1 : 0;
  setVariable(shell, 'OPTIND', String(index + used));
  state.optionIndex = index + used;
  state.optionOffset = used > 0 ? 1 : offset + 1;
  return finishOption(shell, {
    letters,
    name,
    letter,
    known: position >= 0 && letter !== ':',
    value,
    missing: wantsValue && value === null,
  });
}

function finishOption(
  shell: Shell,
  found: {
    readonly letters: string;
    readonly name: string;
    readonly letter: string;
    readonly known: boolean;
    readonly value: string | null;
    readonly missing: boolean;
  },
): number {
  const silent = found.letters.startsWith(':');
  if (found.known && !found.missing) {
    setVariable(shell, found.name, found.letter);
    if (found.value === null) unsetVariable(shell, 'OPTARG');
    else setVariable(shell, 'OPTARG', found.value);
    return 0;
  }
  setVariable(shell, found.name, silent && found.missing ? ':' : '?');
  if (silent) setVariable(shell, 'OPTARG', found.letter);
  else
    writeText(
      shell.on,
      2,
      found.known ? `No arg for -${found.letter} option\n` : `Illegal option -${found.letter}\n`,
    );
  return 0;
}
