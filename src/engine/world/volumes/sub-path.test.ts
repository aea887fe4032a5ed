import { describe, expect, it } from 'vitest';
import { fileEntry, symlinkEntry, treeOf } from '../filesystem/file-tree.ts';
import { subTree, withDirectory } from './sub-path.ts';

const TREE = treeOf({
  '/..data': symlinkEntry('..1'),
  '/..1/color': fileEntry('blue'),
  '/..1/deep/a': fileEntry('a'),
  '/color': symlinkEntry('..data/color'),
  '/deep': symlinkEntry('..data/deep'),
  '/loop': symlinkEntry('loop'),
});

describe('parts of volumes', () => {
  it.each([
    ['color', ['/']],
    ['deep', ['/', '/a']],
    ['deep/a', ['/']],
    ['nothing', ['/']],
    ['loop', ['/']],
  ])('WORLD-18 %s has the entries %j', (path, keys) => {
    expect(Object.keys(subTree(TREE, path).entries).sort()).toEqual(keys);
  });

  it('WORLD-18 a file is a tree whose root is the file', () => {
    expect(subTree(TREE, 'color').entries['/']).toEqual(fileEntry('blue'));
  });

  it('WORLD-18 directories are made with those above', () => {
    const made = withDirectory(treeOf({}), 'a/b/c');
    expect(Object.keys(made.entries).sort()).toEqual(['/', '/a', '/a/b', '/a/b/c']);
    expect(withDirectory(made, 'a/b')).toBe(made);
  });
});
