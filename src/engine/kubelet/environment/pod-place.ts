/** What a pod's surroundings tell its environment and volumes: addresses and what the node can give. */
import { podIpsOf, stateOf } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import type { PodPlace } from './downward-api.ts';

export function podPlace(k: Kubelet, worker: PodWorker): PodPlace {
  return {
    hostIps: k.world.machine(worker.machine)?.addresses ?? [],
    podIps: podIpsOf(k, worker),
    allocatable: stateOf(k, worker.machine)?.node?.status?.allocatable ?? {},
  };
}
