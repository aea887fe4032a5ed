/**
 * Names the fields in which two versions of an object differ, coarse enough for a person: `spec.replicas`, `status.conditions.Ready`,
 * `status.containerStatuses.app`, `metadata.labels`.
 * **Simplified:** at most three levels deep; list items are named by their type, name or key.
 */
import { deepEqual, isJsonObject } from '../../base/json.ts';

const DEPTH_MAX = 3;
const SILENT = new Set(['metadata.resourceVersion', 'metadata.managedFields']);

export function fieldsChanged(before: object, after: object): string[] {
  const found: string[] = [];
  compare('', before, after, 1, found);
  return found;
}

function compare(path: string, a: unknown, b: unknown, depth: number, found: string[]): void {
  if (a === b || SILENT.has(path)) return;
  const deeper = depth <= DEPTH_MAX;
  if (deeper && isJsonObject(a) && isJsonObject(b)) compareRecords(path, a, b, depth, found);
  else if (deeper && isKeyedList(a) && isKeyedList(b)) compareRecords(path, byKey(a), byKey(b), depth, found);
  else if (!deepEqual(a, b)) found.push(path);
}

type Fields = { readonly [key: string]: unknown };

function compareRecords(path: string, a: Fields, b: Fields, depth: number, found: string[]): void {
  const keys = [...Object.keys(a), ...Object.keys(b).filter((key) => !Object.hasOwn(a, key))];
  for (const key of keys) compare(path === '' ? key : `${path}.${key}`, a[key], b[key], depth + 1, found);
}

function itemKey(item: unknown): string | undefined {
  if (!isJsonObject(item)) return undefined;
  const key = item['type'] ?? item['name'] ?? item['key'];
  return typeof key === 'string' ? key : undefined;
}

function isKeyedList(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.every((item) => itemKey(item) !== undefined);
}

function byKey(list: readonly object[]): Fields {
  return Object.fromEntries(list.map((item) => [itemKey(item) ?? '', item]));
}
