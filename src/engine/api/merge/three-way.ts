/**
 * What `kubectl apply` sends: the patch that takes the live object to the new manifest, deleting only what the last
 * applied manifest had and the new one no longer has.
 *
 * Upstream: CreateThreeWayMergePatch in k8s.io/apimachinery/pkg/util/strategicpatch/patch.go and
 * k8s.io/kubectl/pkg/cmd/apply/patcher.go (v1.37).
 * **Simplified:** `$setElementOrder` is written for every merged list that changes, as upstream does, but never for
 * lists that only lose elements of plain values.
 */
import { deepEqual, isJsonObject, ownValue, type Json, type JsonObject } from '../../../base/json.ts';
import { structOf, structOfKind, type Shape } from '../schema/shapes.ts';
import { isReplaced, mergeRuleOf, retainsKeys, type MergeRule } from './merge-keys.ts';

/** The strategic merge patch; empty when the live object already is as the manifest wants it. */
export function threeWayApply(
  apiVersion: string,
  kind: string,
  lastApplied: JsonObject,
  modified: JsonObject,
  current: JsonObject,
): JsonObject {
  const typeName = structOfKind(apiVersion, kind)?.typeName;
  return patchMap(lastApplied, modified, current, typeName);
}

function shapeOf(typeName: string | undefined, field: string): Shape | undefined {
  return typeName === undefined ? undefined : structOf(typeName).byName.get(field)?.shape;
}

function structNameOf(shape: Shape | undefined): string | undefined {
  if (shape?.form === 'list') return structNameOf(shape.of);
  return shape?.form === 'struct' ? shape.typeName : undefined;
}

const isEmpty = (patch: JsonObject): boolean => Object.keys(patch).length === 0;

const mapOf = (value: Json | undefined): JsonObject =>
  value !== undefined && isJsonObject(value) ? value : {};
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

function patchMap(
  last: JsonObject,
  next: JsonObject,
  live: JsonObject,
  typeName: string | undefined,
): JsonObject {
  const fields: [string, Json][] = [];
  for (const [name, wanted] of Object.entries(next)) {
    if (wanted === undefined || wanted === null) {
      if (wanted === null && Object.hasOwn(live, name)) fields.push([name, null]);
      continue;
    }
    fields.push(...patchField(ownValue(last, name), wanted, ownValue(live, name), name, typeName));
  }
  for (const name of Object.keys(last)) {
    if (!Object.hasOwn(next, name) && Object.hasOwn(live, name)) fields.push([name, null]);
  }
  return Object.fromEntries(fields);
}

type Fields = readonly (readonly [string, Json])[];

function patchField(
  last: Json | undefined,
  wanted: Json,
  live: Json | undefined,
  name: string,
  typeName: string | undefined,
): [string, Json][] {
  if (live === undefined || live === null) return [[name, wanted]];
  if (Array.isArray(wanted)) {
    const rule = typeName === undefined ? undefined : mergeRuleOf(typeName, name);
    const inner = structNameOf(shapeOf(typeName, name));
    if (rule === undefined) return deepEqual(wanted, live) ? [] : [[name, wanted]];
    return [...patchList(listOf(last), wanted, listOf(live), name, rule, inner)].map(([key, value]) => [
      key,
      value,
    ]);
  }
  if (!isJsonObject(wanted) || !isJsonObject(live)) return deepEqual(wanted, live) ? [] : [[name, wanted]];
  if (typeName !== undefined && isReplaced(typeName, name)) {
    return deepEqual(wanted, live) ? [] : [[name, { ...wanted, $patch: 'replace' }]];
  }
  const patch = patchMap(mapOf(last), wanted, live, structNameOf(shapeOf(typeName, name)));
  const retains = typeName !== undefined && retainsKeys(typeName, name);
  if (isEmpty(patch)) return [];
  return [[name, retains ? { ...patch, $retainKeys: Object.keys(wanted).sort() } : patch]];
}

function patchList(
  last: readonly Json[],
  wanted: readonly Json[],
  live: readonly Json[],
  name: string,
  rule: MergeRule,
  typeName: string | undefined,
): Fields {
  const { key } = rule;
  return key === undefined
    ? patchSet(last, wanted, live, name)
    : patchElements(last, wanted, live, name, key, rule, typeName);
}

function patchSet(
  last: readonly Json[],
  wanted: readonly Json[],
  live: readonly Json[],
  name: string,
): Fields {
  const has = (list: readonly Json[], item: Json): boolean => list.some((one) => deepEqual(one, item));
  const added = wanted.filter((item) => !has(live, item));
  const removed = last.filter((item) => !has(wanted, item) && has(live, item));
  return [
    ...(removed.length === 0 ? [] : [[`$deleteFromPrimitiveList/${name}`, removed] as const]),
    ...(added.length === 0 ? [] : [[`$setElementOrder/${name}`, wanted] as const, [name, added] as const]),
  ];
}

function patchElements(
  last: readonly Json[],
  wanted: readonly Json[],
  live: readonly Json[],
  name: string,
  key: string,
  rule: MergeRule,
  typeName: string | undefined,
): Fields {
  const find = (list: readonly Json[], id: Json | undefined): JsonObject | undefined =>
    list.find((one): one is JsonObject => isJsonObject(one) && deepEqual(ownValue(one, key), id));
  const changed = wanted.flatMap((item) => {
    const id = ownValue(mapOf(item), key);
    const now = find(live, id);
    if (now === undefined) return [item];
    const patch = patchMap(find(last, id) ?? {}, mapOf(item), now, typeName);
    if (isEmpty(patch)) return [];
    const retained = rule.retainKeys === true ? { $retainKeys: Object.keys(mapOf(item)).sort() } : {};
    return [{ ...retained, ...patch, [key]: id }];
  });
  const removed = last.flatMap((item) => {
    const id = ownValue(mapOf(item), key);
    const gone = find(wanted, id) === undefined && find(live, id) !== undefined;
    return gone ? [{ $patch: 'delete', [key]: id }] : [];
  });
  if (changed.length === 0 && removed.length === 0) return [];
  const order = wanted.map((item) => ({ [key]: ownValue(mapOf(item), key) }));
  return [
    [`$setElementOrder/${name}`, order],
    [name, [...changed, ...removed]],
  ];
}
