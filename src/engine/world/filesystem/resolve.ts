/**
 * Path resolution: relative paths, `.` and `..`, symbolic links, search permission. What the kernel's namei does.
 *
 * **Simplified:** `..` is taken after links are followed, as the kernel does, but a missing directory before `..` is an error too.
 */
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Errno } from './errno.ts';
import type { FileEntry } from './file-tree.ts';
import type { Credentials, FileView, Place } from './mount-table.ts';
import { entryAt, placeOf } from './mount-table.ts';

export interface Resolved {
  readonly place: Place;
  /** Absent when the last component does not exist; everything above it does. */
  readonly entry: FileEntry | undefined;
}

const LINKS_MAX = 40;

/** Joins a path to a working directory and drops `.` and empty components. `..` is kept for the walk. */
export function absolutePath(cwd: string, path: string): string {
  return path.startsWith('/') ? path : `${cwd === '/' ? '' : cwd}/${path}`;
}

/** Textual form without `.`, `..` and doubled slashes, as `cd` keeps it. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export function parentPath(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Finds a path. `followLast` false stops at a symbolic link in the last position (lstat, rm, mv). */
export function resolve(view: FileView, path: string, followLast: boolean): Result<Resolved, Errno> {
  const pending = path.split('/').filter((part) => part !== '' && part !== '.');
  const mustBeDirectory = path.endsWith('/') && pending.length > 0;
  let current = '/';
  /** What is at `current`, when that is known already. */
  let here: FileEntry | undefined;
  let links = 0;
  while (pending.length > 0) {
    const part = pending.shift() ?? '';
    if (part === '..') {
      current = parentPath(current);
      here = undefined;
      continue;
    }
    const checked = checkSearch(view, current, here);
    if (checked !== null) return fail(checked);
    const next = current === '/' ? `/${part}` : `${current}/${part}`;
    const entry = entryAt(view, placeOf(view.table, next));
    const isLast = pending.length === 0;
    if (entry?.kind === 'symlink' && (!isLast || followLast || mustBeDirectory)) {
      if (++links > LINKS_MAX) return fail('ELOOP');
      pending.unshift(...entry.target.split('/').filter((step) => step !== '' && step !== '.'));
      if (entry.target.startsWith('/')) {
        current = '/';
        here = undefined;
      }
      continue;
    }
    if (entry === undefined && !isLast) return fail('ENOENT');
    if (entry !== undefined && entry.kind !== 'directory' && (!isLast || mustBeDirectory))
      return fail('ENOTDIR');
    current = next;
    here = entry;
  }
  const place = placeOf(view.table, current);
  return ok({ place, entry: here ?? entryAt(view, place) });
}

function checkSearch(view: FileView, directory: string, known: FileEntry | undefined): Errno | null {
  const entry = known ?? entryAt(view, placeOf(view.table, directory));
  if (entry === undefined) return 'ENOENT';
  if (entry.kind !== 'directory') return 'ENOTDIR';
  return mayAccess(view.who, entry, 'x') ? null : 'EACCES';
}

const BITS = { r: 4, w: 2, x: 1 } as const;

/** The classic owner, group, others check. Root passes, save that running a file needs some execute bit. */
export function mayAccess(who: Credentials, entry: FileEntry, want: 'r' | 'w' | 'x'): boolean {
  if (who.uid === 0) return want !== 'x' || entry.kind === 'directory' || (entry.mode & 0o111) !== 0;
  const shift = entry.uid === who.uid ? 6 : entry.gid === who.gid || who.groups.includes(entry.gid) ? 3 : 0;
  return ((entry.mode >> shift) & BITS[want]) !== 0;
}
