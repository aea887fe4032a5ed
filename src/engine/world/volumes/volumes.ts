/**
 * Trees of files on machines: volumes, writable layers and the small files the runtime makes for a container.
 * One record per tree, so a write replaces one record and shares the rest.
 *
 * Mirrors what the kubelet's volume plugins leave under /var/lib/kubelet/pods, hostPath directories, and network storage of claims.
 * **Simplified:** hostPath volumes of nested paths do not see each other; no attach or detach.
 */
import { deepEqual } from '../../../base/json.ts';
import { formatTime } from '../../api/time.ts';
import { defineTable } from '../../sim/sim.ts';
import type { FileSpec, VolumeSource } from '../contract.ts';
import type { WorldCore } from '../core.ts';
import { diskUsage, EMPTY_TREE, fileEntry, treeOf } from '../filesystem/file-tree.ts';
import type { FileEntry, FileTree } from '../filesystem/file-tree.ts';
import type { FileStore } from '../filesystem/mount-table.ts';
import { normalPath } from '../filesystem/resolve.ts';
import { emptyVolume, fileVolume, payloadTree } from '../filesystem/volume-content.ts';
import { subTree, withDirectory } from './sub-path.ts';

interface Volume {
  readonly machine: string;
  readonly source: VolumeSource;
  /** Id of its tree. */
  readonly tree: string;
  /** What an API source was last written with. */
  readonly files: readonly FileSpec[];
}

const VOLUMES = defineTable<Volume>('world/volumes', { machine: (volume) => [volume.machine] });
const TREES = defineTable<FileTree>('world/trees');

/** Trees that are not stored until somebody writes to them. */
export interface DerivedTrees {
  /** The files of an image, by full reference. */
  image(ref: string): FileTree;
  /** Files the runtime makes for a sandbox; undefined when the id names no such file. */
  runtimeFile(id: string): FileTree | undefined;
}

export interface Volumes extends FileStore {
  put(
    machine: string,
    volumeId: string,
    source: VolumeSource,
    files: readonly FileSpec[],
    image?: string,
  ): void;
  has(machine: string, volumeId: string): boolean;
  bytes(machine: string, volumeId: string): number;
  remove(machine: string, volumeId: string): void;
  removeAll(machine: string): void;
  /** Id of the tree to mount, and the path inside it. `copyId` names the tree that keeps a part of an API volume as it is now. */
  mount(
    machine: string,
    volumeId: string,
    subPath: string,
    copyId: string,
  ): { readonly volume: string; readonly subPath?: string };
  deleteTree(id: string): void;
  hostPathKind(machine: string, path: string): 'directory' | 'file' | 'socket' | 'absent';
}

const IMAGE_PREFIX = 'image/';
const FILE_PREFIX = 'file/';
const TEXT_PREFIX = 'text/';
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

export function createVolumes(core: WorldCore, derived: DerivedTrees): Volumes {
  const volumes = core.sim.table(VOLUMES);
  const trees = core.sim.table(TREES);
  const imageTrees = new Map<string, FileTree>();
  const keyOf = (machine: string, volumeId: string): string => `${machine}/${volumeId}`;

  function read(id: string): FileTree {
    const stored = trees.get(id);
    if (stored !== undefined) return stored;
    if (id.startsWith(IMAGE_PREFIX)) return imageTree(id);
    if (id.startsWith(TEXT_PREFIX)) return fileVolume(`${id.slice(TEXT_PREFIX.length)}\n`);
    return id.startsWith(FILE_PREFIX) ? EMPTY_FILE : (derived.runtimeFile(id) ?? EMPTY_TREE);
  }

  function imageTree(id: string): FileTree {
    const tree = imageTrees.get(id) ?? derived.image(id.slice(IMAGE_PREFIX.length));
    imageTrees.set(id, tree);
    return tree;
  }

  function put(
    machine: string,
    volumeId: string,
    source: VolumeSource,
    files: readonly FileSpec[],
    image = '',
  ): void {
    const key = keyOf(machine, volumeId);
    const known = volumes.get(key);
    if (known !== undefined && (source !== 'api' || deepEqual(known.files, files))) return;
    const tree = source === 'image' ? imageTreeId(image) : treeIdOf(machine, volumeId, source);
    volumes.put(key, { machine, source, tree, files: source === 'api' ? files : [] });
    if (source === 'image' || (source !== 'api' && trees.has(tree))) return;
    trees.put(tree, source === 'api' ? apiTree(core, files) : firstContent(files));
  }

  function remove(machine: string, volumeId: string): void {
    const volume = volumes.get(keyOf(machine, volumeId));
    if (volume === undefined) return;
    volumes.delete(keyOf(machine, volumeId));
    if (volume.source === 'emptyDir' || volume.source === 'api') trees.delete(volume.tree);
  }

  function removeAll(machine: string): void {
    for (const key of volumes.keys()) {
      if (volumes.get(key)?.machine !== machine) continue;
      const { tree, source } = volumes.get(key) ?? { tree: '', source: 'claim' };
      volumes.delete(key);
      if (source !== 'claim' && source !== 'image') trees.delete(tree);
    }
  }

  function mount(
    machine: string,
    volumeId: string,
    subPath: string,
    copyId: string,
  ): ReturnType<Volumes['mount']> {
    const { tree, source } = volumes.get(keyOf(machine, volumeId)) ?? { tree: '', source: 'emptyDir' };
    if (subPath === '') return { volume: tree };
    if (source === 'api') {
      trees.put(copyId, subTree(read(tree), subPath));
      return { volume: copyId };
    }
    if (source !== 'image') trees.put(tree, withDirectory(read(tree), subPath));
    return { volume: tree, subPath: normalPath(subPath) };
  }

  function hostPathKind(machine: string, path: string): 'directory' | 'file' | 'socket' | 'absent' {
    const root = trees.get(treeIdOf(machine, path, 'hostPath'))?.entries['/'];
    if (root !== undefined) return root.kind === 'file' ? 'file' : 'directory';
    return kindOnDisk(path);
  }

  return {
    read,
    write: (id, tree) => trees.put(id, tree),
    put,
    has: (machine, volumeId) => volumes.has(keyOf(machine, volumeId)),
    bytes: (machine, volumeId) => contentBytes(read(volumes.get(keyOf(machine, volumeId))?.tree ?? '')),
    remove,
    removeAll,
    mount,
    deleteTree: (id) => trees.delete(id),
    hostPathKind,
  };
}

/** Claims are network storage: the same tree on every machine. */
function treeIdOf(machine: string, volumeId: string, source: VolumeSource): string {
  return source === 'claim' ? `claim/${volumeId}` : `${source}/${machine}/${volumeId}`;
}

/** Disk usage without the block of the root directory, which an empty volume has as well. */
function contentBytes(tree: FileTree): number {
  return diskUsage(tree) - (tree.entries['/']?.kind === 'directory' ? 4096 : 0);
}

function apiTree(core: WorldCore, files: readonly FileSpec[]): FileTree {
  const wallMs = core.epochMs + core.sim.now;
  const payload = files.map(({ path, content, mode }) => ({ path, content, mode: mode ?? 0o644 }));
  return payloadTree(payload, { directory: datedDirectory(wallMs), wallMs });
}

/** `..2026_11_24_22_28_06.345000000`, as the atomic writer names its directories. */
function datedDirectory(wallMs: number): string {
  const seconds = formatTime(wallMs).replace('Z', '').replace(/[-T:]/g, '_');
  return `..${seconds}.${String(wallMs % 1000).padStart(3, '0')}000000`;
}

/** A file at `/` makes the volume a single file, e.g. a hostPath of type FileOrCreate. */
function firstContent(files: readonly FileSpec[]): FileTree {
  const single = files.find((file) => file.path === '/');
  if (single !== undefined) return fileVolume(single.content, single.mode);
  if (files.length === 0) return emptyVolume();
  const entries: Record<string, FileEntry> = {};
  for (const file of files)
    entries[file.path.startsWith('/') ? file.path : `/${file.path}`] = fileEntry(file.content, file.mode);
  return treeOf(entries, 0o777);
}

const SOCKETS: readonly string[] = ['/run/containerd/containerd.sock', '/var/run/containerd/containerd.sock'];
const FILES: readonly string[] = [
  '/etc/hostname',
  '/etc/hosts',
  '/etc/machine-id',
  '/etc/os-release',
  '/etc/passwd',
  '/etc/resolv.conf',
  '/etc/localtime',
];
const DIRECTORIES: readonly string[] = [
  '/',
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/etc/cni/net.d',
  '/etc/kubernetes',
  '/etc/kubernetes/manifests',
  '/etc/kubernetes/pki',
  '/etc/ssl',
  '/etc/ssl/certs',
  '/home',
  '/lib',
  '/lib/modules',
  '/mnt',
  '/opt',
  '/opt/cni/bin',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/srv',
  '/sys',
  '/sys/fs/cgroup',
  '/tmp',
  '/usr',
  '/usr/local',
  '/usr/share',
  '/usr/share/ca-certificates',
  '/var',
  '/var/lib',
  '/var/lib/kubelet',
  '/var/lib/kubelet/pods',
  '/var/lib/containerd',
  '/var/lib/etcd',
  '/var/log',
  '/var/log/containers',
  '/var/log/pods',
  '/var/run',
  '/var/tmp',
];

/** What a freshly installed machine has. */
function kindOnDisk(path: string): 'directory' | 'file' | 'socket' | 'absent' {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path;
  if (SOCKETS.includes(plain)) return 'socket';
  if (FILES.includes(plain)) return 'file';
  return DIRECTORIES.includes(plain) ? 'directory' : 'absent';
}
