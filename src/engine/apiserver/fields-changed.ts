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
  else if (deeper && isKeyedList(a) && isKeyedList(b)) compareLists(path, a, b, depth, found);
  else if (!deepEqual(a, b)) found.push(path);
}

/** Paths that were named before: there are few of them, and traces name them without end. */
const paths = new Map<string, string>();
const pathsMax = 2000;

function pathOf(outer: string, key: string): string {
  const path = outer === '' ? key : `${outer}.${key}`;
  const known = paths.get(path);
  if (known !== undefined) return known;
  if (paths.size >= pathsMax) paths.clear();
  paths.set(path, path);
  return path;
}

type Fields = { readonly [key: string]: unknown };

function compareRecords(path: string, a: Fields, b: Fields, depth: number, found: string[]): void {
  const compareField = (key: string): void => {
    if (a[key] !== b[key]) compare(pathOf(path, key), a[key], b[key], depth + 1, found);
  };
  for (const key of Object.keys(a)) compareField(key);
  for (const key of Object.keys(b)) if (!Object.hasOwn(a, key)) compareField(key);
}

/** Lists that name the same items in the same order, as conditions mostly do, are compared item by item. */
function compareLists(
  path: string,
  a: readonly object[],
  b: readonly object[],
  depth: number,
  found: string[],
): void {
  const keys = a.map(itemKey);
  const aligned =
    a.length === b.length &&
    b.every((item, i) => itemKey(item) === keys[i]) &&
    new Set(keys).size === keys.length;
  if (!aligned) return compareRecords(path, byKey(a), byKey(b), depth, found);
  a.forEach((item, i) => {
    if (item !== b[i]) compare(pathOf(path, keys[i] ?? ''), item, b[i], depth + 1, found);
  });
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
