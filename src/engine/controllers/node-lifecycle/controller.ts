/**
 * The node lifecycle controller: notices that a node fell silent, marks it and its pods, and taints it.
 *
 * **Upstream:** pkg/controller/nodelifecycle/node_lifecycle_controller.go (v1.37).
 * **Simplified:** labels of old names (beta.kubernetes.io/…) are not kept in step.
 */
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { ChangeOf } from '../../apiserver/client.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { keyOf, splitKey } from '../control/keys.ts';
import { markPodsNotReady, swapTaints } from './actions.ts';
import { diffConditionTaints } from './condition-taints.ts';
import { monitorPass } from './monitor.ts';
import { TAINTING_DUE, taintingPass } from './no-execute.ts';
import { DEFAULT_NODE_LIFECYCLE } from './settings.ts';
import type { NodeLifecycleSettings } from './settings.ts';
import { HEALTH } from './tables.ts';

const MONITOR_DUE = 'node-controller/monitor-due';
const POD_PREFIX = 'pod:';

export function createNodeLifecycleController(
  ctx: ComponentContext,
  settings: NodeLifecycleSettings = DEFAULT_NODE_LIFECYCLE,
): Component {
  const planMonitor = (delay: number): void =>
    ctx.sim.setTimer(MONITOR_DUE, ctx.sim.now + delay, MONITOR_DUE, '', { cause: 0 });
  return controllerComponent(ctx, {
    name: 'node-controller',
    watches: {
      Node: (change) => (change.type === 'DELETED' ? [] : [change.object.metadata.name]),
      Pod: (change) => boundToSilentNode(ctx, change),
    },
    reconcile: (key) =>
      key.startsWith(POD_PREFIX) ? syncPod(ctx, key.slice(POD_PREFIX.length)) : syncConditionTaints(ctx, key),
    handlers: {
      [MONITOR_DUE]: () => {
        monitorPass(ctx, settings);
        planMonitor(settings.monitorPeriodMs + settings.passMs);
      },
      [TAINTING_DUE]: () => taintingPass(ctx, settings),
    },
    start: () => planMonitor(settings.passMs),
  });
}

/** Brings the NoSchedule taints in line with conditions and cordon. */
function syncConditionTaints(ctx: ComponentContext, name: string): SyncOutcome {
  const node = ctx.api.get('Node', '', name);
  if (node === undefined) return DONE;
  const { add, remove } = diffConditionTaints(node);
  if (add.length === 0 && remove.length === 0) return DONE;
  const change = [
    ...add.map(({ key }) => `${key} is called for`),
    ...remove.map(({ key }) => `${key} no longer is`),
  ].join(', ');
  const swapped = swapTaints(ctx, node, add, remove, {
    rule: 'NODE-03',
    text: `by its conditions and spec.unschedulable, ${change}`,
  });
  return swapped === undefined ? FAILED : DONE;
}

/** Pods that appear on a node which is not ready must not count as ready. */
function boundToSilentNode(
  ctx: ComponentContext,
  { type, object, before }: ChangeOf<'Pod'>,
): readonly string[] {
  const { nodeName = '' } = object.spec;
  if (type === 'DELETED' || nodeName === '' || nodeName === before?.spec.nodeName) return [];
  const ready = ctx.sim.table(HEALTH).get(nodeName)?.ready;
  return ready === undefined || ready === null || ready.status === 'True'
    ? []
    : [`${POD_PREFIX}${keyOf(object)}`];
}

function syncPod(ctx: ComponentContext, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const pod = ctx.api.get('Pod', namespace, name);
  const nodeName = pod?.spec.nodeName ?? '';
  const ready = ctx.sim.table(HEALTH).get(nodeName)?.ready;
  if (pod !== undefined && ready !== undefined && ready !== null && ready.status !== 'True')
    markPodsNotReady(ctx, [pod], nodeName);
  return DONE;
}
