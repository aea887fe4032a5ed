/**
 * Manifests from files and stdin: YAML or JSON text with several documents and Lists in them.
 *
 * **Why:** kubectl reads YAML 1.1, where `0644` is octal and `yes` is true; base-sixty numbers and dates are left to be text, as Go does.
 */
import { parseAllDocuments } from 'yaml';
import type { Document, Tags } from 'yaml';
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { decode, decodeFailure } from '../engine/api/decode.ts';
import { kindOf, resourceOf } from '../engine/api/resources.ts';
import type { Kind } from '../engine/api/types.ts';
import { plainPath } from './file-shelf.ts';
import { Refusal, complaint } from './session.ts';
import type { Session } from './session.ts';

export interface ManifestObject {
  readonly kind: Kind;
  readonly namespace: string;
  /** Empty when the server is to complete metadata.generateName. */
  readonly name: string;
  readonly object: JsonObject;
  /** File name as messages show it; `STDIN` for `-`. */
  readonly source: string;
  /** What the server says to a create of this text, when it cannot read it. */
  readonly unreadable: string | undefined;
}

export function readDocuments(session: Session, files: readonly string[]): readonly ManifestObject[] {
  return files
    .flatMap((file) => sourcesOf(session, file))
    .flatMap(({ text, source }) =>
      parseObjects(text, source).map((object) => manifestObject(session, object, source)),
    );
}

interface Source {
  readonly text: string;
  readonly source: string;
}

const MANIFEST = /\.(json|ya?ml)$/;

/** A file, stdin, or the manifests of a directory in the order of their names. */
function sourcesOf(session: Session, file: string): readonly Source[] {
  if (file === '-') return [{ text: session.stdin, source: 'STDIN' }];
  const names = session.files.list(file);
  if (names !== undefined) {
    const found = names.filter((name) => MANIFEST.test(name)).map((name) => plainPath(`${file}/${name}`));
    if (found.length === 0)
      throw complaint(`error reading [${file}]: recognized file extensions are [.json .yaml .yml]`);
    return found.flatMap((path) => sourcesOf(session, path));
  }
  const text = session.files.read(file);
  if (text === undefined) throw complaint(`the path "${file}" does not exist`);
  return [{ text, source: file }];
}

function parseObjects(text: string, source: string): readonly JsonObject[] {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    customTags: goTags,
    merge: true,
    logLevel: 'silent',
    prettyErrors: false,
    uniqueKeys: false,
  });
  if (!Array.isArray(documents)) return [];
  return (documents as Document[]).flatMap((document) => {
    const problem = document.errors[0];
    if (problem !== undefined)
      throw complaint(
        `error parsing ${source}: error converting YAML to JSON: yaml: ${yamlProblem(problem, text)}`,
      );
    const value = document.toJS() as Json;
    return isJsonObject(value) ? itemsOf(value) : [];
  });
}

/** What Go's parser says where this one has other words. */
const GO_WORDS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  BAD_INDENT: 'did not find expected key',
  MISSING_CHAR: "could not find expected ':'",
  TAB_AS_INDENT: 'found character that cannot start any token',
  UNEXPECTED_TOKEN: 'did not find expected node content',
};

function yamlProblem(
  {
    code,
    message,
    pos,
  }: { readonly code: string; readonly message: string; readonly pos: readonly [number, number] },
  text: string,
): string {
  const line = text.slice(0, pos[0]).split('\n').length + (code === 'BLOCK_AS_IMPLICIT_KEY' ? 1 : 0);
  return `line ${line}: ${GO_WORDS[code] ?? message}`;
}

function goTags(tags: Tags): Tags {
  return tags.filter(
    (tag) =>
      typeof tag === 'string' ||
      (!('format' in tag && tag.format === 'TIME') && tag.tag !== 'tag:yaml.org,2002:timestamp'),
  );
}

/** A List is what it holds. */
function itemsOf(object: JsonObject): readonly JsonObject[] {
  const items = object['items'];
  return object['kind'] === 'List' && Array.isArray(items)
    ? (items as readonly Json[]).filter(isJsonObject)
    : [object];
}

function manifestObject(session: Session, object: JsonObject, source: string): ManifestObject {
  const [apiVersion, kindName] = [textOf(object['apiVersion']), textOf(object['kind'])];
  const missing = [
    ...(apiVersion === '' ? ['apiVersion not set'] : []),
    ...(kindName === '' ? ['kind not set'] : []),
  ];
  if (missing.length > 0) {
    const list = missing.length === 1 ? missing.join('') : `[${missing.join(', ')}]`;
    throw complaint(
      `error validating "${source}": error validating data: ${list}; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  }
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const name = textOf(metadata['name']);
  const kind = kindOf(apiVersion, kindName);
  if (kind === undefined) {
    throw complaint(
      `resource mapping not found for name: "${name}" namespace: "${textOf(metadata['namespace'])}" from "${source}": no matches for kind "${kindName}" in version "${apiVersion}"\nensure CRDs are installed first`,
    );
  }
  const namespace = namespaceFor(session, kind, textOf(metadata['namespace']));
  const placed = namespace === '' ? object : { ...object, metadata: { ...metadata, namespace } };
  const { version } = resourceOf(kind);
  return {
    kind,
    namespace,
    name,
    object: placed,
    source,
    unreadable: decodeFailure(version, kind, decode(apiVersion, kindName, object).problems, true),
  };
}

function namespaceFor(session: Session, kind: Kind, written: string): string {
  if (!resourceOf(kind).namespaced) return '';
  if (written !== '' && session.namespaceNamed && written !== session.namespace) {
    throw new Refusal(
      `error: the namespace from the provided object "${written}" does not match the namespace "${session.namespace}". You must pass '--namespace=${written}' to perform this operation.`,
    );
  }
  return written === '' ? session.namespace : written;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** One value of JSON or YAML, as patches are written; undefined when it is neither. */
export function parseOne(text: string): Json | undefined {
  const [document] = parseAllDocuments(text, {
    version: '1.1',
    customTags: goTags,
    logLevel: 'silent',
    prettyErrors: false,
  }) as Document[];
  return document === undefined || document.errors.length > 0 ? undefined : (document.toJS() as Json);
}
