/**
 * Blocks of pod addresses: the n-th /24 (or /64) of the cluster's range.
 *
 * **Upstream:** pkg/controller/nodeipam/ipam/cidrset/cidr_set.go (v1.37).
 * **Simplified:** two fixed shapes, IPv4 /24 and IPv6 /64.
 */

const BLOCKS_PER_16 = 256;

/** `10.244` and 3 give `10.244.3.0/24`; 260 gives `10.245.4.0/24`. */
export function ipv4Block(clusterPrefix: string, index: number): string {
  const [first = '', second = ''] = clusterPrefix.split('.');
  return `${first}.${Number(second) + Math.floor(index / BLOCKS_PER_16)}.${index % BLOCKS_PER_16}.0/24`;
}

/** `fd00:10:244` and 3 give `fd00:10:244:3::/64`. */
export function ipv6Block(clusterPrefix: string, index: number): string {
  return index === 0 ? `${clusterPrefix}::/64` : `${clusterPrefix}:${index.toString(16)}::/64`;
}

/** The next free one of `blocks` after the last one given, going round once. Undefined when all are taken. */
export function nextFreeBlock(taken: ReadonlySet<number>, last: number, blocks: number): number | undefined {
  for (let step = 1; step <= blocks; step++) {
    const index = (last + step) % blocks;
    if (!taken.has(index)) return index;
  }
  return undefined;
}
