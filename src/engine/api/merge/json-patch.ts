/**
 * JSON patch: a list of operations on paths.
 *
 * Upstream: RFC 6902, as in gopkg.in/evanphx/json-patch.v4 (v1.37), which lets `replace` add a missing key.
 * **Invariant:** paths reach own properties only, so no operation touches a prototype.
 */
import { jsonText } from '../../../base/json.ts';
import { deepEqual, isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { fail, ok, type Result } from '../../../base/result.ts';

/** Upstream's limit. */
export const operationsMax = 10_000;

/** The document after all operations, or what the first impossible one stumbled over. */
export function applyJsonPatch(document: Json, operations: readonly Json[]): Result<Json, string> {
  let current: Json = document;
  for (const operation of operations) {
    const next = isJsonObject(operation)
      ? applyOperation(current, operation)
      : fail('operation is not an object');
    if (!next.ok) return next;
    current = next.value;
  }
  return ok(current);
}

type Path = readonly string[];

function applyOperation(document: Json, operation: JsonObject): Result<Json, string> {
  const path = readPath(operation['path']);
  if (path === undefined) return fail('operation has no path');
  const value = operation['value'] ?? null;
  switch (operation['op']) {
    case 'add':
      return change(document, path, { action: 'add', value });
    case 'remove':
      return change(document, path, { action: 'remove' });
    case 'replace':
      return change(document, path, { action: 'replace', value });
    case 'test':
      return deepEqual(valueAt(document, path) ?? null, value) ? ok(document) : fail('testing value failed');
    case 'move':
    case 'copy':
      return relocate(document, operation, path);
    default:
      return fail(`Unexpected kind: ${jsonText(operation['op'])}`);
  }
}

function relocate(document: Json, operation: JsonObject, path: Path): Result<Json, string> {
  const from = readPath(operation['from']);
  const value = from === undefined ? undefined : valueAt(document, from);
  if (from === undefined || value === undefined) return fail('missing value');
  const source = operation['op'] === 'move' ? change(document, from, { action: 'remove' }) : ok(document);
  return source.ok ? change(source.value, path, { action: 'add', value }) : source;
}

function readPath(pointer: Json | undefined): Path | undefined {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) return undefined;
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(document: Json, path: Path): Json | undefined {
  let value: Json | undefined = document;
  for (const step of path) value = value === undefined ? undefined : childOf(value, step);
  return value;
}

function childOf(parent: Json, step: string): Json | undefined {
  if (Array.isArray(parent)) {
    const list: readonly Json[] = parent;
    return /^\d+$/.test(step) ? list[Number(step)] : undefined;
  }
  return isJsonObject(parent) && Object.hasOwn(parent, step) ? parent[step] : undefined;
}

type Change = { readonly action: 'add' | 'replace'; readonly value: Json } | { readonly action: 'remove' };

function change(parent: Json, path: Path, edit: Change): Result<Json, string> {
  const [step, ...rest] = path;
  if (step === undefined)
    return edit.action === 'remove' ? fail('cannot remove the document') : ok(edit.value);
  if (rest.length === 0) return changeChild(parent, step, edit);
  const child = childOf(parent, step);
  if (child === undefined || child === null) return fail(`missing path: ${step}`);
  const changed = change(child, rest, edit);
  return changed.ok ? changeChild(parent, step, { action: 'replace', value: changed.value }) : changed;
}

function changeChild(parent: Json, step: string, edit: Change): Result<Json, string> {
  if (Array.isArray(parent)) return changeElement(parent, step, edit);
  if (!isJsonObject(parent)) return fail(`not a container: ${step}`);
  const fields = new Map<string, Json | undefined>(Object.entries(parent));
  if (edit.action !== 'remove') fields.set(step, edit.value);
  else if (!fields.delete(step)) return fail(`unable to remove nonexistent key: ${step}`);
  return ok(Object.fromEntries(fields));
}

function changeElement(list: readonly Json[], step: string, edit: Change): Result<Json, string> {
  const atEnd = step === '-' && edit.action === 'add';
  const index = atEnd ? list.length : /^-?\d+$/.test(step) ? Number(step) : -1;
  const last = edit.action === 'add' ? list.length : list.length - 1;
  // Upstream also counts from the end.
  const place = index < 0 && index >= -list.length && step !== '-' ? index + list.length : index;
  if (place < 0 || place > last || !Number.isInteger(place)) return fail(`index out of bounds: ${step}`);
  const before = list.slice(0, place);
  const after = list.slice(edit.action === 'add' ? place : place + 1);
  return ok(edit.action === 'remove' ? [...before, ...after] : [...before, edit.value, ...after]);
}
