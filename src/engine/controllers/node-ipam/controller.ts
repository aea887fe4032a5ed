/**
 * The node IPAM controller: gives each node its range of pod addresses.
 *
 * **Upstream:** pkg/controller/nodeipam/ipam/range_allocator.go (v1.37).
 */
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { defineTable } from '../../sim/sim.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { CIDR_BLOCKS, ipv4Block, ipv6Block, nextFreeBlock } from './cidr.ts';

export interface NodeIpamSettings {
  /** First two numbers of the cluster's IPv4 range, a /16. */
  readonly ipv4Prefix: string;
  /** First three groups of the cluster's IPv6 range, a /56. */
  readonly ipv6Prefix: string;
}

export const DEFAULT_NODE_IPAM: NodeIpamSettings = { ipv4Prefix: '10.244', ipv6Prefix: 'fd00:10:244' };

/** Block by node name; under the empty name the block given last. */
const BLOCKS = defineTable<number>('node-ipam/blocks');
const LAST = '';

export function createNodeIpamController(
  ctx: ComponentContext,
  settings: NodeIpamSettings = DEFAULT_NODE_IPAM,
): Component {
  return controllerComponent(ctx, {
    name: 'node-ipam-controller',
    watches: { Node: ({ type, object }) => (type === 'MODIFIED' ? [] : [object.metadata.name]) },
    reconcile: (name) => syncNode(ctx, settings, name),
  });
}

function syncNode(ctx: ComponentContext, settings: NodeIpamSettings, name: string): SyncOutcome {
  const blocks = ctx.sim.table(BLOCKS);
  const node = ctx.api.get('Node', '', name);
  if (node === undefined) {
    blocks.delete(name);
    return DONE;
  }
  if ((node.spec.podCIDRs ?? []).length > 0) return DONE;
  const taken = blocks
    .keys()
    .filter((key) => key !== LAST)
    .map((key) => blocks.get(key) ?? 0);
  const index = blocks.get(name) ?? nextFreeBlock(taken, blocks.get(LAST) ?? -1);
  if (index === undefined) return noBlockLeft(ctx, name, node.metadata.uid ?? '');
  blocks.put(name, index);
  blocks.put(LAST, index);
  const podCIDRs = [ipv4Block(settings.ipv4Prefix, index), ipv6Block(settings.ipv6Prefix, index)];
  const because = { rule: 'IPAM-01', text: `${podCIDRs[0] ?? ''} is the next free block of pod addresses` };
  const written = ctx.api.modify(
    'Node',
    '',
    name,
    (live) => ({ ...live, spec: { ...live.spec, podCIDR: podCIDRs[0] ?? '', podCIDRs } }),
    because,
  );
  return written.ok ? DONE : FAILED;
}

function noBlockLeft(ctx: ComponentContext, name: string, uid: string): SyncOutcome {
  const message = `Node ${name} status is now: CIDRNotAvailable`;
  ctx.events.record(
    { kind: 'Node', apiVersion: 'v1', namespace: '', name, uid },
    'Normal',
    'CIDRNotAvailable',
    message,
  );
  return ctx.sim.table(BLOCKS).size > CIDR_BLOCKS ? FAILED : DONE;
}
