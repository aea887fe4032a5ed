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
  run: { l: 'labels' },
  expose: { l: 'labels' },
  set: { e: 'env' },
  taint: {},
};

export function readCommandLine(verb: string, argv: readonly string[], table: FlagTable): CommandLine {
  const known: FlagTable = { ...COMMON, ...table };
  const found = new Map<string, string[]>();
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const positional: string[] = [];
  const put = (name: string, value: string): void =>
    void found.set(name, [...(found.get(name) ?? []), value]);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const flags = splitFlags(verb, word, known);
    if (flags === undefined) positional.push(word);
    else
      for (const { name, value } of flags) {
        const given = value ?? words[++i];
        if (given === undefined)
          throw new Refusal(
            `error: flag needs an argument: ${argumentText(word)}\nSee 'kubectl ${verb} --help' for usage.`,
          );
        put(name, given);
      }
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

interface Flag {
  readonly name: string;
  /** Left out: the next word is the value. */
  readonly value?: string;
}

/** Undefined for a word that is no flag. `-it` is two switches, `-lapp=web` and `-l=app=web` a flag with its value. */
function splitFlags(verb: string, word: string, known: FlagTable): readonly Flag[] | undefined {
  const long = /^--([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word);
  if (long !== null) return [longFlag(verb, long[1] ?? '', long[2], known)];
  if (!/^-[A-Za-z]/.test(word)) return undefined;
  const flags: Flag[] = [];
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at);
    const name = SHORT_OF_VERB[verb]?.[letter] ?? SHORT[letter] ?? letter;
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined) throw unknownFlag(verb, `unknown shorthand flag: '${letter}' in ${word}`);
    const rest = word.slice(at + 1);
    if (kind !== 'switch')
      return [...flags, { name, ...(rest === '' ? {} : { value: rest.replace(/^=/, '') }) }];
    if (rest.startsWith('=')) return [...flags, { name, value: rest.slice(1) }];
    flags.push({ name, value: 'true' });
  }
  return flags;
}

function longFlag(verb: string, name: string, value: string | undefined, known: FlagTable): Flag {
  const kind = Object.hasOwn(known, name) ? known[name] : undefined;
  if (kind === undefined) throw unknownFlag(verb, `unknown flag: --${name}`);
  if (value !== undefined) return { name, value };
  return kind === 'switch' ? { name, value: 'true' } : { name };
}

function argumentText(word: string): string {
  return word.startsWith('--') ? word : `'${word.slice(-1)}' in ${word}`;
}

function unknownFlag(verb: string, text: string): Refusal {
  return new Refusal(`error: ${text}\nSee 'kubectl ${verb} --help' for usage.`);
}
