/**
 * The counters of a DaemonSet.
 *
 * **Upstream:** pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus (v1.37).
 */
import type { DaemonSet, DaemonSetStatus } from '../../api/apps-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { positiveCount } from '../control/positive-count.ts';
import { isAvailable, isReady } from '../control/pod-state.ts';
import { isUpdated } from './daemon-pod.ts';
import { oldestPodsFirst } from './plan.ts';

/** A node as the count sees it. */
export interface CountedNode {
  readonly shouldRun: boolean;
  readonly pods: readonly Pod[];
}

/** Of several pods on a node the oldest is the one that counts. */
export function daemonSetStatus(
  daemonSet: DaemonSet,
  nodes: readonly CountedNode[],
  hash: string,
  nowMs: number,
): DaemonSetStatus {
  const wanted = nodes.filter((node) => node.shouldRun);
  const oldest = wanted.flatMap(({ pods }) => oldestPodsFirst(pods).slice(0, 1));
  const minReadySeconds = daemonSet.spec.minReadySeconds ?? 0;
  const available = oldest.filter((pod) => isAvailable(pod, minReadySeconds, nowMs)).length;
  const { generation } = daemonSet.metadata;
  const { collisionCount } = daemonSet.status ?? {};
  return {
    currentNumberScheduled: oldest.length,
    numberMisscheduled: nodes.filter((node) => !node.shouldRun && node.pods.length > 0).length,
    desiredNumberScheduled: wanted.length,
    numberReady: oldest.filter(isReady).length,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...positiveCount(
      'updatedNumberScheduled',
      oldest.filter((pod) => isUpdated(daemonSet, pod, hash)).length,
    ),
    ...positiveCount('numberAvailable', available),
    ...positiveCount('numberUnavailable', wanted.length - available),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}
