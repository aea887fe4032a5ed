/** The files of each image: what the runtime unpacks as a container's lowest layer. One tree per family, made once. */
import { EMPTY_TREE } from '../filesystem/file-tree.ts';
import type { FileTree } from '../filesystem/file-tree.ts';
import { IMAGE_FAMILIES, imageFiles } from '../programs/images.ts';
import type { ImageFamily } from '../programs/images.ts';
import { catalogueImage } from './catalogue.ts';
import { parseImageName } from './image-name.ts';

const TREES: ReadonlyMap<ImageFamily, FileTree> = new Map(
  IMAGE_FAMILIES.map((family) => [family, imageFiles(family)]),
);

export function imageTree(ref: string): FileTree {
  const name = parseImageName(ref);
  const image = name.ok ? catalogueImage(name.value.repository) : undefined;
  return image === undefined ? EMPTY_TREE : (TREES.get(image.family) ?? EMPTY_TREE);
}
