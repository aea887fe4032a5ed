/** Which lines of a manifest made an object. */
import { isMap, LineCounter, parseAllDocuments, type Document } from 'yaml';
import type { ObjectRef } from '../../protocol/requests.ts';

export interface Lines {
  readonly from: number;
  readonly to: number;
}

function text(document: Document, path: readonly string[]): string {
  const found = document.getIn(path);
  return typeof found === 'string' ? found : '';
}

function names(document: Document, ref: Pick<ObjectRef, 'kind' | 'name' | 'namespace'>): boolean {
  const namespace = text(document, ['metadata', 'namespace']) || 'default';
  return (
    text(document, ['kind']) === ref.kind &&
    text(document, ['metadata', 'name']) === ref.name &&
    (ref.namespace === '' || namespace === ref.namespace)
  );
}

function range(document: Document, path: readonly string[], lines: LineCounter): Lines | null {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(node) || !node.range) return null;
  const [from, to] = node.range;
  return { from: lines.linePos(from).line, to: lines.linePos(Math.max(from, to - 1)).line };
}

/** Lines of the object, or with `path` of a part of it; null when the text does not speak of it. */
export function locateObject(
  manifest: string,
  ref: Pick<ObjectRef, 'kind' | 'name' | 'namespace'>,
  path: readonly string[] = [],
): Lines | null {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(manifest, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(parsed)) return null;
  for (const document of parsed) {
    if (isMap(document.contents) && names(document, ref))
      return range(document, path, lines) ?? range(document, [], lines);
  }
  return null;
}

/** First line of each document of the text, in order. */
export function documentLines(manifest: string): readonly number[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(manifest, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((document) =>
    document.contents?.range ? [lines.linePos(document.contents.range[0]).line] : [],
  );
}
