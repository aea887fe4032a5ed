/**
 * Strategic merge patch: like a JSON merge patch, but lists with a merge key are merged element by element, and
 * directives (`$patch`, `$retainKeys`, `$deleteFromPrimitiveList/…`, `$setElementOrder/…`) say what to drop and how to
 * order.
 *
 * Upstream: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.37).
 */
import { jsonText } from '../../../base/json.ts';
import {
  canonicalJson,
  deepEqual,
  isJsonObject,
  ownValue,
  type Json,
  type JsonObject,
} from '../../../base/json.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { structOf, structOfKind, type Shape } from '../schema/shapes.ts';
import { isReplaced, mergeRuleOf, type MergeRule } from './merge-keys.ts';

const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';

/** The object after the patch, or upstream's complaint. */
export function applyStrategicMergePatch(
  apiVersion: string,
  kind: string,
  target: JsonObject,
  patch: JsonObject,
): Result<JsonObject, string> {
  const struct = structOfKind(apiVersion, kind);
  if (struct === undefined) return fail(`unable to find api field in struct ${kind}`);
  return mergeMaps(target, patch, struct.typeName);
}

/** Merges two objects of a type; without a type name the values are plain maps. */
function mergeMaps(
  target: JsonObject,
  patch: JsonObject,
  typeName: string | undefined,
): Result<JsonObject, string> {
  const directive = ownValue(patch, '$patch');
  if (directive === 'replace') return ok(withoutDirectives(patch));
  if (directive === 'delete') return ok({});
  if (directive !== undefined && directive !== 'merge') {
    return fail(`Unknown patch type: ${jsonText(directive)} in patch map`);
  }
  const fields = new Map<string, Json | undefined>(Object.entries(retained(target, patch)));
  for (const [name, value] of Object.entries(patch)) {
    if (isDirective(name)) continue;
    if (value === null || value === undefined) {
      fields.delete(name);
      continue;
    }
    const merged = mergeField(fields.get(name), value, patch, name, typeName);
    if (!merged.ok) return merged;
    fields.set(name, merged.value);
  }
  applyListDirectives(fields, patch, typeName);
  return ok(Object.fromEntries(fields));
}

const isDirective = (name: string): boolean =>
  name === '$patch' ||
  name === '$retainKeys' ||
  name.startsWith(orderPrefix) ||
  name.startsWith(deletePrefix);

/** With `$retainKeys` only the named fields of the target survive. */
function retained(target: JsonObject, patch: JsonObject): JsonObject {
  const keys = ownValue(patch, '$retainKeys');
  if (!Array.isArray(keys)) return target;
  return Object.fromEntries(Object.entries(target).filter(([name]) => keys.includes(name)));
}

function withoutDirectives(value: Json): JsonObject {
  const clean = (one: Json | undefined): Json | undefined => {
    if (Array.isArray(one)) return one.map((item: Json) => clean(item) ?? null);
    return one !== undefined && isJsonObject(one) ? withoutDirectives(one) : one;
  };
  const fields = Object.entries(isJsonObject(value) ? value : {}).filter(
    ([name, one]) => !isDirective(name) && one !== null,
  );
  return Object.fromEntries(fields.map(([name, one]) => [name, clean(one)]));
}

function shapeOf(typeName: string | undefined, field: string): Shape | undefined {
  return typeName === undefined ? undefined : structOf(typeName).byName.get(field)?.shape;
}

function structNameOf(shape: Shape | undefined): string | undefined {
  if (shape?.form === 'list') return structNameOf(shape.of);
  return shape?.form === 'struct' ? shape.typeName : undefined;
}

function mergeField(
  old: Json | undefined,
  value: Json,
  patch: JsonObject,
  name: string,
  typeName: string | undefined,
): Result<Json, string> {
  const inner = structNameOf(shapeOf(typeName, name));
  if (Array.isArray(value)) {
    const rule = typeName === undefined ? undefined : mergeRuleOf(typeName, name);
    const list: readonly Json[] = Array.isArray(old) ? old : [];
    const order = ownValue(patch, orderPrefix + name);
    if (rule === undefined) return ok(cleanList(value));
    return mergeLists(list, value, rule, inner, Array.isArray(order) ? order : undefined);
  }
  if (!isJsonObject(value)) return ok(value);
  const whole = typeName !== undefined && isReplaced(typeName, name);
  return mergeMaps(isJsonObject(old) && !whole ? old : {}, value, inner);
}

const cleanList = (list: readonly Json[]): readonly Json[] =>
  list.map((item) => (isJsonObject(item) ? withoutDirectives(item) : item));

/** Elements of a list that the patch does not treat as plain values. */
function mergeLists(
  old: readonly Json[],
  patch: readonly Json[],
  rule: MergeRule,
  typeName: string | undefined,
  order: readonly Json[] | undefined,
): Result<Json, string> {
  const { key } = rule;
  if (patch.some((item) => isJsonObject(item) && isBareReplace(item))) {
    return ok(cleanList(patch.filter((item) => !isJsonObject(item) || !isBareReplace(item))));
  }
  const merged = [...old];
  for (const item of patch) {
    const problem = key === undefined ? addToSet(merged, item) : mergeElement(merged, item, key, typeName);
    if (problem !== undefined) return fail(problem);
  }
  const named = patch.filter((item) => !isJsonObject(item) || ownValue(item, '$patch') !== 'delete');
  return ok(inOrder(merged, order ?? named, old, key));
}

const isBareReplace = (item: JsonObject): boolean =>
  ownValue(item, '$patch') === 'replace' && Object.keys(item).length === 1;

function addToSet(list: Json[], item: Json): undefined {
  if (!list.some((one) => deepEqual(one, item))) list.push(item);
  return undefined;
}

/** Merges one element of the patch into the list, new ones at the end; returns the complaint, if any. */
function mergeElement(
  list: Json[],
  item: Json,
  key: string,
  typeName: string | undefined,
): string | undefined {
  const id = isJsonObject(item) ? ownValue(item, key) : undefined;
  if (!isJsonObject(item) || id === undefined || id === null) {
    return `map: ${printGoMap(item)} does not contain declared merge key: ${key}`;
  }
  const index = list.findIndex((one) => isJsonObject(one) && deepEqual(ownValue(one, key), id));
  if (ownValue(item, '$patch') === 'delete') {
    if (index >= 0) list.splice(index, 1);
    return undefined;
  }
  const old = list[index];
  const merged = mergeMaps(old !== undefined && isJsonObject(old) ? old : {}, item, typeName);
  if (!merged.ok) return merged.error;
  if (index >= 0) list[index] = merged.value;
  else list.push(merged.value);
  return undefined;
}

/** Go's %v of a map: `map[a:1 b:x]`, keys sorted. */
function printGoMap(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => printGoMap(item)).join(' ')}]`;
  if (value === undefined || value === null) return '<nil>';
  if (!isJsonObject(value)) return jsonText(value);
  const pairs = Object.keys(value)
    .sort()
    .map((name) => `${name}:${printGoMap(value[name])}`);
  return `map[${pairs.join(' ')}]`;
}

function applyListDirectives(
  fields: Map<string, Json | undefined>,
  patch: JsonObject,
  typeName: string | undefined,
): void {
  for (const [name, value] of Object.entries(patch)) {
    if (!Array.isArray(value)) continue;
    const items: readonly Json[] = value;
    if (name.startsWith(deletePrefix)) deleteItems(fields, name.slice(deletePrefix.length), items);
    // An order for a list that the patch also changes was kept while merging it.
    if (name.startsWith(orderPrefix) && !Object.hasOwn(patch, name.slice(orderPrefix.length))) {
      reorder(fields, name.slice(orderPrefix.length), items, typeName);
    }
  }
}

function deleteItems(fields: Map<string, Json | undefined>, field: string, items: readonly Json[]): void {
  const list = fields.get(field);
  if (!Array.isArray(list)) return;
  const kept: readonly Json[] = list.filter((one: Json) => !items.some((item) => deepEqual(item, one)));
  fields.set(field, kept);
}

function reorder(
  fields: Map<string, Json | undefined>,
  field: string,
  order: readonly Json[],
  typeName: string | undefined,
): void {
  const list = fields.get(field);
  const rule = typeName === undefined ? undefined : mergeRuleOf(typeName, field);
  if (Array.isArray(list) && rule !== undefined) fields.set(field, inOrder(list, order, list, rule.key));
}

/**
 * Puts the elements that `order` names in that order, keeps the others in the order they had before, and weaves the
 * two: of two heads the other one goes first only if both were there before and it stood in front.
 */
function inOrder(
  list: readonly Json[],
  order: readonly Json[],
  before: readonly Json[],
  key: string | undefined,
): readonly Json[] {
  const idOf = (item: Json): string => {
    const id = key !== undefined && isJsonObject(item) ? ownValue(item, key) : item;
    return canonicalJson(id);
  };
  const ranks = new Map(order.map((item, index) => [idOf(item), index]));
  const places = new Map(before.map((item, index) => [idOf(item), index]));
  const named = list.filter((item) => ranks.has(idOf(item)));
  named.sort((a, b) => (ranks.get(idOf(a)) ?? 0) - (ranks.get(idOf(b)) ?? 0));
  const others = list.filter((item) => !ranks.has(idOf(item)));
  return weave(others, named, (item) => places.get(idOf(item)));
}

function weave(
  others: readonly Json[],
  named: readonly Json[],
  placeOf: (item: Json) => number | undefined,
): readonly Json[] {
  const woven: Json[] = [];
  let i = 0;
  for (const item of named) {
    const place = placeOf(item);
    for (let other = others[i]; other !== undefined; other = others[i]) {
      const otherPlace = placeOf(other);
      if (place === undefined || otherPlace === undefined || otherPlace > place) break;
      woven.push(other);
      i += 1;
    }
    woven.push(item);
  }
  return [...woven, ...others.slice(i)];
}
