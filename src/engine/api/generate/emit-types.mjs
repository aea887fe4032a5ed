/** Prints the TypeScript interfaces, one module per group and version (core/v1 in four). */

const header = (title) => `/**
 * ${title}, spelled as in JSON.
 *
 * Written by \`generate/generate.mjs\`; change the generator, not this file. Field names and types
 * follow Kubernetes 1.37. See \`generate/README.md\` for the source and its licence.
 *
 * **Simplified:** quantities are strings in canonical form and times are RFC 3339 strings; enumerations
 * are closed unions although a server accepts unknown values in some status fields.
 */
`;

/** @returns Map from file name to text. */
export function emitTypes(model) {
  const files = new Map();
  for (const module of model.modules) {
    const definitions = model.definitions.filter((one) => one.module === module.name);
    const imports = new Map();
    const body = definitions.map((one) => printInterface(one, module.name, imports, model)).join('\n');
    const lines = [...imports]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([from, names]) => importLine(names, from));
    files.set(`${module.name}.ts`, `${header(module.title)}${lines.join('')}\n${body}`);
  }
  return files;
}

function importLine(names, from) {
  const sorted = [...names].sort();
  const line = `import type { ${sorted.join(', ')} } from './${from}.ts';\n`;
  return line.length <= 121
    ? line
    : `import type {\n${sorted.map((name) => `  ${name},\n`).join('')}} from './${from}.ts';\n`;
}

function printInterface(definition, module, imports, model) {
  const lines = definition.properties.map((property) => {
    const required = property.required || property.alwaysThere;
    const type = property.namedMeta
      ? importName('NamedMeta', 'named-meta', module, imports)
      : printType(property.type, module, imports, model);
    return `  readonly ${property.name}${required ? '' : '?'}: ${type};\n`;
  });
  const body = lines.join('');
  if (definition.properties.length === 0)
    return `export type ${definition.name} = Readonly<Record<string, never>>;\n`;
  return `export interface ${definition.name} {\n${body}}\n`;
}

function printType(type, module, imports, model) {
  const inner = () => printType(type.of, module, imports, model);
  switch (type.kind) {
    case 'list': {
      const of = inner();
      return of.includes(' ') && !of.startsWith('Readonly<') ? `readonly (${of})[]` : `readonly ${of}[]`;
    }
    case 'map':
      return `Readonly<Record<string, ${inner()}>>`;
    case 'enum':
      return type.values.map((value) => `'${value}'`).join(' | ');
    case 'ref':
      return refer(model.byKey.get(type.key), module, imports);
    case 'scalar':
      return printScalar(type.name, module, imports);
    default:
      throw new Error(`no TypeScript form for ${type.kind}`);
  }
}

function refer(definition, module, imports) {
  return importName(definition.name, definition.module, module, imports);
}

function importName(name, from, module, imports) {
  if (from !== module) imports.set(from, (imports.get(from) ?? new Set()).add(name));
  return name;
}

function printScalar(name, module, imports) {
  if (['Quantity', 'IntOrString', 'Time', 'MicroTime'].includes(name))
    return importName(name, 'scalars', module, imports);
  if (name === 'any') return 'unknown';
  if (name === 'bool') return 'boolean';
  return name === 'string' || name === '[]byte' ? 'string' : 'number';
}
