/** `-o kyaml`: YAML in braces, with every text in quotes. Upstream: sigs.k8s.io/yaml/kyaml. */
import { sortedKeys } from '../../base/compare.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';

const PLAIN_KEY = /^[A-Za-z_][\w./-]*$/;

export function kyamlText(value: Json): string {
  return `---\n${text(value, '')}\n`;
}

function text(value: Json, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    if (items.length === 0) return '[]';
    if (items.every(isJsonObject)) return `[${items.map((item) => text(item, indent)).join(', ')}]`;
    return `[\n${items.map((item) => `${inner}${text(item, inner)},\n`).join('')}${indent}]`;
  }
  if (isJsonObject(value)) {
    const keys = sortedKeys(value);
    if (keys.length === 0) return '{}';
    const fields = keys.map(
      (key) =>
        `${inner}${PLAIN_KEY.test(key) ? key : JSON.stringify(key)}: ${text(value[key] ?? null, inner)},\n`,
    );
    return `{\n${fields.join('')}${indent}}`;
  }
  return typeof value === 'string' ? quoted(value, indent) : JSON.stringify(value);
}

/** A text of several lines is folded behind backslashes. */
function quoted(value: string, indent: string): string {
  if (!value.includes('\n')) return JSON.stringify(value);
  const lines = value.split(/(?<=\n)/).map((line) => JSON.stringify(line).slice(1, -1));
  return `"\\\n${lines.map((line) => `${indent}   ${line}\\\n`).join('')}${indent}  "`;
}
