/**
 * First content of volumes. configMap, secret, downwardAPI and projected volumes are written by the kubelet's atomic
 * writer: real files in a dated directory, `..data` linked to it, and one link per key, so that an update is a single rename.
 *
 * **Upstream:** pkg/volume/util/atomic_writer.go. **Simplified:** the dated directory's name comes from the caller.
 */
import { compareStrings } from '../../../base/compare.ts';
import type { FileEntry, FileTree } from './file-tree.ts';
import { directoryEntry, fileEntry, symlinkEntry, treeOf } from './file-tree.ts';

export interface PayloadFile {
  /** Path inside the volume, may hold slashes. */
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

export interface PayloadOptions {
  /** Name of the dated directory, e.g. '..2026_11_24_22_28_06.3457891'. */
  readonly directory: string;
  readonly wallMs: number;
  /** spec.securityContext.fsGroup. */
  readonly gid?: number;
}

/** The tree of a projected volume. Writing a new one over the old is the update. */
export function payloadTree(files: readonly PayloadFile[], options: PayloadOptions): FileTree {
  const owner = { mtimeMs: options.wallMs, gid: options.gid ?? 0 };
  const entries: Record<string, FileEntry> = {
    [`/${options.directory}`]: directoryEntry(0o755, owner),
    '/..data': symlinkEntry(options.directory, owner),
  };
  for (const file of [...files].sort((a, b) => compareStrings(a.path, b.path))) {
    entries[`/${options.directory}/${file.path}`] = fileEntry(file.content, file.mode, owner);
    const top = file.path.split('/')[0] ?? file.path;
    entries[`/${top}`] = symlinkEntry(`..data/${top}`, owner);
  }
  return withModes(treeOf(entries, 0o777), owner);
}

function withModes(tree: FileTree, owner: { readonly mtimeMs: number; readonly gid: number }): FileTree {
  const root = directoryEntry(0o777, owner);
  return { entries: { ...tree.entries, '/': root } };
}

/** A volume that is one file: termination log, /etc/hosts, a hostPath of type File. */
export function fileVolume(content: string, mode = 0o644, mtimeMs = 0): FileTree {
  return { entries: { '/': fileEntry(content, mode, { mtimeMs }) } };
}

/** An empty directory volume (emptyDir, hostPath of type DirectoryOrCreate). */
export function emptyVolume(
  mode = 0o777,
  owner: { readonly gid?: number; readonly mtimeMs?: number } = {},
): FileTree {
  return { entries: { '/': directoryEntry(mode, owner) } };
}
