/**
 * The few pods and nodes the pod garbage collector may have to act on, kept up to date by watching, so that its loop need not walk all pods.
 *
 * **Upstream:** there is no counterpart; pkg/controller/podgc lists all pods every 20 s.
 */
import type { Change } from '../../apiserver/client.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import { isBeingDeleted, keyOf } from '../control/keys.ts';
import { isTerminal } from '../control/pod-state.ts';

/** Keys of pods that have ended. */
export const TERMINATED = defineTable<true>('pod-gc/terminated');
/** Keys of pods that are being deleted and were never bound. */
export const UNSCHEDULED = defineTable<true>('pod-gc/unscheduled');
/** Nodes that pods name but that do not exist; with the end of the quarantine once it has begun. */
export const MISSING_NODES = defineTable<{ readonly until: Millis | null; readonly cause: number }>(
  'pod-gc/missing-nodes',
);

export function notePodsAndNodes(ctx: ComponentContext, change: Change): void {
  if (change.kind === 'Node')
    noteNode(ctx, change.object.metadata.name, change.type === 'DELETED', change.entry);
  if (change.kind !== 'Pod') return;
  const pod = change.object;
  const key = keyOf(pod);
  const exists = change.type !== 'DELETED';
  const { nodeName = '' } = pod.spec;
  mark(ctx, TERMINATED, key, exists && isTerminal(pod));
  mark(ctx, UNSCHEDULED, key, exists && nodeName === '' && isBeingDeleted(pod));
  const newlyBound = exists && nodeName !== '' && change.before?.spec.nodeName !== nodeName;
  if (newlyBound && ctx.api.get('Node', '', nodeName) === undefined)
    noteNode(ctx, nodeName, true, change.entry);
}

function noteNode(ctx: ComponentContext, name: string, missing: boolean, cause: number): void {
  const table = ctx.sim.table(MISSING_NODES);
  if (missing === table.has(name)) return;
  if (missing) table.put(name, { until: null, cause });
  else table.delete(name);
}

function mark(ctx: ComponentContext, definition: typeof TERMINATED, key: string, holds: boolean): void {
  const table = ctx.sim.table(definition);
  if (holds === table.has(key)) return;
  if (holds) table.put(key, true);
  else table.delete(key);
}
