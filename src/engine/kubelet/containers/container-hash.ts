/**
 * The hash of a container's spec that tells whether a running container is still the one wanted.
 *
 * Upstream: pkg/kubelet/container/helpers.go HashContainer (v1.37): name and image only, since nothing else of a running container may
 * change except by a resize.
 */
import { hashHex, hashText } from '../../../base/hash.ts';

/** Hashes that were made before: every sync of every pod asks for those of its containers. */
const hashes = new Map<string, string>();
const HASHES_MAX = 1000;

export function containerHash(name: string, image: string): string {
  const text = `${name} ${image}`;
  const known = hashes.get(text);
  if (known !== undefined) return known;
  if (hashes.size >= HASHES_MAX) hashes.clear();
  const hash = hashHex(hashText(text)).slice(0, 8);
  hashes.set(text, hash);
  return hash;
}
