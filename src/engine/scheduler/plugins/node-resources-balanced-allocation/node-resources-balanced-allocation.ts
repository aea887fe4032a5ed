/**
 * Prefers nodes on which cpu and memory are, with the pod, used in more equal proportions than without it.
 *
 * Upstream: pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go (v1.37), with the default resources cpu and
 * memory. It counts plain requests, and 75 means that the pod does not change the balance.
 */
import { divide, MAX_NODE_SCORE } from '../../framework/normalize-score.ts';
import type { PreScorePlugin, ScorePlugin } from '../../framework/plugin.ts';
import type { Resource } from '../../framework/resource.ts';
import { skip } from '../../framework/status.ts';

const NAME = 'NodeResourcesBalancedAllocation';
const HALF = divide(MAX_NODE_SCORE, 2);

export const nodeResourcesBalancedAllocation: PreScorePlugin & ScorePlugin = {
  name: NAME,
  preScore({ pod }) {
    return pod.requests.milliCPU === 0 && pod.requests.memory === 0 ? skip(NAME) : undefined;
  },
  scoreKey: ({ pod: { requests } }) => `${requests.milliCPU} ${requests.memory}`,
  score({ pod }, _state, node) {
    return balancedAllocationScore(node.allocatable, node.requested, pod.requests);
  },
};

function balancedAllocationScore(allocatable: Resource, requested: Resource, pod: Resource): number {
  const without = balance(allocatable, requested.milliCPU, requested.memory);
  const withPod = balance(allocatable, requested.milliCPU + pod.milliCPU, requested.memory + pod.memory);
  return HALF + divide(HALF + withPod - without, 2);
}

/** 100 minus the standard deviation of the used fractions, in percent. For two fractions that is half their distance. */
function balance(allocatable: Resource, milliCPU: number, memory: number): number {
  if (allocatable.milliCPU === 0 || allocatable.memory === 0) return MAX_NODE_SCORE;
  const cpuFraction = fraction(milliCPU, allocatable.milliCPU);
  const memoryFraction = fraction(memory, allocatable.memory);
  const deviation = Math.abs(cpuFraction - memoryFraction) / 2;
  return Math.trunc((1 - deviation) * MAX_NODE_SCORE);
}

function fraction(requested: number, capacity: number): number {
  return requested > capacity ? 1 : requested / capacity;
}
