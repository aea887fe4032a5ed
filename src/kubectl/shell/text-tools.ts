/** The programs people put behind a pipe, with the options they use. */
import { compareStrings } from '../../base/compare.ts';
import { linesOf, readAll, textSource } from './program.ts';
import type { Program, ProgramIo, Programs, Source } from './program.ts';

interface Options {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

/** `valued`: letters that take a value. `-5` counts as `-n 5`. */
function readOptions(argv: readonly string[], valued: string): Options {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const words: string[] = [];
  const put = (name: string, value: string): void =>
    void values.set(name, [...(values.get(name) ?? []), value]);
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') {
      words.push(...argv.slice(i + 1));
      break;
    }
    if (/^-\d+$/.test(word)) put('n', word.slice(1));
    else if (word.startsWith('--')) flags.add(word.slice(2));
    else if (/^-[A-Za-z]/.test(word)) {
      for (let at = 1; at < word.length; at++) {
        const letter = word.charAt(at);
        if (!valued.includes(letter)) flags.add(letter);
        else {
          put(letter, at + 1 < word.length ? word.slice(at + 1) : (argv[++i] ?? ''));
          break;
        }
      }
    } else words.push(word);
  }
  return { flags, values, words };
}

/** The named files one after the other, or stdin. Undefined when one is missing, which has been told. */
function inputOf(name: string, paths: readonly string[], io: ProgramIo): Source | undefined {
  if (paths.length === 0) return io.stdin;
  const texts: string[] = [];
  for (const path of paths) {
    const text = io.files.read(path);
    if (text === undefined) {
      io.stderr.push(`${name}: ${path}: No such file or directory\n`);
      return undefined;
    }
    texts.push(text);
  }
  return textSource(texts.join(''));
}

const cat: Program = async (argv, io) => {
  const source = inputOf('cat', readOptions(argv, '').words, io);
  if (source === undefined) return 1;
  for (;;) {
    const piece = await source.next();
    if (piece === undefined) return 0;
    io.stdout.push(piece);
  }
};

/** A basic regular expression of POSIX in the words of this language; `extended` for `-E`. */
export function pattern(text: string, extended: boolean, fixed = false): string {
  if (fixed) return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const classes = text
    .replace(/\[\[:space:\]\]/g, '\\s')
    .replace(/\[\[:digit:\]\]/g, '\\d')
    .replace(/\[\[:alpha:\]\]/g, '[A-Za-z]')
    .replace(/\[\[:alnum:\]\]/g, '[A-Za-z0-9]');
  if (extended) return classes;
  return classes.replace(/\\([+?(){}|])|([+?(){}|])/g, (_, special?: string, plain?: string) =>
    special === undefined ? `\\${plain ?? ''}` : special,
  );
}

const grep: Program = async (argv, io) => {
  const { flags, values, words } = readOptions(argv, 'eABCm');
  const given = values.get('e') ?? words.slice(0, 1);
  const paths = values.has('e') ? words : words.slice(1);
  if (given.length === 0) {
    io.stderr.push('Usage: grep [OPTION]... PATTERNS [FILE]...\n');
    return 2;
  }
  const extended = flags.has('E') || flags.has('P') || argv[0] === 'egrep';
  const parts = given.map((one) => `(?:${pattern(one, extended, flags.has('F'))})`).join('|');
  const whole = flags.has('x') ? `^(?:${parts})$` : flags.has('w') ? `\\b(?:${parts})\\b` : parts;
  let wanted: RegExp;
  try {
    wanted = new RegExp(whole, flags.has('i') ? 'i' : '');
  } catch {
    io.stderr.push('grep: invalid regular expression\n');
    return 2;
  }
  const source = inputOf('grep', paths, io);
  if (source === undefined) return 2;
  const count = (letter: string): number =>
    Number(values.get(letter)?.at(-1) ?? values.get('C')?.at(-1) ?? 0);
  return grepLines(source, io, {
    wanted,
    inverted: flags.has('v'),
    quiet: flags.has('q'),
    counts: flags.has('c'),
    only: flags.has('o'),
    numbered: flags.has('n'),
    before: count('B'),
    after: count('A'),
    max: values.has('m') ? Number(values.get('m')?.at(-1)) : Number.POSITIVE_INFINITY,
  });
};

interface GrepWish {
  readonly wanted: RegExp;
  readonly inverted: boolean;
  readonly quiet: boolean;
  readonly counts: boolean;
  readonly only: boolean;
  readonly numbered: boolean;
  readonly before: number;
  readonly after: number;
  readonly max: number;
}

async function grepLines(source: Source, io: ProgramIo, wish: GrepWish): Promise<number> {
  let found = 0;
  let number = 0;
  let trailing = 0;
  let earlier: string[] = [];
  const write = (line: string, sign: string): void =>
    io.stdout.push(`${wish.numbered ? `${number}${sign}` : ''}${line}\n`);
  for await (const line of linesOf(source)) {
    number += 1;
    const match = wish.wanted.exec(line);
    if ((match === null) === !wish.inverted) {
      if (trailing > 0 && !wish.counts && !wish.quiet) write(line, '-');
      else earlier = [...earlier, line].slice(-wish.before || earlier.length + 1);
      if (wish.before === 0) earlier = [];
      trailing = Math.max(0, trailing - 1);
      continue;
    }
    found += 1;
    if (wish.quiet) return 0;
    if (!wish.counts) {
      for (const one of earlier) io.stdout.push(`${one}\n`);
      write(wish.only && match !== null ? match[0] : line, ':');
    }
    earlier = [];
    trailing = wish.after;
    if (found >= wish.max) break;
  }
  if (wish.counts) io.stdout.push(`${found}\n`);
  return found > 0 ? 0 : 1;
}

const head: Program = async (argv, io) => {
  const { values, words } = readOptions(argv, 'nc');
  const source = inputOf('head', words, io);
  if (source === undefined) return 1;
  if (values.has('c')) {
    io.stdout.push((await readAll(source)).slice(0, Number(values.get('c')?.at(-1))));
    return 0;
  }
  const max = Number(values.get('n')?.at(-1) ?? '10');
  if (max < 0) {
    const lines = (await readAll(source)).split(/(?<=\n)/);
    io.stdout.push(lines.slice(0, max).join(''));
    return 0;
  }
  let left = max;
  if (left === 0) return 0;
  for await (const line of linesOf(source)) {
    io.stdout.push(`${line}\n`);
    left -= 1;
    if (left === 0) break;
  }
  return 0;
};

const tail: Program = async (argv, io) => {
  const { values, words } = readOptions(argv, 'nc');
  const source = inputOf('tail', words, io);
  if (source === undefined) return 1;
  const text = await readAll(source);
  const wanted = values.get('n')?.at(-1) ?? '10';
  const lines = text.split(/(?<=\n)/);
  if (wanted.startsWith('+')) io.stdout.push(lines.slice(Number(wanted) - 1).join(''));
  else if (Number(wanted) > 0) io.stdout.push(lines.slice(-Number(wanted)).join(''));
  return 0;
};

const wc: Program = async (argv, io) => {
  const { flags, words } = readOptions(argv, '');
  const source = inputOf('wc', words, io);
  if (source === undefined) return 1;
  const text = await readAll(source);
  const counts = {
    l: text.split('\n').length - 1,
    w: text.split(/\s+/).filter((word) => word !== '').length,
    c: text.length,
  };
  const shown = (['l', 'w', 'c'] as const).filter((letter) => flags.size === 0 || flags.has(letter));
  const numbers = shown.map((letter) => String(counts[letter]));
  const columns = shown.length === 1 ? numbers : numbers.map((one) => one.padStart(7));
  io.stdout.push(`${[...columns, ...words].join(' ')}\n`);
  return 0;
};

const sort: Program = async (argv, io) => {
  const { flags, values, words } = readOptions(argv, 'kt');
  const source = inputOf('sort', words, io);
  if (source === undefined) return 1;
  const field = Number.parseInt(values.get('k')?.at(-1) ?? '0', 10);
  const separator = values.get('t')?.at(-1);
  const keyOf = (line: string): string =>
    field < 1 ? line : (line.split(separator ?? /(?<=\S)\s+/)[field - 1] ?? '').trim();
  const isNumeric = flags.has('n') || /n/.test(values.get('k')?.at(-1) ?? '');
  const numberOf = (line: string): number => Number.parseFloat(keyOf(line)) || 0;
  const lines = (await readAll(source)).replace(/\n$/, '').split('\n');
  const sorted = lines.sort((a, b) =>
    isNumeric ? numberOf(a) - numberOf(b) || compareStrings(a, b) : compareStrings(keyOf(a), keyOf(b)),
  );
  if (flags.has('r')) sorted.reverse();
  const all = flags.has('u') ? sorted.filter((line, i) => line !== sorted[i - 1]) : sorted;
  if (all.length > 1 || all[0] !== '') io.stdout.push(`${all.join('\n')}\n`);
  return 0;
};

const uniq: Program = async (argv, io) => {
  const { flags, words } = readOptions(argv, '');
  const source = inputOf('uniq', words, io);
  if (source === undefined) return 1;
  let last: string | undefined;
  let count = 0;
  const write = (): void => {
    if (last !== undefined)
      io.stdout.push(`${flags.has('c') ? `${String(count).padStart(7)} ` : ''}${last}\n`);
  };
  for await (const line of linesOf(source)) {
    if (line === last) count += 1;
    else {
      write();
      last = line;
      count = 1;
    }
  }
  write();
  return 0;
};

const cut: Program = async (argv, io) => {
  const { values, words } = readOptions(argv, 'dfc');
  const source = inputOf('cut', words, io);
  if (source === undefined) return 1;
  const separator = values.get('d')?.at(-1) ?? '\t';
  const list = values.get('f')?.at(-1) ?? values.get('c')?.at(-1) ?? '';
  const isWanted = ranges(list);
  for await (const line of linesOf(source)) {
    if (values.has('c')) io.stdout.push(`${[...line].filter((_, i) => isWanted(i + 1)).join('')}\n`);
    else if (line.includes(separator))
      io.stdout.push(
        `${line
          .split(separator)
          .filter((_, i) => isWanted(i + 1))
          .join(separator)}\n`,
      );
    else io.stdout.push(`${line}\n`);
  }
  return 0;
};

/** `1,3-5,7-`. */
function ranges(list: string): (number: number) => boolean {
  const parts = list.split(',').map((part) => {
    const [from = '', to] = part.split('-');
    return { from: Number(from || '1'), to: to === undefined ? Number(from) : Number(to || 'Infinity') };
  });
  return (number) => parts.some(({ from, to }) => number >= from && number <= to);
}

const tr: Program = async (argv, io) => {
  const { flags, words } = readOptions(argv, '');
  const set = (text: string): string[] => [
    ...text
      .replace(/\\n/g, '\n')
      .replace(/\\t/g, '\t')
      .replace(/(.)-(.)/g, (_, a: string, b: string) => {
        const [from, to] = [a.codePointAt(0) ?? 0, b.codePointAt(0) ?? 0];
        return Array.from({ length: Math.max(0, to - from + 1) }, (__, i) =>
          String.fromCodePoint(from + i),
        ).join('');
      }),
  ];
  const [from, to] = [set(words[0] ?? ''), set(words[1] ?? '')];
  const text = await readAll(io.stdin);
  const changed = [...text].map((letter) => {
    const at = from.indexOf(letter);
    if (at < 0) return letter;
    return flags.has('d') ? '' : (to[at] ?? to.at(-1) ?? letter);
  });
  const squeezed = flags.has('s')
    ? changed.filter(
        (letter, i) => letter !== changed[i - 1] || !(to.length > 0 ? to : from).includes(letter),
      )
    : changed;
  io.stdout.push(squeezed.join(''));
  return 0;
};

const awk: Program = async (argv, io) => {
  const { values, words } = readOptions(argv, 'F');
  const program = /^(?:(NR\s*(?:==|>|!=)\s*\d+)|\/([^/]*)\/)?\s*\{\s*print\s*([^}]*)\}$/.exec(
    (words[0] ?? '').trim(),
  );
  if (program === null) {
    io.stderr.push('awk: this one prints fields only: {print $1, $3}\n');
    return 2;
  }
  const source = inputOf('awk', words.slice(1), io);
  if (source === undefined) return 2;
  const [, rowTest, wanted, list = ''] = program;
  const separator = values.get('F')?.at(-1);
  let row = 0;
  for await (const line of linesOf(source)) {
    row += 1;
    const cells = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
    if (rowTest !== undefined && !rowMatches(rowTest, row)) continue;
    if (wanted !== undefined && !new RegExp(wanted).test(line)) continue;
    io.stdout.push(`${printed(list.trim(), line, cells, row)}\n`);
  }
  return 0;
};

function rowMatches(test: string, row: number): boolean {
  const [, operator = '', number = ''] = /NR\s*(==|>|!=)\s*(\d+)/.exec(test) ?? [];
  if (operator === '>') return row > Number(number);
  return (row === Number(number)) === (operator === '==');
}

function printed(list: string, line: string, cells: readonly string[], row: number): string {
  if (list === '') return line;
  const value = (word: string): string => {
    if (word.startsWith('"')) return word.slice(1, -1).replace(/\\t/g, '\t').replace(/\\n/g, '\n');
    if (word === 'NR') return String(row);
    if (word === 'NF') return String(cells.length);
    const field = /^\$(NF|\d+)$/.exec(word)?.[1];
    if (field === undefined) return '';
    return field === '0' ? line : (cells[(field === 'NF' ? cells.length : Number(field)) - 1] ?? '');
  };
  return list
    .split(/\s*,\s*(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((part) => (part.match(/"[^"]*"|\$\w+|\w+/g) ?? []).map(value).join(''))
    .join(' ');
}

const tee: Program = async (argv, io) => {
  const { words } = readOptions(argv, '');
  const text = await readAll(io.stdin);
  io.stdout.push(text);
  for (const path of words) io.files.write(path, text);
  return 0;
};

const xargs: Program = async (argv, io) => {
  const { values, words } = readOptions(argv, 'nI');
  const items = (await readAll(io.stdin)).split(/\s+/).filter((word) => word !== '');
  const mark = values.get('I')?.at(-1);
  if (mark !== undefined) {
    let status = 0;
    for (const item of items)
      status = await io.run(
        words.map((word) => word.replaceAll(mark, item)),
        { stdin: textSource('') },
      );
    return status;
  }
  const size = Number(values.get('n')?.at(-1) ?? items.length) || 1;
  let status = 0;
  for (let i = 0; i < Math.max(1, items.length); i += size)
    status = await io.run([...words, ...items.slice(i, i + size)], { stdin: textSource('') });
  return status;
};

export const TEXT_TOOLS: Programs = {
  awk,
  cat,
  cut,
  egrep: grep,
  grep,
  head,
  sort,
  tail,
  tee,
  tr,
  uniq,
  wc,
  xargs,
};
