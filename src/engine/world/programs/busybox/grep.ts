/** grep, egrep and fgrep: lines that match a pattern, with busybox's options and exit statuses. */
import type { Call } from '../simple.ts';
import { complain, parseOptions, print, reader, usage } from '../simple.ts';
import { readFile } from '../../filesystem/file-operations.ts';
import { pathOf, viewOf } from '../descriptors.ts';
import { escapeRegex, posixRegex } from '../text/regex.ts';
import { filesBelow } from './walk.ts';

interface GrepState {
  readonly source: string;
  readonly regexFlags: string;
  readonly flags: readonly string[];
  readonly limit: number;
  readonly after: number;
  readonly before: number;
  readonly named: boolean;
  count: number;
  found: boolean;
  lineNumber: number;
  trailing: number;
  earlier: string[];
  current: string;
}

export const grep = reader<GrepState>({
  begin,
  beginInput: (_call, state, name) => {
    state.count = 0;
    state.lineNumber = 0;
    state.current = name === '-' ? '(standard input)' : name;
  },
  line,
  endInput: (call, state) => {
    const prefix = state.named ? `${state.current}:` : '';
    if (state.flags.includes('c')) print(call, `${prefix}${state.count}\n`);
    if (state.flags.includes('l') && state.count > 0) print(call, `${state.current}\n`);
    if (state.flags.includes('L') && state.count === 0) print(call, `${state.current}\n`);
    return undefined;
  },
  end: (_call, state, failed) => (state.found && !failed ? 0 : failed ? 2 : 1),
  cannotOpen: (name, text) => `${name}: ${text}`,
});

function begin(call: Call): ReturnType<Parameters<typeof reader<GrepState>>[0]['begin']> {
  const parsed = parseOptions(call.args, 'EFGHLchilnoqrRsvwxe:f:m:A:B:C:a', {
    color: 'a',
    quiet: 'q',
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'ignore-case': 'i',
    count: 'c',
  });
  const { flags, values } = parsed;
  if (parsed.unknown !== null)
    return (
      usage(
        call,
        'grep [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...',
        parsed.unknown,
      ) + 1
    );
  const rest = [...parsed.rest];
  const pattern = values['e'] ?? patternFile(call, values['f']) ?? rest.shift();
  if (pattern === undefined)
    return (
      usage(
        call,
        'grep [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...',
      ) + 1
    );
  const source = sourceOf(call, pattern, flags);
  if (source === null) return complain(call, `bad regex '${pattern}'`) + 1;
  const recursive = flags.has('r') || flags.has('R');
  const inputs = recursive
    ? (rest.length === 0 ? ['.'] : rest).flatMap((path) => filesBelow(call.on, path))
    : rest;
  const around = Number(values['C'] ?? '0');
  return {
    state: {
      source,
      regexFlags: flags.has('i') ? 'i' : '',
      flags: [...flags],
      limit: Number(values['m'] ?? Number.MAX_SAFE_INTEGER),
      after: Number(values['A'] ?? around),
      before: Number(values['B'] ?? around),
      named: (inputs.length > 1 || flags.has('H') || recursive) && !flags.has('h'),
      count: 0,
      found: false,
      lineNumber: 0,
      trailing: 0,
      earlier: [],
      current: '',
    },
    inputs: recursive && inputs.length === 0 ? ['/dev/null'] : inputs,
  };
}

function patternFile(call: Call, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const content = readFile(viewOf(call.on), pathOf(call.on, path));
  return content.ok ? content.value.text.replace(/\n$/, '') : undefined;
}

/** The JavaScript source of the patterns, one a line. */
function sourceOf(call: Call, pattern: string, flags: ReadonlySet<string>): string | null {
  const fixed = flags.has('F') || call.name === 'fgrep';
  const extended = flags.has('E') || call.name === 'egrep';
  const sources: string[] = [];
  for (const one of pattern.split('\n')) {
    const regex = fixed
      ? { ok: true as const, value: { source: escapeRegex(one) } }
      : posixRegex(one, extended);
    if (!regex.ok) return null;
    sources.push(one === '' ? '' : regex.value.source);
  }
  const joined = `(?:${sources.join('|')})`;
  if (flags.has('x')) return `^${joined}$`;
  return flags.has('w') ? `(?<!\\w)${joined}(?!\\w)` : joined;
}

function line(call: Call, state: GrepState, text: string): number | undefined {
  state.lineNumber += 1;
  const regex = new RegExp(state.source, state.regexFlags);
  const selected = regex.test(text) !== state.flags.includes('v');
  const quiet = ['q', 'c', 'l', 'L'].some((flag) => state.flags.includes(flag));
  if (!selected) return context(call, state, text, quiet);
  state.found = true;
  state.count += 1;
  if (state.flags.includes('q')) return 0;
  if (!quiet) printSelected(call, state, text);
  return state.count >= state.limit && !state.flags.includes('c') ? 0 : undefined;
}

function context(call: Call, state: GrepState, text: string, quiet: boolean): undefined {
  if (quiet) return;
  if (state.trailing > 0) {
    state.trailing -= 1;
    print(call, `${prefixOf(state, '-')}${text}\n`);
  } else if (state.before > 0) state.earlier = [...state.earlier, text].slice(-state.before);
}

function printSelected(call: Call, state: GrepState, text: string): void {
  for (const earlier of state.earlier) print(call, `${earlier}\n`);
  state.earlier = [];
  state.trailing = state.after;
  if (!state.flags.includes('o')) return print(call, `${prefixOf(state, ':')}${text}\n`);
  for (const match of text.matchAll(new RegExp(state.source, `${state.regexFlags}g`))) {
    if (match[0] !== '') print(call, `${prefixOf(state, ':')}${match[0]}\n`);
  }
}

function prefixOf(state: GrepState, mark: string): string {
  return `${state.named ? `${state.current}${mark}` : ''}${state.flags.includes('n') ? `${state.lineNumber}${mark}` : ''}`;
}
