/**
 * Trees of files by id: volumes, writable layers, images, and small files that are made from their id when read.
 * One record per tree that was written to, so a write replaces one record and shares the rest.
 */
import { defineTable } from '../../sim/sim.ts';
import type { WorldCore } from '../core.ts';
import { EMPTY_TREE } from '../filesystem/file-tree.ts';
import type { FileTree } from '../filesystem/file-tree.ts';
import type { FileStore } from '../filesystem/mount-table.ts';
import { emptyVolume, fileVolume } from '../filesystem/volume-content.ts';

const TREES = defineTable<FileTree>('world/trees');

/** Trees that are not stored until somebody writes to them. */
export interface DerivedTrees {
  /** The files of an image, by full reference. */
  image(ref: string): FileTree;
  /** Files the runtime makes for a sandbox; undefined when the id names no such file. */
  runtimeFile(id: string): FileTree | undefined;
}

/** The store programs work on, and what its owner may do besides. */
export interface Trees extends FileStore {
  /** Whether the tree was ever written. */
  has(id: string): boolean;
  delete(id: string): void;
}

const IMAGE_PREFIX = 'image/';
const FILE_PREFIX = 'file/';
const TEXT_PREFIX = 'text/';
const SHARED_PREFIX = 'shm/';
const SHARED_MEMORY = emptyVolume(0o1777);
const EMPTY_FILE = fileVolume('', 0o666);

/** Id of the tree with an image's files. */
export function imageTreeId(ref: string): string {
  return `${IMAGE_PREFIX}${ref}`;
}

/** Id of a tree that is an empty file until it is written. */
export function emptyFileId(name: string): string {
  return `${FILE_PREFIX}${name}`;
}

/** Id of a tree that is a file with one line. */
export function lineFileId(line: string): string {
  return `${TEXT_PREFIX}${line}`;
}

/** Id of the tree with the System V objects of an IPC namespace. */
export function ipcTableId(namespace: string): string {
  return `ipc/${namespace}`;
}

/** Id of the tree that a sandbox's containers share as /dev/shm. */
export function sharedMemoryId(sandboxId: string): string {
  return `${SHARED_PREFIX}${sandboxId}`;
}

export function createTrees(core: WorldCore, derived: DerivedTrees): Trees {
  const trees = core.sim.table(TREES);
  const imageTrees = new Map<string, FileTree>();

  function read(id: string): FileTree {
    // Files of images are never written.
    if (id.startsWith(IMAGE_PREFIX)) return imageTree(id);
    const stored = trees.get(id);
    if (stored !== undefined) return stored;
    if (id.startsWith(SHARED_PREFIX)) return SHARED_MEMORY;
    if (id.startsWith(TEXT_PREFIX)) return fileVolume(`${id.slice(TEXT_PREFIX.length)}\n`);
    return id.startsWith(FILE_PREFIX) ? EMPTY_FILE : (derived.runtimeFile(id) ?? EMPTY_TREE);
  }

  function imageTree(id: string): FileTree {
    const tree = imageTrees.get(id) ?? derived.image(id.slice(IMAGE_PREFIX.length));
    imageTrees.set(id, tree);
    return tree;
  }

  return {
    read,
    write: (id, tree) => trees.put(id, tree),
    has: (id) => trees.has(id),
    delete: (id) => trees.delete(id),
  };
}
