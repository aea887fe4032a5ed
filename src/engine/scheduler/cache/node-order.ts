/**
 * The order in which nodes are visited: the first node of every zone, then the second of every zone, and so on, so that a
 * search that stops early has still looked into all zones.
 *
 * Upstream: pkg/scheduler/backend/cache/node_tree.go (v1.37). Zones stand in the order of their oldest node.
 * **Simplified:** a node whose zone label changes keeps its age; upstream files it as a newcomer.
 */
import { compareStrings } from '../../../base/compare.ts';
import type { Node } from '../../api/core-v1.ts';
import { LabelTopologyRegion, LabelTopologyZone } from '../../api/well-known.ts';
import type { NodeInfo } from '../framework/node-info.ts';

export function inVisitingOrder(nodes: readonly NodeInfo[]): readonly NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>();
  for (const info of [...nodes].sort(byAge)) {
    const key = zoneKey(info.node);
    const zone = zones.get(key);
    if (zone === undefined) zones.set(key, [info]);
    else zone.push(info);
  }
  const ordered: NodeInfo[] = [];
  for (let round = 0; ordered.length < nodes.length; round += 1) {
    for (const zone of zones.values()) ordered.push(...zone.slice(round, round + 1));
  }
  return ordered;
}

/** Empty for a node without region and zone: those share one zone of their own. */
export function zoneKey(node: Node): string {
  const region = node.metadata.labels?.[LabelTopologyRegion] ?? '';
  const zone = node.metadata.labels?.[LabelTopologyZone] ?? '';
  return region === '' && zone === '' ? '' : `${region}:\0:${zone}`;
}

/** By creation, which every rebuilt cache can tell; nodes made in the same second stand by name. */
function byAge(a: NodeInfo, b: NodeInfo): number {
  const created = (info: NodeInfo) => info.node.metadata.creationTimestamp ?? '';
  return compareStrings(created(a), created(b)) || compareStrings(a.name, b.name);
}
