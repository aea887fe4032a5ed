/**
 * Deletion: grace, finalizers, propagation.
 *
 * **Upstream:** staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go, …/registry/generic/registry/store.go,
 * pkg/registry/core/pod/strategy.go (v1.37).
 */
import type { ObjectMeta } from '../api/meta-v1.ts';
import { resourceOf } from '../api/resources.ts';
import type { Kind } from '../api/types.ts';
import { formatTime, parseTime } from '../api/time.ts';
import { ok } from '../../base/result.ts';
import { SECOND } from '../sim/time.ts';
import type { ApiResult, DeleteOptions, StoredObject } from './client.ts';
import { refusesDeletion } from './admission/namespace-lifecycle.ts';
import { conflict, notFound } from './failures.ts';
import { fail } from '../../base/result.ts';
import { hasGeneration } from './generation.ts';
import { commit, remove, timestamp } from './server-context.ts';
import type { Caller, ServerContext } from './server-context.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

const JOB_WARNING =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

/** Handles a DELETE request. The value is the object as it is afterwards, or its last version. */
export function deleteObject<K extends Kind>(
  context: ServerContext,
  caller: Caller,
  kind: K,
  namespace: string,
  name: string,
  options: DeleteOptions,
): ApiResult<StoredObject<K>> {
  const live = context.store.get(kind, namespace, name);
  if (live === undefined) return notFound(kind, name);
  const refused = kind === 'Namespace' ? refusesDeletion(name) : undefined;
  if (refused !== undefined) return refused;
  const stale = preconditionFailure(kind, live, options);
  if (stale !== undefined) return stale;
  if (kind === 'Job' && options.propagationPolicy === undefined) options.warn?.(JOB_WARNING);
  return ok(
    kind === 'Pod'
      ? deletePod(context, caller, kind, live, options)
      : deletePlain(context, caller, kind, live, options),
  );
}

function preconditionFailure(kind: Kind, live: StoredObject<Kind>, options: DeleteOptions) {
  const { uid, resourceVersion } = live.metadata;
  const { group } = resourceOf(kind);
  const refuse = (what: string, sent: string, found: string, tail: string) =>
    fail({
      ...conflict(kind, live.metadata.name, '').error,
      details: { name: live.metadata.name, ...(group === '' ? {} : { group }), kind },
      message: `Operation cannot be fulfilled on ${kind} "${live.metadata.name}": the ${what} in the precondition (${sent}) does not match the ${what} in record (${found}). The object might have been ${tail}`,
    });
  if (options.uid !== undefined && options.uid !== uid)
    return refuse('UID', options.uid, uid, 'deleted and then recreated');
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion)
    return refuse('ResourceVersion', options.resourceVersion, resourceVersion, 'modified');
  return undefined;
}

/** The grace of a pod's deletion in seconds: what was asked, else the pod's own; none where nothing runs. */
export function podGraceSeconds(pod: StoredObject<'Pod'>, asked: number | undefined): number {
  const phase = pod.status?.phase;
  if (!pod.spec?.nodeName || phase === 'Failed' || phase === 'Succeeded') return 0;
  const seconds = asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  return seconds < 0 ? 1 : seconds;
}

function deletePod<K extends Kind>(
  context: ServerContext,
  caller: Caller,
  kind: K,
  live: StoredObject<K>,
  options: DeleteOptions,
): StoredObject<K> {
  const grace = podGraceSeconds(live as StoredObject<'Pod'>, options.gracePeriodSeconds);
  const deleting = live.metadata.deletionTimestamp !== undefined;
  if (grace === 0) return removeOrHold(context, caller, kind, live, options, deleting);
  if (!deleting) return commit(context, caller, 'delete', kind, marked(context, kind, live, grace), live);
  const shorter = shortened(context, live, grace);
  return shorter === undefined ? live : commit(context, caller, 'delete', kind, shorter, live);
}

function marked<K extends Kind>(
  context: ServerContext,
  kind: K,
  live: StoredObject<K>,
  grace: number,
): StoredObject<K> {
  const at = formatTime(context.epochMs + context.sim.now + grace * SECOND);
  const generation = hasGeneration(kind) ? { generation: (live.metadata.generation ?? 0) + 1 } : {};
  return {
    ...live,
    metadata: { ...live.metadata, ...generation, deletionTimestamp: at, deletionGracePeriodSeconds: grace },
  };
}

/** A second delete may only bring the end nearer: it counts from the first request, and the past is clamped to now with one second. */
function shortened<K extends Kind>(
  context: ServerContext,
  live: StoredObject<K>,
  grace: number,
): StoredObject<K> | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds: old = 0 } = live.metadata;
  if (deletionTimestamp === undefined || grace >= old) return undefined;
  const now = context.epochMs + context.sim.now;
  const wanted = (parseTime(deletionTimestamp) ?? now) - (old - grace) * SECOND;
  const late = wanted < now;
  const at = formatTime(late ? now : wanted);
  return {
    ...live,
    metadata: { ...live.metadata, deletionTimestamp: at, deletionGracePeriodSeconds: late ? 1 : grace },
  };
}

function deletePlain<K extends Kind>(
  context: ServerContext,
  caller: Caller,
  kind: K,
  live: StoredObject<K>,
  options: DeleteOptions,
): StoredObject<K> {
  return removeOrHold(context, caller, kind, live, options, live.metadata.deletionTimestamp !== undefined);
}

/** Removes the object, unless finalizers hold it; then it is only marked. */
function removeOrHold<K extends Kind>(
  context: ServerContext,
  caller: Caller,
  kind: K,
  live: StoredObject<K>,
  options: DeleteOptions,
  deleting: boolean,
): StoredObject<K> {
  const finalizers = withPropagation(kind, live, options);
  const held =
    finalizers.length > 0 ||
    (kind === 'Namespace' && ((live as StoredObject<'Namespace'>).spec?.finalizers ?? []).length > 0);
  const { deletionGracePeriodSeconds: _old, finalizers: _before, ...metadata } = live.metadata;
  const base = { ...live, metadata: { ...metadata, ...(finalizers.length > 0 ? { finalizers } : {}) } };
  const generation =
    hasGeneration(kind) && !deleting ? { generation: (live.metadata.generation ?? 0) + 1 } : {};
  const deletionTimestamp =
    deleting && kind !== 'Pod' ? (live.metadata.deletionTimestamp ?? '') : timestamp(context);
  const grace = kind === 'Namespace' ? {} : { deletionGracePeriodSeconds: 0 };
  const ending = { ...base, metadata: { ...base.metadata, ...generation, deletionTimestamp, ...grace } };
  const phase =
    kind === 'Namespace'
      ? { ...ending, status: { ...(live as StoredObject<'Namespace'>).status, phase: 'Terminating' } }
      : ending;
  if (held)
    return deleting && sameHold(live.metadata, phase.metadata)
      ? live
      : commit(context, caller, 'delete', kind, phase as StoredObject<K>, live);
  // Watchers of a pod see it with grace 0 before it is gone.
  const last =
    kind === 'Pod' && !sameHold(live.metadata, phase.metadata)
      ? commit(context, caller, 'delete', kind, phase as StoredObject<K>, live)
      : live;
  return remove(context, caller, kind, last);
}

function sameHold(a: ObjectMeta, b: ObjectMeta): boolean {
  return (
    a.deletionTimestamp === b.deletionTimestamp &&
    a.deletionGracePeriodSeconds === b.deletionGracePeriodSeconds &&
    (a.finalizers ?? []).join() === (b.finalizers ?? []).join()
  );
}

/** The oldest APIs leave dependents alone unless told otherwise. */
const ORPHANED_BY_DEFAULT: readonly Kind[] = ['ReplicationController', 'Job'];

/** Finalizers after the request's propagation policy is laid over them. */
function withPropagation(kind: Kind, live: StoredObject<Kind>, options: DeleteOptions): readonly string[] {
  const now = live.metadata.finalizers ?? [];
  const policy =
    options.propagationPolicy ??
    (now.includes(ORPHAN)
      ? 'Orphan'
      : now.includes(FOREGROUND)
        ? 'Foreground'
        : ORPHANED_BY_DEFAULT.includes(kind)
          ? 'Orphan'
          : 'Background');
  const others = now.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  if (policy === 'Orphan') return [...others, ORPHAN];
  if (policy === 'Foreground') return [...others, FOREGROUND];
  return others;
}

/** Whether an update that emptied the finalizers finishes a deletion that only waited for them. */
export function isReleased(kind: Kind, object: StoredObject<Kind>): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0) return false;
  if (kind === 'Namespace')
    return ((object as StoredObject<'Namespace'>).spec?.finalizers ?? []).length === 0;
  return (deletionGracePeriodSeconds ?? 0) === 0;
}
