/**
 * The pod garbage collector: removes pods that nobody else will ever finish.
 *
 * **Upstream:** pkg/controller/podgc/gc_controller.go (v1.37). It records no Events.
 */
import { compareStrings } from '../../../base/compare.ts';
import { withCondition } from '../../api/conditions.ts';
import type { Node } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { PodCondition } from '../../api/core-v1-pod-status.ts';
import { timeMs } from '../../api/time.ts';
import { TaintNodeOutOfService } from '../../api/well-known.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { Because } from '../../sim/trace.ts';
import { nowTime } from '../control/clock.ts';
import { isBeingDeleted, keyOf, namespaceOf, splitKey, uidOf } from '../control/keys.ts';
import { isTerminal } from '../control/pod-state.ts';
import { DEFAULT_POD_GC } from './settings.ts';
import type { PodGcSettings } from './settings.ts';
import { MISSING_NODES, notePodsAndNodes, TERMINATED, UNSCHEDULED } from './tables.ts';

const ROUND_DUE = 'pod-garbage-collector/round-due';

export function createPodGcController(
  ctx: ComponentContext,
  settings: PodGcSettings = DEFAULT_POD_GC,
): Component {
  const planRound = (delay: number): void =>
    ctx.sim.setTimer(ROUND_DUE, ctx.sim.now + delay, ROUND_DUE, '', { cause: 0 });
  return {
    name: 'pod-garbage-collector',
    handlers: {
      [ROUND_DUE]: () => {
        collectTerminated(ctx, settings);
        collectOutOfService(ctx);
        collectOrphans(ctx, settings);
        collectUnscheduled(ctx);
        planRound(settings.periodMs);
      },
    },
    onChange: (change) => notePodsAndNodes(ctx, change),
    start: () => planRound(0),
  };
}

function podsOf(ctx: ComponentContext, keys: readonly string[]): readonly Pod[] {
  return keys.flatMap((key) => {
    const { namespace, name } = splitKey(key);
    return ctx.api.get('Pod', namespace, name) ?? [];
  });
}

/** Finished pods beyond the threshold: evicted ones first, then the oldest. */
function collectTerminated(ctx: ComponentContext, { terminatedPodThreshold }: PodGcSettings): void {
  const table = ctx.sim.table(TERMINATED);
  if (terminatedPodThreshold <= 0 || table.size <= terminatedPodThreshold) return;
  const surplus = rankTerminated(podsOf(ctx, table.keys())).slice(0, table.size - terminatedPodThreshold);
  const text = `${table.size} finished pods are more than the ${terminatedPodThreshold} that are kept`;
  for (const pod of surplus) markFailedAndDelete(ctx, pod, { rule: 'PODGC-01', text, causes: [] });
}

export function rankTerminated(pods: readonly Pod[]): readonly Pod[] {
  const evicted = (pod: Pod): number => (pod.status?.reason === 'Evicted' ? 0 : 1);
  const created = (pod: Pod): number => timeMs(pod.metadata.creationTimestamp) ?? 0;
  return [...pods].sort(
    (a, b) => evicted(a) - evicted(b) || created(a) - created(b) || compareStrings(keyOf(a), keyOf(b)),
  );
}

/** Terminating pods of nodes that an administrator declared out of service. */
function collectOutOfService(ctx: ComponentContext): void {
  for (const node of ctx.api.list('Node').filter(isOutOfService)) {
    const { name } = node.metadata;
    const because = {
      rule: 'PODGC-03',
      text: `${name} is not ready and tainted ${TaintNodeOutOfService}, so nobody will confirm the pod's end`,
      causes: [],
    };
    for (const pod of ctx.api.podsOnNode(name).filter(isBeingDeleted)) markFailedAndDelete(ctx, pod, because);
  }
}

export function isOutOfService(node: Node): boolean {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  return !ready && (node.spec.taints ?? []).some(({ key }) => key === TaintNodeOutOfService);
}

/** Pods of nodes that are gone, once the node's name has been missing for the quarantine. */
function collectOrphans(ctx: ComponentContext, { quarantineMs }: PodGcSettings): void {
  const table = ctx.sim.table(MISSING_NODES);
  for (const name of table.keys().sort()) {
    const missing = table.get(name);
    const pods = ctx.api.podsOnNode(name);
    if (missing === undefined) continue;
    if (pods.length === 0) table.delete(name);
    else if (missing.until === null) table.put(name, { ...missing, until: ctx.sim.now + quarantineMs });
    else if (ctx.sim.now >= missing.until)
      for (const pod of pods) markOrphan(ctx, pod, name, quarantineMs, missing.cause);
  }
}

function markOrphan(
  ctx: ComponentContext,
  pod: Pod,
  node: string,
  quarantineMs: number,
  cause: number,
): void {
  const generation = pod.metadata.generation;
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
    lastTransitionTime: nowTime(ctx),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  const text = `its node ${node} has not existed for more than ${quarantineMs / 1000} s`;
  markFailedAndDelete(
    ctx,
    pod,
    { rule: 'PODGC-02', text, timer: 'quarantine', causes: cause === 0 ? [] : [cause] },
    condition,
  );
}

function collectUnscheduled(ctx: ComponentContext): void {
  const because = {
    rule: 'PODGC-04',
    text: 'it is being deleted and was never bound to a node, so no kubelet will end it',
    causes: [],
  };
  for (const pod of podsOf(ctx, ctx.sim.table(UNSCHEDULED).keys())) markFailedAndDelete(ctx, pod, because);
}

/** Phase Failed first, so that controllers see an end, then gone without grace. */
function markFailedAndDelete(
  ctx: ComponentContext,
  pod: Pod,
  because: Because,
  condition?: PodCondition,
): void {
  const { name } = pod.metadata;
  const failed = (live: Pod): Pod => {
    const conditions =
      condition === undefined ? live.status?.conditions : withCondition(live.status?.conditions, condition);
    return {
      ...live,
      status: { ...live.status, phase: 'Failed', ...(conditions === undefined ? {} : { conditions }) },
    };
  };
  if (!isTerminal(pod))
    ctx.api.modify('Pod', namespaceOf(pod), name, failed, because, { subresource: 'status' });
  ctx.api.delete('Pod', namespaceOf(pod), name, { gracePeriodSeconds: 0, uid: uidOf(pod) }, because);
}
