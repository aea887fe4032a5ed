/**
 * The writes of the node lifecycle controller: conditions, taints, pods of a dead node.
 *
 * **Upstream:** pkg/controller/util/node/controller_utils.go (v1.37).
 */
import { withCondition } from '../../api/conditions.ts';
import type { Node, Taint } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import type { Because } from '../../sim/trace.ts';
import { nowTime } from '../control/clock.ts';
import { namespaceOf, subjectOf } from '../control/keys.ts';
import { isReady, podCondition } from '../control/pod-state.ts';
import { hasTaint, withoutTaints, withTaints } from '../control/taints.ts';
import { NODE_IS_NOT_READY_MESSAGE, NODE_NOT_READY } from './reasons.ts';

/** Trace entry of the write that has just been made. */
export function latestEntry(ctx: ComponentContext): number {
  return ctx.sim.trace.length;
}

/** Adds, then removes: two writes when both are asked for, as upstream. Returns the node afterwards; undefined when a write failed. */
export function swapTaints(
  ctx: ComponentContext,
  node: Node,
  add: readonly Taint[],
  remove: readonly Taint[],
  because: Because,
): Node | undefined {
  const timeAdded = nowTime(ctx);
  const missing = add
    .filter((taint) => !hasTaint(node.spec.taints, taint))
    .map((taint) => ({ ...taint, timeAdded }));
  const added =
    missing.length === 0 ? node : writeTaints(ctx, node, (taints) => withTaints(taints, missing), because);
  if (added === undefined || !remove.some((taint) => hasTaint(added.spec.taints, taint))) return added;
  return writeTaints(ctx, added, (taints) => withoutTaints(taints, remove), because);
}

function writeTaints(
  ctx: ComponentContext,
  node: Node,
  change: (taints: readonly Taint[]) => readonly Taint[],
  because: Because,
): Node | undefined {
  const written = ctx.api.modify(
    'Node',
    '',
    node.metadata.name,
    (live) => withTaintList(live, change(live.spec.taints ?? [])),
    because,
  );
  return written.ok ? written.value : undefined;
}

function withTaintList(node: Node, taints: readonly Taint[]): Node {
  const { taints: _before, ...spec } = node.spec;
  return { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } };
}

/** Ready turns False on every pod of the node that was ready, each with an Event. Nothing else of the pod is touched. */
export function markPodsNotReady(ctx: ComponentContext, pods: readonly Pod[], node: string): void {
  for (const pod of pods.filter(isReady)) markPodNotReady(ctx, pod, node);
}

function markPodNotReady(ctx: ComponentContext, pod: Pod, node: string): void {
  const because = { rule: 'NODE-06', text: `its node ${node} is not ready, so the pod cannot be either` };
  const written = ctx.api.modify(
    'Pod',
    namespaceOf(pod),
    pod.metadata.name,
    (live) => notReady(live, nowTime(ctx)),
    because,
    { subresource: 'status' },
  );
  if (written.ok)
    ctx.events.record(subjectOf(written.value), 'Warning', NODE_NOT_READY, NODE_IS_NOT_READY_MESSAGE);
}

function notReady(pod: Pod, now: string): Pod {
  const ready = podCondition(pod, 'Ready');
  if (ready === undefined) return pod;
  return {
    ...pod,
    status: {
      ...pod.status,
      conditions: withCondition(pod.status?.conditions, {
        ...ready,
        status: 'False',
        lastTransitionTime: now,
      }),
    },
  };
}

/** An Event on the Node itself. */
export function recordOnNode(
  ctx: ComponentContext,
  node: { readonly name: string; readonly uid: string },
  reason: string,
  message: string,
): void {
  ctx.events.record(
    { kind: 'Node', apiVersion: 'v1', namespace: '', name: node.name, uid: node.uid },
    'Normal',
    reason,
    message,
  );
}
