/**
 * NoExecute taints: which nodes wait for theirs, and the loop that hands them out at the rate of their zone.
 *
 * **Upstream:** pkg/controller/nodelifecycle processTaintBaseEviction, markNodeForTainting, markNodeAsReachable, doNoExecuteTaintingPass
 * (v1.37). Upstream's loop runs every 100 ms; ours runs only at those of its ticks that have something to do.
 */
import type { Node } from '../../api/core-v1.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import type { Because } from '../../sim/trace.ts';
import { sortedBy } from '../../../base/compare.ts';
import { hasTaint } from '../control/taints.ts';
import { swapTaints } from './actions.ts';
import { readyCondition } from './health.ts';
import { NOT_READY_NO_EXECUTE, UNREACHABLE_NO_EXECUTE } from './reasons.ts';
import type { NodeLifecycleSettings } from './settings.ts';
import { ZONES } from './tables.ts';
import { addNode, dueAt, newZoneQueue, removeNode, takeNode } from './taint-queue.ts';
import type { ZoneQueue } from './taint-queue.ts';
import { zoneKey } from './zones.ts';

export const TAINTING_DUE = 'node-controller/tainting-due';

export function zoneQueueOf(ctx: ComponentContext, settings: NodeLifecycleSettings, zone: string): ZoneQueue {
  return ctx.sim.table(ZONES).get(zone) ?? newZoneQueue(zone, settings.evictionPeriodMs);
}

/** Taints by the node's Ready status: at once when only the kind changes, by the queue otherwise, off when it is ready. */
export function followReadiness(ctx: ComponentContext, settings: NodeLifecycleSettings, node: Node): void {
  const status = readyCondition(node)?.status;
  if (status === 'True')
    return markReachable(ctx, settings, node, { rule: 'NODE-08', text: 'its kubelet reports Ready again' });
  if (status === undefined) return;
  const { wanted, opposite } = taintsFor(status);
  if (!hasTaint(node.spec.taints, opposite))
    return queueForTainting(ctx, settings, node, hasTaint(node.spec.taints, wanted));
  swapTaints(ctx, node, [wanted], [opposite], {
    rule: 'NODE-08',
    text: `Ready is ${status} now, so the taint changes its kind`,
  });
}

function taintsFor(status: string): {
  readonly wanted: typeof UNREACHABLE_NO_EXECUTE;
  readonly opposite: typeof UNREACHABLE_NO_EXECUTE;
} {
  return status === 'False'
    ? { wanted: NOT_READY_NO_EXECUTE, opposite: UNREACHABLE_NO_EXECUTE }
    : { wanted: UNREACHABLE_NO_EXECUTE, opposite: NOT_READY_NO_EXECUTE };
}

function queueForTainting(
  ctx: ComponentContext,
  settings: NodeLifecycleSettings,
  node: Node,
  tainted: boolean,
): void {
  const queue = zoneQueueOf(ctx, settings, zoneKey(node));
  const { name } = node.metadata;
  const waiting = queue.waiting.find((one) => one.node === name);
  const released = tainted || waiting !== undefined ? queue : removeNode(queue, name);
  putQueue(ctx, settings, addNode(released, { node: name, cause: ctx.sim.cause }));
}

/** Takes both NoExecute taints off and forgets that the node waited. */
export function markReachable(
  ctx: ComponentContext,
  settings: NodeLifecycleSettings,
  node: Node,
  because: Because,
): void {
  const present = [UNREACHABLE_NO_EXECUTE, NOT_READY_NO_EXECUTE].filter((taint) =>
    hasTaint(node.spec.taints, taint),
  );
  if (present.length > 0) swapTaints(ctx, node, [], present, because);
  const queue = zoneQueueOf(ctx, settings, zoneKey(node));
  const without = removeNode(queue, node.metadata.name);
  if (without !== queue) putQueue(ctx, settings, without);
}

/** Stores a zone's queue and sees to it that its head is handled in time. */
export function putQueue(ctx: ComponentContext, settings: NodeLifecycleSettings, queue: ZoneQueue): void {
  ctx.sim.table(ZONES).put(queue.zone, queue);
  const due = dueAt(queue);
  if (due === undefined) return;
  const at = nextTick(Math.max(due, ctx.sim.now), settings.taintingPeriodMs);
  const pending = ctx.sim.timer(TAINTING_DUE);
  if (pending === undefined || pending.at > at)
    ctx.sim.setTimer(TAINTING_DUE, at, TAINTING_DUE, '', { cause: queue.waiting[0]?.cause ?? 0 });
}

/** The first tick of the loop that is not before `at`. */
function nextTick(at: number, period: number): number {
  return Math.ceil(at / period) * period;
}

/** One round of the loop over all zones. */
export function taintingPass(ctx: ComponentContext, settings: NodeLifecycleSettings): void {
  for (const queue of sortedBy(ctx.sim.table(ZONES).values(), ({ zone }) => zone)) {
    const { queue: next, taken } = takeNode(queue, ctx.sim.now);
    if (taken !== undefined) taintNode(ctx, queue, taken.node, taken.cause);
    putQueue(ctx, settings, next);
  }
}

function taintNode(ctx: ComponentContext, queue: ZoneQueue, name: string, cause: number): void {
  const node = ctx.api.get('Node', '', name);
  const status = node === undefined ? undefined : readyCondition(node)?.status;
  if (node === undefined || status === undefined || status === 'True') return;
  const { wanted, opposite } = taintsFor(status);
  const text = `Ready is ${status}; the zone is in state ${queue.state}, where one node in ${queue.periodMs / 1000} s may be given up`;
  swapTaints(ctx, node, [wanted], [opposite], { rule: 'NODE-07', text, causes: cause === 0 ? [] : [cause] });
}
