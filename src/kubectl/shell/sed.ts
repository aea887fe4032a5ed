/** The stream editor: `s`, `d` and `p` with addresses, as used round manifests. */
import { pattern } from './text-tools.ts';
import { readAll } from './program.ts';
import type { Program } from './program.ts';

interface Address {
  readonly line?: number;
  readonly last?: true;
  readonly matches?: RegExp;
}

interface Step {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly act: 'd' | 'p' | 's' | 'q';
  readonly search?: RegExp;
  readonly replacement?: string;
}

export const sed: Program = async (argv, io) => {
  const options = { quiet: false, inPlace: false, extended: false };
  const scripts: string[] = [];
  const words: string[] = [];
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '-n') options.quiet = true;
    else if (word === '-i') options.inPlace = true;
    else if (word === '-E' || word === '-r') options.extended = true;
    else if (word === '-e') scripts.push(argv[++i] ?? '');
    else words.push(word);
  }
  if (scripts.length === 0) scripts.push(words.shift() ?? '');
  const steps = scripts.flatMap((script) => parseScript(script, options.extended) ?? []);
  if (steps.length === 0 || scripts.some((script) => parseScript(script, options.extended) === undefined)) {
    io.stderr.push(`sed: -e expression #1, char ${scripts[0]?.length ?? 0}: unknown command\n`);
    return 1;
  }
  const texts: string[] = [];
  for (const path of words) {
    const text = io.files.read(path);
    if (text === undefined) {
      io.stderr.push(`sed: can't read ${path}: No such file or directory\n`);
      return 2;
    }
    if (options.inPlace) io.files.write(path, edited(text, steps, options.quiet));
    else texts.push(text);
  }
  if (words.length === 0) texts.push(await readAll(io.stdin));
  if (!options.inPlace) io.stdout.push(edited(texts.join(''), steps, options.quiet));
  return 0;
};

function parseScript(script: string, extended: boolean): readonly Step[] | undefined {
  const steps: Step[] = [];
  let rest = script.trim();
  while (rest !== '') {
    const read = parseStep(rest, extended);
    if (read === undefined) return undefined;
    steps.push(read.step);
    rest = read.rest.replace(/^[\s;]+/, '');
  }
  return steps;
}

function parseStep(
  text: string,
  extended: boolean,
): { readonly step: Step; readonly rest: string } | undefined {
  const from = parseAddress(text, extended);
  let rest = from.rest;
  let to: ReturnType<typeof parseAddress> | undefined;
  if (rest.startsWith(',')) {
    to = parseAddress(rest.slice(1), extended);
    rest = to.rest;
  }
  rest = rest.trimStart();
  const act = rest.charAt(0);
  const where = { from: from.address, to: to?.address };
  if (act === 'd' || act === 'p' || act === 'q') return { step: { ...where, act }, rest: rest.slice(1) };
  if (act !== 's') return undefined;
  const parts = delimited(rest.slice(1));
  if (parts === undefined) return undefined;
  const flags = /^[gip\d]*/.exec(parts.rest)?.[0] ?? '';
  const search = new RegExp(
    pattern(parts.first, extended),
    (flags.includes('g') ? 'g' : '') + (flags.includes('i') ? 'i' : ''),
  );
  return {
    step: { ...where, act, search, replacement: parts.second },
    rest: parts.rest.slice(flags.length),
  };
}

function parseAddress(
  text: string,
  extended: boolean,
): { readonly address: Address | undefined; readonly rest: string } {
  const number = /^\d+/.exec(text)?.[0];
  if (number !== undefined) return { address: { line: Number(number) }, rest: text.slice(number.length) };
  if (text.startsWith('$')) return { address: { last: true }, rest: text.slice(1).trimStart() };
  const match = /^\/((?:\\.|[^/\\])*)\//.exec(text);
  if (match === null) return { address: undefined, rest: text };
  return {
    address: { matches: new RegExp(pattern(match[1] ?? '', extended)) },
    rest: text.slice(match[0].length),
  };
}

function delimited(
  text: string,
): { readonly first: string; readonly second: string; readonly rest: string } | undefined {
  const mark = text.charAt(0);
  const parts: string[] = [''];
  let i = 1;
  for (; i < text.length && parts.length < 3; i++) {
    const letter = text.charAt(i);
    if (letter === '\\' && text.charAt(i + 1) === mark) parts[parts.length - 1] += text.charAt(++i);
    else if (letter === '\\') parts[parts.length - 1] += letter + text.charAt(++i);
    else if (letter === mark) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  const [first, second] = parts;
  return parts.length < 3 || first === undefined || second === undefined
    ? undefined
    : { first, second, rest: text.slice(i) };
}

function edited(text: string, steps: readonly Step[], quiet: boolean): string {
  const endsOpen = text !== '' && !text.endsWith('\n');
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const inRange = steps.map(() => false);
  const out: string[] = [];
  for (const [index, original] of lines.entries()) {
    let line = original;
    let isGone = false;
    let isOver = false;
    for (const [number, step] of steps.entries()) {
      if (isGone || !applies(step, number, inRange, line, index, lines.length)) continue;
      if (step.act === 'd') isGone = true;
      else if (step.act === 'p') out.push(line);
      else if (step.act === 'q') isOver = true;
      else line = substituted(line, step);
    }
    if (!quiet && !isGone) out.push(line);
    if (isOver) break;
  }
  return out.length === 0 ? '' : `${out.join('\n')}${endsOpen ? '' : '\n'}`;
}

function substituted(line: string, { search, replacement = '' }: Step): string {
  if (search === undefined) return line;
  return line.replace(search, (...found: unknown[]) => {
    const groups = found.filter((one) => typeof one === 'string' || one === undefined) as (
      string | undefined
    )[];
    return replacement.replace(/\\(\d)|\\n|\\(.)|&/g, (mark: string, digit?: string, letter?: string) => {
      if (digit !== undefined) return groups[Number(digit)] ?? '';
      if (mark === '\\n') return '\n';
      return letter ?? groups[0] ?? '';
    });
  });
}

function hits(address: Address, line: string, index: number, count: number): boolean {
  if (address.last === true) return index === count - 1;
  if (address.line !== undefined) return index === address.line - 1;
  return address.matches?.test(line) === true;
}

function applies(
  { from, to }: Step,
  number: number,
  inRange: boolean[],
  line: string,
  index: number,
  count: number,
): boolean {
  if (from === undefined) return true;
  if (to === undefined) return hits(from, line, index, count);
  if (inRange[number] === true) {
    if (hits(to, line, index, count)) inRange[number] = false;
    return true;
  }
  if (!hits(from, line, index, count)) return false;
  inRange[number] = !(to.line !== undefined && to.line <= index + 1);
  return true;
}
