/** Walking directories, for programs that work recursively. */
import { listDirectory, statFile } from '../../filesystem/file-operations.ts';
import type { FileEntry } from '../../filesystem/file-tree.ts';
import { pathOf, viewOf } from '../descriptors.ts';
import type { Running } from '../program.ts';

export interface Walked {
  /** As it is printed: the starting path with names added. */
  readonly path: string;
  readonly entry: FileEntry;
  readonly depth: number;
}

/** A path and everything below it, parents first, names sorted. Links are not followed. */
export function walk(on: Running, path: string, depth = 0): Walked[] {
  const found = statFile(viewOf(on), pathOf(on, path), false);
  if (!found.ok) return [];
  const { entry } = found.value;
  const here: Walked = { path, entry, depth };
  return entry.kind === 'directory'
    ? [here, ...namesIn(on, path).flatMap((name) => walk(on, below(path, name), depth + 1))]
    : [here];
}

export function namesIn(on: Running, path: string): string[] {
  const names = listDirectory(viewOf(on), pathOf(on, path));
  return names.ok ? names.value : [];
}

export function below(path: string, name: string): string {
  return path.endsWith('/') ? `${path}${name}` : `${path}/${name}`;
}

export function filesBelow(on: Running, path: string): string[] {
  return walk(on, path)
    .filter(({ entry }) => entry.kind === 'file')
    .map((walked) => walked.path);
}
