/** What Tab offers on a command line: programs, verbs, kinds, names, flags, containers, files. */
import { compareStrings } from '../base/compare.ts';
import { kindForResourceName, resourceOf, resources } from '../engine/api/resources.ts';
import type { Kind } from '../engine/api/types.ts';
import type { Pod } from '../engine/api/core-v1-pod.ts';
import type { ClusterAccess } from './cluster-access.ts';
import type { FileShelf } from './file-shelf.ts';
import { SUBCOMMANDS, VERBS } from './verb-table.ts';

export interface CompletionSources {
  readonly cluster: Pick<ClusterAccess, 'get' | 'list'>;
  readonly namespace: string;
  readonly files: FileShelf;
  readonly programs: readonly string[];
}

export interface Completion {
  /** Where the word that is completed begins. */
  readonly from: number;
  readonly candidates: readonly string[];
}

const OUTPUTS = ['custom-columns=', 'go-template=', 'json', 'jsonpath=', 'kyaml', 'name', 'wide', 'yaml'];
const POD_VERBS = new Set(['attach', 'cp', 'debug', 'exec', 'logs', 'port-forward']);
const NODE_VERBS = new Set(['cordon', 'drain', 'uncordon']);

export async function completion(
  text: string,
  cursor: number,
  sources: CompletionSources,
): Promise<Completion> {
  const before = text.slice(0, cursor);
  const segment = before.split(/[|;&(]/).at(-1) ?? '';
  const words = segment.split(/\s+/).filter((word, index) => index > 0 || word !== '');
  const current = /\S*$/.exec(segment)?.[0] ?? '';
  const earlier = current === '' ? words.filter((word) => word !== '') : words.slice(0, -1);
  const all = await candidates(earlier, current, sources);
  const fitting = all.filter((one) => one.startsWith(current)).sort(compareStrings);
  return { from: cursor - current.length, candidates: [...new Set(fitting)] };
}

async function candidates(
  earlier: readonly string[],
  current: string,
  sources: CompletionSources,
): Promise<readonly string[]> {
  const [program, ...rest] = earlier;
  if (program === undefined) return sources.programs;
  if (program !== 'kubectl' && program !== 'k') return fileNames(sources, current);
  return ofKubectl(rest, current, sources);
}

async function ofKubectl(
  words: readonly string[],
  current: string,
  sources: CompletionSources,
): Promise<readonly string[]> {
  const last = words.at(-1) ?? '';
  if (words.includes('--')) return [];
  if (last === '-n' || last === '--namespace') return names(sources, 'Namespace');
  if (last === '-f' || last === '--filename') return fileNames(sources, current);
  if (last === '-o' || last === '--output') return OUTPUTS;
  const flagged = inNamespace(words, sources);
  const plain = plainWords(words);
  const [verb, ...args] = plain;
  if (verb === undefined) return Object.keys(VERBS);
  if (last === '-c' || last === '--container') return containers(args, flagged);
  if (current.startsWith('-')) return flagsOf(verb);
  const subcommands = SUBCOMMANDS[verb];
  if (subcommands !== undefined && args.length === 0) return subcommands;
  if (POD_VERBS.has(verb)) return podWords(args, current, flagged);
  if (NODE_VERBS.has(verb)) return names(flagged, 'Node');
  return objectWords(subcommands === undefined ? args : args.slice(1), current, flagged);
}

function flagsOf(verb: string): readonly string[] {
  const table = VERBS[verb]?.flags ?? {};
  return [
    '--namespace',
    ...Object.entries(table).map(([name, kind]) => `--${name}${kind === 'switch' ? '' : '='}`),
  ];
}

/** Words that are neither flags nor, as far as can be told, their values. */
function plainWords(words: readonly string[]): readonly string[] {
  return words.filter(
    (word, index) => !word.startsWith('-') && !/^(-[nfolckL]|--[a-z-]+)$/.test(words[index - 1] ?? ''),
  );
}

function inNamespace(words: readonly string[], sources: CompletionSources): CompletionSources {
  const at = words.findIndex((word) => word === '-n' || word === '--namespace');
  const joined = words.find((word) => word.startsWith('--namespace='))?.slice('--namespace='.length);
  const namespace = joined ?? (at < 0 ? undefined : words[at + 1]);
  return namespace === undefined ? sources : { ...sources, namespace };
}

async function names({ cluster, namespace }: CompletionSources, kind: Kind): Promise<readonly string[]> {
  const objects = await cluster.list(kind, resourceOf(kind).namespaced ? { namespace } : {});
  return objects.map(({ metadata }) => metadata.name);
}

async function podWords(
  args: readonly string[],
  current: string,
  sources: CompletionSources,
): Promise<readonly string[]> {
  if (current.includes('/')) return slashed(current, sources);
  return args.length === 0 ? [...(await names(sources, 'Pod')), 'deploy/', 'pod/'] : [];
}

async function slashed(current: string, sources: CompletionSources): Promise<readonly string[]> {
  const type = current.slice(0, current.indexOf('/'));
  const kind = kindForResourceName(type);
  return kind === undefined ? [] : (await names(sources, kind)).map((name) => `${type}/${name}`);
}

async function objectWords(
  args: readonly string[],
  current: string,
  sources: CompletionSources,
): Promise<readonly string[]> {
  if (current.includes('/')) return slashed(current, sources);
  const [type] = args;
  if (type !== undefined) {
    const kind = kindForResourceName(type.split(',')[0] ?? type);
    return kind === undefined ? [] : names(sources, kind);
  }
  const types = ['all', ...resources.map(({ plural }) => plural)];
  const listed = current.slice(0, current.lastIndexOf(',') + 1);
  const short = resources.flatMap(({ shortNames }) => shortNames).includes(current) ? [current] : [];
  return [...types.map((one) => listed + one), ...short];
}

async function containers(
  args: readonly string[],
  { cluster, namespace }: CompletionSources,
): Promise<readonly string[]> {
  const name = args[0]?.replace(/^pods?\//, '') ?? '';
  const pod = (await cluster.get('Pod', namespace, name)) as Pod | undefined;
  const { initContainers = [], containers: main, ephemeralContainers = [] } = pod?.spec ?? { containers: [] };
  return [...main, ...initContainers, ...ephemeralContainers].map((one) => one.name);
}

function fileNames({ files }: CompletionSources, current: string): readonly string[] {
  const directory = current.slice(0, current.lastIndexOf('/') + 1);
  return (files.list(directory) ?? []).map((name) => {
    const path = directory + name;
    return files.list(path) === undefined ? path : `${path}/`;
  });
}
