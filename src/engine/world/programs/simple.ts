/** Two frames for most programs: those that do all at once, and those that read streams chunk by chunk or line by line. */
import type { Bytes } from '../filesystem/bytes.ts';
import { errnoText } from '../filesystem/errno.ts';
import { FOR_READING, hasRoom, openPath, readSome, setDescriptor, writeText } from './descriptors.ts';
import type { AnyProgram, Running, Turn } from './program.ts';
import { defineProgram, exit, waitFor, YIELD } from './program.ts';

/** What a program sees of itself. */
export interface Call {
  readonly on: Running;
  /** The name it was called by, without directory. */
  readonly name: string;
  readonly args: readonly string[];
}

export const SMALL_BYTES = 400 * 1024;

export function callOf(on: Running): Call {
  const [word = ''] = on.process.argv;
  return { on, name: word.slice(word.lastIndexOf('/') + 1), args: on.process.argv.slice(1) };
}

export function print(call: Call, text: string): void {
  writeText(call.on, 1, text);
}

/** `name: text` on stderr. Returns the usual status of a failure. */
export function complain(call: Call, text: string): 1 {
  writeText(call.on, 2, `${call.name}: ${text}\n`);
  return 1;
}

/** A program that never waits. */
export function instant(run: (call: Call) => number): AnyProgram {
  return defineProgram<null>({
    memoryBytes: SMALL_BYTES,
    start: () => null,
    run: (on) => exit(run(callOf(on))),
  });
}

/** A program that reads its inputs one after the other. */
export interface Reader<S> {
  /** Understands the arguments. A number: the program ends with that status at once. No inputs means stdin. */
  begin(call: Call): { readonly state: S; readonly inputs: readonly string[] } | number;
  /** One line without its newline; `complete` is false for a last line that has none. A number ends the program. */
  line?(call: Call, state: S, line: string, complete: boolean): number | undefined;
  /** Instead of lines: what came in one read. */
  chunk?(call: Call, state: S, bytes: Bytes): number | undefined;
  beginInput?(call: Call, state: S, name: string): void;
  endInput?(call: Call, state: S, name: string): number | undefined;
  /** `failed`: an input could not be opened or read. */
  end?(call: Call, state: S, failed: boolean): number;
  /** How the program words that an input cannot be opened. */
  cannotOpen?(name: string, text: string): string;
}

interface ReaderState<S> {
  readonly own: S;
  readonly inputs: readonly string[];
  index: number;
  opened: boolean;
  /** A line whose end has not come yet. */
  rest: string;
  failed: boolean;
}

const INPUT_FD = 100;
const CHUNKS_PER_TURN = 16;

export function reader<S>(program: Reader<S>): AnyProgram {
  return defineProgram<ReaderState<S> | number>({
    memoryBytes: SMALL_BYTES,
    start: (on) => {
      const begun = program.begin(callOf(on));
      if (typeof begun === 'number') return begun;
      const inputs = begun.inputs.length === 0 ? ['-'] : begun.inputs;
      return { own: begun.state, inputs, index: 0, opened: false, rest: '', failed: false };
    },
    run: (on, state) => (typeof state === 'number' ? exit(state) : runReader(program, callOf(on), state)),
  });
}

function runReader<S>(program: Reader<S>, call: Call, state: ReaderState<S>): Turn {
  for (let chunks = 0; chunks < CHUNKS_PER_TURN; chunks++) {
    const name = state.inputs[state.index];
    if (name === undefined)
      return exit(program.end?.(call, state.own, state.failed) ?? (state.failed ? 1 : 0));
    if (!state.opened && !openInput(program, call, state, name)) continue;
    const fd = name === '-' ? 0 : INPUT_FD;
    if (!hasRoom(call.on, 1)) return waitFor('room', 1);
    const read = readSome(call.on, fd);
    if (read.kind === 'wait') return waitFor('input', fd);
    const code =
      read.kind === 'bytes'
        ? consume(program, call, state, read.bytes)
        : closeInput(program, call, state, name, read.kind === 'failed' ? errnoText(read.errno) : null);
    if (code !== undefined) return exit(code);
  }
  return YIELD;
}

function openInput<S>(program: Reader<S>, call: Call, state: ReaderState<S>, name: string): boolean {
  if (name !== '-') {
    const opened = openPath(call.on, name, FOR_READING);
    if (!opened.ok) {
      complain(
        call,
        program.cannotOpen?.(name, errnoText(opened.error)) ?? `${name}: ${errnoText(opened.error)}`,
      );
      state.failed = true;
      state.index += 1;
      return false;
    }
    setDescriptor(call.on.process, INPUT_FD, opened.value);
  }
  state.opened = true;
  program.beginInput?.(call, state.own, name);
  return true;
}

function closeInput<S>(
  program: Reader<S>,
  call: Call,
  state: ReaderState<S>,
  name: string,
  problem: string | null,
): number | undefined {
  if (problem !== null) {
    complain(
      call,
      program.chunk === undefined || name === '-' ? `${name}: ${problem}` : `read error: ${problem}`,
    );
    state.failed = true;
  }
  const last = state.rest;
  state.rest = '';
  const code = last !== '' ? program.line?.(call, state.own, last, false) : undefined;
  const ended = code ?? program.endInput?.(call, state.own, name);
  if (name !== '-') setDescriptor(call.on.process, INPUT_FD, undefined);
  state.opened = false;
  state.index += 1;
  return ended;
}

function consume<S>(program: Reader<S>, call: Call, state: ReaderState<S>, bytes: Bytes): number | undefined {
  if (program.chunk !== undefined) return program.chunk(call, state.own, bytes);
  const lines = (state.rest + bytes.text).split('\n');
  state.rest = lines.pop() ?? '';
  for (const line of lines) {
    const code = program.line?.(call, state.own, line, true);
    if (code !== undefined) return code;
  }
  return undefined;
}

/** What getopt found. */
export interface Parsed {
  readonly flags: ReadonlySet<string>;
  readonly values: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
  /** An option the program does not have. */
  readonly unknown: string | null;
}

/**
 * getopt: single letters, grouped or not. `spec` is getopt's string: letters, with ':' behind those that take a value.
 * Long options are given by `long` as name → letter.
 */
export function parseOptions(
  args: readonly string[],
  spec: string,
  long: Readonly<Record<string, string>> = {},
  stopAtFirst = false,
): Parsed {
  const flags = new Set<string>();
  const values: Record<string, string> = {};
  const rest: string[] = [];
  let unknown: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '--') return { flags, values, rest: [...rest, ...args.slice(i + 1)], unknown };
    if (!/^-./.test(word)) {
      if (stopAtFirst) return { flags, values, rest: [...rest, ...args.slice(i)], unknown };
      rest.push(word);
      continue;
    }
    const letters = word.startsWith('--') ? longOption(word, long) : word.slice(1);
    if (letters === null) {
      unknown ??= word;
      continue;
    }
    for (let at = 0; at < letters.length; at++) {
      const letter = letters[at] ?? '';
      const position = spec.indexOf(letter);
      if (position < 0 || letter === ':') {
        unknown ??= letter;
        break;
      }
      flags.add(letter);
      if (spec[position + 1] !== ':') continue;
      values[letter] = at + 1 < letters.length ? letters.slice(at + 1) : (args[++i] ?? '');
      break;
    }
  }
  return { flags, values, rest, unknown };
}

function longOption(word: string, long: Readonly<Record<string, string>>): string | null {
  const cut = word.indexOf('=');
  const letter = long[word.slice(2, cut < 0 ? undefined : cut)];
  return letter === undefined ? null : letter + (cut < 0 ? '' : word.slice(cut + 1));
}

export const LICENSE = 'BusyBox v1.36.1 (2023-05-18 22:34:17 UTC) multi-call binary.\n\n';

/** What busybox prints for a wrong option or a missing argument. */
export function usage(call: Call, line: string, unknown: string | null = null): 1 {
  if (unknown !== null)
    writeText(
      call.on,
      2,
      `${call.name}: ${unknown.startsWith('--') ? `unrecognized option '${unknown}'` : `unrecognized option: ${unknown}`}\n`,
    );
  writeText(call.on, 2, `${LICENSE}Usage: ${line}\n`);
  return 1;
}
