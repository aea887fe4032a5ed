/**
 * The engine schema, read once into shapes that code can walk.
 *
 * Upstream: what Go's reflection knows of the API structs.
 */
import { must } from '../../../base/assert.ts';
import { engineSchema } from './engine-schema.ts';

/** Values that decode and print in their own way. All other named types without fields are strings. */
export type ScalarName =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | '[]byte'
  | 'Quantity'
  | 'IntOrString'
  | 'Time'
  | 'MicroTime'
  | 'any';

export type Shape =
  | { readonly form: 'scalar'; readonly scalar: ScalarName; readonly goName: string }
  | { readonly form: 'list'; readonly of: Shape }
  | { readonly form: 'map'; readonly of: Shape; readonly goName?: string }
  | { readonly form: 'struct'; readonly typeName: string };

export interface Field {
  readonly name: string;
  readonly shape: Shape;
  /** A pointer: a zero that was sent differs from nothing sent. */
  readonly pointer: boolean;
  /** Written even when zero. */
  readonly always: boolean;
  /** Place in the order of the Go struct. */
  readonly index: number;
}

export interface Struct {
  readonly typeName: string;
  /** The Go name, without the group that keeps it apart from namesakes. */
  readonly goName: string;
  /** In the order of the Go struct. */
  readonly fields: readonly Field[];
  /** Those that are written although nothing was sent for them. */
  readonly unsent: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
}

const scalarNames: ReadonlySet<string> = new Set([
  'string',
  'bool',
  'int32',
  'int64',
  'float64',
  '[]byte',
  'Quantity',
  'IntOrString',
  'Time',
  'MicroTime',
  'any',
]);

const isScalarName = (name: string): name is ScalarName => scalarNames.has(name);

const structs: ReadonlyMap<string, Struct> = new Map(
  Object.entries(engineSchema.types).map(([typeName, fields]) => [typeName, readStruct(typeName, fields)]),
);

/** The struct of that name in the schema. */
export function structOf(typeName: string): Struct {
  return must(structs.get(typeName), `type ${typeName} is missing from the schema`);
}

/** The struct of a top-level object, or undefined when the schema has no such kind. */
export function structOfKind(apiVersion: string, kind: string): Struct | undefined {
  const key = `${apiVersion}/${kind}`;
  const typeName = Object.hasOwn(engineSchema.kinds, key) ? engineSchema.kinds[key] : undefined;
  return typeName === undefined ? undefined : structs.get(typeName);
}

function readStruct(typeName: string, fields: Readonly<Record<string, string>>): Struct {
  const list = Object.entries(fields).map(([name, notation], index) => readField(name, notation, index));
  return {
    typeName,
    goName: typeName.slice(typeName.lastIndexOf('.') + 1),
    fields: list,
    unsent: list.filter(({ pointer, always }) => always && !pointer),
    byName: new Map(list.map((field) => [field.name, field])),
  };
}

function readField(name: string, notation: string, index: number): Field {
  const pointer = notation.startsWith('*');
  const always = notation.endsWith('!');
  const type = notation.slice(pointer ? 1 : 0, always ? -1 : undefined);
  return { name, shape: readShape(type), pointer, always, index };
}

function readShape(type: string): Shape {
  if (isScalarName(type)) return { form: 'scalar', scalar: type, goName: type };
  if (type.startsWith('[]')) return { form: 'list', of: readShape(type.slice(2)) };
  if (type.startsWith('map[string]')) return { form: 'map', of: readShape(type.slice('map[string]'.length)) };
  if (Object.hasOwn(engineSchema.types, type)) return { form: 'struct', typeName: type };
  const named = Object.hasOwn(engineSchema.named, type) ? engineSchema.named[type] : undefined;
  if (named === undefined) return { form: 'scalar', scalar: 'string', goName: type };
  const shape = readShape(named);
  return shape.form === 'map' ? { ...shape, goName: type } : shape;
}

/** The type as Go prints it in decoding errors: `[]v1.Container`, `v1.PullPolicy`, `int32`. */
export function goTypeName(shape: Shape, version: string): string {
  switch (shape.form) {
    case 'list':
      return `[]${goTypeName(shape.of, version)}`;
    case 'map':
      return shape.goName === undefined
        ? `map[string]${goTypeName(shape.of, version)}`
        : `v1.${shape.goName}`;
    case 'struct':
      return `${packageOf(shape.typeName, version)}.${structOf(shape.typeName).goName}`;
    default:
      return scalarGoName(shape.scalar, shape.goName, version);
  }
}

function scalarGoName(scalar: ScalarName, goName: string, version: string): string {
  switch (scalar) {
    case '[]byte':
      return '[]uint8';
    case 'Quantity':
      return 'resource.Quantity';
    case 'IntOrString':
      return 'int32';
    case 'Time':
    case 'MicroTime':
      return `v1.${scalar}`;
    case 'any':
      return 'map[string]interface {}';
    default:
      return goName === scalar ? goName : `${packageOf(goName, version)}.${goName}`;
  }
}

/** Types of meta/v1 and core/v1 stay `v1` when a group of another version refers to them. */
const sharedTypes: ReadonlySet<string> = new Set([
  'ObjectMeta',
  'LabelSelector',
  'LabelSelectorRequirement',
  'OwnerReference',
  'ManagedFieldsEntry',
  'ResourceName',
]);

function packageOf(typeName: string, version: string): string {
  return sharedTypes.has(typeName) ? 'v1' : version;
}
