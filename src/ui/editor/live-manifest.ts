/** A live object as text one would write: without what only the server sets. */
import { stringify } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';

const SERVER_METADATA: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]);
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Fields in the order in which people write them; others follow as they come. */
const FIRST = ['apiVersion', 'kind', 'metadata', 'spec', 'data'];

function without(object: JsonObject, drop: (key: string) => boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([key, value]) => value !== undefined && !drop(key)),
  );
}

function isEmpty(value: Json | undefined): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function cleanMetadata(metadata: JsonObject): JsonObject {
  const kept = without(metadata, (key) => SERVER_METADATA.has(key));
  const annotations = kept['annotations'];
  if (!isJsonObject(annotations)) return kept;
  const cleaned = without(annotations, (key) => key === LAST_APPLIED);
  return isEmpty(cleaned) ? without(kept, (key) => key === 'annotations') : { ...kept, annotations: cleaned };
}

/** The object without status and without the server's own metadata. */
export function cleanObject(object: Json): Json {
  if (!isJsonObject(object)) return object;
  const kept = without(object, (key) => key === 'status');
  const metadata = kept['metadata'];
  return isJsonObject(metadata) ? { ...kept, metadata: cleanMetadata(metadata) } : kept;
}

function inOrder(object: Json): Json {
  if (!isJsonObject(object)) return object;
  const first = FIRST.filter((key) => Object.hasOwn(object, key));
  const rest = Object.keys(object).filter((key) => !FIRST.includes(key));
  return Object.fromEntries([...first, ...rest].map((key) => [key, object[key]]));
}

export function yamlOf(object: Json): string {
  return stringify(inOrder(object), { lineWidth: 0 });
}

export function manifestOf(object: Json): string {
  return yamlOf(cleanObject(object));
}
