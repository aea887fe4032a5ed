/**
 * activeDeadlineSeconds: a pod that has been on its node for too long fails.
 *
 * Upstream: pkg/kubelet/active_deadline.go (v1.37). The event is repeated each time the status is computed.
 */
import type { PodStatus } from '../../api/core-v1-pod-status.ts';
import { timeMs } from '../../api/time.ts';
import { podEvent } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';

const REASON = 'DeadlineExceeded';
const MESSAGE = 'Pod was active on the node longer than the specified deadline';

/** Time at which the deadline ends, in ms of virtual time. */
export function deadlineOf(k: Kubelet, worker: PodWorker, status: PodStatus): number | undefined {
  const seconds = worker.pod.spec.activeDeadlineSeconds;
  if (seconds === undefined) return undefined;
  const start = timeMs(status.startTime);
  return start === undefined ? undefined : start - k.epochMs + seconds * 1000;
}

export function deadlineStatus(
  k: Kubelet,
  worker: PodWorker,
  status: PodStatus,
): { readonly phase: 'Failed'; readonly reason: string; readonly message: string } | undefined {
  const end = deadlineOf(k, worker, status);
  if (end === undefined || k.sim.now < end) return undefined;
  podEvent(k, worker, 'Normal', REASON, MESSAGE);
  return { phase: 'Failed', reason: REASON, message: MESSAGE };
}
