/**
 * Create and update: the life of a write request from decoding to the store.
 *
 * **Upstream:** staging/src/k8s.io/apiserver/pkg/registry/rest/{create,update}.go, …/generic/registry/store.go (v1.37). The order of the
 * steps decides which of several errors a user sees.
 */
import { decode } from '../api/decode.ts';
import { applyDefaults } from '../api/defaulting/defaulting.ts';
import { resourceOf } from '../api/resources.ts';
import type { Kind, KindMap, KubeObject } from '../api/types.ts';
import { toStatus } from '../api/validation/field-error.ts';
import { warningsFor } from '../api/warnings/warnings.ts';
import { validateCreate, validateUpdate } from '../api/validation/validation.ts';
import { deepEqual } from '../../base/json.ts';
import { fail, ok } from '../../base/result.ts';
import type { AdmissionPlugin } from './admission/admission.ts';
import { mutate, validate } from './admission/admission.ts';
import type { ApiFailure, ApiResult, StoredObject, WriteOptions } from './client.ts';
import { isReleased } from './deletion.ts';
import { MODIFIED, alreadyExists, badRequest, conflict, notFound } from './failures.ts';
import { generateName, newUid } from './identity.ts';
import { readSent } from './sent-object.ts';
import { commit, remove, timestamp } from './server-context.ts';
import type { Caller, Incoming, ServerContext } from './server-context.ts';
import { asPrinted } from './strategy/printed.ts';
import { allocationErrors } from './strategy/service.ts';
import { changesNothing, prepareForCreate, prepareForUpdate } from './strategy/strategy.ts';

const NAME_TRIES = 8;

/** Handles a POST. */
export function createObject<K extends Kind>(
  context: ServerContext,
  plugins: readonly AdmissionPlugin[],
  caller: Caller,
  kind: K,
  sent: Incoming<K>,
  options: WriteOptions = {},
): ApiResult<StoredObject<K>> {
  const read = options.typed === true ? ok(sent) : readSent(kind, sent, options);
  if (!read.ok) return read;
  const typed = options.typed === true ? sent : (applyDefaults(read.value as KubeObject) as Incoming<K>);
  if (typed.metadata.resourceVersion)
    return fail({
      code: 500,
      reason: '',
      message: 'resourceVersion should not be set on objects to be created',
    });
  const namespace = typed.metadata.namespace ?? '';
  const request = { operation: 'CREATE', kind, namespace, context, ...warnOf(options) } as const;
  const admitted = mutate(plugins, { ...request, object: typed as Incoming<Kind> });
  if (!admitted.ok) return admitted;
  const complete = admitted.value === typed ? typed : withDefaults<K>(admitted.value as KubeObject);
  const identified = withIdentity(context, kind, complete);
  if (!identified.ok) return identified;
  const prepared = prepareForCreate(context, kind, identified.value);
  const invalid = validateCreate(prepared as KubeObject);
  const errors =
    invalid.length === 0 && kind === 'Service'
      ? allocationErrors(context, identified.value as object as Incoming<'Service'>)
      : invalid;
  if (errors.length > 0) return fail(toStatus(kind, prepared.metadata.name ?? '', errors));
  const allowed = validate(plugins, { ...request, object: prepared as Incoming<Kind> });
  if (!allowed.ok) return allowed;
  const name = prepared.metadata.name ?? '';
  if (context.store.get(kind, namespace, name) !== undefined) return alreadyExists(kind, name);
  tellWarnings(prepared as KubeObject, true, options);
  return ok(commit(context, caller, 'create', kind, prepared as StoredObject<K>));
}

/** The object as the server reads it: typed fields in canonical form, unknown ones dropped, defaults filled in. */
function withDefaults<K extends Kind>(object: KubeObject): Incoming<K> {
  const { object: typed } = decode(object.apiVersion, object.kind, object);
  return applyDefaults(typed as object as KubeObject) as object as Incoming<K>;
}

/** Fills what makes an object itself: name, uid, creation time. */
function withIdentity<K extends Kind>(
  context: ServerContext,
  kind: K,
  object: Incoming<K>,
): ApiResult<Incoming<K>> {
  const { deletionTimestamp: _d, deletionGracePeriodSeconds: _g, ...metadata } = object.metadata;
  const name =
    metadata.name ||
    (metadata.generateName
      ? freeName(context, kind, metadata.namespace ?? '', metadata.generateName)
      : undefined);
  const identity = {
    ...(name === undefined ? {} : { name }),
    uid: newUid(context.sim),
    creationTimestamp: timestamp(context),
  };
  return ok({ ...object, metadata: { ...metadata, ...identity } });
}

function freeName(context: ServerContext, kind: Kind, namespace: string, base: string): string {
  let name = generateName(context.sim, base);
  for (let i = 1; i < NAME_TRIES && context.store.get(kind, namespace, name) !== undefined; i++)
    name = generateName(context.sim, base);
  return name;
}

/** Handles a PUT of the main resource or of `status`, and what PATCH comes to. */
export function updateObject<K extends Kind>(
  context: ServerContext,
  plugins: readonly AdmissionPlugin[],
  caller: Caller,
  kind: K,
  sent: KindMap[K],
  options: WriteOptions,
  verb = 'update',
): ApiResult<StoredObject<K>> {
  const { subresource } = options;
  const misnamed = options.name === undefined ? undefined : checkNames(sent, options);
  if (misnamed !== undefined) return misnamed;
  const { namespace = '', name } = sent.metadata;
  const live = context.store.get(kind, namespace, name);
  if (live === undefined) return notFound(kind, name);
  const stale = staleness(kind, live, sent);
  if (stale !== undefined) return stale;
  if (subresource === 'status' && sent.metadata === live.metadata)
    return ok(storeStatus(context, caller, verb, kind, sent, live));
  const read = subresource === 'status' ? ok(sent as KubeObject) : readSent(kind, sent, options);
  if (!read.ok) return read;
  const defaulted = (subresource === 'status' ? sent : applyDefaults(read.value)) as Incoming<K>;
  const prepared = prepareForUpdate(context, kind, live as Incoming<K>, defaulted, subresource);
  const request = {
    operation: 'UPDATE',
    kind,
    namespace,
    context,
    before: live as Incoming<Kind>,
    ...warnOf(options),
    ...(subresource === undefined ? {} : { subresource }),
  } as const;
  const admitted = mutate(plugins, { ...request, object: prepared as Incoming<Kind> });
  if (!admitted.ok) return admitted;
  const next = admitted.value as StoredObject<K>;
  const errors = validateUpdate(next, live, subresource);
  if (errors.length > 0) return fail(toStatus(kind, name, errors));
  const allowed = validate(plugins, { ...request, object: next as Incoming<Kind> });
  if (!allowed.ok) return allowed;
  if (subresource === undefined) tellWarnings(next as KubeObject, false, options);
  return ok(store(context, caller, verb, kind, next, live));
}

function warnOf({ warn }: WriteOptions): Pick<WriteOptions, 'warn'> {
  return warn === undefined ? {} : { warn };
}

/** Components do not listen. */
function tellWarnings(object: KubeObject, isNew: boolean, { warn }: WriteOptions): void {
  if (warn !== undefined) for (const text of warningsFor(object, isNew)) warn(text);
}

type WithStatus = { readonly status?: unknown };

/**
 * A status write that leaves the metadata alone, as components send it: there is nothing to admit, nothing to validate, and the generation
 * stays.
 */
function storeStatus<K extends Kind>(
  context: ServerContext,
  caller: Caller,
  verb: string,
  kind: K,
  sent: KindMap[K],
  live: StoredObject<K>,
): StoredObject<K> {
  const { status } = sent as WithStatus;
  const next = asPrinted(kind, { ...live, status } as StoredObject<K>);
  if (deepEqual((live as WithStatus).status, (next as WithStatus).status)) return live;
  return isReleased(kind, next)
    ? remove(context, caller, kind, next)
    : commit(context, caller, verb, kind, next, live);
}

function store<K extends Kind>(
  context: ServerContext,
  caller: Caller,
  verb: string,
  kind: K,
  next: StoredObject<K>,
  live: StoredObject<K>,
): StoredObject<K> {
  const versioned = {
    ...next,
    metadata: { ...next.metadata, resourceVersion: live.metadata.resourceVersion },
  };
  if (changesNothing(live, versioned)) return live;
  if (isReleased(kind, versioned)) return remove(context, caller, kind, versioned);
  return commit(context, caller, verb, kind, versioned, live);
}

function staleness(
  kind: Kind,
  live: StoredObject<Kind>,
  sent: KubeObject,
): { readonly ok: false; readonly error: ApiFailure } | undefined {
  const { resourceVersion, uid, name } = sent.metadata;
  if (uid !== undefined && uid !== live.metadata.uid) {
    const key = `/registry/${resourceOf(kind).plural}/${live.metadata.namespace ?? ''}/${name}`;
    return conflict(
      kind,
      name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`,
    );
  }
  if (resourceVersion && resourceVersion !== live.metadata.resourceVersion)
    return conflict(kind, name, MODIFIED);
  return undefined;
}

/** The name in a request's URL and in its body must agree. */
function checkNames(
  sent: KubeObject,
  { namespace = '', name = '' }: WriteOptions,
): { readonly ok: false; readonly error: ApiFailure } | undefined {
  if (sent.metadata.name !== name)
    return badRequest(
      `the name of the object (${sent.metadata.name}) does not match the name on the URL (${name})`,
    );
  if ((sent.metadata.namespace ?? namespace) !== namespace)
    return badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  return undefined;
}
