/**
 * Decoding: from whatever JSON a request carries to an object of its kind, as Go's decoder and encoder would leave it.
 * Unknown fields are dropped and named, nulls count as absent, zeros that Go does not write are left out, quantities
 * become canonical text, numbers given for quantities become text too.
 *
 * Upstream: sigs.k8s.io/json and k8s.io/apimachinery/pkg/runtime/serializer/json (v1.37).
 * **Simplified:** duplicate keys are gone before this point. Lists and times that Go would write as null are left out
 * or empty.
 */
import { jsonText } from '../../base/json.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { decodeScalar } from './decode-scalar.ts';
import { canonicalMilliQuantity } from './quantity.ts';
import { goTypeName, structOf, structOfKind, type Field, type Shape, type Struct } from './schema/shapes.ts';

export type DecodeCode =
  'decode/unknown-field' | 'decode/wrong-type' | 'decode/bad-value' | 'decode/unknown-kind';

/** One thing wrong with the text of a manifest, before any rule of its kind is looked at. */
export interface DecodeProblem {
  /** `spec.containers[0].imagee`. */
  readonly path: string;
  /** Upstream's words for this problem alone, without the `strict decoding error:` in front. */
  readonly message: string;
  readonly code: DecodeCode;
}

export interface Decoded {
  readonly problems: readonly DecodeProblem[];
  /** The object without what could not be read. */
  readonly object: JsonObject;
}

/** As upstream, so that a file of garbage does not become a wall of text. */
const unknownFieldsMax = 100;

/** Reads `value` as the kind; `apiVersion` and `kind` come from the URL and are set in the result. Never throws. */
export function decode(apiVersion: string, kind: string, value: unknown): Decoded {
  const struct = structOfKind(apiVersion, kind);
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  if (struct === undefined) {
    const message = `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
    return { problems: [{ path: '', message, code: 'decode/unknown-kind' }], object: {} };
  }
  const walk: Walk = { problems: [], version };
  const object = decodeStruct(walk, struct, value, root);
  return { problems: walk.problems, object: { ...object, kind, apiVersion } };
}

/** True for problems that refuse the object whatever `fieldValidation` says. */
export function isFatal(problem: DecodeProblem): boolean {
  return problem.code !== 'decode/unknown-field';
}

/**
 * The message of the 400 reply, or undefined when the object is accepted. One unreadable value hides all unknown
 * fields, because Go stops there.
 */
export function decodeFailure(
  version: string,
  kind: string,
  problems: readonly DecodeProblem[],
  strict: boolean,
): string | undefined {
  const fatal = problems.find((one) => one.code === 'decode/bad-value') ?? problems.find(isFatal);
  const prefix = `${kind} in version "${version}" cannot be handled as a ${kind}: `;
  if (fatal !== undefined) return prefix + fatal.message;
  if (!strict || problems.length === 0) return undefined;
  return `${prefix}strict decoding error: ${problems.map((one) => one.message).join(', ')}`;
}

/** Reads a part of an object, such as a PodTemplateSpec. */
export function decodePart(typeName: string, value: unknown): Decoded {
  const walk: Walk = { problems: [], version: 'v1' };
  return { object: decodeStruct(walk, structOf(typeName), value, root), problems: walk.problems };
}

interface Walk {
  readonly problems: DecodeProblem[];
  readonly version: string;
}

/** Where the walk is: a step inwards from `outer`. Spelled out only when there is something to complain about. */
interface Place {
  readonly outer: Place | undefined;
  /** A field's name or a map's key; a number for an item of a list. */
  readonly step: string | number;
  /** The struct whose field the step is; undefined for items and map entries. */
  readonly struct: Struct | undefined;
}

const root: Place = { outer: undefined, step: '', struct: undefined };

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** `spec.containers[0]`, for people. */
function pathOf({ outer, step }: Place): string {
  if (outer === undefined) return '';
  return typeof step === 'number' ? `${pathOf(outer)}[${step}]` : joined(pathOf(outer), step);
}

/** `spec.containers`, as Go's decoder counts: no indexes and no map keys. */
function goPathOf({ outer, step, struct }: Place): string {
  if (outer === undefined) return '';
  return struct === undefined ? goPathOf(outer) : joined(goPathOf(outer), String(step));
}

/** The name of the innermost struct. */
function goStructOf({ outer, struct }: Place): string {
  return struct?.goName ?? (outer === undefined ? '' : goStructOf(outer));
}

function decodeStruct(walk: Walk, struct: Struct, value: unknown, place: Place): JsonObject {
  if (value !== undefined && value !== null && !isJsonObject(value)) {
    wrongType(walk, { form: 'struct', typeName: struct.typeName }, value, place);
    return decodeStruct(walk, struct, undefined, place);
  }
  const source = value ?? {};
  return Object.isFrozen(source)
    ? decodeFrozen(walk, struct, source, place)
    : decodeFields(walk, struct, source, place);
}

/** What frozen parts were read as, where nothing was wrong with them. Derived from them alone. */
const readBefore = new WeakMap<JsonObject, { readonly struct: Struct; readonly object: JsonObject }>();

/**
 * Reads a part of an object that is stored already, such as the pod spec of a template. The same part is read once, and one that reads as
 * itself stays the same object, so that whoever compares versions sees at once that nothing changed.
 */
function decodeFrozen(walk: Walk, struct: Struct, source: JsonObject, place: Place): JsonObject {
  const known = readBefore.get(source);
  if (known !== undefined && known.struct === struct) return known.object;
  const problems = walk.problems.length;
  const decoded = decodeFields(walk, struct, source, place);
  if (walk.problems.length > problems) return decoded;
  const object = isSameRecord(source, decoded) ? source : decoded;
  readBefore.set(source, { struct, object });
  return object;
}

/** The same fields with the same values in the same order. */
function isSameRecord(a: JsonObject, b: JsonObject): boolean {
  const [names, others] = [Object.keys(a), Object.keys(b)];
  return (
    names.length === others.length && names.every((name, i) => name === others[i] && a[name] === b[name])
  );
}

function decodeFields(walk: Walk, struct: Struct, source: JsonObject, place: Place): JsonObject {
  const written = decodeSent(walk, struct, source, place);
  for (const field of struct.unsent) {
    if (Object.hasOwn(source, field.name)) continue;
    const decoded = decodeField(walk, field, undefined, { outer: place, step: field.name, struct });
    if (decoded !== undefined) written.push({ field, decoded });
  }
  const object: Record<string, Json> = {};
  for (const { field, decoded } of inStructOrder(written)) object[field.name] = decoded;
  return object;
}

interface Written {
  readonly field: Field;
  readonly decoded: Json;
}

/** What was sent, in the order of the text: that is the order in which problems are named. */
function decodeSent(walk: Walk, struct: Struct, source: JsonObject, place: Place): Written[] {
  const sent: Written[] = [];
  for (const name of Object.keys(source)) {
    const field = struct.byName.get(name);
    if (field === undefined) {
      reportUnknown(walk, joined(pathOf(place), name));
      continue;
    }
    const decoded = decodeField(walk, field, source[name], { outer: place, step: name, struct });
    if (decoded !== undefined) sent.push({ field, decoded });
  }
  return sent;
}

function inStructOrder(written: Written[]): readonly Written[] {
  let last = -1;
  let ordered = true;
  for (const { field } of written) {
    ordered &&= field.index > last;
    last = field.index;
  }
  return ordered ? written : written.sort((a, b) => a.field.index - b.field.index);
}

function reportUnknown(walk: Walk, path: string): void {
  if (walk.problems.length >= unknownFieldsMax) return;
  walk.problems.push({ path, message: `unknown field "${path}"`, code: 'decode/unknown-field' });
}

/** The value Go would write, or undefined when it would leave the field out. */
function decodeField(walk: Walk, field: Field, value: unknown, place: Place): Json | undefined {
  const absent = value === undefined || value === null;
  if (absent && field.pointer) return undefined;
  if (absent && !field.always) return undefined;
  const decoded =
    absent && field.shape.form !== 'struct' ? undefined : decodeValue(walk, field.shape, value, place);
  if (decoded === undefined) return field.always ? zeroOf(field.shape) : undefined;
  return field.pointer || field.always || !isEmpty(field.shape, decoded) ? decoded : undefined;
}

function decodeValue(walk: Walk, shape: Shape, value: unknown, place: Place): Json | undefined {
  switch (shape.form) {
    case 'struct':
      return decodeStruct(walk, structOf(shape.typeName), value, place);
    case 'list':
      return decodeList(walk, shape, value, place);
    case 'map':
      return decodeMap(walk, shape, value, place);
    default:
      return decodeOne(walk, shape, value, place);
  }
}

function decodeList(
  walk: Walk,
  shape: Shape & { form: 'list' },
  value: unknown,
  place: Place,
): Json | undefined {
  if (!Array.isArray(value)) return wrongType(walk, shape, value, place);
  const list = value.map((item: unknown, index) => {
    const inner: Place = { outer: place, step: index, struct: undefined };
    const absent = item === null || item === undefined;
    const decoded =
      absent && shape.of.form !== 'struct' ? undefined : decodeValue(walk, shape.of, item, inner);
    return decoded ?? zeroOf(shape.of) ?? null;
  });
  return Object.isFrozen(value) && list.every((item, index) => item === value[index])
    ? (value as Json)
    : list;
}

function decodeMap(
  walk: Walk,
  shape: Shape & { form: 'map' },
  value: unknown,
  place: Place,
): Json | undefined {
  if (!isJsonObject(value)) return wrongType(walk, shape, value, place);
  const entries: [string, Json][] = [];
  for (const key of Object.keys(value)) {
    const item = value[key];
    const inner: Place = { outer: place, step: key, struct: undefined };
    const absent = item === null || item === undefined;
    const decoded = absent ? undefined : decodeValue(walk, shape.of, item, inner);
    const kept = decoded ?? zeroOf(shape.of) ?? null;
    entries.push([key, shape.goName === 'ResourceList' ? roundedUp(kept) : kept]);
  }
  const same = Object.isFrozen(value) && entries.every(([key, item]) => item === value[key]);
  return same ? value : Object.fromEntries(entries);
}

/** Amounts of resources are kept in whole thousandths. */
function roundedUp(quantity: Json): Json {
  const rounded = canonicalMilliQuantity(jsonText(quantity));
  return rounded.ok ? rounded.value : quantity;
}

function decodeOne(
  walk: Walk,
  shape: Shape & { form: 'scalar' },
  value: unknown,
  place: Place,
): Json | undefined {
  if (shape.scalar === 'any') return value as Json;
  const decoded = decodeScalar(shape.scalar, value);
  if (decoded.ok) return decoded.value;
  if (decoded.error.wrongType === undefined) {
    walk.problems.push({ path: pathOf(place), message: decoded.error.message, code: 'decode/bad-value' });
    return undefined;
  }
  return wrongType(walk, shape, value, place, decoded.error.wrongType);
}

function wrongType(
  walk: Walk,
  shape: Shape,
  value: unknown,
  place: Place,
  found = jsonTypeName(value),
): undefined {
  const type = goTypeName(shape, walk.version);
  const goPath = goPathOf(place);
  const target =
    goPath === ''
      ? `Go value of type ${type}`
      : `Go struct field ${goStructOf(place)}.${goPath} of type ${type}`;
  walk.problems.push({
    path: pathOf(place),
    message: `json: cannot unmarshal ${found} into ${target}`,
    code: 'decode/wrong-type',
  });
  return undefined;
}

function jsonTypeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** What Go writes for a field that was not sent but is always written. */
function zeroOf(shape: Shape): Json | undefined {
  switch (shape.form) {
    case 'struct':
      return undefined;
    case 'list':
      return [];
    case 'map':
      return {};
    default:
      return zeroScalar(shape.scalar);
  }
}

function zeroScalar(scalar: string): Json | undefined {
  switch (scalar) {
    case 'bool':
      return false;
    case 'Quantity':
      return '0';
    case 'Time':
    case 'MicroTime':
    case 'any':
      return undefined;
    default:
      return ['int32', 'int64', 'float64', 'IntOrString'].includes(scalar) ? 0 : '';
  }
}

function isEmpty(shape: Shape, value: Json): boolean {
  if (shape.form === 'list') return Array.isArray(value) && value.length === 0;
  if (shape.form === 'map') return Object.keys(value as JsonObject).length === 0;
  if (shape.form === 'struct') return Object.keys(value as JsonObject).length === 0;
  return shape.scalar !== 'Quantity' && value === zeroScalar(shape.scalar);
}
