/**
 * The store behind the API server: one table per kind, one revision counter, and the list of watchers.
 *
 * **Upstream:** etcd and staging/src/k8s.io/apiserver/pkg/storage (v1.37).
 * **Simplified:** no compaction and no history: a watch starts now; whoever needs the past has the trace.
 *
 * **Invariant:** resourceVersion strictly increases with every write; watchers are told of writes in that order.
 */
import { must } from '../../base/assert.ts';
import { deepFreeze } from '../../base/json.ts';
import type { Kind } from '../api/types.ts';
import { resources } from '../api/resources.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim, TableDefinition } from '../sim/sim.ts';
import type { PagedTable } from '../sim/paged-table.ts';
import type { Change, ChangeType, StoredObject } from './client.ts';

/** Key in a kind's table: `namespace/name`; cluster-scoped kinds have an empty namespace. */
export function objectKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

const REVISION = defineTable<number>('apiserver/revision');

function namespaceIndex(object: StoredObject<Kind>): string {
  return object.metadata.namespace ?? '';
}

function ownerIndex(object: StoredObject<Kind>): string | undefined | readonly string[] {
  const owners = object.metadata.ownerReferences;
  if (owners === undefined || owners.length < 2) return owners?.[0]?.uid;
  return owners.map((owner) => owner.uid);
}

function nodeIndex(object: StoredObject<Kind>): string | undefined {
  return object.kind === 'Pod' ? (object as StoredObject<'Pod'>).spec?.nodeName : undefined;
}

/** Table definitions by kind. Fixed at load; holds no run state. */
const TABLES: ReadonlyMap<Kind, TableDefinition<StoredObject<Kind>>> = new Map(
  resources.map(({ kind }) => [
    kind,
    defineTable<StoredObject<Kind>>(`api/${kind}`, {
      namespace: namespaceIndex,
      owner: ownerIndex,
      ...(kind === 'Pod' ? { node: nodeIndex } : {}),
    }),
  ]),
);

export type Watcher = (change: Change) => void;

export class Store {
  private readonly sim: Sim;
  /** Watchers of each kind, in the order they were added. */
  private readonly watchers = new Map<Kind, Watcher[]>(resources.map(({ kind }) => [kind, []]));

  constructor(sim: Sim) {
    this.sim = sim;
  }

  /**
   * Adds a watcher of `kinds`, of everything when left out; watchers are told in the order they were added. Composition only, never during
   * a run.
   */
  watch(watcher: Watcher, kinds: readonly Kind[] = resources.map(({ kind }) => kind)): void {
    for (const kind of kinds) must(this.watchers.get(kind), `no kind ${kind} to watch`).push(watcher);
  }

  table<K extends Kind>(kind: K): PagedTable<StoredObject<K>> {
    const definition = must(TABLES.get(kind), `no table for kind ${kind}`);
    return this.sim.table(definition as TableDefinition<unknown> as TableDefinition<StoredObject<K>>);
  }

  get<K extends Kind>(kind: K, namespace: string, name: string): StoredObject<K> | undefined {
    return this.table(kind).get(objectKey(namespace, name));
  }

  /** The revision of the last write. */
  get revision(): number {
    return this.sim.table(REVISION).get('') ?? 0;
  }

  /** The next revision, as the string that goes into metadata.resourceVersion. */
  nextRevision(): string {
    const next = this.revision + 1;
    this.sim.table(REVISION).put('', next);
    return String(next);
  }

  /** Writes an object that carries its new resourceVersion and tells the watchers, with `entry` as the cause of what they do. */
  put<K extends Kind>(kind: K, object: StoredObject<K>, entry: number): void {
    const table = this.table(kind);
    const key = objectKey(object.metadata.namespace ?? '', object.metadata.name);
    const before = table.get(key);
    table.put(key, deepFreeze(object));
    this.tell(before === undefined ? 'ADDED' : 'MODIFIED', kind, object, before, entry);
  }

  remove<K extends Kind>(kind: K, object: StoredObject<K>, entry: number): void {
    const table = this.table(kind);
    const key = objectKey(object.metadata.namespace ?? '', object.metadata.name);
    const before = table.get(key);
    table.delete(key);
    this.tell('DELETED', kind, deepFreeze(object), before, entry);
  }

  private tell<K extends Kind>(
    type: ChangeType,
    kind: K,
    object: StoredObject<K>,
    before: StoredObject<K> | undefined,
    entry: number,
  ): void {
    const change = (
      before === undefined ? { type, kind, object, entry } : { type, kind, object, before, entry }
    ) as Change;
    const { sim } = this;
    const cause = sim.cause;
    sim.cause = entry;
    for (const watcher of must(this.watchers.get(kind), 'watchers of every kind')) watcher(change);
    sim.cause = cause;
  }
}
