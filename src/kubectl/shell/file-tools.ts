/** Small programs for files, texts and time. */
import { createInterrupter, interruptible } from '../interruption.ts';
import { durationMs } from '../duration.ts';
import { either } from './pipe.ts';
import type { Program, ProgramIo, Programs } from './program.ts';

const echo: Program = async (argv, io) => {
  const words = argv.slice(1);
  const isOpen = words[0] === '-n';
  const escapes = words[0] === '-e';
  const text = words.slice(isOpen || escapes ? 1 : 0).join(' ');
  io.stdout.push((escapes ? unescaped(text) : text) + (isOpen ? '' : '\n'));
  return 0;
};

function unescaped(text: string): string {
  const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"' };
  return text.replace(/\\(.)/g, (whole, letter: string) => letters[letter] ?? whole);
}

const printf: Program = async (argv, io) => {
  const [format = '', ...words] = argv.slice(1);
  let at = 0;
  do {
    io.stdout.push(
      unescaped(format).replace(/%([%sd])/g, (_, kind: string) => (kind === '%' ? '%' : (words[at++] ?? ''))),
    );
  } while (at < words.length && /%[sd]/.test(format));
  return 0;
};

function plainWords(argv: readonly string[]): readonly string[] {
  return argv.slice(1).filter((word) => !word.startsWith('-'));
}

const mkdir: Program = async (argv, io) => {
  for (const path of plainWords(argv)) io.files.makeDirectory(path);
  return 0;
};

const touch: Program = async (argv, io) => {
  for (const path of plainWords(argv)) if (io.files.read(path) === undefined) io.files.write(path, '');
  return 0;
};

const rm: Program = async (argv, io) => {
  let status = 0;
  for (const path of plainWords(argv)) {
    if (io.files.remove(path) || argv.some((word) => /^-\w*f/.test(word))) continue;
    io.stderr.push(`rm: cannot remove '${path}': No such file or directory\n`);
    status = 1;
  }
  return status;
};

function copy(name: string, removes: boolean): Program {
  return async (argv, io) => {
    const words = plainWords(argv);
    const target = words.at(-1) ?? '';
    for (const path of words.slice(0, -1)) {
      const text = io.files.read(path);
      if (text === undefined) {
        io.stderr.push(`${name}: cannot stat '${path}': No such file or directory\n`);
        return 1;
      }
      const isDirectory = io.files.list(target) !== undefined;
      io.files.write(isDirectory ? `${target}/${path.split('/').at(-1) ?? path}` : target, text);
      if (removes) io.files.remove(path);
    }
    return 0;
  };
}

const ls: Program = async (argv, io) => {
  const [path = '.'] = plainWords(argv);
  const names = io.files.list(path);
  if (names === undefined && io.files.read(path) === undefined) {
    io.stderr.push(`ls: cannot access '${path}': No such file or directory\n`);
    return 2;
  }
  for (const name of names ?? [path]) io.stdout.push(`${name}\n`);
  return 0;
};

const seq: Program = async (argv, io) => {
  const numbers = argv.slice(1).map(Number);
  const [from, to] = numbers.length > 1 ? [numbers[0] ?? 1, numbers.at(-1) ?? 1] : [1, numbers[0] ?? 0];
  for (let number = from; number <= to; number++) io.stdout.push(`${number}\n`);
  return 0;
};

const SIGNED = new Set(['-s', '--signal', '-k']);
const TIMED_OUT = 124;

function spanMs(text: string): number {
  return /^[\d.]+$/.test(text) ? Number(text) * 1000 : durationMs(text);
}

const sleep: Program = async (argv, io) => {
  await interruptible(io.interruption, io.sleep(spanMs(argv[1] ?? '0')));
  return 0;
};

const timeout: Program = async (argv, io) => {
  let at = 1;
  while ((argv[at] ?? '').startsWith('-')) at += SIGNED.has(argv[at] ?? '') ? 2 : 1;
  const alarm = createInterrupter();
  const work = io.run(argv.slice(at + 1), { interruption: either(io.interruption, alarm) });
  const late = io.sleep(spanMs(argv[at] ?? '0')).then(() => 'late' as const);
  const first = await Promise.race([work, late]);
  if (first !== 'late') return first;
  alarm.interrupt();
  await work;
  return TIMED_OUT;
};

const watch: Program = async (argv, io) => {
  let at = 1;
  let everyMs = 2000;
  if (argv[at] === '-n') {
    everyMs = spanMs(argv[at + 1] ?? '2');
    at += 2;
  }
  for (;;) {
    await io.run(argv.slice(at));
    await interruptible(io.interruption, io.sleep(everyMs));
    io.stdout.push('\n');
  }
};

const constant =
  (status: number): Program =>
  async () =>
    status;

const test: Program = async (argv, io) => {
  const words = argv.slice(1).filter((word) => word !== ']');
  return holds(words, io) ? 0 : 1;
};

function holds([a = '', b = '', c = '']: readonly string[], io: ProgramIo): boolean {
  switch (a) {
    case '-f':
    case '-e':
      return io.files.read(b) !== undefined;
    case '-d':
      return io.files.list(b) !== undefined;
    case '-n':
      return b !== '';
    case '-z':
      return b === '';
    default:
      return b === '=' || b === '=='
        ? a === c
        : b === '!='
          ? a !== c
          : b === '-eq'
            ? Number(a) === Number(c)
            : a !== '';
  }
}

export const FILE_TOOLS: Programs = {
  '[': test,
  cp: copy('cp', false),
  echo,
  false: constant(1),
  ls,
  mkdir,
  mv: copy('mv', true),
  printf,
  rm,
  seq,
  sleep,
  test,
  timeout,
  touch,
  true: constant(0),
  watch,
};
