/**
 * `-o go-template`: actions in double braces over an object.
 *
 * Upstream: Go's text/template. **Simplified:** fields, variables of `range`, `if`, `with`, pipes into a few functions, texts and numbers.
 */
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import { sortedKeys } from '../../base/compare.ts';
import { complaint } from '../session.ts';

type Node =
  | { readonly form: 'text'; readonly text: string }
  | { readonly form: 'value'; readonly words: string }
  | {
      readonly form: 'block';
      readonly kind: 'range' | 'if' | 'with';
      readonly words: string;
      readonly inner: readonly Node[];
      readonly otherwise: readonly Node[];
    };

interface Scope {
  readonly root: Json;
  readonly dot: Json;
  readonly variables: Readonly<Record<string, Json>>;
}

export function renderGoTemplate(template: string, root: Json): string {
  const tokens =
    template.match(/\{\{(?:"(?:\\.|[^"\\])*"|`[^`]*`|(?!\}\})[\s\S])*\}\}|(?:(?!\{\{)[\s\S])+/g) ?? [];
  const trimmed = tokens.map((token, index) => {
    if (token.startsWith('{{')) return token;
    const left = (tokens[index - 1] ?? '').endsWith('-}}') ? token.trimStart() : token;
    return (tokens[index + 1] ?? '').startsWith('{{-') ? left.trimEnd() : left;
  });
  const cursor = { at: 0 };
  const nodes = parse(template, trimmed, cursor).nodes;
  return render(nodes, { root, dot: root, variables: { $: root } });
}

function parse(
  template: string,
  tokens: readonly string[],
  cursor: { at: number },
): { readonly nodes: readonly Node[]; readonly end: string } {
  const nodes: Node[] = [];
  while (cursor.at < tokens.length) {
    const token = tokens[cursor.at++] ?? '';
    if (!token.startsWith('{{')) {
      nodes.push({ form: 'text', text: token });
      continue;
    }
    const words = token
      .slice(2, -2)
      .replace(/^-\s|\s-$/g, '')
      .trim();
    if (words === 'end' || words.startsWith('else')) return { nodes, end: words };
    const block = /^(range|if|with)\s+([\s\S]+)$/.exec(words);
    if (block === null) nodes.push({ form: 'value', words });
    else nodes.push(blockNode(template, tokens, cursor, block[1] as 'if', block[2] ?? ''));
  }
  return { nodes, end: '' };
}

function blockNode(
  template: string,
  tokens: readonly string[],
  cursor: { at: number },
  kind: 'range' | 'if' | 'with',
  words: string,
): Node {
  const { nodes: inner, end } = parse(template, tokens, cursor);
  if (end === '') throw complaint(`error parsing template ${template}, template: output:1: unexpected EOF`);
  const chained = /^else\s+if\s+([\s\S]+)$/.exec(end);
  const otherwise =
    chained !== null
      ? [blockNode(template, tokens, cursor, 'if', chained[1] ?? '')]
      : end === 'else'
        ? parse(template, tokens, cursor).nodes
        : [];
  return { form: 'block', kind, words, inner, otherwise };
}

function render(nodes: readonly Node[], scope: Scope): string {
  let inner = scope;
  return nodes
    .map((node) => {
      if (node.form === 'text') return node.text;
      if (node.form === 'block') return renderBlock(node, inner);
      const set = /^(\$\w+)\s*:?=\s*([\s\S]+)$/.exec(node.words);
      if (set === null) return shown(valueOf(node.words, inner));
      inner = {
        ...inner,
        variables: { ...inner.variables, [set[1] ?? '']: valueOf(set[2] ?? '', inner) ?? null },
      };
      return '';
    })
    .join('');
}

function renderBlock(node: Extract<Node, { readonly form: 'block' }>, scope: Scope): string {
  const named = /^(?:(\$\w+)\s*,\s*)?(\$\w+)\s*:=\s*([\s\S]+)$/.exec(node.words);
  const value = valueOf(named?.[3] ?? node.words, scope);
  if (node.kind !== 'range') {
    if (!isTrue(value)) return render(node.otherwise, scope);
    return render(node.inner, node.kind === 'with' ? { ...scope, dot: value ?? null } : scope);
  }
  const entries: readonly (readonly [Json, Json])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((item, index) => [index, item] as const)
    : isJsonObject(value)
      ? sortedKeys(value).map((key) => [key, value[key] ?? null] as const)
      : [];
  if (entries.length === 0) return render(node.otherwise, scope);
  return entries
    .map(([key, item]) => {
      const variables = {
        ...scope.variables,
        ...(named?.[1] === undefined ? {} : { [named[1]]: key }),
        ...(named?.[2] === undefined ? {} : { [named[2]]: item }),
      };
      return render(node.inner, { ...scope, dot: item, variables });
    })
    .join('');
}

function isTrue(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isJsonObject(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== '';
}

function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return '<no value>';
  return typeof value === 'string' ? value : goText(value);
}

/** As Go's `%v` prints maps and slices. */
function goText(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(goText).join(' ')}]`;
  if (isJsonObject(value))
    return `map[${sortedKeys(value)
      .map((key) => `${key}:${goText(value[key] ?? null)}`)
      .join(' ')}]`;
  return value === null ? '<nil>' : String(value as string);
}

function valueOf(words: string, scope: Scope): Json | undefined {
  let value: Json | undefined;
  split(words, /\s*\|\s*/).forEach((part, index) => {
    value = call(split(part, /\s+/), scope, index === 0 ? [] : [value]);
  });
  return value;
}

/** Parts between separators that stand outside of quotes and brackets. */
function split(text: string, by: RegExp): readonly string[] {
  const parts: string[] = [''];
  let rest = text.trim();
  while (rest !== '') {
    const whole = /^(?:"(?:\\.|[^"\\])*"|`[^`]*`|\((?:[^()]|\([^()]*\))*\))/.exec(rest)?.[0];
    const gap = whole === undefined ? new RegExp(`^(?:${by.source})`).exec(rest)?.[0] : undefined;
    if (gap !== undefined && gap !== '') parts.push('');
    else parts[parts.length - 1] += whole ?? rest.charAt(0);
    rest = rest.slice((gap !== undefined && gap !== '' ? gap : (whole ?? rest.charAt(0))).length);
  }
  return parts;
}

function call(
  words: readonly string[],
  scope: Scope,
  piped: readonly (Json | undefined)[],
): Json | undefined {
  const [name = '', ...rest] = words;
  const values = (): readonly (Json | undefined)[] => [...rest.map((word) => operand(word, scope)), ...piped];
  switch (name) {
    case 'len': {
      const [value] = values();
      return typeof value === 'string'
        ? value.length
        : Array.isArray(value)
          ? value.length
          : Object.keys(isJsonObject(value) ? value : {}).length;
    }
    case 'index':
      return values().reduce<Json | undefined>(
        (from, key, i) => (i === 0 ? key : member(from, key)),
        undefined,
      );
    case 'eq':
      return values()
        .slice(1)
        .some((one) => one === values()[0]);
    case 'ne':
      return values()[0] !== values()[1];
    case 'not':
      return !isTrue(values()[0]);
    case 'and':
      return values().find((one) => !isTrue(one)) ?? values().at(-1);
    case 'or':
      return values().find(isTrue) ?? values().at(-1);
    case 'print':
      return values().map(shown).join('');
    case 'println':
      return `${values().map(shown).join(' ')}\n`;
    case 'printf':
      return printed(values());
    case 'base64decode':
      return values().map(shown).join('');
    default:
      return operand(name, scope);
  }
}

function printed([format, ...values]: readonly (Json | undefined)[]): string {
  let at = 0;
  return shown(format).replace(/%[-\d]*([svdq%])/g, (_, kind: string) => {
    if (kind === '%') return '%';
    const text = shown(values[at++]);
    return kind === 'q' ? JSON.stringify(text) : text;
  });
}

function member(value: Json | undefined, key: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)];
  return isJsonObject(value) && typeof key === 'string' ? value[key] : undefined;
}

function operand(word: string, scope: Scope): Json | undefined {
  const bracket = /^\(([\s\S]*)\)((?:\.\w+)*)$/.exec(word);
  if (bracket !== null) return walk(valueOf(bracket[1] ?? '', scope), bracket[2] ?? '');
  if (word.startsWith('"')) return JSON.parse(word) as string;
  if (word.startsWith('`')) return word.slice(1, -1);
  if (/^-?\d+$/.test(word)) return Number(word);
  if (word === 'true' || word === 'false') return word === 'true';
  const variable = /^(\$\w*)(.*)$/.exec(word);
  const [start, path] =
    variable === null ? [scope.dot, word] : [scope.variables[variable[1] ?? ''], variable[2] ?? ''];
  return walk(start, path);
}

function walk(start: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .filter((step) => step !== '')
    .reduce<Json | undefined>((value, step) => member(value, step), start);
}
