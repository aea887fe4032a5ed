/**
 * Objects as the server puts them on the wire: fields in the order of the Go structs, and null for lists, maps and
 * times that Go writes even when there are none. Inside the engine such fields are absent or empty, which is easier
 * to read and to type.
 *
 * Upstream: encoding/json on the structs of k8s.io/api (v1.37).
 */
import { isJsonObject, ownValue, type Json, type JsonObject } from '../../base/json.ts';
import { structOf, structOfKind, type Field, type Shape } from './schema/shapes.ts';

/** The object as a client would receive it. Objects of unknown kinds come back as they are. */
export function wireForm(apiVersion: string, kind: string, object: object): JsonObject {
  const value: unknown = object;
  const source = value as JsonObject;
  const struct = structOfKind(apiVersion, kind);
  return struct === undefined ? source : wireStruct(struct.typeName, source);
}

function wireStruct(typeName: string, source: JsonObject): JsonObject {
  const entries: [string, Json][] = [];
  for (const field of structOf(typeName).fields) {
    const value = wireField(field, ownValue(source, field.name));
    if (value !== undefined) entries.push([field.name, value]);
  }
  return Object.fromEntries(entries);
}

function wireField(field: Field, value: Json | undefined): Json | undefined {
  const written = value === undefined || value === null ? undefined : wireValue(field.shape, value);
  if (!field.always) return written;
  if (field.shape.form === 'list' || field.shape.form === 'map')
    return written === undefined || isEmpty(written) ? null : written;
  return written ?? (isTime(field.shape) ? null : undefined);
}

function wireValue(shape: Shape, value: Json): Json {
  if (shape.form === 'struct' && isJsonObject(value)) return wireStruct(shape.typeName, value);
  if (shape.form === 'list' && Array.isArray(value))
    return value.map((item: Json) => wireValue(shape.of, item));
  if (shape.form === 'map' && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, wireValue(shape.of, item ?? null)]),
    );
  }
  return value;
}

const isTime = (shape: Shape): boolean =>
  shape.form === 'scalar' && (shape.scalar === 'Time' || shape.scalar === 'MicroTime');

function isEmpty(value: Json): boolean {
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}
