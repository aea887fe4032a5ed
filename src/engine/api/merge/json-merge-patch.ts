/**
 * JSON merge patch: objects merge, null deletes, everything else replaces.
 *
 * Upstream: RFC 7386, as in gopkg.in/evanphx/json-patch.v4 (v1.37).
 * **Invariant:** keys are only ever defined as own properties, so `__proto__` is a key like any other.
 */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';

/** The target after the patch. Unchanged parts are shared with the target. */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const fields = new Map<string, Json | undefined>(Object.entries(isJsonObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined) fields.delete(name);
    else fields.set(name, applyMergePatch(fields.get(name), value));
  }
  return Object.fromEntries(fields) satisfies JsonObject;
}
