/**
 * PATCH requests: one entrance for the three kinds of patch, with the failures of the API server.
 *
 * Upstream: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go (v1.37).
 * **Simplified:** server-side apply is not among them.
 */
import { isJsonObject, ownValue, type Json, type JsonObject } from '../../../base/json.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { decode, isFatal } from '../decode.ts';
import { resourceOf } from '../resources.ts';
import type { Kind, KubeObject } from '../types.ts';
import type { StatusFailure } from '../validation/field-error.ts';
import { applyJsonPatch, operationsMax } from './json-patch.ts';
import { applyMergePatch } from './json-merge-patch.ts';
import { applyStrategicMergePatch } from './strategic-merge.ts';

export type PatchKind = 'json' | 'merge' | 'strategic';

/**
 * The live object with the patch applied and decoded anew; defaults and validation come after. Unknown fields are
 * dropped, named to `warn`, or refused with `Strict`.
 */
export function applyPatch(
  type: PatchKind,
  kind: Kind,
  live: object,
  patch: Json,
  fieldValidation: 'Strict' | 'Warn' | 'Ignore' = 'Warn',
  warn?: (text: string) => void,
): Result<KubeObject, StatusFailure> {
  const document = jsonOf(live);
  // A subresource such as Scale is an object of its own kind.
  const apiVersion = textOf(document, 'apiVersion') ?? resourceOf(kind).apiVersion;
  const kindName = textOf(document, 'kind') ?? kind;
  const patched = applyTo(type, apiVersion, kindName, document, patch);
  if (!patched.ok) return patched;
  const { problems, object } = decode(apiVersion, kindName, patched.value);
  if (problems.some((one) => fieldValidation === 'Strict' || isFatal(one))) {
    const unknown = problems.map((one) => one.message).join(', ');
    return fail(
      undecodable(patched.value, problems.find(isFatal)?.message ?? `strict decoding error: ${unknown}`),
    );
  }
  if (fieldValidation === 'Warn') for (const { message } of problems) warn?.(message);
  const typed: unknown = object;
  return ok(typed as KubeObject);
}

/** API objects are JSON, though their types do not all say so. */
function jsonOf(object: object): JsonObject {
  const value: unknown = object;
  return value as JsonObject;
}

function textOf(object: JsonObject, name: string): string | undefined {
  const value = ownValue(object, name);
  return typeof value === 'string' ? value : undefined;
}

function applyTo(
  type: PatchKind,
  apiVersion: string,
  kind: string,
  document: JsonObject,
  patch: Json,
): Result<Json, StatusFailure> {
  if (type === 'json') return applyOperations(document, patch);
  if (!isJsonObject(patch)) return fail({ code: 400, reason: 'BadRequest', message: 'invalid JSON patch' });
  if (type === 'merge') return ok(applyMergePatch(document, patch));
  const merged = applyStrategicMergePatch(apiVersion, kind, document, patch);
  return merged.ok ? merged : fail({ code: 500, reason: '', message: merged.error });
}

function applyOperations(document: JsonObject, patch: Json): Result<Json, StatusFailure> {
  if (!Array.isArray(patch)) {
    const found = patch === null ? 'null' : typeof patch === 'boolean' ? 'bool' : typeof patch;
    const message = `error decoding patch: json: cannot unmarshal ${found} into Go value of type []handlers.jsonPatchOp`;
    return fail({ code: 400, reason: 'BadRequest', message });
  }
  if (patch.length > operationsMax) {
    const message = `The allowed maximum operations in a JSON patch is ${operationsMax}, got ${patch.length}`;
    return fail({ code: 413, reason: 'RequestEntityTooLarge', message });
  }
  const patched = applyJsonPatch(document, patch);
  if (patched.ok) return patched;
  const message = 'the server rejected our request due to an error in our request';
  return fail({ code: 422, reason: 'Invalid', message, details: {} });
}

/** Upstream names neither kind nor object here and shows the whole patched text. */
function undecodable(value: Json, detail: string): StatusFailure {
  const body = `Invalid value: ${JSON.stringify(JSON.stringify(value))}: ${detail}`;
  return {
    code: 422,
    reason: 'Invalid',
    message: ` "" is invalid: patch: ${body}`,
    details: { causes: [{ reason: 'FieldValueInvalid', message: body, field: 'patch' }] },
  };
}
