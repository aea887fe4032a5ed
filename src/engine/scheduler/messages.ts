/**
 * Texts that the scheduler writes into Events and conditions, besides the message of a failed attempt.
 *
 * Upstream: pkg/scheduler/schedule_one.go and framework/preemption (v1.37).
 */
import type { PodReference } from './decision.ts';

const NOTE_LENGTH_MAX = 1024;

export const SCHEDULED = 'Scheduled';
export const FAILED_SCHEDULING = 'FailedScheduling';
export const PREEMPTED = 'Preempted';
export const PREEMPTION_BY_SCHEDULER = 'PreemptionByScheduler';

export const BINDING_ACTION = 'Binding';
export const SCHEDULING_ACTION = 'Scheduling';
export const PREEMPTING_ACTION = 'Preempting';

/** Event notes end after 1024 bytes; the condition keeps the whole text. */
export function eventNote(message: string): string {
  return message.length <= NOTE_LENGTH_MAX ? message : `${message.slice(0, NOTE_LENGTH_MAX - 4)} ...`;
}

export function scheduledNote(pod: PodReference, node: string): string {
  return `Successfully assigned ${pod.namespace}/${pod.name} to ${node}`;
}

export function preemptedNote(preemptor: PodReference, node: string): string {
  return `Preempted by pod ${preemptor.uid} on node ${node}`;
}

/** Message of the condition `DisruptionTarget` of a victim. */
export function disruptionMessage(schedulerName: string): string {
  return `${schedulerName}: preempting to accommodate a higher priority pod`;
}

/** A pod that is being deleted by the time its turn comes is dropped with this note. */
export function deletingNote(pod: PodReference): string {
  return `skip schedule deleting pod: ${pod.namespace}/${pod.name}`;
}

/** Message of the condition and the Event when volumes could not be bound. */
export function preBindError(error: string): string {
  return `running PreBind plugin "VolumeBinding": ${error}`;
}

/** Message of the condition and the Event when the API server refused the binding. */
export function bindError(error: string): string {
  return `running Bind plugin "DefaultBinder": ${error}`;
}
