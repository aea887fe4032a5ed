/** Programs that run other programs: env, xargs, timeout, nohup, find -exec, time, nice, watch, busybox itself. */
import { errnoText } from '../../filesystem/errno.ts';
import { durationMs } from '../durations.ts';
import { readSome, writeText } from '../descriptors.ts';
import { endProcess, signalProcess } from '../kernel.ts';
import { findProcess } from '../process-list.ts';
import type { AnyProgram, Running, Turn } from '../program.ts';
import { deadline, defineProgram, exit, REPLACED, waitFor } from '../program.ts';
import { matches } from '../text/pattern.ts';
import { parseSignal, signalNumber } from '../signals.ts';
import type { Call } from '../simple.ts';
import { callOf, complain, parseOptions, print, SMALL_BYTES } from '../simple.ts';
import { findExecutable, replaceProgram, spawnChild, takeEnded } from '../spawn.ts';
import type { Walked } from './walk.ts';
import { walk } from './walk.ts';

/** Becomes the command, or tells why not. */
function become(call: Call, argv: readonly string[], env = call.on.process.env): Turn {
  const found = findExecutable(call.on, argv, env['PATH']);
  if (!found.ok) return exit(cannotRun(call, argv, found.error));
  replaceProgram(call.on, found.value, env);
  return REPLACED;
}

function cannotRun(call: Call, argv: readonly string[], errno: Parameters<typeof errnoText>[0]): number {
  complain(call, `can't execute '${argv[0] ?? ''}': ${errnoText(errno)}`);
  return errno === 'ENOENT' ? 127 : 126;
}

function launcher(run: (call: Call) => Turn): AnyProgram {
  return defineProgram<null>({ memoryBytes: SMALL_BYTES, start: () => null, run: (on) => run(callOf(on)) });
}

export const env = launcher((call) => {
  const { flags, values, rest } = parseOptions(call.args, 'iu:0', { 'ignore-environment': 'i' }, true);
  const next: Record<string, string> = flags.has('i') || rest[0] === '-' ? {} : { ...call.on.process.env };
  if (values['u'] !== undefined) delete next[values['u']];
  const words = rest[0] === '-' ? rest.slice(1) : rest;
  const first = words.findIndex((word) => !word.includes('='));
  for (const word of first < 0 ? words : words.slice(0, first))
    next[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
  if (first >= 0) return become(call, words.slice(first), next);
  for (const [name, value] of Object.entries(next)) print(call, `${name}=${value}\n`);
  return exit(0);
});

/** Programs whose only effect is to run the rest of their arguments. */
export const passThrough = launcher((call) => become(call, parseOptions(call.args, 'n:pv', {}, true).rest));

export const busybox = launcher((call) => {
  const [applet] = call.args;
  if (applet === undefined || applet === '--help' || applet === '--list') {
    print(
      call,
      'BusyBox v1.36.1 (2023-05-18 22:34:17 UTC) multi-call binary.\nBusyBox is copyrighted by many authors between 1998-2015.\n',
    );
    return exit(0);
  }
  if (call.on.kernel.programs(applet) === undefined) {
    writeText(call.on, 2, `${applet}: applet not found\n`);
    return exit(127);
  }
  replaceProgram(call.on, { program: applet, argv: call.args, path: applet }, call.on.process.env);
  return REPLACED;
});

interface TimeoutState {
  readonly child: number;
  readonly until: number | null;
  readonly killAfterMs: number | null;
  readonly signal: string;
  stage: 'running' | 'signalled' | 'killed';
  readonly failure: number | null;
}

export const timeout = defineProgram<TimeoutState>({
  memoryBytes: SMALL_BYTES,
  start: (on) => startTimeout(callOf(on)),
  run: (on, state) => runTimeout(on, state),
});

function startTimeout(call: Call): TimeoutState {
  const { values, rest } = parseOptions(call.args, 's:k:t:', {}, true);
  const words = values['t'] === undefined ? rest.slice(1) : rest;
  const ms = durationMs(values['t'] ?? rest[0] ?? '') ?? 0;
  const none: TimeoutState = {
    child: 0,
    until: null,
    killAfterMs: null,
    signal: 'TERM',
    stage: 'running',
    failure: 1,
  };
  const found = findExecutable(call.on, words, call.on.process.env['PATH']);
  if (!found.ok) return { ...none, failure: cannotRun(call, words, found.error) };
  const child = spawnChild(call.on, found.value);
  const killAfterMs = values['k'] === undefined ? null : durationMs(values['k']);
  return {
    ...none,
    child: child.pid,
    until: deadline(call.on, ms),
    killAfterMs,
    signal: values['s'] ?? 'TERM',
    failure: null,
  };
}

function runTimeout(on: Running, state: TimeoutState): Turn {
  if (state.failure !== null) return exit(state.failure);
  const ended = takeEnded(on.process, state.child);
  const signal = parseSignal(state.signal) ?? 'TERM';
  if (ended !== undefined && state.stage === 'running') return exit(ended.code);
  // busybox becomes the command itself, so the shell sees the signal and not an exit status.
  if (ended !== undefined) endProcess(on.kernel, on.process, 128 + signalNumber(signal), signal);
  if (ended !== undefined) return exit(0);
  const { now } = on.kernel.io;
  const child = findProcess(on.kernel, state.child);
  if (child !== undefined && state.stage === 'running' && state.until !== null && now >= state.until) {
    state.stage = 'signalled';
    signalProcess(on.kernel, child, signal, true);
  } else if (
    child !== undefined &&
    state.stage === 'signalled' &&
    state.killAfterMs !== null &&
    now >= (state.until ?? 0) + state.killAfterMs
  ) {
    state.stage = 'killed';
    signalProcess(on.kernel, child, 'KILL', true);
  }
  if (findProcess(on.kernel, state.child) === undefined) return runTimeout(on, state);
  const until =
    state.stage === 'running'
      ? state.until
      : state.stage === 'signalled' && state.killAfterMs !== null
        ? (state.until ?? 0) + state.killAfterMs
        : null;
  return waitFor('child', state.child, until);
}

/** Commands that are run one after the other. */
interface BatchState {
  readonly commands: (readonly string[])[];
  child: number | null;
  code: number;
  /** Words still come in (xargs). */
  reading: boolean;
  text: string;
}

export const xargs = defineProgram<BatchState>({
  memoryBytes: SMALL_BYTES,
  start: () => ({ commands: [], child: null, code: 0, reading: true, text: '' }),
  run: (on, state) => {
    while (state.reading) {
      const read = readSome(on, 0);
      if (read.kind === 'wait') return waitFor('input', 0);
      if (read.kind === 'bytes') state.text += read.bytes.text;
      else {
        state.reading = false;
        state.commands.push(...xargsCommands(callOf(on), state.text));
      }
    }
    return runBatch(callOf(on), state, 123);
  },
});

function xargsCommands(call: Call, text: string): (readonly string[])[] {
  const { flags, values, rest } = parseOptions(
    call.args,
    'n:I:rt0s:P:L:d:',
    { 'no-run-if-empty': 'r' },
    true,
  );
  const command = rest.length === 0 ? ['echo'] : rest;
  const separator = flags.has('0')
    ? /\0/
    : values['I'] !== undefined || values['L'] !== undefined
      ? /\n/
      : /\s+/;
  const words = text
    .split(separator)
    .map((word) => unquote(word))
    .filter((word) => word !== '');
  const marker = values['I'];
  if (marker !== undefined)
    return words.map((word) => command.map((part) => part.replaceAll(marker, word.trim())));
  if (words.length === 0) return flags.has('r') ? [] : [command];
  const size = Number(values['n'] ?? values['L'] ?? words.length);
  return Array.from({ length: Math.ceil(words.length / size) }, (_, index) => [
    ...command,
    ...words.slice(index * size, (index + 1) * size),
  ]);
}

function unquote(word: string): string {
  return word.replace(/^(['"])(.*)\1$/, '$2');
}

function runBatch(call: Call, state: BatchState, failure: number): Turn {
  for (;;) {
    if (state.child !== null) {
      const ended = takeEnded(call.on.process, state.child);
      if (ended === undefined && findProcess(call.on.kernel, state.child) !== undefined)
        return waitFor('child', state.child, null, false);
      if (ended !== undefined && ended.code !== 0) state.code = failure;
      state.child = null;
    }
    const argv = state.commands.shift();
    if (argv === undefined) return exit(state.code);
    const found = findExecutable(call.on, argv, call.on.process.env['PATH']);
    if (!found.ok) {
      writeText(call.on, 2, `${call.name}: ${argv[0] ?? ''}: ${errnoText(found.error)}\n`);
      return exit(found.error === 'ENOENT' ? 127 : 126);
    }
    state.child = spawnChild(call.on, found.value).pid;
  }
}

export const find = defineProgram<BatchState>({
  memoryBytes: SMALL_BYTES,
  start: (on) => startFind(callOf(on)),
  run: (on, state) => runBatch(callOf(on), state, 1),
});

function startFind(call: Call): BatchState {
  const first = call.args.findIndex((word) => word.startsWith('-') || word === '!' || word === '(');
  const paths = first < 0 ? call.args : call.args.slice(0, first);
  const tests = first < 0 ? [] : call.args.slice(first);
  const state: BatchState = { commands: [], child: null, code: 0, reading: false, text: '' };
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const all = walk(call.on, path);
    if (all.length === 0) state.code = complain(call, `${path}: ${errnoText('ENOENT')}`);
    for (const walked of all) visit(call, state, walked, tests);
  }
  return state;
}

function visit(call: Call, state: BatchState, walked: Walked, tests: readonly string[]): void {
  let negated = false;
  let acted = false;
  for (let at = 0; at < tests.length; at++) {
    const word = tests[at] ?? '';
    if (word === '!' || word === '-not') {
      negated = !negated;
      continue;
    }
    if (word === '-print') print(call, `${walked.path}\n`);
    if (word === '-exec') {
      const end = tests.findIndex((other, index) => index > at && (other === ';' || other === '+'));
      state.commands.push(tests.slice(at + 1, end).map((part) => part.replaceAll('{}', walked.path)));
      at = end < 0 ? tests.length : end;
    }
    if (word === '-delete') state.commands.push(['rm', '-rf', walked.path]);
    acted ||= ['-print', '-exec', '-delete'].includes(word);
    if (['-print', '-exec', '-delete', '-a'].includes(word)) continue;
    if (holds(call, walked, word, tests[++at] ?? '') === negated) return;
    negated = false;
  }
  if (!acted) print(call, `${walked.path}\n`);
}

function holds(call: Call, { path, entry, depth }: Walked, test: string, value: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1) || path;
  switch (test) {
    case '-name':
      return matches(value, name);
    case '-iname':
      return matches(value.toLowerCase(), name.toLowerCase());
    case '-path':
      return matches(value, path);
    case '-type':
      return { f: 'file', d: 'directory', l: 'symlink', c: 'device' }[value] === entry.kind;
    case '-maxdepth':
      return depth <= Number(value);
    case '-mindepth':
      return depth >= Number(value);
    case '-mmin':
      return compares(value, Math.floor((call.on.kernel.io.wallMs - entry.mtimeMs) / 60000));
    case '-mtime':
      return compares(value, Math.floor((call.on.kernel.io.wallMs - entry.mtimeMs) / 86400000));
    default:
      return true;
  }
}

function compares(text: string, value: number): boolean {
  const limit = Number(text.replace(/^[-+]/, ''));
  return text.startsWith('-') ? value < limit : text.startsWith('+') ? value > limit : value === limit;
}
