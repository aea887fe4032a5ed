/** sed: s, y, d, p, q, a, i, c, = with addresses, ! and ranges; -n, -e, -E, -i. **Simplified:** no hold space, no branches. */
import { bytesOf } from '../../filesystem/bytes.ts';
import { writeFile } from '../../filesystem/file-operations.ts';
import { pathOf, viewOf } from '../descriptors.ts';
import type { Call } from '../simple.ts';
import { complain, parseOptions, print, reader, usage } from '../simple.ts';
import { posixRegex } from '../text/regex.ts';

type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'regex'; readonly source: string };

interface SedCommand {
  readonly from: Address | null;
  readonly to: Address | null;
  readonly negated: boolean;
  readonly name: string;
  readonly text: string;
  readonly source: string;
  readonly flags: string;
  /** Inside the range from `from` to `to`. */
  active: boolean;
}

interface SedState {
  readonly commands: SedCommand[];
  readonly silent: boolean;
  readonly inPlace: boolean;
  lineNumber: number;
  /** The line is kept back until it is known whether it is the last one. */
  held: { readonly line: string; readonly complete: boolean } | null;
  output: string;
}

export const sed = reader<SedState>({
  begin: (call) => {
    const { flags, values, rest } = parseOptions(call.args, 'ne:f:rEis', {
      'in-place': 'i',
      'regexp-extended': 'E',
    });
    const inputs = values['e'] === undefined ? rest.slice(1) : rest;
    const script = values['e'] ?? rest[0];
    if (script === undefined) return usage(call, 'sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...');
    const commands = parseScript(script, flags.has('E') || flags.has('r'));
    if (typeof commands === 'string') return complain(call, commands);
    return {
      state: {
        commands,
        silent: flags.has('n'),
        inPlace: flags.has('i'),
        lineNumber: 0,
        held: null,
        output: '',
      },
      inputs,
    };
  },
  line: (call, state, line, complete) => {
    const code = flush(call, state, false);
    state.held = { line, complete };
    return code;
  },
  endInput: (call, state, name) => {
    if (!state.inPlace) return undefined;
    flush(call, state, true);
    writeFile(viewOf(call.on), pathOf(call.on, name), bytesOf(state.output));
    state.output = '';
    state.lineNumber = 0;
    return undefined;
  },
  end: (call, state, failed) => flush(call, state, true) ?? (failed ? 1 : 0),
});

function flush(call: Call, state: SedState, last: boolean): number | undefined {
  const { held } = state;
  if (held === null) return undefined;
  state.held = null;
  state.lineNumber += 1;
  return edit(call, state, held.line, last, held.complete || !last);
}

function out(call: Call, state: SedState, text: string): void {
  if (state.inPlace) state.output += text;
  else print(call, text);
}

function edit(
  call: Call,
  state: SedState,
  original: string,
  last: boolean,
  complete: boolean,
): number | undefined {
  let space = original;
  let after = '';
  let quit = false;
  const end = complete ? '\n' : '';
  for (const command of state.commands) {
    if (!selects(command, state, space, last)) continue;
    switch (command.name) {
      case 'd':
        return undefined;
      case 'c':
        out(call, state, `${command.text}\n`);
        return;
      case 'p':
        out(call, state, `${space}\n`);
        break;
      case '=':
        out(call, state, `${state.lineNumber}\n`);
        break;
      case 'i':
        out(call, state, `${command.text}\n`);
        break;
      case 'a':
        after += `${command.text}\n`;
        break;
      case 's':
        space = substitute(call, state, command, space);
        break;
      case 'y':
        space = [...space].map((unit) => command.text[command.source.indexOf(unit)] ?? unit).join('');
        break;
      default:
        quit = true;
    }
    if (quit) break;
  }
  if (!state.silent) out(call, state, space + (after === '' ? end : '\n'));
  out(call, state, after);
  return quit ? 0 : undefined;
}

function substitute(call: Call, state: SedState, command: SedCommand, space: string): string {
  const nth = Number(/[0-9]+/.exec(command.flags)?.[0] ?? '1');
  const all = command.flags.includes('g');
  let count = 0;
  let changed = false;
  const result = space.replace(
    new RegExp(command.source, command.flags.toLowerCase().includes('i') ? 'gi' : 'g'),
    (...match: unknown[]) => {
      const groups = match.filter(
        (part): part is string | undefined => typeof part === 'string' || part === undefined,
      );
      count += 1;
      if (count < nth || (count > nth && !all)) return groups[0] ?? '';
      changed = true;
      return command.text.replace(/\\([0-9&n\\/])|&/g, (whole, escaped?: string) => {
        if (whole === '&') return groups[0] ?? '';
        if (escaped === 'n') return '\n';
        return /[0-9]/.test(escaped ?? '') ? (groups[Number(escaped)] ?? '') : (escaped ?? '');
      });
    },
  );
  if (changed && command.flags.includes('p')) out(call, state, `${result}\n`);
  return result;
}

function selects(command: SedCommand, state: SedState, space: string, last: boolean): boolean {
  const hit = (address: Address): boolean =>
    address.kind === 'line'
      ? address.line === state.lineNumber
      : address.kind === 'last'
        ? last
        : new RegExp(address.source).test(space);
  return inRange(command, state, hit) !== command.negated;
}

function inRange(command: SedCommand, state: SedState, hit: (address: Address) => boolean): boolean {
  const { from, to } = command;
  if (from === null) return true;
  if (to === null) return hit(from);
  if (command.active) {
    command.active = !(hit(to) || (to.kind === 'line' && to.line <= state.lineNumber));
    return true;
  }
  if (!hit(from)) return false;
  command.active = !(to.kind === 'line' && to.line <= state.lineNumber);
  return true;
}

/** The commands of a script, or a complaint. */
function parseScript(script: string, extended: boolean): SedCommand[] | string {
  const commands: SedCommand[] = [];
  let rest = script.trimStart();
  while (rest !== '') {
    const parsed = parseCommand(rest, extended);
    if (typeof parsed === 'string') return parsed;
    if (parsed.command !== null) commands.push(parsed.command);
    rest = parsed.rest.replace(/^[\s;}]+/, '');
  }
  return commands;
}

function parseCommand(
  text: string,
  extended: boolean,
): { readonly command: SedCommand | null; readonly rest: string } | string {
  if (text.startsWith('#')) return { command: null, rest: text.replace(/^[^\n]*/, '') };
  const from = parseAddress(text, extended);
  const second = from.rest.startsWith(',')
    ? parseAddress(from.rest.slice(1), extended)
    : { address: null, rest: from.rest };
  const mark = /^\s*(!?)\s*\{?\s*([a-z=])/i.exec(second.rest);
  if (mark === null) return 'missing command';
  const name = mark[2] ?? '';
  const body = second.rest.slice(mark[0].length);
  const base = {
    from: from.address,
    to: second.address,
    negated: mark[1] === '!',
    name,
    text: '',
    source: '',
    flags: '',
    active: false,
  };
  if (name === 's' || name === 'y') return parseSubstitution(base, body, extended);
  if ('aic'.includes(name))
    return {
      command: { ...base, text: body.replace(/^\s*\\?\n?\s*/, '').split('\n')[0] ?? '' },
      rest: body.split('\n').slice(1).join('\n'),
    };
  return 'dpq='.includes(name) ? { command: base, rest: body } : `unsupported command ${name}`;
}

function parseAddress(
  text: string,
  extended: boolean,
): { readonly address: Address | null; readonly rest: string } {
  const line = /^[0-9]+/.exec(text)?.[0];
  if (line !== undefined)
    return { address: { kind: 'line', line: Number(line) }, rest: text.slice(line.length) };
  if (text.startsWith('$')) return { address: { kind: 'last' }, rest: text.slice(1) };
  const regex = /^\/((?:[^/\\]|\\[\s\S])*)\//.exec(text);
  if (regex === null) return { address: null, rest: text };
  return {
    address: { kind: 'regex', source: sourceOf(regex[1] ?? '', extended) },
    rest: text.slice(regex[0].length),
  };
}

function sourceOf(pattern: string, extended: boolean): string {
  const regex = posixRegex(pattern.replaceAll('\\/', '/'), extended);
  return regex.ok ? regex.value.source : '(?!)';
}

function parseSubstitution(
  base: SedCommand,
  body: string,
  extended: boolean,
): { readonly command: SedCommand; readonly rest: string } | string {
  const mark = body.charAt(0);
  const parts: string[] = [''];
  let at = 1;
  for (; at < body.length && parts.length < 3; at++) {
    const unit = body.charAt(at);
    if (unit === mark) parts.push('');
    else if (unit === '\\' && body.charAt(at + 1) === mark) parts[parts.length - 1] += body.charAt(++at);
    else if (unit === '\\') parts[parts.length - 1] += unit + body.charAt(++at);
    else parts[parts.length - 1] += unit;
  }
  const [source = '', text = '', tail] = parts;
  if (tail === undefined) return `unmatched '${mark}'`;
  const flags = /^[0-9gipIw]*/.exec(body.slice(at))?.[0] ?? '';
  const rest = body.slice(at + flags.length);
  return {
    command: { ...base, source: base.name === 'y' ? source : sourceOf(source, extended), text, flags },
    rest,
  };
}
