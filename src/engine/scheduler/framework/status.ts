/**
 * What a plugin answers: a code, reasons in upstream's wording, and the plugin that said so.
 *
 * Upstream: `Status` of pkg/scheduler/framework (v1.37). As there, the absence of a status means success, so the
 * common case costs nothing. A status is plain data and may be shared between nodes.
 *
 * **Simplified:** plugins neither fail nor ask the pod to wait, so the codes `Error`, `Wait` and `Pending` are left out.
 */
export type Code =
  /** Rejected, and removing pods from the node could change that: preemption may try. */
  | 'Unschedulable'
  /** Rejected, and no preemption on the node can help. */
  | 'UnschedulableAndUnresolvable'
  /** PreFilter or PreScore has nothing to do: the plugin is left out of Filter or Score for this pod. */
  | 'Skip';

export interface Status {
  readonly code: Code;
  readonly reasons: readonly string[];
  readonly plugin: string;
}

/** What all filters together say of a node. */
export interface NodeVerdict {
  readonly node: string;
  /** Absent: the node is feasible. */
  readonly rejection?: Status;
}

export function unschedulable(plugin: string, ...reasons: readonly string[]): Status {
  return { code: 'Unschedulable', reasons, plugin };
}

export function unresolvable(plugin: string, ...reasons: readonly string[]): Status {
  return { code: 'UnschedulableAndUnresolvable', reasons, plugin };
}

export function skip(plugin: string): Status {
  return { code: 'Skip', reasons: [], plugin };
}

/** Whether the status says no to the pod. */
export function isRejected(status: Status): boolean {
  return status.code === 'Unschedulable' || status.code === 'UnschedulableAndUnresolvable';
}

export function statusMessage(status: Status): string {
  return status.reasons.join(', ');
}
