/** The pod template inside a revision, without what its controller put in. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';

const HASH = 'pod-template-hash';

function at(value: Json, path: readonly string[]): Json {
  return path.reduce<Json>((part, key) => (isJsonObject(part) ? (part[key] ?? null) : null), value);
}

/** Of a ReplicaSet `spec.template` without the hash label; of a ControllerRevision the template of its patch. Null when there is none. */
export function templateOf(object: Json): Json {
  const inPatch = at(object, ['data', 'spec', 'template']);
  const template = inPatch === null ? at(object, ['spec', 'template']) : inPatch;
  if (!isJsonObject(template)) return null;
  const { $patch: _patch, ...plain } = template;
  const metadata = isJsonObject(plain['metadata']) ? plain['metadata'] : {};
  const { [HASH]: _hash, ...labels } = isJsonObject(metadata['labels']) ? metadata['labels'] : {};
  const { creationTimestamp: _never, ...kept } = metadata;
  return { metadata: { ...kept, labels }, ...without(plain, 'metadata') };
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
