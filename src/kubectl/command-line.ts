/** Flags and arguments as kubectl's flag library reads them: `--name=value`, `--name value`, `-n value`, `-nvalue`, `--` ends them. */
import { Refusal } from './session.ts';

/** `value` takes an argument, `list` and `texts` may be given several times (a list also by commas), `switch` is true by its presence. */
export type FlagKind = 'value' | 'list' | 'texts' | 'switch';
export type FlagTable = Readonly<Record<string, FlagKind>>;

export interface CommandLine {
  readonly verb: string;
  readonly arguments: readonly string[];
  /** What follows `--`; undefined when there was none. */
  readonly rest: readonly string[] | undefined;
  flag(name: string): string | undefined;
  list(name: string): readonly string[];
  isSet(name: string): boolean;
}

const COMMON: FlagTable = {
  namespace: 'value',
  context: 'value',
  kubeconfig: 'value',
  'request-timeout': 'value',
  warnings: 'switch',
  v: 'value',
};

const SHORT: Readonly<Record<string, string>> = {
  n: 'namespace',
  f: 'filename',
  l: 'selector',
  o: 'output',
  A: 'all-namespaces',
  c: 'container',
  p: 'patch',
  i: 'stdin',
  t: 'tty',
  w: 'watch',
  L: 'label-columns',
  R: 'recursive',
  k: 'kustomize',
  h: 'help',
  v: 'v',
  e: 'env',
};

/** Shorthands that mean something else for one verb. */
const SHORT_OF_VERB: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  logs: { p: 'previous', f: 'follow' },
  drain: {},
  taint: {},
};

export function readCommandLine(verb: string, argv: readonly string[], table: FlagTable): CommandLine {
  const known: FlagTable = { ...COMMON, ...table };
  const found = new Map<string, string[]>();
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const positional: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const flag = splitFlag(verb, word);
    if (flag === undefined) {
      positional.push(word);
      continue;
    }
    const kind = Object.hasOwn(known, flag.name) ? known[flag.name] : undefined;
    if (kind === undefined) throw unknownFlag(verb, word, flag.name);
    const value = flag.value ?? (kind === 'switch' ? 'true' : words[++i]);
    if (value === undefined)
      throw new Refusal(`error: flag needs an argument: ${word}\nSee 'kubectl ${verb} --help' for usage.`);
    found.set(flag.name, [...(found.get(flag.name) ?? []), value]);
  }
  return {
    verb,
    arguments: positional,
    rest: end < 0 ? undefined : argv.slice(end + 1),
    flag: (name) => found.get(name)?.at(-1),
    list: (name) =>
      (found.get(name) ?? []).flatMap((one) => (known[name] === 'list' ? one.split(',') : [one])),
    isSet: (name) => (found.get(name)?.at(-1) ?? 'false') !== 'false',
  };
}

function splitFlag(
  verb: string,
  word: string,
): { readonly name: string; readonly value?: string } | undefined {
  const long = /^--([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word);
  if (long !== null) return { name: long[1] ?? '', ...(long[2] === undefined ? {} : { value: long[2] }) };
  const short = /^-([A-Za-z])(?:=?([\s\S]+))?$/.exec(word);
  if (short === null) return undefined;
  const letter = short[1] ?? '';
  const name = SHORT_OF_VERB[verb]?.[letter] ?? SHORT[letter] ?? letter;
  const value = short[2];
  // -it is two switches; the second one is of no use to a terminal without keys.
  return { name, ...(value === undefined || (name === 'stdin' && value === 't') ? {} : { value }) };
}

function unknownFlag(verb: string, word: string, name: string): Refusal {
  const text = word.startsWith('--')
    ? `unknown flag: --${name}`
    : `unknown shorthand flag: '${word.charAt(1)}' in ${word}`;
  return new Refusal(`error: ${text}\nSee 'kubectl ${verb} --help' for usage.`);
}
