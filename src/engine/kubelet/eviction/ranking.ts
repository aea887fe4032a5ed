/**
 * Who is evicted first when a resource of the node runs out.
 *
 * Upstream: pkg/kubelet/eviction/helpers.go rankMemoryPressure, rankDiskPressureFunc, rankPIDPressure (v1.37).
 */
import { compareStrings } from '../../../base/compare.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import type { StarvedResource } from './thresholds.ts';

/** What a pod uses of the starved resource, and how much of it the pod asked for. */
export interface PodUse {
  readonly worker: PodWorker;
  readonly used: number;
  readonly request: number;
}

type Order = (a: PodUse, b: PodUse) => number;

const exceeding: Order = (a, b) => Number(b.used > b.request) - Number(a.used > a.request);
const priority: Order = (a, b) => (a.worker.pod.spec.priority ?? 0) - (b.worker.pod.spec.priority ?? 0);
const excess: Order = (a, b) => b.used - b.request - (a.used - a.request);
const age: Order = (a, b) => compareStrings(a.worker.uid, b.worker.uid);

/** Inodes and process ids cannot be asked for, so there nobody is within their request; for process ids not even that is looked at. */
const ORDERS: Readonly<Record<StarvedResource, readonly Order[]>> = {
  memory: [exceeding, priority, excess, age],
  'ephemeral-storage': [exceeding, priority, excess, age],
  inodes: [exceeding, priority, excess, age],
  pids: [priority, excess, age],
};

/** The first to go comes first. */
export function rankPods(uses: readonly PodUse[], resource: StarvedResource): readonly PodUse[] {
  const orders = ORDERS[resource];
  return [...uses].sort((a, b) => {
    for (const order of orders) {
      const verdict = order(a, b);
      if (verdict !== 0) return verdict;
    }
    return 0;
  });
}
