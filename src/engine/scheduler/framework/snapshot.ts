/**
 * The cluster at the moment of one scheduling attempt. Every plugin reads this and nothing newer.
 *
 * Upstream: `Snapshot` of pkg/scheduler/backend/cache (v1.37).
 * **Invariant:** `nodes` stands in the order in which nodes are visited: one node of each zone in turn.
 */
import type { NodeInfo } from './node-info.ts';

export interface Snapshot {
  readonly nodes: readonly NodeInfo[];
  readonly byName: ReadonlyMap<string, NodeInfo>;
  /** Nodes with at least one pod that has an inter-pod term of any sort. */
  readonly nodesWithAffinity: readonly NodeInfo[];
  readonly nodesWithRequiredAntiAffinity: readonly NodeInfo[];
  /** For every image name, the number of nodes that have it. */
  readonly imageNodeCounts: ReadonlyMap<string, number>;
}
