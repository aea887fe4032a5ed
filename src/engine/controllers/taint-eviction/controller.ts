/**
 * The taint eviction controller: deletes pods whose patience with a NoExecute taint runs out.
 *
 * **Upstream:** pkg/controller/tainteviction/{taint_eviction,timed_workers}.go (v1.37).
 * **Simplified:** a failed deletion is not tried five times; reads and writes do not fail here.
 */
import { deepEqual } from '../../../base/json.ts';
import { withCondition } from '../../api/conditions.ts';
import type { Taint } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { ChangeOf } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { defineTable } from '../../sim/sim.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import type { Millis } from '../../sim/time.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { nowTime } from '../control/clock.ts';
import { controllerComponent, DONE } from '../control/component.ts';
import { keyOf, splitKey } from '../control/keys.ts';
import { podCondition } from '../control/pod-state.ts';
import { noExecuteTaints } from '../control/taints.ts';
import { decideEviction } from './decision.ts';
import type { EvictionDecision } from './decision.ts';
import {
  DELETION_BY_TAINT_MANAGER,
  DELETION_BY_TAINT_MANAGER_MESSAGE,
  DISRUPTION_TARGET,
  TAINT_MANAGER_EVICTION,
} from './reasons.ts';
import { DEFAULT_TAINT_EVICTION } from './settings.ts';
import type { TaintEvictionSettings } from './settings.ts';

const NAME = 'taint-eviction-controller';
const PATIENCE_ENDED = `${NAME}/patience-ended`;
const NODE_PREFIX = 'node:';

/** The timer of a pod: still running, or fired and kept so that it does not fire twice. */
export interface Patience {
  readonly firesAt: Millis;
  readonly fired: boolean;
  readonly seconds: number;
  readonly taint: string;
}

export const PATIENCE = defineTable<Patience>('taint-eviction/patience');

export function createTaintEvictionController(
  ctx: ComponentContext,
  settings: TaintEvictionSettings = DEFAULT_TAINT_EVICTION,
): Component {
  return controllerComponent(ctx, {
    name: NAME,
    queue: { latencyMs: settings.reactionMs },
    watches: {
      Node: ({ object, before, type }) => {
        const taints = type === 'DELETED' ? [] : noExecuteTaints(object.spec.taints);
        return type === 'DELETED' || deepEqual(taints, noExecuteTaints(before?.spec.taints))
          ? []
          : [NODE_PREFIX + object.metadata.name];
      },
      Pod: (change) => (concerns(ctx, change) ? [keyOf(change.object)] : []),
    },
    reconcile: (key) =>
      key.startsWith(NODE_PREFIX) ? syncNode(ctx, key.slice(NODE_PREFIX.length)) : syncPod(ctx, key),
    handlers: { [PATIENCE_ENDED]: (event) => endPatience(ctx, event) },
  });
}

/** A pod matters when it is bound, changes its tolerations or goes, and only where its node has such taints or it has a timer. */
function concerns(ctx: ComponentContext, { type, object, before }: ChangeOf<'Pod'>): boolean {
  if (ctx.sim.table(PATIENCE).has(keyOf(object))) return type === 'DELETED' || !samePlace(object, before);
  if (type === 'DELETED' || samePlace(object, before)) return false;
  return taintsOf(ctx, object).length > 0;
}

function samePlace(pod: Pod, before: Pod | undefined): boolean {
  return (
    before !== undefined &&
    pod.spec.nodeName === before.spec.nodeName &&
    deepEqual(pod.spec.tolerations, before.spec.tolerations)
  );
}

function taintsOf(ctx: ComponentContext, pod: Pod): readonly Taint[] {
  const { nodeName = '' } = pod.spec;
  return nodeName === '' ? [] : noExecuteTaints(ctx.api.get('Node', '', nodeName)?.spec.taints);
}

function syncNode(ctx: ComponentContext, name: string): SyncOutcome {
  const node = ctx.api.get('Node', '', name);
  if (node === undefined) return DONE;
  const taints = noExecuteTaints(node.spec.taints);
  for (const pod of ctx.api.podsOnNode(name)) followTaints(ctx, pod, taints);
  return DONE;
}

function syncPod(ctx: ComponentContext, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const pod = ctx.api.get('Pod', namespace, name);
  if (pod === undefined) cancel(ctx, key);
  else followTaints(ctx, pod, taintsOf(ctx, pod));
  return DONE;
}

function followTaints(ctx: ComponentContext, pod: Pod, taints: readonly Taint[]): void {
  const key = keyOf(pod);
  const decision: EvictionDecision =
    taints.length === 0 ? { kind: 'stay' } : decideEviction(taints, pod.spec.tolerations ?? []);
  if (decision.kind === 'stay') return cancel(ctx, key);
  if (decision.kind === 'evict-now') {
    cancel(ctx, key);
    return evict(ctx, key, { firesAt: ctx.sim.now, fired: false, seconds: 0, taint: decision.taint.key });
  }
  if (ctx.sim.table(PATIENCE).has(key)) return;
  const patience = {
    firesAt: ctx.sim.now + decision.seconds * 1000,
    fired: false,
    seconds: decision.seconds,
    taint: decision.taint.key,
  };
  if (decision.seconds === 0) return evict(ctx, key, patience);
  ctx.sim.table(PATIENCE).put(key, patience);
  ctx.sim.setTimer(`${NAME}/${key}`, patience.firesAt, PATIENCE_ENDED, key);
}

/** Ends a running timer with an Event; forgets one that has fired. */
function cancel(ctx: ComponentContext, key: string): void {
  const patience = ctx.sim.table(PATIENCE).get(key);
  if (patience === undefined) return;
  ctx.sim.table(PATIENCE).delete(key);
  ctx.sim.cancelTimer(`${NAME}/${key}`);
  if (!patience.fired) record(ctx, key, `Cancelling deletion of Pod ${key}`);
}

function endPatience(ctx: ComponentContext, event: SimEvent): void {
  const patience = ctx.sim.table(PATIENCE).get(event.target);
  if (patience !== undefined && !patience.fired) evict(ctx, event.target, patience);
}

/** Event, condition, deletion: in this order. */
function evict(ctx: ComponentContext, key: string, patience: Patience): void {
  ctx.sim.table(PATIENCE).put(key, { ...patience, fired: true });
  record(ctx, key, `Marking for deletion Pod ${key}`);
  const { namespace, name } = splitKey(key);
  const because = becauseImpatient(patience);
  ctx.api.modify('Pod', namespace, name, (pod) => asDisruptionTarget(pod, nowTime(ctx)), because, {
    subresource: 'status',
  });
  ctx.api.delete('Pod', namespace, name, {}, because);
}

function becauseImpatient({ seconds, taint }: Patience): {
  readonly rule: string;
  readonly text: string;
  readonly timer?: string;
} {
  if (seconds === 0)
    return { rule: 'TAINT-01', text: `it does not tolerate the NoExecute taint ${taint} of its node` };
  return {
    rule: 'TAINT-02',
    text: `its ${seconds} s of patience with ${taint} ran out`,
    timer: 'tolerationSeconds',
  };
}

function asDisruptionTarget(pod: Pod, now: string): Pod {
  const generation = pod.metadata.generation;
  const condition = {
    type: DISRUPTION_TARGET,
    status: 'True',
    reason: DELETION_BY_TAINT_MANAGER,
    message: DELETION_BY_TAINT_MANAGER_MESSAGE,
    lastTransitionTime: now,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  if (podCondition(pod, DISRUPTION_TARGET)?.reason === DELETION_BY_TAINT_MANAGER) return pod;
  return { ...pod, status: { ...pod.status, conditions: withCondition(pod.status?.conditions, condition) } };
}

/** Events name the pod without its UID, as upstream's do. */
function record(ctx: ComponentContext, key: string, message: string): void {
  const { namespace, name } = splitKey(key);
  ctx.events.record(
    { kind: 'Pod', apiVersion: 'v1', namespace, name, uid: '' },
    'Normal',
    TAINT_MANAGER_EVICTION,
    message,
  );
}
