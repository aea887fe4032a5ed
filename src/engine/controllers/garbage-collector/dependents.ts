/** Dependents of an object over all kinds, in the order of the table of kinds. Upstream keeps them as edges of a graph. */
import { resources } from '../../api/resources.ts';
import type { Kind, KubeObject } from '../../api/types.ts';
import type { ApiClient } from '../../apiserver/client.ts';
import { joinKey, namespaceOf, splitKey, uidOf } from '../control/keys.ts';

/** Kinds that neither own nor are owned. */
const APART: readonly Kind[] = ['Event'];
const OWNED_KINDS: readonly Kind[] = resources
  .map(({ kind }) => kind)
  .filter((kind) => !APART.includes(kind));

export interface Item {
  readonly kind: Kind;
  readonly object: KubeObject;
}

export function dependentsOf(api: ApiClient, owner: KubeObject): readonly Item[] {
  return OWNED_KINDS.flatMap((kind) => api.ownedBy(kind, uidOf(owner)).map((object) => ({ kind, object })));
}

/** `Kind:namespace/name`. */
export function itemKey(kind: string, object: KubeObject): string {
  return `${kind}:${joinKey(namespaceOf(object), object.metadata.name)}`;
}

export function itemOf(api: ApiClient, key: string): Item | undefined {
  const colon = key.indexOf(':');
  const kind = OWNED_KINDS.find((one) => one === key.slice(0, colon));
  if (kind === undefined) return undefined;
  const { namespace, name } = splitKey(key.slice(colon + 1));
  const object = api.get(kind, namespace, name);
  return object === undefined ? undefined : { kind, object };
}
