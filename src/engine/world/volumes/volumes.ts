/**
 * Volumes on machines: which there are and what is in them.
 *
 * Mirrors what the kubelet's volume plugins leave under /var/lib/kubelet/pods, hostPath directories, and network storage of claims.
 * **Simplified:** hostPath volumes of nested paths do not see each other; no attach or detach.
 */
import { deepEqual } from '../../../base/json.ts';
import { formatTime } from '../../api/time.ts';
import type { PagedTable } from '../../sim/paged-table.ts';
import { defineTable } from '../../sim/sim.ts';
import type { FileSpec, VolumeOptions, VolumeSource } from '../contract.ts';
import type { WorldCore } from '../core.ts';
import { diskUsage, fileEntry, inodeCount, treeOf } from '../filesystem/file-tree.ts';
import type { FileEntry, FileTree } from '../filesystem/file-tree.ts';
import { normalPath } from '../filesystem/resolve.ts';
import { emptyVolume, fileVolume, payloadTree } from '../filesystem/volume-content.ts';
import { kindOnDisk } from './host-paths.ts';
import type { HostPathKind } from './host-paths.ts';
import { subTree, withDirectory } from './sub-path.ts';
import { imageTreeId } from './trees.ts';
import type { Trees } from './trees.ts';

interface Volume {
  readonly machine: string;
  readonly source: VolumeSource;
  /** Id of its tree. */
  readonly tree: string;
  /** What an API source was last written with. */
  readonly files: readonly FileSpec[];
  readonly sizeBytes?: number;
}

const VOLUMES = defineTable<Volume>('world/volumes', { machine: (volume) => volume.machine });

export interface Volumes {
  readonly trees: Trees;
  put(
    machine: string,
    volumeId: string,
    source: VolumeSource,
    files: readonly FileSpec[],
    options?: VolumeOptions,
  ): void;
  /** Text of a file. */
  text(machine: string, volumeId: string, path: string): string | undefined;
  has(machine: string, volumeId: string): boolean;
  bytes(machine: string, volumeId: string): number;
  inodes(machine: string, volumeId: string): number;
  remove(machine: string, volumeId: string): void;
  tree(machine: string, volumeId: string): FileTree | undefined;
  removeAll(machine: string): void;
  /** Id of the tree to mount, and the path inside it. `copyId` names the tree that keeps a part of an API volume as it is now. */
  mount(
    machine: string,
    volumeId: string,
    subPath: string,
    copyId: string,
  ): { readonly volume: string; readonly subPath?: string; readonly sizeBytes?: number };
  hostPathKind(machine: string, path: string): HostPathKind;
}

export function createVolumes(core: WorldCore, trees: Trees): Volumes {
  const volumes = core.sim.table(VOLUMES);

  function put(
    machine: string,
    volumeId: string,
    source: VolumeSource,
    files: readonly FileSpec[],
    options: VolumeOptions = {},
  ): void {
    const key = keyOf(machine, volumeId);
    const known = volumes.get(key);
    if (known !== undefined && (source !== 'api' || deepEqual(known.files, files))) return;
    const tree = source === 'image' ? imageTreeId(options.image ?? '') : treeIdOf(machine, volumeId, source);
    const { sizeBytes } = options;
    volumes.put(key, {
      machine,
      source,
      tree,
      files: source === 'api' ? files : [],
      ...(sizeBytes === undefined ? {} : { sizeBytes }),
    });
    if (source === 'image' || (source !== 'api' && trees.has(tree))) return;
    trees.write(tree, source === 'api' ? apiTree(core, files, options) : firstContent(files, options));
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
    const known = volumes.get(keyOf(machine, volumeId)) ?? { tree: '', source: 'emptyDir' };
    const { tree, source } = known;
    const size = 'sizeBytes' in known && known.sizeBytes !== undefined ? { sizeBytes: known.sizeBytes } : {};
    if (subPath === '') return { volume: tree, ...size };
    if (source === 'api') {
      trees.write(copyId, subTree(trees.read(tree), subPath));
      return { volume: copyId };
    }
    if (source !== 'image') trees.write(tree, withDirectory(trees.read(tree), subPath));
    return { volume: tree, subPath: normalPath(subPath), ...size };
  }

  function hostPathKind(machine: string, path: string): HostPathKind {
    const tree = treeIdOf(machine, path, 'hostPath');
    if (!trees.has(tree)) return kindOnDisk(path);
    return trees.read(tree).entries['/']?.kind === 'file' ? 'file' : 'directory';
  }

  return {
    trees,
    put,
    ...readers(volumes, trees),
    remove,
    removeAll,
    mount,
    hostPathKind,
  };
}

function keyOf(machine: string, volumeId: string): string {
  return `${machine}/${volumeId}`;
}

/** Everything that only looks. */
function readers(
  volumes: PagedTable<Volume>,
  trees: Trees,
): Pick<Volumes, 'text' | 'has' | 'inodes' | 'bytes' | 'tree'> {
  const treeOfVolume = (machine: string, volumeId: string): FileTree =>
    trees.read(volumes.get(keyOf(machine, volumeId))?.tree ?? '');
  return {
    text: (machine, volumeId, path) => {
      const entry = subTree(treeOfVolume(machine, volumeId), path).entries['/'];
      return entry?.kind === 'file' ? entry.content.text : undefined;
    },
    has: (machine, volumeId) => volumes.has(keyOf(machine, volumeId)),
    inodes: (machine, volumeId) => inodeCount(treeOfVolume(machine, volumeId)),
    bytes: (machine, volumeId) => contentBytes(treeOfVolume(machine, volumeId)),
    tree: (machine, volumeId) =>
      volumes.has(keyOf(machine, volumeId)) ? treeOfVolume(machine, volumeId) : undefined,
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

/** With a group of its own the files can be read by that group. */
function apiTree(core: WorldCore, files: readonly FileSpec[], { gid }: VolumeOptions): FileTree {
  const wallMs = core.epochMs + core.sim.now;
  const readable = gid === undefined ? 0 : 0o440;
  const payload = files.map(({ path, content, mode = 0o644 }) => ({ path, content, mode: mode | readable }));
  const directory = datedDirectory(wallMs);
  return payloadTree(payload, gid === undefined ? { directory, wallMs } : { directory, wallMs, gid });
}

/** `..2026_11_24_22_28_06.345000000`, as the atomic writer names its directories. */
function datedDirectory(wallMs: number): string {
  const seconds = formatTime(wallMs).replace('Z', '').replace(/[-T:]/g, '_');
  return `..${seconds}.${String(wallMs % 1000).padStart(3, '0')}000000`;
}

/** Set on the root of a volume that belongs to a group: the group may write, and what is made inside is the group's. */
const GROUP_BITS = 0o2770;

/** A file at `/` makes the volume a single file, e.g. a hostPath of type FileOrCreate. */
function firstContent(files: readonly FileSpec[], { gid, mode = 0o777 }: VolumeOptions): FileTree {
  const single = files.find((file) => file.path === '/');
  if (single !== undefined) return fileVolume(single.content, single.mode);
  if (files.length === 0)
    return gid === undefined ? emptyVolume(mode) : emptyVolume(mode | GROUP_BITS, { gid });
  const entries: Record<string, FileEntry> = {};
  for (const file of files)
    entries[file.path.startsWith('/') ? file.path : `/${file.path}`] = fileEntry(file.content, file.mode);
  return treeOf(entries, 0o777);
}
