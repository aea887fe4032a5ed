/**
 * Reading manifests: YAML or JSON text with several documents becomes objects whose fields know their line.
 *
 * **Upstream:** kubectl's resource builder (staging/src/k8s.io/cli-runtime/pkg/resource, v1.37) for what counts as a document.
 * **Simplified:** YAML 1.2 core schema, so `yes` and `on` stay text; kubectl's YAML 1.1 reader makes them booleans.
 *
 * Text is foreign input: nothing throws, every problem names a line. Keys such as `__proto__` become own properties.
 */
import { LineCounter, isAlias, isMap, isNode, isPair, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import type { Alias, Document } from 'yaml';
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';

/** Something wrong with a manifest. Lines and columns count from 1; the end is exclusive. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Path-like code: `manifest/syntax`, `manifest/too-large`, `manifest/unknown-kind`, `api/invalid`, … */
  readonly code: string;
  readonly message: string;
  readonly document: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Field path as the API server spells it, e.g. `spec.template.spec.containers[0].image`. */
  readonly path?: string;
}

export interface ManifestDocument {
  readonly index: number;
  readonly object: JsonObject;
  /** Line on which the document's first node starts. */
  readonly line: number;
}

export interface Manifest {
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly Problem[];
  /** Where the field of this path stands; the nearest parent when the field is absent. */
  locate(document: number, path: string): Pick<Problem, 'line' | 'column' | 'endLine' | 'endColumn'>;
}

export const MANIFEST_LIMITS = {
  /** Longest text in UTF-16 units: the API server's own body limit. */
  charactersMax: 3 * 1024 * 1024,
  documentsMax: 2000,
  aliasesMax: 100,
  /** Deepest nesting of mappings and lists. */
  depthMax: 200,
} as const;

/** A document that is broken early is often broken everywhere after. */
const SYNTAX_PROBLEMS_MAX = 20;

const START = { line: 1, column: 1, endLine: 1, endColumn: 2 };

export function parseManifest(text: string): Manifest {
  const early = tooLarge(text);
  if (early !== undefined) return { documents: [], problems: [early], locate: () => START };
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    strict: true,
    logLevel: 'silent',
  });
  const all: Document[] = Array.isArray(parsed) ? (parsed as Document[]) : [];
  const locate = (document: number, path: string) => rangeOf(all[document], path, lines);
  const documents: ManifestDocument[] = [];
  const problems: Problem[] = [];
  all.forEach((document, index) => {
    const found = readDocument(document, index, lines, locate);
    problems.push(...found.problems);
    if (found.document !== undefined) documents.push(found.document);
  });
  return { documents, problems, locate };
}

function tooDeep(document: number, range: typeof START): Problem {
  return {
    severity: 'error',
    code: 'manifest/too-deep',
    message: `This document is nested more than ${MANIFEST_LIMITS.depthMax} levels deep.`,
    document,
    ...range,
  };
}

function tooLarge(text: string): Problem | undefined {
  const problem = (code: string, message: string): Problem => ({
    severity: 'error',
    code,
    message,
    document: 0,
    ...START,
  });
  if (text.length > MANIFEST_LIMITS.charactersMax) {
    return problem(
      'manifest/too-large',
      `This text is too large: ${text.length} characters, at most ${MANIFEST_LIMITS.charactersMax} are read.`,
    );
  }
  const documents = (text.match(/^---(\s|$)/gm) ?? []).length + 1;
  if (documents > MANIFEST_LIMITS.documentsMax + 1) {
    return problem(
      'manifest/too-many-documents',
      `This text has ${documents} documents, at most ${MANIFEST_LIMITS.documentsMax} are read. Apply it in parts.`,
    );
  }
  const deepLine = deeplyNestedLine(text);
  return deepLine === undefined
    ? undefined
    : tooDeep(0, { line: deepLine, column: 1, endLine: deepLine, endColumn: 2 });
}

/**
 * The first line (from 1) on which nesting may go beyond the limit: by indentation, by brackets, or by keys one after the other.
 *
 * **Why:** the parser recurses. When it runs out of stack it may take the whole process with it, so it must not be asked.
 */
function deeplyNestedLine(text: string): number | undefined {
  const max = MANIFEST_LIMITS.depthMax;
  let brackets = 0;
  for (const [number, line] of text.split('\n').entries()) {
    if (line.startsWith('---')) brackets = 0;
    let keys = 0;
    let indentation = 0;
    while (' -?'.includes(line.charAt(indentation) || '.')) indentation++;
    for (let i = indentation; i < line.length; i++) {
      const char = line.charAt(i);
      if (char === '[' || char === '{') brackets++;
      else if (char === ']' || char === '}') brackets = Math.max(0, brackets - 1);
      else if (char === ':' && brackets === 0 && line.charAt(i + 1) === ' ') keys++;
      if (brackets > max || keys > max) return number + 1;
    }
    if (indentation > 2 * max) return number + 1;
  }
  return undefined;
}

type Locate = Manifest['locate'];

function readDocument(
  document: Document,
  index: number,
  lines: LineCounter,
  locate: Locate,
): { readonly problems: Problem[]; readonly document?: ManifestDocument } {
  const syntax = document.errors.slice(0, SYNTAX_PROBLEMS_MAX).map((error): Problem => {
    const [from, to] = [lines.linePos(error.pos[0]), lines.linePos(error.pos[1])];
    return {
      severity: 'error',
      code: 'manifest/syntax',
      message: plainMessage(error.message),
      document: index,
      line: from.line,
      column: from.col,
      endLine: to.line,
      endColumn: Math.max(to.col, from.col + 1),
    };
  });
  if (syntax.length > 0) return { problems: syntax };
  const aliases = countAliases(document);
  if (aliases > MANIFEST_LIMITS.aliasesMax) {
    return {
      problems: [
        {
          severity: 'error',
          code: 'manifest/too-many-aliases',
          message: `This document uses ${aliases} aliases, at most ${MANIFEST_LIMITS.aliasesMax} are followed.`,
          document: index,
          ...locate(index, ''),
        },
      ],
    };
  }
  const unknown = unknownAlias(document);
  if (unknown !== undefined) return { problems: [aliasProblem(unknown, index, lines)] };
  return toObject(document, index, locate);
}

/** The first alias without an anchor before it. */
function unknownAlias(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

function aliasProblem(alias: Alias, document: number, lines: LineCounter): Problem {
  const [start = 0, end = 0] = alias.range ?? [];
  const [from, to] = [lines.linePos(start), lines.linePos(Math.max(start + 1, end))];
  const message = `Nothing before this line has the anchor &${alias.source}, to which *${alias.source} refers.`;
  return {
    severity: 'error',
    code: 'manifest/unknown-alias',
    message,
    document,
    line: from.line,
    column: from.col,
    endLine: to.line,
    endColumn: to.col,
  };
}

function toObject(
  document: Document,
  index: number,
  locate: Locate,
): { readonly problems: Problem[]; readonly document?: ManifestDocument } {
  const bad = (code: string, message: string) => ({
    problems: [{ severity: 'error', code, message, document: index, ...locate(index, '') } as Problem],
  });
  if (document.contents === null) return { problems: [] };
  const expanded = expand(document);
  if (expanded === undefined)
    return bad(
      'manifest/too-many-aliases',
      'The aliases of this document refer to each other too often to be followed.',
    );
  if (isDeep(expanded.value, 0)) return { problems: [tooDeep(index, locate(index, ''))] };
  const value = toJson(expanded.value);
  if (value === null) return { problems: [] };
  if (!isJsonObject(value))
    return bad(
      'manifest/not-an-object',
      'A manifest is a mapping with apiVersion, kind and metadata; this document is something else.',
    );
  return { problems: [], document: { index, object: value, line: locate(index, '').line } };
}

/** The document's value; undefined when its aliases expand without end. */
function expand(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS({ maxAliasCount: MANIFEST_LIMITS.aliasesMax }) as unknown };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** Also true of a list or mapping that contains itself. */
function isDeep(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth >= MANIFEST_LIMITS.depthMax || Object.values(value).some((part) => isDeep(part, depth + 1));
}

/** Dates and other YAML objects do not occur in the core schema; numbers that JSON cannot hold become text. */
function toJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null || value === undefined)
    return value ?? null;
  const record: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value as object)) {
    Object.defineProperty(record, key, {
      value: toJson(item),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return record;
}

function countAliases(document: Document): number {
  let count = 0;
  visit(document, { Alias: () => void count++ });
  return count;
}

function plainMessage(message: string): string {
  const first = message.split('\n')[0] ?? message;
  return first.endsWith('.') ? first : `${first}.`;
}

/** Splits `spec.containers[0].env[name=A]` into steps. Keys in brackets that are no number stay keys. */
export function pathSteps(path: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  for (const match of path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
    const bracket = match[1];
    if (bracket === undefined) steps.push(match[2] ?? '');
    else steps.push(/^\d+$/.test(bracket) ? Number(bracket) : bracket);
  }
  return steps;
}

function rangeOf(
  document: Document | undefined,
  path: string,
  lines: LineCounter,
): Pick<Problem, 'line' | 'column' | 'endLine' | 'endColumn'> {
  let node: unknown = document?.contents;
  let range: readonly number[] | null | undefined = isNode(node) ? node.range : undefined;
  if (path === '' && isMap(node)) {
    const first = node.items[0]?.key;
    if (isNode(first)) range = first.range;
  }
  for (const step of pathSteps(path)) {
    if (isAlias(node) && document !== undefined) node = node.resolve(document);
    const next = childOf(node, step);
    if (next === undefined) break;
    node = next.value;
    range = next.range ?? range;
  }
  if (!range) return START;
  const [start = 0, end = 0] = range;
  const [from, to] = [lines.linePos(start), lines.linePos(Math.max(start + 1, end))];
  return { line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
}

function childOf(
  node: unknown,
  step: string | number,
): { readonly value: unknown; readonly range?: readonly number[] } | undefined {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined
      ? undefined
      : { value: item, ...(isNode(item) && item.range ? { range: item.range } : {}) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
  );
  if (pair === undefined) return undefined;
  return { value: pair.value, ...(isNode(pair.key) && pair.key.range ? { range: pair.key.range } : {}) };
}
