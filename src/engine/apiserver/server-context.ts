/** What every request handler needs: the kernel, the store, and how virtual time reads as a timestamp. */
import { formatTime } from '../api/time.ts';
import type { Kind, KindMap, KubeObject } from '../api/types.ts';
import type { ObjectMeta } from '../api/meta-v1.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Because, Subject } from '../sim/trace.ts';
import type { Sim } from '../sim/sim.ts';
import type { StoredObject } from './client.ts';
import { fieldsChanged } from './fields-changed.ts';
import type { Store } from './store.ts';
import { asPrinted } from './strategy/printed.ts';

export interface ServerContext {
  readonly sim: Sim;
  readonly store: Store;
  /** Wall-clock time of the simulated cluster at virtual time 0, in ms since 1970. */
  readonly epochMs: number;
}

/** Who asks, and why. */
export interface Caller {
  readonly name: string;
  readonly because: Because;
}

/** An object on its way in: all of its kind, metadata not complete yet. */
export type Incoming<K extends Kind> = Omit<KindMap[K], 'metadata'> & { readonly metadata: ObjectMeta };

/** metav1.Time of this moment: whole seconds. */
export function timestamp(context: ServerContext): string {
  return formatTime(context.epochMs + context.sim.now);
}

export function subjectOf(kind: string, object: KubeObject): Subject {
  const { namespace, name, uid } = object.metadata;
  return { kind, namespace: namespace ?? '', name, id: uid ?? '' };
}

/** Kinds whose writes are a heartbeat or a by-product: kept out of the trace, so that a steady run stays flat. */
const SILENT_KINDS: ReadonlySet<string> = new Set(['Lease', 'Event', 'Endpoints']);

/** Fields whose change alone is a heartbeat: a node status sent every five minutes to say that nothing is new. */
function isHeartbeat(kind: string, before: object, after: object): boolean {
  return kind === 'Node' && equalButHeartbeat(before, after);
}

function equalButHeartbeat(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => equalButHeartbeat(item, b[i]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const counts = (key: string): boolean => key !== 'lastHeartbeatTime' && key !== 'resourceVersion';
  return [...Object.keys(a), ...Object.keys(b)].every(
    (key) => !counts(key) || equalButHeartbeat(a[key], b[key]),
  );
}

/** Writes a changed object under the next revision, with its trace entry, and tells the watchers. */
export function commit<K extends Kind>(
  context: ServerContext,
  caller: Caller,
  verb: string,
  kind: K,
  object: StoredObject<K>,
  before?: StoredObject<K>,
): StoredObject<K> {
  const { sim, store } = context;
  const written = asPrinted(kind, {
    ...object,
    metadata: { ...object.metadata, resourceVersion: store.nextRevision() },
  });
  store.put(kind, written, record(sim, caller, verb, kind, written, before));
  return written;
}

function record(
  sim: Sim,
  caller: Caller,
  verb: string,
  kind: Kind,
  object: KubeObject,
  before?: KubeObject,
): number {
  if (SILENT_KINDS.has(kind) || (before !== undefined && isHeartbeat(kind, before, object))) return sim.cause;
  return sim.record(
    caller.name,
    verb,
    subjectOf(kind, object),
    before === undefined ? [] : fieldsChanged(before, object),
    caller.because,
  );
}

/** Takes the object out of the store. Its last version carries a revision of its own, as upstream's DELETED events do. */
export function remove<K extends Kind>(
  context: ServerContext,
  caller: Caller,
  kind: K,
  object: StoredObject<K>,
): StoredObject<K> {
  const { sim, store } = context;
  const last = { ...object, metadata: { ...object.metadata, resourceVersion: store.nextRevision() } };
  const entry = SILENT_KINDS.has(kind)
    ? sim.cause
    : sim.record(caller.name, 'delete', subjectOf(kind, last), [], caller.because);
  store.remove(kind, last, entry);
  return last;
}
