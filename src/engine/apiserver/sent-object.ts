/**
 * From the body of a POST or PUT to an object of its kind: the decoding, with what it refuses and warns of.
 *
 * **Upstream:** staging/src/k8s.io/apiserver/pkg/endpoints/handlers/{create,update}.go, …/registry/rest/meta.go (v1.37).
 */
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { ok } from '../../base/result.ts';
import { decode, decodeFailure } from '../api/decode.ts';
import { kindOf, resourceOf } from '../api/resources.ts';
import type { Kind, KubeObject } from '../api/types.ts';
import type { ApiResult, WriteOptions } from './client.ts';
import { badRequest } from './failures.ts';

const FOREIGN_NAMESPACE =
  'the namespace of the provided object does not match the namespace sent on the request';

/** The object in the form of Go's decoder, its namespace set from the URL. Missing `kind` and `apiVersion` are those of the URL. */
export function readSent(kind: Kind, body: unknown, options: WriteOptions): ApiResult<KubeObject> {
  const sent = isJsonObject(body as Json) ? (body as JsonObject) : {};
  const { apiVersion, namespaced } = resourceOf(kind);
  const wrong = wrongType(kind, apiVersion, sent);
  if (wrong !== undefined) return badRequest(wrong);
  const { fieldValidation = 'Warn', warn } = options;
  const { problems, object } = decode(apiVersion, kind, sent);
  const refused = decodeFailure(versionOf(apiVersion), kind, problems, fieldValidation === 'Strict');
  if (refused !== undefined) return badRequest(refused);
  if (fieldValidation === 'Warn') for (const { message } of problems) warn?.(message);
  const typed: object = object;
  return inNamespace(typed as KubeObject, namespaced, options.namespace);
}

/** Why an object of this kind cannot be read as one of the kind of the URL. */
function wrongType(kind: Kind, apiVersion: string, sent: JsonObject): string | undefined {
  const sentVersion = textOr(sent['apiVersion'], apiVersion);
  const sentKind = textOr(sent['kind'], kind);
  if (sentVersion === apiVersion && sentKind === kind) return undefined;
  const version = versionOf(sentVersion);
  const head = `${sentKind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: `;
  if (kindOf(sentVersion, sentKind) === undefined)
    return `${head}no kind "${sentKind}" is registered for version "${sentVersion}" in scheme "pkg/runtime/scheme.go:111"`;
  return `${head}converting (${version}.${sentKind}) to (${internalGroup(kind)}.${kind}): unknown conversion`;
}

/** Name of the Go package of the group's internal types. */
function internalGroup(kind: Kind): string {
  const [group = ''] = resourceOf(kind).group.split('.');
  return group === '' ? 'core' : group;
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function inNamespace(
  object: KubeObject,
  namespaced: boolean,
  asked: string | undefined,
): ApiResult<KubeObject> {
  const { namespace = '', ...metadata } = object.metadata ?? {};
  if (namespaced && asked !== undefined && namespace !== '' && namespace !== asked)
    return badRequest(FOREIGN_NAMESPACE);
  const own = namespaced ? (asked ?? namespace) : '';
  return ok({
    ...object,
    metadata: { ...metadata, ...(own === '' ? {} : { namespace: own }) },
  } as KubeObject);
}
