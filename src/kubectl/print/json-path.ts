/**
 * JSONPath templates of kubectl: `{.items[*].metadata.name}`, `{range …}…{end}`, filters `[?(@.a=="b")]`, and text between the braces.
 *
 * Upstream: k8s.io/client-go/util/jsonpath (v1.37). **Simplified:** no recursive descent, no unions, no slices.
 */
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import { complaint } from '../session.ts';

type Piece =
  | { readonly form: 'text'; readonly text: string }
  | { readonly form: 'path'; readonly path: string }
  | { readonly form: 'range'; readonly path: string; readonly inner: readonly Piece[] };

export function renderJsonPath(template: string, root: Json): string {
  return render(parse(template), root, root);
}

/** All values a single `{path}` finds. */
export function valuesAt(template: string, root: Json): readonly Json[] {
  return find(template.replace(/^\{|\}$/g, ''), root, root);
}

function parse(template: string): readonly Piece[] {
  const tokens = template.match(/\{(?:[^{}"']|"[^"]*"|'[^']*')*\}|[^{]+|\{[\s\S]*$/g) ?? [];
  return block(template, tokens, { at: 0 });
}

function block(template: string, tokens: readonly string[], cursor: { at: number }): readonly Piece[] {
  const pieces: Piece[] = [];
  while (cursor.at < tokens.length) {
    const token = tokens[cursor.at++] ?? '';
    const inside = token.slice(1, -1).trim();
    if (!token.startsWith('{')) pieces.push({ form: 'text', text: token });
    else if (!token.endsWith('}')) throw complaint(`error parsing jsonpath ${template}, unclosed action`);
    else if (inside === 'end') return pieces;
    else if (/^["']/.test(inside)) pieces.push({ form: 'text', text: unescaped(inside) });
    else if (inside.startsWith('range '))
      pieces.push({
        form: 'range',
        path: inside.slice('range '.length).trim(),
        inner: block(template, tokens, cursor),
      });
    else pieces.push({ form: 'path', path: inside });
  }
  return pieces;
}

function unescaped(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, one: string) => ({ n: '\n', t: '\t' })[one] ?? one);
}

function render(pieces: readonly Piece[], root: Json, here: Json): string {
  return pieces
    .map((piece) => {
      if (piece.form === 'text') return piece.text;
      const values = find(piece.path, root, here);
      return piece.form === 'path'
        ? values.map(shown).join(' ')
        : values.map((value) => render(piece.inner, root, value)).join('');
    })
    .join('');
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function find(path: string, root: Json, here: Json): readonly Json[] {
  const steps = path.replace(/^\$/, '').match(/\.\.|\.?\[[^\]]*\]|\.?(?:\\.|[^.[\]\\])+/g) ?? [];
  const start = path.startsWith('$') ? root : here;
  return steps.reduce<readonly Json[]>(
    (values, step) => values.flatMap((value) => next(value, step)),
    [start],
  );
}

function next(value: Json, step: string): readonly Json[] {
  const bracket = /^\.?\[([\s\S]*)\]$/.exec(step)?.[1];
  if (bracket === undefined) {
    const name = step.replace(/^\./, '').replace(/\\(.)/g, '$1');
    return name === '@' || name === '' ? [value] : member(value, name);
  }
  if (bracket.startsWith('?')) return itemsOf(value).filter((item) => holds(item, bracket));
  if (bracket === '*') return itemsOf(value);
  const quoted = /^["'](.*)["']$/.exec(bracket)?.[1];
  return quoted === undefined ? at(value, Number(bracket)) : member(value, quoted);
}

function itemsOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return isJsonObject(value)
    ? Object.values(value).flatMap((item) => (item === undefined ? [] : [item]))
    : [];
}

function member(value: Json, name: string): readonly Json[] {
  if (name === '*') return itemsOf(value);
  const found = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return found === undefined ? [] : [found];
}

function at(value: Json, index: number): readonly Json[] {
  const items = itemsOf(value);
  const found = items.at(index);
  return found === undefined ? [] : [found];
}

function holds(item: Json, filter: string): boolean {
  const match = /^\?\(\s*@(\S*?)\s*(==|!=)\s*(?:"([^"]*)"|'([^']*)'|(\S+?))\s*\)$/.exec(filter);
  if (match === null) return find(filter.replace(/^\?\(\s*@|\s*\)$/g, ''), item, item).length > 0;
  const wanted = match[3] ?? match[4] ?? match[5] ?? '';
  const equal = find(match[1] ?? '', item, item).some((value) => shown(value) === wanted);
  return match[2] === '==' ? equal : !equal;
}
