/**
 * Room on the node as its kubelet counts it.
 *
 * Upstream: pkg/kubelet/lifecycle/predicate.go, scheduler/framework/plugins/noderesources Fits (v1.37).
 */
import { milliValue, wholeValue } from '../../api/quantity.ts';
import { stateOf, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { isTerminatedStage } from '../pod-workers/pod-worker.ts';
import type { PodRequest } from './pod-request.ts';

const NOBODY: ReadonlySet<string> = new Set();

export interface Shortage {
  /** `OutOfcpu`, … */
  readonly reason: string;
  readonly message: string;
}

/** The first resource the pod asks more of than is left. Pods that are over take nothing, nor do those counted as `leaving`. */
export function shortageFor(
  k: Kubelet,
  worker: PodWorker,
  request: PodRequest,
  leaving: ReadonlySet<string> = NOBODY,
): Shortage | undefined {
  const allocatable = stateOf(k, worker.machine)?.node?.status?.allocatable;
  if (allocatable === undefined) return undefined;
  const others = workersOn(k, worker.machine).filter(
    (other) => other.key !== worker.key && takesRoom(other) && !leaving.has(other.key),
  );
  const used = (of: (other: PodWorker) => number): number =>
    others.reduce((sum, other) => sum + of(other), 0);
  return (
    shortage('pods', 1, others.length, wholeValue(allocatable.pods ?? '110')) ??
    shortage(
      'cpu',
      request.cpuMilli,
      used((other) => other.requestCpuMilli),
      milliValue(allocatable.cpu),
    ) ??
    shortage(
      'memory',
      request.memoryBytes,
      used((other) => other.requestMemoryBytes),
      wholeValue(allocatable.memory),
    ) ??
    shortage(
      'ephemeral-storage',
      request.storageBytes,
      used((other) => other.requestStorageBytes),
      wholeValue(allocatable['ephemeral-storage']),
    )
  );
}

function takesRoom(worker: PodWorker): boolean {
  return (
    worker.kill?.reason !== 'Preempting' &&
    !worker.rejected &&
    worker.source !== 'orphan' &&
    !isTerminatedStage(worker.stage)
  );
}

function shortage(resource: string, requested: number, used: number, capacity: number): Shortage | undefined {
  if (requested === 0 || requested <= capacity - used) return undefined;
  const numbers = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, ${numbers}` };
}
