/**
 * The hash of a container's spec that tells whether a running container is still the one wanted.
 *
 * Upstream: pkg/kubelet/container/helpers.go HashContainer (v1.37): name and image only, since nothing else of a running container may
 * change except by a resize.
 */
import { hashHex, hashText } from '../../../base/hash.ts';

export function containerHash(name: string, image: string): string {
  return hashHex(hashText(`${name} ${image}`)).slice(0, 8);
}
