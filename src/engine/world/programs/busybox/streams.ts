/** Programs that pass text through: cat, head, tail, wc, sort, uniq, cut, tee, nl, rev, tac. */
import { compareStrings } from '../../../../base/compare.ts';
import type { Bytes } from '../../filesystem/bytes.ts';
import { byteLength, splitBytes } from '../../filesystem/bytes.ts';
import {
  FOR_APPENDING,
  FOR_WRITING,
  openPath,
  setDescriptor,
  writeBytes,
  writeText,
} from '../descriptors.ts';
import { errnoText } from '../../filesystem/errno.ts';
import type { Call } from '../simple.ts';
import { complain, parseOptions, print, reader, usage } from '../simple.ts';

export const cat = reader<{ readonly numbered: boolean; count: number }>({
  begin: (call) => {
    const { flags, rest } = parseOptions(call.args, 'nbetuvAE');
    return { state: { numbered: flags.has('n'), count: 0 }, inputs: rest };
  },
  chunk: (call, state, bytes) => {
    if (!state.numbered) return writeBytes(call.on, 1, bytes) === null ? undefined : 1;
    const lines = bytes.text.split('\n').slice(0, bytes.text.endsWith('\n') ? -1 : undefined);
    for (const line of lines) print(call, `${String(++state.count).padStart(6)}\t${line}\n`);
    return undefined;
  },
  cannotOpen: (name, text) => `can't open '${name}': ${text}`,
});

interface HeadState {
  readonly inputs: readonly string[];
  readonly limit: number;
  readonly bytes: boolean;
  left: number;
  seen: number;
}

/** `-5`, `-n 5`, `-c 1k`. */
function countOption(args: readonly string[]): {
  readonly args: readonly string[];
  readonly count: string | null;
} {
  const short = args.find((word) => /^-[0-9]+$/.test(word));
  return { args: args.filter((word) => word !== short), count: short?.slice(1) ?? null };
}

export function sizeOf(text: string): number | null {
  const match = /^([0-9]+)(b|[kKmMgG]i?B?)?$/.exec(text);
  if (match === null) return null;
  const scales: Readonly<Record<string, number>> = { b: 512, k: 1024, m: 1048576, g: 1073741824 };
  return Number(match[1]) * (scales[(match[2] ?? '').charAt(0).toLowerCase()] ?? 1);
}

export const head = reader<HeadState>({
  begin: (call) => {
    const short = countOption(call.args);
    const { flags, values, rest } = parseOptions(short.args, 'n:c:qv');
    const bytes = flags.has('c');
    const text = (bytes ? values['c'] : (values['n'] ?? short.count)) ?? '10';
    const limit = sizeOf(text);
    if (limit === null) return complain(call, `invalid number '${text}'`);
    return { state: { inputs: rest, limit, bytes, left: limit, seen: 0 }, inputs: rest };
  },
  beginInput: (call, state, name) => {
    if (state.inputs.length > 1) print(call, `${state.seen++ > 0 ? '\n' : ''}==> ${name} <==\n`);
    state.left = state.limit;
  },
  chunk: headChunk,
});

function headChunk(call: Call, state: HeadState, bytes: Bytes): number | undefined {
  if (state.left > 0) {
    const part = state.bytes
      ? splitBytes(bytes, state.left).head
      : { text: firstLines(bytes.text, state.left), zeros: 0 };
    state.left -= state.bytes ? byteLength(part) : part.text.split('\n').length - 1;
    if (writeBytes(call.on, 1, part) !== null) return 1;
  }
  return state.left <= 0 && state.inputs.length <= 1 ? 0 : undefined;
}

function firstLines(text: string, count: number): string {
  let end = -1;
  for (let i = 0; i < count; i++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text;
  }
  return text.slice(0, end + 1);
}

interface WcState {
  readonly columns: readonly ('lines' | 'words' | 'bytes')[];
  readonly several: boolean;
  counts: { lines: number; words: number; bytes: number };
  total: { lines: number; words: number; bytes: number };
  inWord: boolean;
}

const ZERO_COUNTS = { lines: 0, words: 0, bytes: 0 };

export const wc = reader<WcState>({
  begin: (call) => {
    const { flags, rest, unknown } = parseOptions(call.args, 'clwmL');
    if (unknown !== null) return usage(call, 'wc [-cmlwL] [FILE]...', unknown);
    const chosen = (['lines', 'words', 'bytes'] as const).filter(
      (name) =>
        flags.has({ lines: 'l', words: 'w', bytes: 'c' }[name]) || (name === 'bytes' && flags.has('m')),
    );
    const columns = chosen.length === 0 ? (['lines', 'words', 'bytes'] as const) : chosen;
    return {
      state: { columns, several: rest.length > 1, counts: ZERO_COUNTS, total: ZERO_COUNTS, inWord: false },
      inputs: rest,
    };
  },
  chunk: (_call, state, bytes) => {
    const words = bytes.text.split(/\s+/).filter((word) => word !== '').length;
    const continues = state.inWord && /^\S/.test(bytes.text) ? 1 : 0;
    state.inWord = /\S$/.test(bytes.text);
    const { lines, words: before, bytes: size } = state.counts;
    state.counts = {
      lines: lines + bytes.text.split('\n').length - 1,
      words: before + words - continues,
      bytes: size + byteLength(bytes),
    };
    return undefined;
  },
  endInput: (call, state, name) => {
    printCounts(call, state, state.counts, name === '-' && !call.args.includes('-') ? '' : name);
    const { counts, total } = state;
    state.total = {
      lines: total.lines + counts.lines,
      words: total.words + counts.words,
      bytes: total.bytes + counts.bytes,
    };
    state.counts = ZERO_COUNTS;
    state.inWord = false;
    return undefined;
  },
  end: (call, state, failed) => {
    if (state.several) printCounts(call, state, state.total, 'total');
    return failed ? 1 : 0;
  },
});

/** A single column without padding; several are nine wide with a blank between. */
function printCounts(call: Call, state: WcState, counts: WcState['counts'], name: string): void {
  const [only] = state.columns;
  const numbers =
    state.columns.length === 1 && only !== undefined
      ? String(counts[only])
      : state.columns.map((column) => String(counts[column]).padStart(9)).join(' ');
  print(call, `${numbers}${name === '' ? '' : ` ${name}`}\n`);
}

interface SortState {
  readonly flags: readonly string[];
  readonly key: number | null;
  readonly separator: string | null;
  readonly output: string | null;
  lines: string[];
}

export const sort = reader<SortState>({
  begin: (call) => {
    const { flags, values, rest } = parseOptions(call.args, 'nrufbck:t:o:');
    const key = /^([0-9]+)/.exec(values['k'] ?? '')?.[1];
    const letters = /[nrbf]+$/.exec(values['k'] ?? '')?.[0] ?? '';
    return {
      state: {
        flags: [...flags, ...letters],
        key: key === undefined ? null : Number(key),
        separator: values['t'] ?? null,
        output: values['o'] ?? null,
        lines: [],
      },
      inputs: rest,
    };
  },
  line: (_call, state, line) => void state.lines.push(line),
  end: (call, state) => {
    const text = sorted(state)
      .map((line) => `${line}\n`)
      .join('');
    if (state.output === null) print(call, text);
    else writeFileAt(call, state.output, text);
    return 0;
  },
});

function writeFileAt(call: Call, path: string, text: string): void {
  const opened = openPath(call.on, path, FOR_WRITING);
  if (!opened.ok) return void complain(call, `${path}: ${errnoText(opened.error)}`);
  setDescriptor(call.on.process, 101, opened.value);
  writeText(call.on, 101, text);
}

function sorted({ lines, flags, key, separator }: SortState): string[] {
  const keyOf = (line: string): string =>
    key === null
      ? line
      : (separator === null ? line.trim().split(/\s+/) : line.split(separator))
          .slice(key - 1)
          .join(separator ?? ' ');
  const compare = (a: string, b: string): number => {
    const [x, y] = [keyOf(a), keyOf(b)];
    const byKey = flags.includes('n')
      ? leadingNumber(x) - leadingNumber(y)
      : flags.includes('f')
        ? compareStrings(x.toUpperCase(), y.toUpperCase())
        : compareStrings(x, y);
    const order = byKey !== 0 || flags.includes('u') ? byKey : compareStrings(a, b);
    return flags.includes('r') ? -order : order;
  };
  const ordered = [...lines].sort(compare);
  return flags.includes('u')
    ? ordered.filter((line, index) => index === 0 || compare(ordered[index - 1] ?? '', line) !== 0)
    : ordered;
}

function leadingNumber(text: string): number {
  return Number(/^\s*(-?[0-9]*\.?[0-9]*)/.exec(text)?.[1] ?? '0') || 0;
}

interface UniqState {
  readonly flags: readonly string[];
  last: string | null;
  count: number;
}

export const uniq = reader<UniqState>({
  begin: (call) => {
    const { flags, rest } = parseOptions(call.args, 'cdui');
    return { state: { flags: [...flags], last: null, count: 0 }, inputs: rest.slice(0, 1) };
  },
  line: (call, state, line) => {
    const same =
      state.last !== null &&
      (state.flags.includes('i') ? state.last.toUpperCase() === line.toUpperCase() : state.last === line);
    if (!same) {
      flushUniq(call, state);
      state.last = line;
      state.count = 0;
    }
    state.count += 1;
    return undefined;
  },
  end: (call, state) => (flushUniq(call, state), 0),
});

function flushUniq(call: Call, { flags, last, count }: UniqState): void {
  if (last === null || (flags.includes('d') && count < 2) || (flags.includes('u') && count > 1)) return;
  print(call, `${flags.includes('c') ? `${String(count).padStart(7)} ` : ''}${last}\n`);
}

interface CutState {
  readonly ranges: readonly (readonly [number, number])[];
  readonly delimiter: string | null;
  readonly onlyDelimited: boolean;
}

export const cut = reader<CutState>({
  begin: (call) => {
    const { flags, values, rest } = parseOptions(call.args, 'd:f:c:b:sn');
    const list = values['f'] ?? values['c'] ?? values['b'];
    if (list === undefined) return complain(call, 'expected a list of bytes, characters, or fields');
    return {
      state: {
        ranges: rangesOf(list),
        delimiter: flags.has('f') ? (values['d'] ?? '\t') : null,
        onlyDelimited: flags.has('s'),
      },
      inputs: rest,
    };
  },
  line: (call, { ranges, delimiter, onlyDelimited }, line) => {
    if (delimiter !== null && !line.includes(delimiter)) {
      if (!onlyDelimited || line === '') print(call, `${line}\n`);
      return undefined;
    }
    const parts = delimiter === null ? [...line] : line.split(delimiter);
    const kept = parts.filter((_part, index) =>
      ranges.some(([from, to]) => index + 1 >= from && index + 1 <= to),
    );
    print(call, `${kept.join(delimiter ?? '')}\n`);
    return undefined;
  },
  cannotOpen: (name, text) => `${name}: ${text}`,
});

function rangesOf(list: string): (readonly [number, number])[] {
  return list.split(',').map((range) => {
    const [from = '', to] = range.split('-');
    const start = from === '' ? 1 : Number(from);
    return [start, to === undefined ? start : to === '' ? Number.MAX_SAFE_INTEGER : Number(to)];
  });
}

export const tee = reader<{ readonly count: number }>({
  begin: (call) => {
    const { flags, rest } = parseOptions(call.args, 'ai');
    rest.forEach((path, index) => {
      const opened = openPath(call.on, path, flags.has('a') ? FOR_APPENDING : FOR_WRITING);
      if (opened.ok) setDescriptor(call.on.process, 110 + index, opened.value);
      else complain(call, `${path}: ${errnoText(opened.error)}`);
    });
    return { state: { count: rest.length }, inputs: [] };
  },
  chunk: (call, { count }, bytes) => {
    for (let index = 0; index < count; index++) writeBytes(call.on, 110 + index, bytes);
    writeBytes(call.on, 1, bytes);
    return undefined;
  },
});

export const nl = reader<{ count: number }>({
  begin: (call) => ({ state: { count: 0 }, inputs: parseOptions(call.args, 'b:w:').rest }),
  line: (call, state, line) => (
    print(call, line === '' ? '       \n' : `${String(++state.count).padStart(6)}\t${line}\n`),
    undefined
  ),
});

export const rev = reader<null>({
  begin: (call) => ({ state: null, inputs: call.args }),
  line: (call, _state, line) => (print(call, `${[...line].reverse().join('')}\n`), undefined),
});

export const tac = reader<{ lines: string[] }>({
  begin: (call) => ({ state: { lines: [] }, inputs: call.args }),
  line: (_call, state, line) => void state.lines.push(line),
  end: (call, state) => (
    print(
      call,
      state.lines
        .reverse()
        .map((line) => `${line}\n`)
        .join(''),
    ),
    0
  ),
});
