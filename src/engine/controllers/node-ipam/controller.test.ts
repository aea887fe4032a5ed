import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { ipv4Block, ipv6Block, nextFreeBlock } from './cidr.ts';
import { createNodeIpamController, DEFAULT_NODE_IPAM, nodeIpamFor } from './controller.ts';

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
    const all = new Set(Array.from({ length: 256 }, (_, i) => i));
    expect(nextFreeBlock(new Set([0, 1]), 255, 256)).toBe(2);
    expect(nextFreeBlock(all, 3, 256)).toBeUndefined();
    expect(ipv6Block('fd00:1', 255)).toBe('fd00:1:ff::/64');
  });

  it('IPAM-02 a cluster that begins with more than 256 nodes has wider ranges', () => {
    expect(nodeIpamFor(256)).toBe(DEFAULT_NODE_IPAM);
    const { ipv4Prefix, ipv6Prefix, blocks } = nodeIpamFor(257);
    expect(nextFreeBlock(new Set(Array.from({ length: 256 }, (_, i) => i)), 255, blocks)).toBe(256);
    expect([ipv4Block(ipv4Prefix, 256), ipv6Block(ipv6Prefix, 256)]).toEqual([
      '10.241.0.0/24',
      'fd00:10:240:100::/64',
    ]);
    expect([ipv4Block(ipv4Prefix, blocks - 1), ipv6Block(ipv6Prefix, blocks - 1)]).toEqual([
      '10.255.255.0/24',
      'fd00:10:240:fff::/64',
    ]);
  });
});
