/**
 * Where a container's paths live: the image layer under a writable layer (overlayfs), with volumes mounted on top. The
 * trees themselves belong to the caller and are reached through a FileStore by id, so several containers can share one.
 *
 * Mirrors what the container runtime sets up from `volumeMounts`. **Simplified:** one image layer; no mount propagation.
 */
import { compareStrings } from '../../../base/compare.ts';
import type { FileEntry, FileTree } from './file-tree.ts';
import { directoryEntry, diskUsage, entryIn, namesBelow, withEntry, withoutEntry } from './file-tree.ts';

/**
 * The caller's table of trees. `read` of an id that was never written returns an empty tree. `write` must be visible to
 * the next `read` at once, also to other containers that mount the same volume.
 */
export interface FileStore {
  read(id: string): FileTree;
  write(id: string, tree: FileTree): void;
}

export interface Mount {
  /** Absolute, without trailing slash. A single file can be a mount point too. */
  readonly path: string;
  /** Id of the volume's tree in the FileStore. */
  readonly volume: string;
  /** Directory or file inside the volume that is mounted; '' or absent for its root. Absolute inside the volume. */
  readonly subPath?: string;
  readonly readOnly: boolean;
  /** A volume in memory of this size: writes beyond it fail. */
  readonly sizeBytes?: number;
  /** What `mount` and `df` print, e.g. 'tmpfs' or 'ext4'. */
  readonly fileSystem?: string;
}

export interface MountTable {
  /** Tree id of the image's files. Never written. */
  readonly image: string;
  /** Tree id of the container's own layer. */
  readonly writable: string;
  /** securityContext.readOnlyRootFilesystem. */
  readonly readOnlyRoot: boolean;
  readonly mounts: readonly Mount[];
}

export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** Everything a file operation needs to know. Built per call, never saved. */
export interface FileView {
  readonly store: FileStore;
  readonly table: MountTable;
  readonly who: Credentials;
  /** Time stamped on changed files (UTC, ms since 1970). */
  readonly wallMs: number;
  /** Files that exist only while asked for (`/proc`). */
  readonly synthetic?: (path: string) => FileEntry | undefined;
  readonly syntheticNames?: (path: string) => readonly string[];
}

/** One path, found in one tree. `mount` is null for the container's root. */
export interface Place {
  readonly path: string;
  readonly mount: Mount | null;
  readonly key: string;
}

export function placeOf(table: MountTable, path: string): Place {
  let best: Mount | null = null;
  for (const mount of table.mounts) {
    if (isWithin(path, mount.path) && (best === null || mount.path.length >= best.path.length)) best = mount;
  }
  if (best === null) return { path, mount: null, key: path };
  const below = best.path === '/' ? path : path.slice(best.path.length);
  const key = `${best.subPath ?? ''}${below}`;
  return { path, mount: best, key: key === '' ? '/' : key };
}

function isWithin(path: string, mountPath: string): boolean {
  if (!path.startsWith(mountPath)) return false;
  return path.length === mountPath.length || mountPath === '/' || path.charAt(mountPath.length) === '/';
}

/** True when the path may not be removed or renamed because something is mounted on it. */
export function isMountPoint(table: MountTable, path: string): boolean {
  return table.mounts.some((mount) => mount.path === path);
}

export function isReadOnly(view: FileView, place: Place): boolean {
  return place.mount === null ? view.table.readOnlyRoot : place.mount.readOnly;
}

/** Identity of the tree a place lives in; renames work only inside one. */
export function treeIdOf(view: FileView, place: Place): string {
  return place.mount?.volume ?? view.table.writable;
}

export function entryAt(view: FileView, place: Place): FileEntry | undefined {
  const synthetic = view.synthetic?.(place.path);
  if (synthetic !== undefined) return synthetic;
  if (place.mount !== null)
    return visible(entryIn(view.store.read(place.mount.volume), place.key)) ?? volumeRoot(place);
  const own = entryIn(view.store.read(view.table.writable), place.key);
  if (own !== undefined && own.kind !== 'whiteout') return own;
  const below =
    own === undefined ? visible(entryIn(view.store.read(view.table.image), place.key)) : undefined;
  return below ?? mountParent(view.table, place.path);
}

function visible(entry: ReturnType<typeof entryIn>): FileEntry | undefined {
  return entry === undefined || entry.kind === 'whiteout' ? undefined : entry;
}

/** A volume that was never written is an empty directory. */
function volumeRoot(place: Place): FileEntry | undefined {
  return place.path === place.mount?.path ? directoryEntry(0o777) : undefined;
}

/** The runtime makes the directories leading to a mount point. */
function mountParent(table: MountTable, path: string): FileEntry | undefined {
  if (path === '/') return directoryEntry();
  const leads = table.mounts.some((mount) => mount.path.startsWith(`${path}/`));
  return leads ? directoryEntry() : undefined;
}

/** Names in a directory, sorted by code unit as `ls` shows them in the C locale. */
export function namesAt(view: FileView, place: Place): string[] {
  const names = new Set<string>();
  if (place.mount !== null)
    namesBelow(view.store.read(place.mount.volume), place.key).forEach((name) => names.add(name));
  else rootNames(view, place.key, names);
  for (const mount of view.table.mounts) {
    const prefix = place.path === '/' ? '/' : `${place.path}/`;
    if (mount.path.startsWith(prefix)) names.add(mount.path.slice(prefix.length).split('/')[0] ?? '');
  }
  view.syntheticNames?.(place.path).forEach((name) => names.add(name));
  names.delete('');
  return [...names].sort(compareStrings);
}

function rootNames(view: FileView, key: string, names: Set<string>): void {
  namesBelow(view.store.read(view.table.image), key).forEach((name) => names.add(name));
  const own = view.store.read(view.table.writable);
  for (const name of namesBelow(own, key)) {
    const entry = entryIn(own, key === '/' ? `/${name}` : `${key}/${name}`);
    if (entry?.kind === 'whiteout') names.delete(name);
    else names.add(name);
  }
}

/** Whether the place's volume has room for so many bytes more. */
export function hasRoom(view: FileView, place: Place, more: number): boolean {
  const { mount } = place;
  if (mount?.sizeBytes === undefined || more <= 0) return true;
  return diskUsage(view.store.read(mount.volume)) + more <= mount.sizeBytes + ROOT_BYTES;
}

/** The volume's own directory does not count. */
const ROOT_BYTES = 4096;

/** Writes or, with null, deletes. The caller has checked that this is allowed. */
export function putEntry(view: FileView, place: Place, entry: FileEntry | null): void {
  const id = treeIdOf(view, place);
  const tree = view.store.read(id);
  if (entry !== null) view.store.write(id, withEntry(tree, place.key, entry));
  else if (place.mount === null && entryIn(view.store.read(view.table.image), place.key) !== undefined) {
    view.store.write(id, withEntry(tree, place.key, { kind: 'whiteout' }));
  } else view.store.write(id, withoutEntry(tree, place.key));
}
