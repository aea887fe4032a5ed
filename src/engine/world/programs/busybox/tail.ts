/** tail: the last lines or bytes, and with -f whatever is appended later. Looks at followed files once a second. */
import { byteLength } from '../../filesystem/bytes.ts';
import { readFile } from '../../filesystem/file-operations.ts';
import { errnoText } from '../../filesystem/errno.ts';
import { pathOf, readSome, viewOf } from '../descriptors.ts';
import { FOR_READING, openPath, setDescriptor } from '../descriptors.ts';
import type { Turn } from '../program.ts';
import { defineProgram, exit, waitFor, waitTimer, YIELD } from '../program.ts';
import type { Call } from '../simple.ts';
import { callOf, complain, parseOptions, print, SMALL_BYTES } from '../simple.ts';
import { sizeOf } from './streams.ts';

interface TailState {
  readonly inputs: readonly string[];
  readonly follow: boolean;
  readonly retry: boolean;
  readonly bytes: boolean;
  readonly fromStart: boolean;
  readonly limit: number;
  index: number;
  opened: boolean;
  text: string;
  /** How much of each followed file was printed, in UTF-16 units; −1 while it does not exist. */
  seen: number[];
  shown: string | null;
  failed: boolean;
}

const FD = 100;

export const tail = defineProgram<TailState>({
  memoryBytes: SMALL_BYTES,
  start: (on) => begin(callOf(on)),
  run: (on, state) => run(callOf(on), state),
});

function begin(call: Call): TailState {
  const short = call.args.find((word) => /^-[0-9]+[f]?$/.test(word));
  const args = call.args.flatMap((word) => (word === short ? (word.endsWith('f') ? ['-f'] : []) : [word]));
  const { flags, values, rest } = parseOptions(args, 'n:c:fFqvs:', { follow: 'f' });
  const bytes = flags.has('c');
  const text = (bytes ? values['c'] : values['n']) ?? short?.replace(/[-f]/g, '') ?? '10';
  return {
    inputs: rest.length === 0 ? ['-'] : rest,
    follow: flags.has('f') || flags.has('F'),
    retry: flags.has('F'),
    bytes,
    fromStart: text.startsWith('+'),
    limit: sizeOf(text.replace(/^[-+]/, '')) ?? 10,
    index: 0,
    opened: false,
    text: '',
    seen: [],
    shown: null,
    failed: false,
  };
}

function run(call: Call, state: TailState): Turn {
  const turn = state.index < state.inputs.length ? readAll(call, state) : null;
  if (turn !== null) return turn;
  if (!(state.follow && state.retry) && state.seen.every((seen) => seen < 0))
    return exit(complain(call, 'no files'));
  if (!state.follow || (state.inputs.length === 1 && state.inputs[0] === '-'))
    return exit(state.failed ? 1 : 0);
  return follow(call, state);
}

/** Reads each input to its end before its last part is printed. */
function readAll(call: Call, state: TailState): Turn | null {
  for (let reads = 0; state.index < state.inputs.length; reads++) {
    const name = state.inputs[state.index] ?? '-';
    if (!state.opened && !open(call, state, name)) continue;
    if (reads >= 16) return YIELD;
    const fd = name === '-' ? 0 : FD;
    const read = readSome(call.on, fd);
    if (read.kind === 'wait') return waitFor('input', fd);
    if (read.kind === 'bytes') {
      state.text += read.bytes.text;
      call.on.process.memoryBytes += byteLength(read.bytes);
    } else finishInput(call, state, name);
  }
  return null;
}

function open(call: Call, state: TailState, name: string): boolean {
  if (name !== '-') {
    const opened = openPath(call.on, name, FOR_READING);
    if (!opened.ok) {
      complain(call, `can't open '${name}': ${errnoText(opened.error)}`);
      state.failed = true;
      state.seen.push(-1);
      state.index += 1;
      return false;
    }
    setDescriptor(call.on.process, FD, opened.value);
  }
  state.opened = true;
  return true;
}

function finishInput(call: Call, state: TailState, name: string): void {
  const shown = lastPart(state);
  if (state.inputs.length > 1) header(call, state, name);
  print(call, shown);
  state.seen.push(state.text.length);
  call.on.process.memoryBytes = SMALL_BYTES;
  state.text = '';
  state.opened = false;
  state.index += 1;
  if (name !== '-') setDescriptor(call.on.process, FD, undefined);
}

function header(call: Call, state: TailState, name: string): void {
  if (state.shown === name) return;
  print(call, `${state.shown === null ? '' : '\n'}==> ${name} <==\n`);
  state.shown = name;
}

function lastPart({ text, bytes, fromStart, limit }: TailState): string {
  if (bytes) return fromStart ? text.slice(Math.max(0, limit - 1)) : limit === 0 ? '' : text.slice(-limit);
  const lines = text.split(/(?<=\n)/);
  return (fromStart ? lines.slice(Math.max(0, limit - 1)) : limit === 0 ? [] : lines.slice(-limit)).join('');
}

function follow(call: Call, state: TailState): Turn {
  state.inputs.forEach((name, index) => {
    const content = readFile(viewOf(call.on), pathOf(call.on, name));
    const seen = state.seen[index] ?? -1;
    if (!content.ok || (seen < 0 && !state.retry)) return;
    const { text } = content.value;
    const fresh = text.length < seen ? text : text.slice(Math.max(0, seen));
    state.seen[index] = text.length;
    if (fresh === '') return;
    if (state.inputs.length > 1) header(call, state, name);
    print(call, fresh);
  });
  return waitTimer(call.on, 1000);
}
