import { describe, expect, it } from 'vitest';
import { bytesOf, byteLength, splitBytes, textOfUtf8, utf8Bytes } from './bytes.ts';
import {
  changeEntry,
  listDirectory,
  makeDirectory,
  makeSymlink,
  readFile,
  removeEntry,
  renameEntry,
  statFile,
  writeFile,
} from './file-operations.ts';
import type { FileTree } from './file-tree.ts';
import { diskUsage, EMPTY_TREE, entryIn, fileEntry, symlinkEntry, treeOf } from './file-tree.ts';
import type { FileView, MountTable } from './mount-table.ts';
import { emptyVolume, fileVolume, payloadTree } from './volume-content.ts';

const TABLE: MountTable = {
  image: 'image',
  writable: 'own',
  readOnlyRoot: false,
  mounts: [
    { path: '/data', volume: 'data', readOnly: false },
    { path: '/cfg', volume: 'cfg', readOnly: true },
    { path: '/dev/termination-log', volume: 'log', readOnly: false },
    { path: '/sub', volume: 'data', subPath: '/inner', readOnly: false },
    { path: '/deep/er/mount', volume: 'other', readOnly: false },
  ],
};

function fixture(
  table: Partial<MountTable> = {},
  uid = 0,
): { view: FileView; trees: Record<string, FileTree> } {
  const trees: Record<string, FileTree> = {
    image: treeOf({
      '/etc/passwd': fileEntry('root\n'),
      '/etc/link': symlinkEntry('passwd'),
      '/bin/sh': fileEntry('', 0o755),
      '/loop': symlinkEntry('/loop'),
      '/tmp/.k': fileEntry(''),
    }),
    cfg: payloadTree(
      [
        { path: 'color', content: 'green', mode: 0o644 },
        { path: 'dir/a', content: 'x', mode: 0o600 },
      ],
      { directory: '..2026_01', wallMs: 5 },
    ),
    data: emptyVolume(),
    log: fileVolume(''),
  };
  const store = {
    read: (id: string): FileTree => trees[id] ?? EMPTY_TREE,
    write: (id: string, tree: FileTree): void => void (trees[id] = tree),
  };
  return {
    trees,
    view: { store, table: { ...TABLE, ...table }, who: { uid, gid: uid, groups: [2000] }, wallMs: 99 },
  };
}

function error(result: { readonly ok: boolean; readonly error?: string }): string {
  return result.ok ? 'ok' : (result.error ?? '');
}

function text(view: FileView, path: string): string {
  const read = readFile(view, path);
  return read.ok ? read.value.text : read.error;
}

describe('container file system', () => {
  it('SHELL-10 a write goes to the writable layer, a delete leaves a whiteout, the image never changes', () => {
    const { view, trees } = fixture();
    const image = JSON.stringify(trees['image']);
    writeFile(view, '/etc/passwd', bytesOf('mine\n'));
    expect(text(view, '/etc/passwd')).toBe('mine\n');
    removeEntry(view, '/etc/passwd');
    expect(text(view, '/etc/passwd')).toBe('ENOENT');
    expect(entryIn(trees['own'] ?? EMPTY_TREE, '/etc/passwd')).toEqual({ kind: 'whiteout' });
    const names = listDirectory(view, '/etc');
    expect(names.ok && names.value).toEqual(['link']);
    writeFile(view, '/etc/passwd', bytesOf('back'));
    expect(text(view, '/etc/link')).toBe('back');
    expect(JSON.stringify(trees['image'])).toBe(image);
  });

  it('SHELL-11 containers that mount one volume see each other’s files, also through subPath', () => {
    const { view, trees } = fixture();
    makeDirectory(view, '/data/inner');
    writeFile(view, '/data/inner/f', bytesOf('shared'));
    expect(text(view, '/sub/f')).toBe('shared');
    expect(Object.keys(trees['data']?.entries ?? {})).toContain('/inner/f');
    expect(trees['own']).toBeUndefined();
  });

  it('SHELL-12 configMap and secret volumes are read-only links through ..data', () => {
    const { view } = fixture();
    expect(text(view, '/cfg/color')).toBe('green');
    expect(text(view, '/cfg/dir/a')).toBe('x');
    const link = statFile(view, '/cfg/color', false);
    expect(link.ok && link.value.entry.kind === 'symlink' && link.value.entry.target).toBe('..data/color');
    expect(error(writeFile(view, '/cfg/color', bytesOf('red')))).toBe('EROFS');
    expect(error(removeEntry(view, '/cfg/color'))).toBe('EROFS');
    expect(error(makeDirectory(view, '/cfg/x'))).toBe('EROFS');
  });

  it('SHELL-13 a single file can be mounted', () => {
    const { view, trees } = fixture();
    writeFile(view, '/dev/termination-log', bytesOf('bye'), { append: true });
    expect(trees['log']?.entries['/']).toMatchObject({ content: { text: 'bye' } });
    expect(error(removeEntry(view, '/dev/termination-log'))).toBe('EBUSY');
  });

  it.each([
    ['missing file', (view: FileView) => readFile(view, '/nope'), 'ENOENT'],
    ['missing directory above', (view: FileView) => writeFile(view, '/a/b', bytesOf('')), 'ENOENT'],
    ['file used as directory', (view: FileView) => readFile(view, '/etc/passwd/x'), 'ENOTDIR'],
    ['reading a directory', (view: FileView) => readFile(view, '/etc'), 'EISDIR'],
    ['writing a directory', (view: FileView) => writeFile(view, '/etc', bytesOf('')), 'EISDIR'],
    ['listing a file', (view: FileView) => listDirectory(view, '/etc/passwd'), 'ENOTDIR'],
    ['endless links', (view: FileView) => readFile(view, '/loop'), 'ELOOP'],
    ['directory that exists', (view: FileView) => makeDirectory(view, '/etc'), 'EEXIST'],
    ['link over a file', (view: FileView) => makeSymlink(view, 'x', '/etc/passwd'), 'EEXIST'],
    ['full directory removed', (view: FileView) => removeEntry(view, '/etc'), 'ENOTEMPTY'],
    ['mount point removed', (view: FileView) => removeEntry(view, '/data'), 'EBUSY'],
    ['rename across volumes', (view: FileView) => renameEntry(view, '/etc/passwd', '/data/p'), 'EXDEV'],
    ['rename into itself', (view: FileView) => renameEntry(view, '/etc', '/etc/x'), 'EINVAL'],
  ])('SHELL-14 %s', (_name, act, expected) => {
    expect(error(act(fixture().view))).toBe(expected);
  });

  it('SHELL-15 a read-only root refuses writes but not those into volumes', () => {
    const { view } = fixture({ readOnlyRoot: true });
    expect(error(writeFile(view, '/tmp/x', bytesOf('')))).toBe('EROFS');
    expect(error(writeFile(view, '/data/x', bytesOf('')))).toBe('ok');
  });

  it('SHELL-16 permission bits count for users other than root', () => {
    const { view } = fixture({}, 1000);
    expect(error(writeFile(view, '/etc/x', bytesOf('')))).toBe('EACCES');
    expect(error(readFile(view, '/cfg/dir/a'))).toBe('EACCES');
    expect(error(writeFile(view, '/data/x', bytesOf('')))).toBe('ok');
    expect(error(changeEntry(view, '/etc/passwd', { mode: 0o777 }))).toBe('EPERM');
  });

  it('SHELL-17 mount points and what leads to them exist and are listed', () => {
    const names = listDirectory(fixture().view, '/');
    expect(names.ok && names.value).toEqual([
      'bin',
      'cfg',
      'data',
      'deep',
      'dev',
      'etc',
      'loop',
      'sub',
      'tmp',
    ]);
    const er = listDirectory(fixture().view, '/deep/er');
    expect(er.ok && er.value).toEqual(['mount']);
  });

  it('SHELL-18 renaming a directory moves what is below it', () => {
    const { view } = fixture();
    makeDirectory(view, '/tmp/d');
    writeFile(view, '/tmp/d/f', bytesOf('1'));
    expect(error(renameEntry(view, '/tmp/d', '/tmp/e'))).toBe('ok');
    expect(text(view, '/tmp/e/f')).toBe('1');
    expect(text(view, '/tmp/d/f')).toBe('ENOENT');
  });

  it('SHELL-19 zeros are counted, not stored, and usage is in blocks', () => {
    const { view, trees } = fixture();
    writeFile(view, '/data/big', { text: 'ab', zeros: 12582912 });
    expect(JSON.stringify(trees['data']).length).toBeLessThan(400);
    expect(diskUsage(trees['data'] ?? EMPTY_TREE)).toBe(4096 + 12582912 + 4096);
    expect(byteLength(splitBytes({ text: 'ab', zeros: 10 }, 5).head)).toBe(5);
  });

  it('SHELL-20 sizes are those of UTF-8', () => {
    const sample = 'aé€😀';
    expect(byteLength(bytesOf(sample))).toBe(10);
    expect(textOfUtf8(utf8Bytes(sample))).toBe(sample);
    expect(splitBytes(bytesOf(sample), 4).head.text).toBe('aé');
  });
});
