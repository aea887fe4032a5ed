/**
 * Resources of running containers that may differ from the spec: what the kubelet has promised and what the runtime has.
 *
 * Upstream: pkg/kubelet/allocation/allocation_manager.go (v1.37). A pod that was never resized has no record: spec, allocated and actuated
 * resources are then the same.
 */
import { deepEqual } from '../../../base/json.ts';
import { sortedKeys } from '../../../base/compare.ts';
import { addQuantities } from '../../api/quantity.ts';
import type { PodStatus } from '../../api/core-v1-pod-status.ts';
import type { Container, Pod, ResourceRequirements } from '../../api/core-v1-pod.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { knownStatus } from '../status/status-cache.ts';
import type { Verdict } from '../status/conditions.ts';

export interface ResizeState {
  readonly allocated: Readonly<Record<string, ResourceRequirements>>;
  readonly actuated: Readonly<Record<string, ResourceRequirements>>;
  /** A wish that cannot be granted, with the generation that brought it. */
  readonly pending: {
    readonly reason: 'Deferred' | 'Infeasible';
    readonly message: string;
    readonly generation: number;
  } | null;
  /** Generation being put into effect, 0 for none. */
  readonly inProgress: number;
}

/** By worker key. */
export const RESIZES = defineTable<ResizeState>('kubelet/resizes');

export function resizableContainers(pod: Pod): readonly Container[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
}

export function resourcesByName(pod: Pod): Readonly<Record<string, ResourceRequirements>> {
  const byName: Record<string, ResourceRequirements> = {};
  for (const container of resizableContainers(pod)) byName[container.name] = container.resources ?? {};
  return byName;
}

/** Remembers what was in force when a changed spec arrives. */
export function noteResize(k: Kubelet, worker: PodWorker, next: Pod): void {
  const table = k.sim.table(RESIZES);
  if (table.has(worker.key) || worker.pod.metadata.generation === next.metadata.generation) return;
  const before = resourcesByName(worker.pod);
  if (deepEqual(before, resourcesByName(next))) return;
  table.put(worker.key, { allocated: before, actuated: before, pending: null, inProgress: 0 });
}

function specResources(worker: PodWorker, name: string): ResourceRequirements {
  return resizableContainers(worker.pod).find((container) => container.name === name)?.resources ?? {};
}

export function allocatedResources(k: Kubelet, worker: PodWorker, name: string): ResourceRequirements {
  return k.sim.table(RESIZES).get(worker.key)?.allocated[name] ?? specResources(worker, name);
}

export function actuatedResources(k: Kubelet, worker: PodWorker, name: string): ResourceRequirements {
  return k.sim.table(RESIZES).get(worker.key)?.actuated[name] ?? specResources(worker, name);
}

export function resizeConditions(k: Kubelet, worker: PodWorker): readonly Verdict[] {
  const state = k.sim.table(RESIZES).get(worker.key);
  if (state === undefined) return [];
  const { pending, inProgress } = state;
  return [
    ...(pending === null
      ? []
      : [{ type: 'PodResizePending', status: 'True', reason: pending.reason, message: pending.message }]),
    ...(inProgress === 0 ? [] : [{ type: 'PodResizeInProgress', status: 'True' }]),
  ];
}

/**
 * The pod's sums, for pods that name any resources. Once the pod runs the kubelet reads them back from the pod's control group, which
 * knows CPU and memory only.
 */
export function podResources(
  k: Kubelet,
  worker: PodWorker,
): Pick<PodStatus, 'allocatedResources' | 'resources'> {
  const old = knownStatus(k, worker);
  if (old.resources !== undefined && !k.sim.table(RESIZES).has(worker.key)) {
    const { limits, requests } = old.resources;
    const resources =
      old.phase === 'Running' ? bothOf(computeOnly(limits), computeOnly(requests)) : old.resources;
    return {
      ...(old.allocatedResources === undefined ? {} : { allocatedResources: old.allocatedResources }),
      resources,
    };
  }
  const names = worker.pod.spec.containers.map((container) => container.name);
  const allocated = summed(names.map((name) => allocatedResources(k, worker, name).requests));
  const requests = summed(names.map((name) => actuatedResources(k, worker, name).requests));
  const limits = summed(names.map((name) => actuatedResources(k, worker, name).limits));
  if (allocated === undefined && requests === undefined && limits === undefined) return {};
  return {
    ...(allocated === undefined ? {} : { allocatedResources: allocated }),
    resources: bothOf(limits, requests),
  };
}

type Amounts = Readonly<Record<string, string>> | undefined;

function bothOf(limits: Amounts, requests: Amounts): ResourceRequirements {
  return { ...(limits === undefined ? {} : { limits }), ...(requests === undefined ? {} : { requests }) };
}

function computeOnly(list: Amounts): Amounts {
  if (list === undefined) return undefined;
  const { cpu, memory } = list;
  if (cpu === undefined && memory === undefined) return undefined;
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

function summed(lists: readonly Amounts[]): Amounts {
  const total: Record<string, string> = {};
  for (const list of lists) {
    for (const name of sortedKeys(list ?? {})) {
      const amount = list?.[name] ?? '0';
      total[name] = total[name] === undefined ? amount : addQuantities(total[name], amount);
    }
  }
  return Object.keys(total).length === 0 ? undefined : total;
}
