/**
 * Values as Go prints its internal structs inside error messages: Go field names, every field present, null for what
 * is absent.
 *
 * Upstream: %v of a struct through encoding/json, for types of pkg/apis that carry no JSON tags (v1.37).
 * **Simplified:** the internal types are taken to have the fields of the versioned ones in the same order; where a
 * message shows one that differs, its caller says so.
 */
import { isJsonObject, ownValue, type Json, type JsonObject } from '../../../base/json.ts';
import { structOf, type Field, type Shape } from '../schema/shapes.ts';

/** Words that Go writes in capitals at the start of a field name. */
const initialisms: readonly string[] = [
  'api',
  'csi',
  'dns',
  'fc',
  'fs',
  'gce',
  'ip',
  'iscsi',
  'nfs',
  'pid',
  'rbd',
  'se',
  'tcp',
  'tty',
  'ttl',
  'uid',
];

/** `hostIP` to `HostIP`, `ttlSecondsAfterFinished` to `TTLSecondsAfterFinished`. */
export function goFieldName(name: string): string {
  if (name === 'serviceAccount') return 'DeprecatedServiceAccount';
  const word = /^[a-z]+/.exec(name)?.[0] ?? '';
  const start = initialisms.includes(word)
    ? word.toUpperCase()
    : word.slice(0, 1).toUpperCase() + word.slice(1);
  return start + name.slice(word.length);
}

/** API objects are JSON, though their types do not all say so. */
export function jsonOf(value: unknown): Json {
  return value as Json;
}

/** The value of a struct type in internal form. */
export function internalForm(typeName: string, value: object): JsonObject {
  const source = jsonOf(value);
  const record = isJsonObject(source) ? source : {};
  return Object.fromEntries(
    structOf(typeName).fields.map((field) => [
      goFieldName(field.name),
      internalField(field, ownValue(record, field.name)),
    ]),
  );
}

function internalField(field: Field, value: Json | undefined): Json {
  if (value === undefined || value === null) return absentForm(field);
  return internalValue(field.shape, value);
}

function absentForm(field: Field): Json {
  if (field.pointer || field.shape.form === 'list' || field.shape.form === 'map') return null;
  if (field.shape.form === 'struct') return internalForm(field.shape.typeName, {});
  return zero(field.shape.scalar);
}

function zero(scalar: string): Json {
  if (scalar === 'bool') return false;
  if (scalar === 'Quantity') return '0';
  return ['int32', 'int64', 'float64', 'IntOrString'].includes(scalar) ? 0 : scalar === 'Time' ? null : '';
}

/** API metadata types keep their JSON names even inside internal structs. */
const taggedTypes: ReadonlySet<string> = new Set([
  'LabelSelector',
  'LabelSelectorRequirement',
  'ObjectMeta',
  'OwnerReference',
]);

function internalValue(shape: Shape, value: Json): Json {
  if (shape.form === 'list' && Array.isArray(value))
    return value.map((item: Json) => internalValue(shape.of, item));
  if (shape.form === 'struct' && isJsonObject(value)) {
    return taggedTypes.has(shape.typeName) ? value : internalForm(shape.typeName, value);
  }
  return value;
}
