/**
 * From the pieces of a word to fields: splitting at IFS and pathname expansion (POSIX 2.6.5 and 2.6.6).
 *
 * A field under construction is a pattern: characters that came quoted carry a backslash.
 */
import { listDirectory, statFile } from '../filesystem/file-operations.ts';
import type { FileView } from '../filesystem/mount-table.ts';
import { absolutePath } from '../filesystem/resolve.ts';
import { hasGlob, matches, quotePattern, unquotePattern } from '../programs/text/pattern.ts';
import type { Piece } from './state.ts';

export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(([kind, text]) => (kind === 'break' ? ' ' : text)).join('');
}

/** The word as a pattern for `case`, trimming and `[[ = ]]`. */
export function patternOf(pieces: readonly Piece[]): string {
  return pieces.map(([kind, text]) => (kind === 'quoted' ? quotePattern(text) : text)).join('');
}

/** Splits into patterns. A word without any quoted or literal part can vanish altogether. */
export function splitFields(pieces: readonly Piece[], ifs: string): string[] {
  const fields: string[] = [];
  let current: string | null = null;
  for (const [kind, text] of pieces) {
    if (kind === 'break') {
      if (current !== null) fields.push(current);
      current = null;
    } else if (kind === 'split') current = splitValue(fields, current, text, ifs);
    else current = (current ?? '') + (kind === 'quoted' ? quotePattern(text) : text);
  }
  if (current !== null) fields.push(current);
  return fields;
}

/** Adds a value's fields and returns the one still open. Blanks of IFS merge; other separators each end a field. */
function splitValue(fields: string[], open: string | null, value: string, ifs: string): string | null {
  let current = open;
  for (let i = 0; i < value.length;) {
    const unit = value[i] ?? '';
    if (!ifs.includes(unit)) {
      current = (current ?? '') + (unit === '\\' ? '\\\\' : unit);
      i += 1;
      continue;
    }
    const separator = separatorAt(value, i, ifs);
    if (current !== null || separator.hard) fields.push(current ?? '');
    current = null;
    i = separator.end;
  }
  return current;
}

/** One separator: blanks around at most one non-blank character of IFS. */
function separatorAt(
  value: string,
  at: number,
  ifs: string,
): { readonly hard: boolean; readonly end: number } {
  let end = skipBlanks(value, at, ifs);
  const hard = end < value.length && ifs.includes(value[end] ?? '');
  if (hard) end = skipBlanks(value, end + 1, ifs);
  return { hard, end };
}

function skipBlanks(value: string, at: number, ifs: string): number {
  let end = at;
  while (end < value.length && ' \t\n'.includes(value[end] ?? '') && ifs.includes(value[end] ?? '')) end += 1;
  return end;
}

/** Pathname expansion of one field; without a match the field stays as it is. */
export function globField(pattern: string, view: FileView, cwd: string): string[] {
  if (!hasGlob(pattern)) return [unquotePattern(pattern)];
  const found = expandPath(pattern, view, cwd);
  return found.length > 0 ? found : [unquotePattern(pattern)];
}

function expandPath(pattern: string, view: FileView, cwd: string): string[] {
  const parts = pattern.split('/');
  let prefixes = [''];
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    prefixes = prefixes.flatMap((prefix) => expandPart(prefix, part, isLast, view, cwd));
  });
  return prefixes;
}

function expandPart(prefix: string, part: string, isLast: boolean, view: FileView, cwd: string): string[] {
  const end = isLast ? '' : '/';
  if (!hasGlob(part)) {
    const path = prefix + unquotePattern(part);
    return !isLast || statFile(view, absolutePath(cwd, path), false).ok ? [path + end] : [];
  }
  const names = listDirectory(view, absolutePath(cwd, prefix === '' ? '.' : prefix));
  if (!names.ok) return [];
  const visible = names.value.filter(
    (name) => matches(part, name) && (!name.startsWith('.') || part.startsWith('.')),
  );
  return visible.map((name) => prefix + name + end);
}
