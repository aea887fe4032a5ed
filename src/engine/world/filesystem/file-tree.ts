/**
 * One tree of files: an image layer, a container's writable layer or a volume. A flat record from path to entry, so
 * that a volume is one record of the run and a change replaces it while sharing every untouched entry.
 *
 * **Simplified:** no hard links, extended attributes or inode numbers.
 */
import { compareStrings } from '../../../base/compare.ts';
import type { Bytes } from './bytes.ts';
import { byteLength, NO_BYTES } from './bytes.ts';

interface EntryBase {
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeMs: number;
}

export interface FileEntryFile extends EntryBase {
  readonly kind: 'file';
  readonly content: Bytes;
  /** Name in the table of programs, for an executable. Copies and moves keep it. */
  readonly program?: string;
}

export interface FileEntryDirectory extends EntryBase {
  readonly kind: 'directory';
}

export interface FileEntrySymlink extends EntryBase {
  readonly kind: 'symlink';
  readonly target: string;
}

export type DeviceName = 'null' | 'zero' | 'full' | 'random' | 'tty';

/** A character device, or a door to an open descriptor of a process (`/dev/stdout`, `/proc/1/fd/1`). */
export interface FileEntryDevice extends EntryBase {
  readonly kind: 'device';
  readonly device: DeviceName | { readonly pid: number | 'self'; readonly fd: number };
}

/** In a writable layer: the image's entry of this path is deleted. */
export interface FileEntryWhiteout {
  readonly kind: 'whiteout';
}

export type FileEntry = FileEntryFile | FileEntryDirectory | FileEntrySymlink | FileEntryDevice;

/** Keys are absolute inside the tree ("/" is its root). The root may be a file: a volume mounted on a single file. */
export interface FileTree {
  readonly entries: Readonly<Record<string, FileEntry | FileEntryWhiteout>>;
}

export const EMPTY_TREE: FileTree = { entries: {} };

const OWNED_BY_ROOT = { uid: 0, gid: 0, mtimeMs: 0 };

export function directoryEntry(mode = 0o755, owner: Partial<EntryBase> = {}): FileEntryDirectory {
  return { kind: 'directory', mode, ...OWNED_BY_ROOT, ...owner };
}

export function fileEntry(text: string, mode = 0o644, owner: Partial<EntryBase> = {}): FileEntryFile {
  return { kind: 'file', content: { ...NO_BYTES, text }, mode, ...OWNED_BY_ROOT, ...owner };
}

export function symlinkEntry(target: string, owner: Partial<EntryBase> = {}): FileEntrySymlink {
  return { kind: 'symlink', target, mode: 0o777, ...OWNED_BY_ROOT, ...owner };
}

export function programEntry(program: string): FileEntryFile {
  return { kind: 'file', content: NO_BYTES, mode: 0o755, ...OWNED_BY_ROOT, program };
}

export function deviceEntry(device: FileEntryDevice['device']): FileEntryDevice {
  return { kind: 'device', device, mode: 0o666, ...OWNED_BY_ROOT };
}

export function entryIn(tree: FileTree, key: string): FileEntry | FileEntryWhiteout | undefined {
  return Object.hasOwn(tree.entries, key) ? tree.entries[key] : undefined;
}

export function withEntry(tree: FileTree, key: string, entry: FileEntry | FileEntryWhiteout): FileTree {
  return { entries: { ...tree.entries, [key]: entry } };
}

export function withoutEntry(tree: FileTree, key: string): FileTree {
  const { [key]: _gone, ...entries } = tree.entries;
  return { entries };
}

/** Names directly below a directory, in code-unit order; whiteouts included. */
export function namesBelow(tree: FileTree, key: string): string[] {
  const prefix = key === '/' ? '/' : `${key}/`;
  const names: string[] = [];
  for (const path of Object.keys(tree.entries)) {
    if (path !== '/' && path.startsWith(prefix) && path.indexOf('/', prefix.length) < 0)
      names.push(path.slice(prefix.length));
  }
  return names.sort(compareStrings);
}

/** Bytes the kubelet counts for the tree: content in blocks of 4 KiB, plus a block per directory. */
export function diskUsage(tree: FileTree): number {
  return measured(tree).bytes;
}

/** Files, directories and links of the tree. */
export function inodeCount(tree: FileTree): number {
  return measured(tree).inodes;
}

interface TreeSize {
  readonly bytes: number;
  readonly inodes: number;
}

/** Sizes by tree: a tree never changes, and most are asked for again and again. */
const SIZES = new WeakMap<FileTree, TreeSize>();

function measured(tree: FileTree): TreeSize {
  const known = SIZES.get(tree);
  if (known !== undefined) return known;
  let bytes = 0;
  let inodes = 0;
  for (const entry of Object.values(tree.entries)) {
    bytes += entryUsage(entry);
    inodes += 1;
  }
  const size = { bytes, inodes };
  SIZES.set(tree, size);
  return size;
}

export function entryUsage(entry: FileEntry | FileEntryWhiteout): number {
  if (entry.kind === 'directory') return 4096;
  return entry.kind === 'file' ? Math.ceil(byteLength(entry.content) / 4096) * 4096 : 0;
}

/** Builds a tree from entries, adding the directories above each. */
export function treeOf(entries: Readonly<Record<string, FileEntry>>, rootMode = 0o755): FileTree {
  const all: Record<string, FileEntry> = { '/': directoryEntry(rootMode) };
  for (const path of Object.keys(entries).sort(compareStrings)) {
    for (let cut = path.indexOf('/', 1); cut > 0; cut = path.indexOf('/', cut + 1))
      all[path.slice(0, cut)] ??= directoryEntry();
    const entry = entries[path];
    if (entry !== undefined) all[path] = entry;
  }
  return { entries: all };
}
