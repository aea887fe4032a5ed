/**
 * The binding and eviction subresources of pods.
 *
 * **Upstream:** pkg/registry/core/pod/storage/{storage,eviction}.go (v1.37).
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import type { PodCondition } from '../../api/core-v1-pod-status.ts';
import { withCondition } from '../../api/conditions.ts';
import { fail, ok } from '../../../base/result.ts';
import type { ApiFailure, ApiResult, DeleteOptions, StoredObject } from '../client.ts';
import { deleteObject } from '../deletion.ts';
import { notFound } from '../failures.ts';
import { commit, timestamp } from '../server-context.ts';
import type { Caller, ServerContext } from '../server-context.ts';
import { budgetFor, spendBudget } from './disruption-budget.ts';

/** POST pods/NAME/binding: gives the pod its node, once and for ever. */
export function bindPod(
  context: ServerContext,
  caller: Caller,
  namespace: string,
  name: string,
  node: string,
): ApiResult<StoredObject<'Pod'>> {
  const live = context.store.get('Pod', namespace, name);
  if (live === undefined) return notFound('Pod', name);
  if (live.metadata.deletionTimestamp !== undefined)
    return cannotBind(name, `pod ${name} is being deleted, cannot be assigned to a host`);
  const assigned = live.spec?.nodeName;
  if (assigned) return cannotBind(name, `pod ${name} is already assigned to node "${assigned}"`);
  if ((live.spec?.schedulingGates ?? []).length > 0)
    return cannotBind(name, `pod ${name} has non-empty .spec.schedulingGates`);
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'True',
    lastTransitionTime: timestamp(context),
  };
  const { nominatedNodeName: _fulfilled, ...before } = live.status ?? {};
  const status = { ...before, conditions: withoutReason(before.conditions, condition) };
  return ok(
    commit(
      context,
      caller,
      'bind',
      'Pod',
      {
        ...live,
        metadata: withTopology(context, live.metadata, node),
        spec: { ...live.spec, nodeName: node },
        status,
      } as StoredObject<'Pod'>,
      live,
    ),
  );
}

function cannotBind(name: string, why: string): { readonly ok: false; readonly error: ApiFailure } {
  return fail({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on pods/binding "${name}": ${why}`,
    details: { name, kind: 'pods/binding' },
  });
}

const TOPOLOGY_LABELS = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];

/** A bound pod carries its node's zone and region as labels (admission plugin PodTopologyLabels). */
function withTopology(
  context: ServerContext,
  metadata: StoredObject<'Pod'>['metadata'],
  node: string,
): StoredObject<'Pod'>['metadata'] {
  const labels = context.store.get('Node', '', node)?.metadata.labels ?? {};
  const copied = TOPOLOGY_LABELS.flatMap((name) => {
    const value = labels[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  if (copied.length === 0) return metadata;
  return { ...metadata, labels: { ...metadata.labels, ...Object.fromEntries(copied) } };
}

const EVICTED: Omit<PodCondition, 'lastTransitionTime'> = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'EvictionByEvictionAPI',
  message: 'Eviction API: evicting',
};

/** Binding writes the condition anew: reason, message and observedGeneration of a refusal vanish. */
function withoutReason(
  conditions: readonly PodCondition[] | undefined,
  condition: PodCondition,
): readonly PodCondition[] {
  return [...(conditions ?? []).filter(({ type }) => type !== condition.type), condition];
}

/** POST pods/NAME/eviction: a delete that asks the disruption budgets first. */
export function evictPod(
  context: ServerContext,
  caller: Caller,
  namespace: string,
  name: string,
  options: DeleteOptions,
): ApiResult<StoredObject<'Pod'>> {
  const live = context.store.get('Pod', namespace, name);
  if (live === undefined) return notFound('Pod', name);
  if (!asksBudget(live)) return markAndDelete(context, caller, live, options);
  const budgets = budgetFor(context, live);
  if (budgets.length > 1) {
    return fail({
      code: 500,
      reason: '',
      message:
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    });
  }
  const spent = budgets[0] === undefined ? ok(null) : spendBudget(context, caller, budgets[0], live);
  return spent.ok ? markAndDelete(context, caller, live, options) : spent;
}

function asksBudget(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return (
    phase !== 'Succeeded' &&
    phase !== 'Failed' &&
    phase !== 'Pending' &&
    pod.metadata.deletionTimestamp === undefined
  );
}

function markAndDelete(
  context: ServerContext,
  caller: Caller,
  live: StoredObject<'Pod'>,
  options: DeleteOptions,
): ApiResult<StoredObject<'Pod'>> {
  const condition: PodCondition = { ...EVICTED, lastTransitionTime: timestamp(context) };
  const status = { ...live.status, conditions: withCondition(live.status?.conditions ?? [], condition) };
  commit(context, caller, 'evict', 'Pod', { ...live, status } as StoredObject<'Pod'>, live);
  return deleteObject(context, caller, 'Pod', live.metadata.namespace ?? '', live.metadata.name, options);
}
