/**
 * When did what led to a change of endpoints happen: the annotation that lets one measure how slow the network follows.
 *
 * **Upstream:** staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go (v1.37).
 */
import type { Service } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { Time } from '../../api/scalars.ts';
import { defineTable } from '../../sim/sim.ts';
import { podCondition } from '../control/pod-state.ts';

/** Trigger times seen at the last sync of a Service. Times of one form compare as text. */
export interface SeenTimes {
  readonly service: Time;
  readonly pods: Readonly<Record<string, Time>>;
}

export const SEEN_TIMES = defineTable<SeenTimes>('endpoint-slice/seen-times');

export interface Trigger {
  readonly seen: SeenTimes;
  /** The earliest trigger that is new; undefined when what happened leaves no time behind. */
  readonly time: Time | undefined;
}

export function computeTrigger(
  before: SeenTimes | undefined,
  service: Service,
  pods: readonly Pod[],
): Trigger {
  const created = service.metadata.creationTimestamp ?? '';
  const times: Record<string, Time> = {};
  let earliest: Time | undefined = created > (before?.service ?? '') ? created : undefined;
  for (const pod of pods) {
    const time = podCondition(pod, 'Ready')?.lastTransitionTime;
    if (time === undefined) continue;
    times[pod.metadata.name] = time;
    const isNew = time > (before?.pods[pod.metadata.name] ?? '');
    if (isNew && (earliest === undefined || time < earliest)) earliest = time;
  }
  return { seen: { service: created, pods: times }, time: before === undefined ? created : earliest };
}
