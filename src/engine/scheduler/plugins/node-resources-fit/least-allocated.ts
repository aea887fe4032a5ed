/**
 * Prefers the node with the larger free share of cpu and memory.
 *
 * Upstream: pkg/scheduler/framework/plugins/noderesources/least_allocated.go (v1.37), with the default resources cpu and
 * memory at weight 1. A container without requests counts with its default amounts here, although Filter counts it as 0.
 */
import { divide, MAX_NODE_SCORE } from '../../framework/normalize-score.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { NonZeroRequest } from '../../framework/resource.ts';

export function leastAllocatedScore(node: NodeInfo, pod: NonZeroRequest): number {
  const { allocatable, nonZeroRequested } = node;
  let sum = 0;
  let resources = 0;
  if (allocatable.milliCPU > 0) {
    sum += freeShare(nonZeroRequested.milliCPU + pod.milliCPU, allocatable.milliCPU);
    resources += 1;
  }
  if (allocatable.memory > 0) {
    sum += freeShare(nonZeroRequested.memory + pod.memory, allocatable.memory);
    resources += 1;
  }
  return resources === 0 ? 0 : divide(sum, resources);
}

function freeShare(requested: number, capacity: number): number {
  return requested > capacity ? 0 : divide((capacity - requested) * MAX_NODE_SCORE, capacity);
}
