/**
 * The node IPAM controller: gives each node its range of pod addresses.
 *
 * **Upstream:** pkg/controller/nodeipam/ipam/range_allocator.go (v1.37).
 */
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { PagedTable } from '../../sim/paged-table.ts';
import { defineTable } from '../../sim/sim.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { ipv4Block, ipv6Block, nextFreeBlock } from './cidr.ts';

/** The cluster's ranges of pod addresses: kube-controller-manager's `--cluster-cidr`. */
export interface NodeIpamSettings {
  /** First two numbers of the IPv4 range. */
  readonly ipv4Prefix: string;
  /** First three groups of the IPv6 range. */
  readonly ipv6Prefix: string;
  /** How many blocks each range has. */
  readonly blocks: number;
}

/** `10.244.0.0/16` and `fd00:10:244::/56`. */
export const DEFAULT_NODE_IPAM: NodeIpamSettings = {
  ipv4Prefix: '10.244',
  ipv6Prefix: 'fd00:10:244',
  blocks: 256,
};

/** `10.240.0.0/12` and `fd00:10:240::/52`. */
const WIDE_NODE_IPAM: NodeIpamSettings = { ipv4Prefix: '10.240', ipv6Prefix: 'fd00:10:240', blocks: 4096 };

/** What somebody gives to a cluster who knows how many nodes it begins with. */
export function nodeIpamFor(nodes: number): NodeIpamSettings {
  return nodes > DEFAULT_NODE_IPAM.blocks ? WIDE_NODE_IPAM : DEFAULT_NODE_IPAM;
}

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
  const index = blocks.get(name) ?? nextFreeBlock(takenIn(blocks), blocks.get(LAST) ?? -1, settings.blocks);
  if (index === undefined) return noBlockLeft(ctx, settings, name, node.metadata.uid ?? '');
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

function takenIn(blocks: PagedTable<number>): ReadonlySet<number> {
  const taken = new Set<number>();
  for (const [name, block] of blocks.entries()) if (name !== LAST) taken.add(block);
  return taken;
}

function noBlockLeft(
  ctx: ComponentContext,
  settings: NodeIpamSettings,
  name: string,
  uid: string,
): SyncOutcome {
  const message = `Node ${name} status is now: CIDRNotAvailable`;
  ctx.events.record(
    { kind: 'Node', apiVersion: 'v1', namespace: '', name, uid },
    'Normal',
    'CIDRNotAvailable',
    message,
  );
  return ctx.sim.table(BLOCKS).size > settings.blocks ? FAILED : DONE;
}
