/**
 * Objects without a controller, by namespace: the candidates for adoption. Keeping the list spares controllers a walk over a namespace at
 * every sync.
 *
 * **Upstream:** there is no counterpart; controllers list the namespace from their informer's cache (v1.37: an index over controller UIDs).
 */
import type { Kind, KindMap } from '../../api/types.ts';
import type { ApiClient, Change } from '../../apiserver/client.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Sim } from '../../sim/sim.ts';
import { namespaceOf } from './keys.ts';
import { controllerRefOf } from './owner.ts';

interface Orphan {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
}

const bucketOf = (kind: Kind, namespace: string): string => `${kind}/${namespace}`;
const ORPHANS = defineTable<Orphan>('control/orphans', {
  place: (orphan) => bucketOf(orphan.kind, orphan.namespace),
});

/** Brings the list up to date. Any number of controllers may tell of the same change. */
export function noteOrphans(sim: Sim, kinds: readonly Kind[], change: Change): void {
  if (!kinds.includes(change.kind)) return;
  const { kind } = change;
  const { name } = change.object.metadata;
  const namespace = namespaceOf(change.object);
  const key = `${bucketOf(kind, namespace)}/${name}`;
  const orphans = sim.table(ORPHANS);
  const isOrphan = change.type !== 'DELETED' && controllerRefOf(change.object.metadata) === undefined;
  if (isOrphan === orphans.has(key)) return;
  if (isOrphan) orphans.put(key, { kind, namespace, name });
  else orphans.delete(key);
}

/** The ownerless objects of a kind in a namespace, in a fixed order that is not by name. */
export function orphansIn<K extends Kind>(
  sim: Sim,
  api: ApiClient,
  kind: K,
  namespace: string,
): readonly KindMap[K][] {
  const found: KindMap[K][] = [];
  for (const { name } of sim.table(ORPHANS).byIndex('place', bucketOf(kind, namespace))) {
    const object = api.get(kind, namespace, name);
    if (object !== undefined) found.push(object);
  }
  return found;
}
