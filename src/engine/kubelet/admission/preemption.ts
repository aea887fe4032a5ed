/**
 * Room for critical pods: the kubelet ends other pods of its node when a critical one would not fit.
 *
 * Upstream: pkg/kubelet/preemption/preemption.go (v1.37).
 * **Simplified:** the critical pod is admitted at once instead of when its victims are gone, and victims are found by trying one after the
 * other, BestEffort before Burstable before Guaranteed, smallest first, instead of by the least distance.
 */
import { compareStrings } from '../../../base/compare.ts';
import { qosClassOf } from '../../api/qos.ts';
import { changeWorker, podEvent, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { isTerminatedStage } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { requestSync } from '../pod-workers/request-sync.ts';
import { isCritical } from './critical.ts';
import type { PodRequest } from './pod-request.ts';
import { shortageFor } from './resources.ts';

const MESSAGE = 'Preempted in order to admit critical pod';
const DISRUPTION = 'Pod was preempted by Kubelet to accommodate a critical pod.';
const QUALITIES = ['BestEffort', 'Burstable', 'Guaranteed'];

/** Ends so many pods that the critical one fits. False, and nobody is harmed, when it fits already or never will. */
export function makeRoom(k: Kubelet, worker: PodWorker, request: PodRequest): boolean {
  if (!isCritical(worker.pod) || shortageFor(k, worker, request) === undefined) return false;
  const victims: PodWorker[] = [];
  for (const candidate of candidates(k, worker)) {
    victims.push(candidate);
    const gone = new Set(victims.map(({ key }) => key));
    if (shortageFor(k, worker, request, gone) !== undefined) continue;
    const needed = victims.filter((victim) => !fitsWithout(k, worker, request, gone, victim));
    for (const victim of needed) preempt(k, victim);
    return true;
  }
  return false;
}

/** Whether the pod would fit if this victim were spared; then it is. */
function fitsWithout(
  k: Kubelet,
  worker: PodWorker,
  request: PodRequest,
  gone: Set<string>,
  victim: PodWorker,
): boolean {
  gone.delete(victim.key);
  const fits = shortageFor(k, worker, request, gone) === undefined;
  if (!fits) gone.add(victim.key);
  return fits;
}

function candidates(k: Kubelet, worker: PodWorker): readonly PodWorker[] {
  const rank = ({ pod }: PodWorker): number => QUALITIES.indexOf(qosClassOf(pod.spec));
  return workersOn(k, worker.machine)
    .filter((other) => other.key !== worker.key && !other.rejected && other.source !== 'orphan')
    .filter((other) => !isTerminatedStage(other.stage) && !isCritical(other.pod))
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        a.requestMemoryBytes - b.requestMemoryBytes ||
        a.requestCpuMilli - b.requestCpuMilli ||
        compareStrings(a.uid, b.uid),
    );
}

function preempt(k: Kubelet, victim: PodWorker): void {
  podEvent(k, victim, 'Warning', 'Preempting', MESSAGE);
  const kill = {
    reason: 'Preempting',
    message: MESSAGE,
    disruption: true,
    disruptionMessage: DISRUPTION,
    graceMs: 0,
  };
  changeWorker(k, victim.key, { kill, stage: 'terminating', graceMs: kill.graceMs });
  requestSync(k, victim.key);
}
