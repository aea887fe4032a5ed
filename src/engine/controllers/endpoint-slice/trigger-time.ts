/**
 * When did what led to a change of endpoints happen: the annotation that lets one measure how slow the network follows.
 *
 * **Upstream:** staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go (v1.37).
 */
import type { Service } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { timeMs } from '../../api/time.ts';
import { defineTable } from '../../sim/sim.ts';
import { podCondition } from '../control/pod-state.ts';

/** Trigger times seen at the last sync of a Service. */
export interface SeenTimes {
  readonly service: number;
  readonly pods: Readonly<Record<string, number>>;
}

export const SEEN_TIMES = defineTable<SeenTimes>('endpoint-slice/seen-times');

export interface Trigger {
  readonly seen: SeenTimes;
  /** The earliest trigger that is new; undefined when what happened leaves no time behind. */
  readonly triggerMs: number | undefined;
}

export function computeTrigger(before: SeenTimes | undefined, service: Service, pods: readonly Pod[]): Trigger {
  const created = timeMs(service.metadata.creationTimestamp) ?? 0;
  const times: Record<string, number> = {};
  const fresh: number[] = created > (before?.service ?? 0) ? [created] : [];
  for (const pod of pods) {
    const time = timeMs(podCondition(pod, 'Ready')?.lastTransitionTime);
    if (time === undefined) continue;
    times[pod.metadata.name] = time;
    if (time > (before?.pods[pod.metadata.name] ?? 0)) fresh.push(time);
  }
  const triggerMs = before === undefined ? created : fresh.length === 0 ? undefined : Math.min(...fresh);
  return { seen: { service: created, pods: times }, triggerMs };
}
