/**
 * Which resources of a node fall short of what a pod asks for.
 *
 * Upstream: `fitsRequest` of pkg/scheduler/framework/plugins/noderesources/fit.go (v1.37). Extended resources are reported
 * in code-unit order; upstream's order is random.
 */
import type { NodeInfo } from '../../framework/node-info.ts';
import type { Resource } from '../../framework/resource.ts';
import { isZeroResource, scalarAmount } from '../../framework/resource.ts';

export interface Insufficiency {
  readonly reason: string;
  /** More than the whole node has, so removing pods cannot help. */
  readonly unresolvable: boolean;
}

export function insufficientResources(request: Resource, node: NodeInfo): readonly Insufficiency[] {
  const found: Insufficiency[] = [];
  const { allocatable, requested } = node;
  if (node.pods.length + 1 > allocatable.allowedPodNumber)
    found.push({ reason: 'Too many pods', unresolvable: false });
  if (isZeroResource(request)) return found;
  const check = (name: string, wanted: number, capacity: number, used: number) => {
    if (wanted > 0 && wanted > capacity - used) {
      found.push({ reason: `Insufficient ${name}`, unresolvable: wanted > capacity });
    }
  };
  check('cpu', request.milliCPU, allocatable.milliCPU, requested.milliCPU);
  check('memory', request.memory, allocatable.memory, requested.memory);
  check(
    'ephemeral-storage',
    request.ephemeralStorage,
    allocatable.ephemeralStorage,
    requested.ephemeralStorage,
  );
  for (const [name, wanted] of request.scalarResources) {
    check(name, wanted, scalarAmount(allocatable, name), scalarAmount(requested, name));
  }
  return found;
}
