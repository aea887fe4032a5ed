/**
 * The counters of a StatefulSet. A pod being deleted counts as ready while it is.
 *
 * **Upstream:** pkg/controller/statefulset/stateful_set_control.go updateReplicas, completeRollingUpdate (v1.37).
 */
import type { StatefulSetStatus } from '../../api/apps-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { isBeingDeleted } from '../control/keys.ts';
import { isAvailable, isReady } from '../control/pod-state.ts';
import { positiveCount } from '../control/positive-count.ts';
import { podRevision, replicasOf } from './identity.ts';
import type { SetSeen } from './plan.ts';

/** `deleted` are the pods whose deletion this sync has requested. */
export function statefulSetStatus(seen: SetSeen, deleted: readonly Pod[]): StatefulSetStatus {
  const { set, pods, currentRevision, updateRevision, nowMs } = seen;
  const running = pods.filter((pod) => pod.status?.phase === 'Running' && isReady(pod));
  const staying = pods.filter((pod) => !isBeingDeleted(pod) && !deleted.includes(pod));
  const updated = staying.filter((pod) => podRevision(pod) === updateRevision).length;
  const current = staying.filter((pod) => podRevision(pod) === currentRevision).length;
  const available = running.filter((pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs)).length;
  const wanted = replicasOf(set);
  const complete =
    set.spec.updateStrategy?.type !== 'OnDelete' &&
    updated === wanted &&
    running.length === wanted &&
    pods.length === wanted;
  const { generation } = set.metadata;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    replicas: pods.length,
    ...positiveCount('readyReplicas', running.length),
    ...positiveCount('currentReplicas', complete ? updated : current),
    ...positiveCount('updatedReplicas', updated),
    currentRevision: complete ? updateRevision : currentRevision,
    updateRevision,
    collisionCount: set.status?.collisionCount ?? 0,
    availableReplicas: available,
  };
}
