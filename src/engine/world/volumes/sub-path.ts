/**
 * `subPath` mounts: one file or directory of a volume.
 *
 * Upstream: pkg/volume/util/subpath. Files of an API volume are bind-mounted by inode, so a container keeps what it got at its start; in
 * other volumes the path stays shared, and a directory that does not exist is made.
 */
import { directoryEntry, entryIn, treeOf, withEntry } from '../filesystem/file-tree.ts';
import type { FileEntry, FileTree } from '../filesystem/file-tree.ts';
import { normalPath, parentPath } from '../filesystem/resolve.ts';

const LINKS_MAX = 40;

/** The part of the tree below a path, as a tree of its own; an empty directory when there is nothing. */
export function subTree(tree: FileTree, path: string): FileTree {
  const root = followLinks(tree, normalPath(path));
  const entries: Record<string, FileEntry> = {};
  for (const [key, entry] of Object.entries(tree.entries)) {
    if (entry.kind === 'whiteout') continue;
    if (key === root) entries['/'] = entry;
    else if (key.startsWith(`${root}/`)) entries[key.slice(root.length)] = entry;
  }
  return entries['/'] === undefined ? treeOf(entries) : { entries };
}

/** Each link on the way replaced by what it names. */
function followLinks(tree: FileTree, path: string): string {
  let real = '';
  let pending = path.split('/').filter((part) => part !== '');
  for (let links = 0; pending.length > 0;) {
    const [part = '', ...rest] = pending;
    const next = part === '..' ? parentPath(real) : `${real}/${part}`;
    const entry = entryIn(tree, next);
    const isLink = entry?.kind === 'symlink' && links < LINKS_MAX;
    if (isLink) links++;
    pending = isLink
      ? [...entry.target.split('/').filter((step) => step !== '' && step !== '.'), ...rest]
      : rest;
    real = isLink ? real : next === '/' ? '' : next;
  }
  return real === '' ? '/' : real;
}

/** The tree with the directory and all above it. */
export function withDirectory(tree: FileTree, path: string): FileTree {
  const key = normalPath(path);
  if (key === '/' || entryIn(tree, key) !== undefined) return tree;
  return withEntry(withDirectory(tree, parentPath(key)), key, directoryEntry(0o755));
}
