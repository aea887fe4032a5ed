/**
 * Reads the type declarations of the npm package `kubernetes-models` (and of its companion
 * `@kubernetes-models/apimachinery`) into plain definitions. The declarations are printed by a
 * program, so a small recursive reader of the few type forms they use is enough.
 *
 * A type is one of
 *   {kind: 'string' | 'number' | 'boolean' | 'any'}
 *   {kind: 'enum', values}
 *   {kind: 'list', of} | {kind: 'map', of} | {kind: 'ref', id} | {kind: 'object', properties}
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const scalarNames = new Set(['string', 'number', 'boolean']);

/** @returns Map from global id (`IoK8sApiCoreV1Pod`) to {id, name, folder, doc, type}. */
export function readDefinitions(...packageFolders) {
  const definitions = new Map();
  for (const root of packageFolders) {
    for (const file of declarationFiles(root)) {
      const definition = readDeclaration(readFileSync(file, 'utf8'));
      if (definition === undefined) continue;
      const folder = relative(root, file).split(sep).slice(0, -1).join('/');
      definitions.set(definition.id, { ...definition, folder });
    }
  }
  return definitions;
}

function declarationFiles(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.d.ts') && entry.name !== 'index.d.ts')
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function readDeclaration(text) {
  const id = /export type \{ \w+ as I(IoK8s\w+)/.exec(text)?.[1];
  const alias = /export type I(\w+) = ([^;]+);/.exec(text);
  const head =
    /((?:\/\*\*(?:(?!\*\/)[^])*\*\/\n)?)export interface I(\w+)(?: extends [\w<>, ]+)? (?=\{)/.exec(text);
  if (id === undefined) return undefined;
  if (head !== null) {
    const reader = new TypeReader(text, head.index + head[0].length);
    return { id, name: head[2], doc: plainDoc(head[1]), type: reader.type() };
  }
  return alias === null ? undefined : { id, name: alias[1], doc: '', type: { kind: 'any' } };
}

class TypeReader {
  constructor(text, position) {
    this.text = text;
    this.position = position;
  }

  /** Consumes `pattern` (sticky) at the current place, after white space. */
  take(pattern) {
    const sticky = new RegExp(`\\s*${pattern.source}`, 'y');
    sticky.lastIndex = this.position;
    const match = sticky.exec(this.text);
    if (match !== null) this.position = sticky.lastIndex;
    return match;
  }

  expect(pattern) {
    const match = this.take(pattern);
    if (match !== null) return match;
    throw new Error(`expected ${pattern} at: ${this.text.slice(this.position, this.position + 80)}`);
  }

  type() {
    const first = this.single();
    if (first.kind !== 'enum') return first;
    const values = [...first.values];
    while (this.take(/\|/)) values.push(...this.single().values);
    return { kind: 'enum', values };
  }

  single() {
    if (this.take(/\{\s*\[key: string\]:/)) {
      const of = this.type();
      this.expect(/;\s*\}/);
      return { kind: 'map', of };
    }
    if (this.take(/\{/)) return this.object();
    if (this.take(/Array</)) {
      const of = this.type();
      this.expect(/>/);
      return { kind: 'list', of };
    }
    const literal = this.take(/"([^"]*)"/);
    if (literal !== null) return { kind: 'enum', values: [literal[1]] };
    const word = this.expect(/([A-Za-z_]\w*)/)[1];
    if (scalarNames.has(word)) return { kind: word };
    return word.startsWith('IIoK8s') ? { kind: 'ref', id: word.slice(1) } : { kind: 'any' };
  }

  object() {
    const properties = [];
    while (!this.take(/\}/)) {
      const doc = this.take(/(\/\*\*(?:(?!\*\/)[^])*\*\/)/)?.[1] ?? '';
      const [, name, optional] = this.expect(/"([^"]+)"(\??):/);
      properties.push({ name, required: optional === '', doc: plainDoc(doc), type: this.type() });
      this.expect(/;/);
    }
    return { kind: 'object', properties };
  }
}

function plainDoc(comment) {
  return comment
    .replace(/^\s*\/\*\*|\*\/\s*$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}
