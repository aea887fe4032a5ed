/**
 * The system calls on files: stat, read, write, mkdir, unlink, rename, symlink, chmod. Pure decisions over a FileView;
 * the single effect is FileStore.write.
 *
 * **Simplified:** no quotas; a file that is deleted while open reads as empty.
 */
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Bytes } from './bytes.ts';
import { byteLength, joinBytes, NO_BYTES } from './bytes.ts';
import type { Errno } from './errno.ts';
import type { FileEntry, FileEntryFile } from './file-tree.ts';
import type { FileView, Place } from './mount-table.ts';
import {
  entryAt,
  hasRoom,
  isMountPoint,
  isReadOnly,
  namesAt,
  placeOf,
  putEntry,
  treeIdOf,
} from './mount-table.ts';
import type { Resolved } from './resolve.ts';
import { mayAccess, parentPath, resolve } from './resolve.ts';

export type FileResult<T> = Result<T, Errno>;

export interface FileStat {
  /** Absolute path after links were followed. */
  readonly path: string;
  readonly entry: FileEntry;
}

export function statFile(view: FileView, path: string, follow = true): FileResult<FileStat> {
  const found = resolve(view, path, follow);
  if (!found.ok) return found;
  const { entry, place } = found.value;
  return entry === undefined ? fail('ENOENT') : ok({ path: place.path, entry });
}

export function readFile(view: FileView, path: string): FileResult<Bytes> {
  const found = statFile(view, path);
  if (!found.ok) return found;
  const { entry } = found.value;
  if (entry.kind === 'directory') return fail('EISDIR');
  if (!mayAccess(view.who, entry, 'r')) return fail('EACCES');
  return ok(entry.kind === 'file' ? entry.content : NO_BYTES);
}

export interface WriteOptions {
  readonly append?: boolean;
  /** Permission bits of a file that did not exist. */
  readonly mode?: number;
}

/** Creates or replaces (or extends) a file and returns its real path. */
export function writeFile(
  view: FileView,
  path: string,
  content: Bytes,
  options: WriteOptions = {},
): FileResult<string> {
  const target = writableTarget(view, path);
  if (!target.ok) return target;
  const { place, entry } = target.value;
  if (entry !== undefined && entry.kind !== 'file') return ok(place.path);
  const file = entry ?? newFile(view, place, options.mode ?? 0o644);
  const joined = options.append === true ? joinBytes(file.content, content) : content;
  const more = blocksOf(joined) - blocksOf(file.content);
  if (!hasRoom(view, place, more)) return fail('ENOSPC');
  const { program: _replaced, ...plain } = file;
  putEntry(view, place, { ...plain, content: joined, mtimeMs: view.wallMs });
  return ok(place.path);
}

function blocksOf(content: Bytes): number {
  return Math.ceil(byteLength(content) / 4096) * 4096;
}

function newFile(view: FileView, place: Place, mode: number): FileEntryFile {
  const parent = entryAt(view, placeOf(view.table, parentPath(place.path)));
  const inherits = parent !== undefined && (parent.mode & 0o2000) !== 0;
  const gid = inherits ? parent.gid : view.who.gid;
  return { kind: 'file', content: NO_BYTES, mode, uid: view.who.uid, gid, mtimeMs: view.wallMs };
}

function writableTarget(view: FileView, path: string): FileResult<Resolved> {
  const found = resolve(view, path, true);
  if (!found.ok) return found;
  const { entry, place } = found.value;
  if (entry?.kind === 'directory') return fail('EISDIR');
  if (entry?.kind === 'device') return found;
  if (entry === undefined) return checkParent(view, place) ?? found;
  if (isReadOnly(view, place)) return fail('EROFS');
  return mayAccess(view.who, entry, 'w') ? found : fail('EACCES');
}

/** Whether a name may be added to or removed from the directory above. */
function checkParent(view: FileView, place: Place): { ok: false; error: Errno } | null {
  const parent = placeOf(view.table, parentPath(place.path));
  const entry = entryAt(view, parent);
  if (entry === undefined) return fail('ENOENT');
  if (isReadOnly(view, parent)) return fail('EROFS');
  return mayAccess(view.who, entry, 'w') ? null : fail('EACCES');
}

export function makeDirectory(view: FileView, path: string, mode = 0o755): FileResult<null> {
  const found = resolve(view, path.replace(/\/+$/, '') || '/', true);
  if (!found.ok) return found;
  const { entry, place } = found.value;
  if (entry !== undefined) return fail('EEXIST');
  const refused = checkParent(view, place);
  if (refused !== null) return refused;
  const { gid } = newFile(view, place, mode);
  putEntry(view, place, { kind: 'directory', mode, uid: view.who.uid, gid, mtimeMs: view.wallMs });
  return ok(null);
}

/** Every name in a directory, sorted; hidden ones included, `.` and `..` not. */
export function listDirectory(view: FileView, path: string): FileResult<string[]> {
  const found = statFile(view, path);
  if (!found.ok) return found;
  const { entry, path: real } = found.value;
  if (entry.kind !== 'directory') return fail('ENOTDIR');
  return mayAccess(view.who, entry, 'r') ? ok(namesAt(view, placeOf(view.table, real))) : fail('EACCES');
}

/** unlink or rmdir: a directory must be empty. */
export function removeEntry(view: FileView, path: string): FileResult<null> {
  const found = resolve(view, path, false);
  if (!found.ok) return found;
  const { entry, place } = found.value;
  if (entry === undefined) return fail('ENOENT');
  if (place.path === '/' || isMountPoint(view.table, place.path)) return fail('EBUSY');
  const refused = checkParent(view, place);
  if (refused !== null) return refused;
  if (entry.kind === 'directory' && namesAt(view, place).length > 0) return fail('ENOTEMPTY');
  putEntry(view, place, null);
  return ok(null);
}

export function makeSymlink(view: FileView, target: string, path: string): FileResult<null> {
  const found = resolve(view, path, false);
  if (!found.ok) return found;
  const { entry, place } = found.value;
  if (entry !== undefined) return fail('EEXIST');
  const refused = checkParent(view, place);
  if (refused !== null) return refused;
  putEntry(view, place, {
    kind: 'symlink',
    target,
    mode: 0o777,
    uid: view.who.uid,
    gid: view.who.gid,
    mtimeMs: view.wallMs,
  });
  return ok(null);
}

/** Replaces the metadata of an entry; used by chmod, chown and touch. */
export function changeEntry(
  view: FileView,
  path: string,
  change: Partial<Pick<FileEntry, 'mode' | 'uid' | 'gid' | 'mtimeMs'>>,
): FileResult<null> {
  const found = resolve(view, path, true);
  if (!found.ok) return found;
  const { entry, place } = found.value;
  if (entry === undefined) return fail('ENOENT');
  if (isReadOnly(view, place)) return fail('EROFS');
  const ownsIt = view.who.uid === 0 || view.who.uid === entry.uid;
  if (!ownsIt && !(change.mode === undefined && mayAccess(view.who, entry, 'w'))) return fail('EPERM');
  putEntry(view, place, { ...entry, ...change });
  return ok(null);
}

/** Puts a copy of an entry (not of what is below it) at a new path. */
export function copyEntry(view: FileView, from: string, to: string): FileResult<null> {
  const source = statFile(view, from);
  if (!source.ok) return source;
  const { entry } = source.value;
  if (entry.kind !== 'file') return fail('EINVAL');
  if (!mayAccess(view.who, entry, 'r')) return fail('EACCES');
  const written = writeFile(view, to, entry.content, { mode: entry.mode });
  if (!written.ok || entry.program === undefined) return written.ok ? ok(null) : written;
  const place = placeOf(view.table, written.value);
  const copy = entryAt(view, place);
  if (copy?.kind === 'file') putEntry(view, place, { ...copy, program: entry.program });
  return ok(null);
}

/** rename(2). Between two trees it fails with EXDEV, which `mv` answers by copying. */
export function renameEntry(view: FileView, from: string, to: string): FileResult<null> {
  const source = resolve(view, from, false);
  const target = resolve(view, to, false);
  if (!source.ok) return source;
  if (!target.ok) return target;
  if (source.value.entry === undefined) return fail('ENOENT');
  const refused = checkRename(view, source.value, target.value);
  if (refused !== null) return fail(refused);
  moveAll(view, source.value.place, target.value.place);
  return ok(null);
}

function checkRename(view: FileView, source: Resolved, target: Resolved): Errno | null {
  if (isMountPoint(view.table, source.place.path) || isMountPoint(view.table, target.place.path))
    return 'EBUSY';
  if (treeIdOf(view, source.place) !== treeIdOf(view, target.place)) return 'EXDEV';
  if (target.place.path.startsWith(`${source.place.path}/`)) return 'EINVAL';
  if (target.entry?.kind === 'directory' && source.entry?.kind !== 'directory') return 'EISDIR';
  if (target.entry?.kind === 'directory' && namesAt(view, target.place).length > 0) return 'ENOTEMPTY';
  return checkParent(view, source.place)?.error ?? checkParent(view, target.place)?.error ?? null;
}

function moveAll(view: FileView, from: Place, to: Place): void {
  const entry = entryAt(view, from);
  if (entry === undefined || from.path === to.path) return;
  putEntry(view, to, entry);
  if (entry.kind === 'directory') {
    for (const name of namesAt(view, from)) {
      moveAll(view, placeOf(view.table, `${from.path}/${name}`), placeOf(view.table, `${to.path}/${name}`));
    }
  }
  putEntry(view, from, null);
}
