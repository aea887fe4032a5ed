/**
 * What a component may ask of the API server, and nothing else: components meet here and do not know each other.
 *
 * Upstream: client-go's typed clients and listers (v1.37). Reads come straight from the store, so a component never acts on stale data.
 * **Simplified:** no informer caches, no pagination, no wire format; a call takes no virtual time of its own, callers add the delays
 * that matter. A client whose host cannot reach the server (a node cut off) gets `ServiceUnavailable` for every write and `undefined` or
 * nothing for every read.
 *
 * Contract
 * - Returned objects are frozen. To change one, build a new one (spread) and send it back.
 * - Outcomes such as NotFound, Conflict, Invalid, Forbidden are returned, never thrown.
 * - Every write names its reason ({@link Because}); it becomes the trace entry that "why" shows. Watchers of the written object are told
 *   with that entry as their cause.
 * - A write that changes nothing gets no new resourceVersion, no trace entry, and tells nobody, as with the real server.
 */
import type { Result } from '../../base/result.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Because } from '../sim/trace.ts';
import type { Kind, KindMap, Stored } from '../api/types.ts';
import type { ObjectMeta } from '../api/meta-v1.ts';

/** A failed call: the interesting part of a metav1.Status. */
export interface ApiFailure {
  /** HTTP code: 400, 403, 404, 409, 410, 422, 429, 500, 503. */
  readonly code: number;
  /** `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden`, `TooManyRequests`, `ServiceUnavailable`, … */
  readonly reason: string;
  /** Upstream's wording. */
  readonly message: string;
  /** `details` of the Status, when the server gives any. */
  readonly details?: JsonObject;
}

export type ApiResult<T> = Result<T, ApiFailure>;

export interface ListOptions {
  /** Left out: all namespaces. */
  readonly namespace?: string;
  /** `app=web,tier!=db`, upstream's selector syntax. */
  readonly labelSelector?: string;
  /** `metadata.name=x`, `spec.nodeName=y`, `status.phase=Running`, `involvedObject.name=z`, … */
  readonly fieldSelector?: string;
}

export type PatchType = 'json' | 'merge' | 'strategic';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  /** Refuse with Conflict unless the live object has this UID. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** Told each text of a Warning header. */
  readonly warn?: (text: string) => void;
}

export interface WriteOptions {
  /** `status`, `scale`, `resize`, `ephemeralcontainers`, …; left out for the main resource. */
  readonly subresource?: string;
  /** Field manager recorded in managedFields; defaults to the client's name. */
  readonly fieldManager?: string;
  /** Namespace of the URL; that of the object is then filled in, and must not be another. */
  readonly namespace?: string;
  /** Name of the URL of a PUT; the object must not have another. */
  readonly name?: string;
  /** Unknown fields are dropped in silence, dropped with a warning (also when left out), or refused. */
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  /** Told each text of a Warning header. */
  readonly warn?: (text: string) => void;
  /** For `create` by components of the engine: the object is in the server's own form already and need not be decoded. */
  readonly typed?: boolean;
}

/** An object of the kind as the server returns it: uid, resourceVersion and creationTimestamp are set. */
export type StoredObject<K extends Kind> = Stored<KindMap[K]>;

export interface ApiClient {
  /** Who calls: `scheduler`, `deployment-controller`, `kubelet/node-a`, `kubectl`. It is the actor of trace entries. */
  readonly name: string;
  /** False while the caller's host cannot reach the server. */
  readonly reachable: boolean;

  get<K extends Kind>(kind: K, namespace: string, name: string): StoredObject<K> | undefined;
  /** In key order (namespace, then name), as etcd lists. Costs a walk over the kind: prefer the indexed reads below in hot paths. */
  list<K extends Kind>(kind: K, options?: ListOptions): readonly StoredObject<K>[];
  /** Objects of `kind` in one namespace, in a fixed order that is not by name. Cheap. */
  inNamespace<K extends Kind>(kind: K, namespace: string): readonly StoredObject<K>[];
  /** Objects of `kind` with an ownerReference (controller or not) to `ownerUid`. Cheap. */
  ownedBy<K extends Kind>(kind: K, ownerUid: string): readonly StoredObject<K>[];
  /** Pods whose spec.nodeName is `node`. Cheap. */
  podsOnNode(node: string): readonly StoredObject<'Pod'>[];

  /** Object without uid, resourceVersion, creationTimestamp; with metadata.generateName the server completes the name. */
  create<K extends Kind>(
    kind: K,
    object: NewObject<K>,
    because: Because,
    options?: WriteOptions,
  ): ApiResult<StoredObject<K>>;
  /** Replaces the object. Its metadata.resourceVersion, when set, must be the live one. With `subresource: 'status'` only status is taken. */
  update<K extends Kind>(
    kind: K,
    object: KindMap[K],
    because: Because,
    options?: WriteOptions,
  ): ApiResult<StoredObject<K>>;
  patch<K extends Kind>(
    kind: K,
    namespace: string,
    name: string,
    type: PatchType,
    body: Json,
    because: Because,
    options?: WriteOptions,
  ): ApiResult<StoredObject<K>>;
  /**
   * Reads, lets `change` build the new object, writes. `change` may return the same object (nothing happens) or undefined (give up).
   * NotFound when the object is not there.
   */
  modify<K extends Kind>(
    kind: K,
    namespace: string,
    name: string,
    change: (object: StoredObject<K>) => KindMap[K] | undefined,
    because: Because,
    options?: WriteOptions,
  ): ApiResult<StoredObject<K>>;
  /** The object as it is after the request, which is the last version when it is gone at once. */
  delete<K extends Kind>(
    kind: K,
    namespace: string,
    name: string,
    options: DeleteOptions,
    because: Because,
  ): ApiResult<StoredObject<K>>;
  /** POST pods/NAME/binding. */
  bind(namespace: string, name: string, node: string, because: Because): ApiResult<StoredObject<'Pod'>>;
  /** POST pods/NAME/eviction. */
  evict(
    namespace: string,
    name: string,
    options: DeleteOptions,
    because: Because,
  ): ApiResult<StoredObject<'Pod'>>;
}

/** What a creator sends: apiVersion, kind and server-set metadata may be left out. */
export type NewObject<K extends Kind> = Omit<KindMap[K], 'apiVersion' | 'kind' | 'metadata'> & {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
};

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One watch notification. */
export type Change = { readonly [K in Kind]: ChangeOf<K> }[Kind];

export interface ChangeOf<K extends Kind> {
  readonly type: ChangeType;
  readonly kind: K;
  /** The object after the change; for DELETED its last version. */
  readonly object: StoredObject<K>;
  /** The version before; absent for ADDED. */
  readonly before?: StoredObject<K>;
  /** Trace entry of the write. */
  readonly entry: number;
}

/** Records core/v1 Events the way client-go's EventBroadcaster does: identical ones are counted, floods dropped, look-alikes combined. */
export interface EventRecorder {
  record(about: EventSubject, type: 'Normal' | 'Warning', reason: string, message: string): void;
}

export interface EventSubject {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion?: string;
  /** E.g. `spec.containers{app}`. */
  readonly fieldPath?: string;
}
