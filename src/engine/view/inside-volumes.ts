/** The volumes of a pod and the files in them, as the machine has them. Reads only, and never more than a page can show. */
import { compareStrings } from '../../base/compare.ts';
import type { Pod } from '../api/core-v1-pod.ts';
import type { Volume } from '../api/core-v1-volume.ts';
import { wholeValue } from '../api/quantity.ts';
import { byteLength } from '../world/filesystem/bytes.ts';
import { diskUsage, entryIn } from '../world/filesystem/file-tree.ts';
import type { FileEntry, FileTree } from '../world/filesystem/file-tree.ts';
import { normalPath, parentPath } from '../world/filesystem/resolve.ts';
import { realUid } from './build-pod-row.ts';
import type { FileText, FileView, VolumeInside, VolumeKind } from './pod-inside.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { StoredObject } from '../apiserver/client.ts';

type StoredPod = StoredObject<'Pod'>;

/** Files told with the pod itself; the whole list is asked for. */
const FIRST_FILES = 4;
const FILES_MAX = 500;
const TEXT_MAX = 64 * 1024;
const LINKS_MAX = 40;

export function volumesOf(context: ViewContext, pod: StoredPod): VolumeInside[] {
  return (pod.spec.volumes ?? []).map((volume) => volumeInside(context, pod, volume));
}

function volumeInside(context: ViewContext, pod: StoredPod, volume: Volume): VolumeInside {
  const tree = treeOf(context, pod, volume);
  const files = tree === undefined ? [] : filesOf(context, tree).filter(({ kind }) => kind !== 'directory');
  return {
    name: volume.name,
    ...kindOf(pod, volume),
    mounted: tree !== undefined,
    bytes: tree === undefined ? 0 : contentBytes(tree),
    limitBytes: limitOf(context, pod, volume),
    files: files.slice(0, FIRST_FILES),
    fileCount: files.length,
  };
}

/** Disk usage without the block of the root directory. */
function contentBytes(tree: FileTree): number {
  return Math.max(0, diskUsage(tree) - (tree.entries['/']?.kind === 'directory' ? 4096 : 0));
}

function kindOf(pod: Pod, volume: Volume): { readonly kind: VolumeKind; readonly detail: string } {
  const claim = claimName(pod, volume);
  if (claim !== undefined) return { kind: 'claim', detail: claim };
  if (volume.emptyDir !== undefined) return { kind: 'emptyDir', detail: volume.emptyDir.medium ?? '' };
  if (volume.configMap !== undefined) return { kind: 'configMap', detail: volume.configMap.name ?? '' };
  if (volume.secret !== undefined) return { kind: 'secret', detail: volume.secret.secretName ?? '' };
  if (volume.hostPath !== undefined) return { kind: 'hostPath', detail: volume.hostPath.path };
  if (volume.image !== undefined) return { kind: 'image', detail: volume.image.reference ?? '' };
  if (volume.projected !== undefined) return { kind: 'projected', detail: '' };
  return { kind: volume.downwardAPI !== undefined ? 'downwardAPI' : 'other', detail: '' };
}

function claimName(pod: Pod, volume: Volume): string | undefined {
  if (volume.ephemeral !== undefined) return `${pod.metadata.name}-${volume.name}`;
  return volume.persistentVolumeClaim?.claimName;
}

function limitOf({ api }: ViewContext, pod: Pod, volume: Volume): number {
  const claim = claimName(pod, volume);
  if (claim === undefined) return wholeValue(volume.emptyDir?.sizeLimit);
  const { spec, status } = api.get('PersistentVolumeClaim', pod.metadata.namespace ?? 'default', claim) ?? {};
  return wholeValue(status?.capacity?.['storage'] ?? spec?.resources?.requests?.['storage']);
}

/** The volume's tree on the pod's machine, whatever name it has there. */
function treeOf(context: ViewContext, pod: StoredPod, volume: Volume): FileTree | undefined {
  const { world } = context.engine;
  const machine = pod.spec.nodeName ?? '';
  const uid = realUid(pod);
  const paths = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap(
    ({ name, volumeMounts }) =>
      (volumeMounts ?? [])
        .filter((mount) => mount.name === volume.name)
        .map(({ mountPath }) => `${name} ${mountPath}`),
  );
  const mounted = world
    .containers(machine, uid)
    .flatMap(({ name, mounts }) => mounts.filter(({ mountPath }) => paths.includes(`${name} ${mountPath}`)));
  const id =
    mounted[0]?.volumeId ??
    (volume.hostPath === undefined ? `${uid}/${volume.name}` : `host:${volume.hostPath.path}`);
  return world.volumeTree(machine, id);
}

/** Everything in a tree, by path: names that begin with a dot are the machine's own business, links are followed. */
export function filesOf(context: ViewContext, tree: FileTree): FileView[] {
  const paths = Object.keys(tree.entries).filter((path) => path !== '/' && !/\/\./.test(path));
  const single = tree.entries['/']?.kind === 'file' ? ['/'] : [];
  return [...single, ...linkedPaths(tree, paths)]
    .sort(compareStrings)
    .flatMap((path) => fileView(context, tree, path))
    .slice(0, FILES_MAX);
}

/** What lies below a link to a directory is listed under the link's own name. */
function linkedPaths(tree: FileTree, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const target = follow(tree, path);
    if (tree.entries[path]?.kind !== 'symlink' || entryIn(tree, target)?.kind !== 'directory') return [path];
    const below = Object.keys(tree.entries).filter((other) => other.startsWith(`${target}/`));
    return [path, ...below.map((other) => path + other.slice(target.length))];
  });
}

/** The path with every link on the way followed, as far as that goes inside the tree. */
function follow(tree: FileTree, path: string): string {
  let at = path;
  for (let links = 0; links < LINKS_MAX; links++) {
    const link = firstLink(tree, at);
    if (link === undefined) return at;
    const rest = at.slice(link.path.length);
    const base = link.target.startsWith('/') ? '' : parentPath(link.path);
    at = normalPath(`${base}/${link.target}${rest}`);
  }
  return at;
}

function firstLink(
  tree: FileTree,
  path: string,
): { readonly path: string; readonly target: string } | undefined {
  for (let cut = path.indexOf('/', 1); ; cut = path.indexOf('/', cut + 1)) {
    const part = cut < 0 ? path : path.slice(0, cut);
    const entry = entryIn(tree, part);
    if (entry?.kind === 'symlink') return { path: part, target: entry.target };
    if (cut < 0) return undefined;
  }
}

function realEntry(tree: FileTree, path: string): FileEntry | undefined {
  const entry = entryIn(tree, follow(tree, path));
  return entry === undefined || entry.kind === 'whiteout' ? undefined : entry;
}

function fileView(context: ViewContext, tree: FileTree, path: string): FileView[] {
  const own = entryIn(tree, path);
  const entry = realEntry(tree, path);
  if (entry === undefined && own?.kind !== 'symlink') return [];
  const shown = entry ?? own;
  if (shown === undefined || shown.kind === 'whiteout') return [];
  return [
    {
      path: path === '/' ? '' : path.slice(1),
      kind: shown.kind === 'symlink' ? 'link' : shown.kind,
      bytes: shown.kind === 'file' ? byteLength(shown.content) : 0,
      changedAt: changedAt(context, shown.mtimeMs),
      mode: shown.mode,
      target: own?.kind === 'symlink' ? own.target : '',
    },
  ];
}

/** File times are UTC; 0 is an image's. */
function changedAt(context: ViewContext, mtimeMs: number): number {
  return mtimeMs === 0 ? 0 : visible(context, mtimeMs - context.engine.setup.epochMs);
}

function namedVolume(pod: StoredPod, name: string): Volume | undefined {
  return pod.spec.volumes?.find((volume) => volume.name === name);
}

/** All files of a volume, at most 500; null when it is not mounted. */
export function volumeFiles(context: ViewContext, pod: StoredPod, name: string): readonly FileView[] | null {
  const volume = namedVolume(pod, name);
  const tree = volume === undefined ? undefined : treeOf(context, pod, volume);
  return tree === undefined ? null : filesOf(context, tree);
}

/** One file of a volume as text, at most 64 KiB of it; null when there is no such file. */
export function volumeFile(
  context: ViewContext,
  pod: StoredPod,
  name: string,
  path: string,
): FileText | null {
  const volume = namedVolume(pod, name);
  const tree = volume === undefined ? undefined : treeOf(context, pod, volume);
  return tree === undefined ? null : fileText(context, tree, path);
}

export function fileText(context: ViewContext, tree: FileTree, path: string): FileText | null {
  const entry = realEntry(tree, normalPath(path));
  if (entry?.kind !== 'file') return null;
  const { text, zeros } = entry.content;
  const binary = zeros > 0 || isBinary(text);
  return {
    path,
    text: binary ? '' : text.slice(0, TEXT_MAX),
    bytes: byteLength(entry.content),
    changedAt: changedAt(context, entry.mtimeMs),
    mode: entry.mode,
    binary,
    cut: !binary && text.length > TEXT_MAX,
  };
}

/** Control characters other than white space and escape, as `grep` and editors judge. */
function isBinary(text: string): boolean {
  for (let i = 0; i < Math.min(text.length, TEXT_MAX); i++) {
    const unit = text.charCodeAt(i);
    if (
      unit === 0xfffd ||
      (unit < 32 && unit !== 9 && unit !== 10 && unit !== 12 && unit !== 13 && unit !== 27)
    )
      return true;
  }
  return false;
}
