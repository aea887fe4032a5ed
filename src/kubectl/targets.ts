/** From arguments, selectors and files to the objects a command is about. Upstream: cli-runtime's resource builder. */
import { isJsonObject } from '../base/json.ts';
import { resourceOf, resources } from '../engine/api/resources.ts';
import type { Kind, KubeObject } from '../engine/api/types.ts';
import type { ListOptions } from './cluster-access.ts';
import type { CommandLine, FlagTable } from './command-line.ts';
import { readDocuments } from './documents.ts';
import { kindNamed, plural } from './names.ts';
import { refuseSelectors } from './selector-errors.ts';
import { notFoundText } from './server-errors.ts';
import { Refusal, complaint } from './session.ts';
import type { Session } from './session.ts';

export interface Target {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  /** File that names it, as messages show it. */
  readonly source?: string;
}

export const TARGET_FLAGS: FlagTable = {
  filename: 'list',
  selector: 'value',
  all: 'switch',
  'all-namespaces': 'switch',
  'field-selector': 'value',
  recursive: 'switch',
};

/** Types and names as written; names are empty when only types are given. */
export interface Asked {
  readonly kinds: readonly Kind[];
  readonly targets: readonly Target[];
}

export function readAsked(session: Session, words: readonly string[]): Asked {
  if (words.some((word) => word.includes('/')))
    return { kinds: [], targets: words.map((word) => slashTarget(session, word, words)) };
  const [types = '', ...names] = words;
  if (types === '') return { kinds: [], targets: [] };
  const kinds = types.split(',').flatMap(kindsNamed);
  return {
    kinds,
    targets: names.flatMap((name) =>
      kinds.map((kind) => ({ kind, namespace: placeOf(session, kind), name })),
    ),
  };
}

/** `all` stands for the kinds of that category. */
function kindsNamed(word: string): readonly Kind[] {
  return word === 'all'
    ? resources.filter(({ categories }) => categories.includes('all')).map(({ kind }) => kind)
    : [kindNamed(word)];
}

function slashTarget(session: Session, word: string, words: readonly string[]): Target {
  const [type = '', name = '', ...more] = word.split('/');
  if (type === '' || name === '' || more.length > 0 || type.includes(','))
    throw complaint('arguments in resource/name form must have a single resource and name');
  const bare = words.find((one) => !one.includes('/'));
  if (bare !== undefined) {
    throw complaint(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  const kind = kindNamed(type);
  return { kind, namespace: placeOf(session, kind), name };
}

/** The namespace an object of the kind is looked for in. */
export function placeOf(session: Session, kind: Kind): string {
  return resourceOf(kind).namespaced ? session.namespace : '';
}

export function targetOf(object: KubeObject): Target {
  return {
    kind: object.kind as Kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
  };
}

/** Objects named in files, by argument, or by selector, each as it stands in the cluster. A name that is not there is a refusal. */
export async function liveTargets(
  session: Session,
  line: CommandLine,
  words: readonly string[] = line.arguments,
): Promise<readonly Target[]> {
  const files = line.list('filename');
  if (files.length > 0)
    return readDocuments(session, files).map(({ kind, namespace, name, source }) => ({
      kind,
      namespace,
      name,
      source,
    }));
  const { kinds, targets } = readAsked(session, words);
  if (targets.length > 0) {
    if (line.flag('selector') !== undefined)
      throw complaint('name cannot be provided when a selector is specified');
    return targets;
  }
  if (line.flag('selector') === undefined && !line.isSet('all') && line.flag('field-selector') === undefined)
    throw complaint('resource(s) were provided, but no name was specified');
  const found = await Promise.all(kinds.map((kind) => listed(session, line, kind)));
  return found.flat().map(targetOf);
}

export async function listed(
  session: Session,
  line: CommandLine,
  kind: Kind,
): Promise<readonly KubeObject[]> {
  const options = listOptions(session, line, kind);
  refuseSelectors(kind, options);
  return session.cluster.list(kind, options);
}

export function listOptions(session: Session, line: CommandLine, kind: Kind): ListOptions {
  const everywhere = line.isSet('all-namespaces') || !resourceOf(kind).namespaced;
  const labelSelector = line.flag('selector');
  const fieldSelector = line.flag('field-selector');
  return {
    ...(everywhere ? {} : { namespace: session.namespace }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  };
}

export async function fetched(session: Session, { kind, namespace, name }: Target): Promise<KubeObject> {
  const object = await session.cluster.get(kind, namespace, name);
  if (object === undefined) throw new Refusal(notFoundText(plural(kind), name));
  return object;
}

/** Splits trailing `key=value` and `key-` arguments from the objects they are for. */
export function splitChanges(
  words: readonly string[],
  isChange: (word: string) => boolean,
): { readonly objects: readonly string[]; readonly changes: readonly string[] } {
  return { objects: words.filter((word) => !isChange(word)), changes: words.filter(isChange) };
}

/** A field of an object of any kind by its path, `spec.replicas`. */
export function fieldOf(object: KubeObject, path: string): unknown {
  let value: unknown = object;
  for (const step of path.split('.')) value = isJsonObject(value) ? value[step] : undefined;
  return value;
}

export function nothingFound(session: Session, line: CommandLine, kinds: readonly Kind[]): string {
  const namespaced = kinds.some((kind) => resourceOf(kind).namespaced) && !line.isSet('all-namespaces');
  return namespaced ? `No resources found in ${session.namespace} namespace.` : 'No resources found';
}

export function typeMissing(verb: string): Refusal {
  return new Refusal(
    `You must specify the type of resource to ${verb}. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl ${verb} -h' for help and examples`,
  );
}
