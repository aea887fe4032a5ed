/**
 * What the scheduler writes to pods and records about them: refusals, nominations, preemptions, bindings.
 *
 * **Upstream:** `handleSchedulingFailure` of pkg/scheduler/schedule_one.go, `prepareCandidate` of pkg/scheduler/framework/preemption (v1.37).
 */
import type { PodCondition } from '../api/core-v1-pod-status.ts';
import type { Pod } from '../api/core-v1-pod.ts';
import { withCondition } from '../api/conditions.ts';
import { formatTime } from '../api/time.ts';
import type { ApiClient, StoredObject } from '../apiserver/client.ts';
import type { SeriesRecorder } from '../apiserver/event-series.ts';
import type { Sim } from '../sim/sim.ts';
import type { Because } from '../sim/trace.ts';
import type { PodReference } from './decision.ts';
import {
  BINDING_ACTION,
  FAILED_SCHEDULING,
  PREEMPTED,
  PREEMPTING_ACTION,
  PREEMPTION_BY_SCHEDULER,
  SCHEDULED,
  SCHEDULING_ACTION,
  deletingNote,
  disruptionMessage,
  eventNote,
  preemptedNote,
  scheduledNote,
} from './messages.ts';

export interface SchedulerDeps {
  readonly sim: Sim;
  readonly api: ApiClient;
  readonly events: SeriesRecorder;
  readonly epochMs: number;
}

type StoredPod = StoredObject<'Pod'>;

/** An attempt failed: the Event, then condition and nomination. An absent nomination stays as it is, an empty one is cleared. */
export function refusePod(
  deps: SchedulerDeps,
  pod: StoredPod,
  condition: PodCondition,
  nominatedNodeName: string | undefined,
  because: Because,
): void {
  recordFailure(deps, pod, eventNote(condition.message ?? ''));
  const lastTransitionTime = formatTime(deps.epochMs + deps.sim.now);
  deps.api.modify(
    'Pod',
    pod.metadata.namespace ?? '',
    pod.metadata.name,
    (live) => ({
      ...withNomination(live, nominatedNodeName),
      status: {
        ...withNomination(live, nominatedNodeName).status,
        conditions: withCondition(live.status?.conditions, { ...condition, lastTransitionTime }),
      },
    }),
    because,
    { subresource: 'status' },
  );
}

/** A pod that is being deleted by the time its turn comes. */
export function recordSkipped(deps: SchedulerDeps, pod: StoredPod): void {
  recordFailure(deps, pod, deletingNote(referenceOf(pod)));
}

function recordFailure({ events }: SchedulerDeps, pod: StoredPod, note: string): void {
  const about = aboutPod(pod);
  events.record({ about, type: 'Warning', reason: FAILED_SCHEDULING, action: SCHEDULING_ACTION, note });
}

export function recordScheduled({ events }: SchedulerDeps, pod: StoredPod, node: string): void {
  const note = scheduledNote(referenceOf(pod), node);
  events.record({
    about: aboutPod(pod),
    type: 'Normal',
    reason: SCHEDULED,
    action: BINDING_ACTION,
    note,
  });
}

/** Writes the nomination; an empty one takes it away. */
export function nominate({ api }: SchedulerDeps, pod: PodReference, node: string, because: Because): void {
  api.modify('Pod', pod.namespace, pod.name, (live) => withNomination(live, node), because, {
    subresource: 'status',
  });
}

function withNomination(pod: StoredPod, node: string | undefined): StoredPod {
  if (node === undefined || node === (pod.status?.nominatedNodeName ?? '')) return pod;
  const { nominatedNodeName: _old, ...status } = pod.status ?? {};
  return { ...pod, status: node === '' ? status : { ...status, nominatedNodeName: node } };
}

/** Marks the victim, deletes it and says so. One that is being deleted already is left alone. */
export function preempt(
  deps: SchedulerDeps,
  scheduler: string,
  preemptor: StoredPod,
  victim: PodReference,
  node: string,
): void {
  const { api, events, sim, epochMs } = deps;
  const before = api.get('Pod', victim.namespace, victim.name);
  if (before === undefined || before.metadata.deletionTimestamp !== undefined) return;
  const because = {
    rule: 'SCHED-72',
    text: `pod ${preemptor.metadata.name} of higher priority needs its place on ${node}`,
  };
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: PREEMPTION_BY_SCHEDULER,
    message: disruptionMessage(scheduler),
    lastTransitionTime: formatTime(epochMs + sim.now),
  };
  api.modify(
    'Pod',
    victim.namespace,
    victim.name,
    (live) => ({
      ...live,
      status: {
        ...live.status,
        conditions: withCondition(live.status?.conditions, { ...condition, ...generationOf(live) }),
      },
    }),
    because,
    { subresource: 'status' },
  );
  const gone = api.delete('Pod', victim.namespace, victim.name, { uid: victim.uid }, because);
  if (!gone.ok) return;
  events.record({
    about: aboutPod(gone.value),
    related: aboutPod(preemptor),
    type: 'Normal',
    reason: PREEMPTED,
    action: PREEMPTING_ACTION,
    note: preemptedNote(referenceOf(preemptor), node),
  });
}

/** Conditions tell which generation of the pod they speak of. */
export function generationOf({ metadata }: Pod): { readonly observedGeneration?: number } {
  return metadata.generation === undefined ? {} : { observedGeneration: metadata.generation };
}

export function referenceOf(pod: StoredPod): PodReference {
  return { namespace: pod.metadata.namespace ?? '', name: pod.metadata.name, uid: pod.metadata.uid };
}

function aboutPod(pod: StoredPod) {
  const { namespace = '', name, uid, resourceVersion } = pod.metadata;
  return { kind: 'Pod', apiVersion: 'v1', namespace, name, uid, resourceVersion };
}
