/**
 * Blocks of pod addresses: the n-th /24 (or /64) of the cluster's range.
 *
 * **Upstream:** pkg/controller/nodeipam/ipam/cidrset/cidr_set.go (v1.37).
 * **Simplified:** two fixed shapes, IPv4 /24 out of a /16 and IPv6 /64 out of a /56.
 */

/** Number of blocks in the cluster's range. */
export const CIDR_BLOCKS = 256;

/** `10.244.0.0/16` and 3 give `10.244.3.0/24`. */
export function ipv4Block(clusterPrefix: string, index: number): string {
  return `${clusterPrefix}.${index}.0/24`;
}

/** `fd00:10:244` and 3 give `fd00:10:244:3::/64`. */
export function ipv6Block(clusterPrefix: string, index: number): string {
  return index === 0 ? `${clusterPrefix}::/64` : `${clusterPrefix}:${index.toString(16)}::/64`;
}

/** The next free block after the last one given, going round once. Undefined when all are taken. */
export function nextFreeBlock(taken: readonly number[], last: number): number | undefined {
  for (let step = 1; step <= CIDR_BLOCKS; step++) {
    const index = (last + step) % CIDR_BLOCKS;
    if (!taken.includes(index)) return index;
  }
  return undefined;
}
