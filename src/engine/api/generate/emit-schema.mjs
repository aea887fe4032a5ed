/** Prints the two schemas: Go-like type tables for the engine, JSON schema with documents for the editor. */

import { namedTypes } from './go-facts.mjs';

const schemaHeader = `/**
 * Every field of every Kubernetes type the engine knows, in Go's notation: \`[]Container\`, \`map[string]Quantity\`,
 * \`int32\`, in the order of the Go structs. A leading \`*\` marks a pointer (a zero that was sent is kept), a trailing
 * \`!\` a field that is written even when zero; other fields are left out when zero.
 *
 * Written by \`generate/generate.mjs\`; change the generator, not this file. It is a module and not JSON so that
 * the browser, the tests and Node load it alike. See \`generate/README.md\` for the source and its licence.
 *
 * **Simplified:** no enumerations, no ranges and no defaults: those are rules, not shapes.
 */
`;

/** The engine's notation of one field: `*int32`, `[]Container!`, `map[string]string`, `PullPolicy`. */
const fieldType = ({ type, go }) =>
  `${go.pointer ? '*' : ''}${go.type ?? goType(type)}${go.always ? '!' : ''}`;

const goType = (type) => {
  switch (type.kind) {
    case 'list':
      return `[]${goType(type.of)}`;
    case 'map':
      return `map[string]${goType(type.of)}`;
    case 'enum':
      return type.goName ?? 'string';
    case 'ref':
      return type.key;
    default:
      return type.name;
  }
};

export function emitEngineSchema(model) {
  const types = model.definitions.map((definition) => {
    const fields = definition.properties.map(
      (field) => `${field.name.startsWith('$') ? `'${field.name}'` : field.name}: '${fieldType(field)}'`,
    );
    const key = /^\w+$/.test(definition.key) ? definition.key : `'${definition.key}'`;
    return `    ${key}: { ${fields.join(', ')} },\n`;
  });
  const named = Object.entries(namedTypes).map(([name, of]) => `    ${name}: '${of}',\n`);
  const kinds = model.kinds.map(({ apiVersion, kind, key }) => `    '${apiVersion}/${kind}': '${key}',\n`);
  return `${schemaHeader}
export interface EngineSchema {
  /** \`apiVersion/kind\` to the name of its type. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Type name to its fields; a dotted name keeps apart types that share their Go name. */
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Named types other than structs. A name found nowhere here is a string with a Go name, such as \`PullPolicy\`. */
  readonly named: Readonly<Record<string, string>>;
}

export const engineSchema: EngineSchema = {
  kinds: {
${kinds.join('')}  },
  types: {
${types.join('').replaceAll('{  }', '{}')}  },
  named: {
${named.join('')}  },
};
`;
}

const jsonScalar = {
  string: { type: 'string' },
  '[]byte': { type: 'string', contentEncoding: 'base64' },
  bool: { type: 'boolean' },
  int32: { type: 'integer' },
  int64: { type: 'integer' },
  float64: { type: 'number' },
  Quantity: { type: ['string', 'number'] },
  IntOrString: { type: ['integer', 'string'] },
  Time: { type: 'string', format: 'date-time' },
  MicroTime: { type: 'string', format: 'date-time' },
  any: {},
};

function jsonType(type) {
  switch (type.kind) {
    case 'list':
      return { type: 'array', items: jsonType(type.of) };
    case 'map':
      return { type: 'object', additionalProperties: jsonType(type.of) };
    case 'enum':
      return { type: 'string', enum: type.values };
    case 'ref':
      return { $ref: `#/definitions/${type.embedded ? 'Embedded' : ''}${type.key}` };
    default:
      return { ...jsonScalar[type.name] };
  }
}

function described(doc, schema) {
  // A sibling of $ref is ignored by draft 7, so a described reference is wrapped.
  if (doc === '') return schema;
  return '$ref' in schema ? { description: doc, allOf: [schema] } : { description: doc, ...schema };
}

function jsonDefinition(definition, top) {
  const properties = {};
  for (const { name, doc, type } of definition.properties) properties[name] = described(doc, jsonType(type));
  if (top !== undefined) {
    properties.apiVersion = { const: top.apiVersion };
    properties.kind = { const: top.kind };
  }
  const required = definition.properties.filter((one) => one.required).map((one) => one.name);
  if (top !== undefined) required.push('apiVersion', 'kind', 'metadata');
  return {
    ...(definition.doc === '' ? {} : { description: definition.doc }),
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
    additionalProperties: false,
  };
}

/** Draft 7, dispatching on apiVersion and kind. No `title`: the editor would show it in place of the kind. */
export function emitEditorSchema(model) {
  const tops = new Map(model.kinds.map((one) => [one.key, one]));
  const definitions = {};
  for (const one of model.definitions) definitions[one.key] = jsonDefinition(one, tops.get(one.key));
  const claim = model.byKey.get('PersistentVolumeClaim');
  definitions.EmbeddedPersistentVolumeClaim = jsonDefinition({
    ...claim,
    properties: claim.properties.map((one) => ({ ...one, required: false })),
  });
  const apiVersions = [...new Set(model.kinds.map((one) => one.apiVersion))];
  const kindNames = [...new Set(model.kinds.map((one) => one.kind))];
  return JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment:
      'Derived from the Kubernetes API, Copyright The Kubernetes Authors, Apache License 2.0. Written by engine/api/generate.',
    type: 'object',
    properties: {
      apiVersion: { type: 'string', enum: apiVersions },
      kind: { type: 'string', enum: kindNames },
    },
    required: ['apiVersion', 'kind'],
    allOf: model.kinds.map(({ apiVersion, kind, key }) => ({
      if: {
        properties: { apiVersion: { const: apiVersion }, kind: { const: kind } },
        required: ['apiVersion', 'kind'],
      },
      then: { $ref: `#/definitions/${key}` },
    })),
    definitions,
  });
}
