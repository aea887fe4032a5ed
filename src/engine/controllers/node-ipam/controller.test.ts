import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { ipv6Block, nextFreeBlock } from './cidr.ts';
import { createNodeIpamController } from './controller.ts';

describe('node IPAM', () => {
  it('IPAM-01 each node gets the next free block, also one that comes again', () => {
    const c = new ControllerCluster({ 'node-ipam-controller': (ctx) => createNodeIpamController(ctx) });
    for (const name of ['a', 'b', 'c']) c.createFor('Node', { metadata: { name }, spec: {} });
    c.run(100);
    c.remove('Node', 'b');
    c.run(100);
    c.createFor('Node', { metadata: { name: 'b' }, spec: {} });
    c.run(100);
    expect(c.all('Node').map(({ spec }) => spec.podCIDRs)).toEqual([
      ['10.244.0.0/24', 'fd00:10:244::/64'],
      ['10.244.3.0/24', 'fd00:10:244:3::/64'],
      ['10.244.2.0/24', 'fd00:10:244:2::/64'],
    ]);
  });

  it('IPAM-01 blocks are given round the range', () => {
    expect(nextFreeBlock([0, 1], 255)).toBe(2);
    expect(
      nextFreeBlock(
        Array.from({ length: 256 }, (_, i) => i),
        3,
      ),
    ).toBeUndefined();
    expect(ipv6Block('fd00:1', 255)).toBe('fd00:1:ff::/64');
  });
});
