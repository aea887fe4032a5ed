/**
 * The ResourceQuota controller: counts what a namespace uses and writes it down, for admission to charge against.
 *
 * **Upstream:** pkg/controller/resourcequota (v1.37).
 * **Simplified:** kinds are those that the engine serves; there is no discovery of new ones.
 */
import { sortedKeys } from '../../../base/compare.ts';
import { deepEqual } from '../../../base/json.ts';
import type { ResourceQuota, ResourceQuotaStatus } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { resources } from '../../api/resources.ts';
import type { Kind, KubeObject } from '../../api/types.ts';
import type { Change } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import type { Watches } from '../control/component.ts';
import { keyOf, namespaceOf, splitKey } from '../control/keys.ts';
import { isTerminal } from '../control/pod-state.ts';
import { DEFAULT_RESOURCE_QUOTA } from './settings.ts';
import type { ResourceQuotaSettings } from './settings.ts';
import { isInScope, kindsOf, mayBeOf, sum, usageOf } from '../../api/quota-usage.ts';
import type { Amounts } from '../../api/quota-usage.ts';

export function createResourceQuotaController(
  ctx: ComponentContext,
  settings: ResourceQuotaSettings = DEFAULT_RESOURCE_QUOTA,
): Component {
  const freed = (change: Change): readonly string[] =>
    frees(change) ? quotasFor(ctx, change.kind, change.object) : [];
  const counted = resources.filter(
    ({ kind, namespaced }) => namespaced && kind !== 'Event' && kind !== 'ResourceQuota',
  );
  return controllerComponent(ctx, {
    name: 'resourcequota-controller',
    watches: {
      ...(Object.fromEntries(counted.map(({ kind }) => [kind, freed])) as Watches),
      ResourceQuota: ({ type, object, before }) =>
        type === 'DELETED' || (before !== undefined && deepEqual(before.spec.hard, object.spec.hard))
          ? []
          : [keyOf(object)],
    },
    reconcile: (key) => syncQuota(ctx, settings, key),
  });
}

/** Creations are charged by admission. What is left is what goes, and pods that end. */
function frees({ type, kind, object, before }: Change): boolean {
  if (type === 'DELETED') return true;
  return (
    kind === 'Pod' &&
    type === 'MODIFIED' &&
    before !== undefined &&
    !isTerminal(before as Pod) &&
    isTerminal(object as Pod)
  );
}

function quotasFor({ api }: ComponentContext, kind: Kind, object: KubeObject): readonly string[] {
  const quotas = api.inNamespace('ResourceQuota', namespaceOf(object));
  return quotas
    .filter((quota) => sortedKeys(quota.spec.hard ?? {}).some((name) => mayBeOf(kind, name)))
    .map(keyOf);
}

function syncQuota(ctx: ComponentContext, settings: ResourceQuotaSettings, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const quota = ctx.api.get('ResourceQuota', namespace, name);
  if (quota === undefined) return DONE;
  const { hard } = quota.spec;
  const status: ResourceQuotaStatus =
    hard === undefined ? {} : { hard, used: usedUnder(ctx, quota, namespace) };
  const again = { requeueAfterMs: settings.resyncMs };
  if (deepEqual(quota.status ?? {}, status)) return again;
  const written = ctx.api.update('ResourceQuota', { ...quota, status }, becauseCounted(status), {
    subresource: 'status',
  });
  return written.ok ? again : FAILED;
}

/** Every name of the quota that some kind can use, with what is used of it. */
function usedUnder(ctx: ComponentContext, quota: ResourceQuota, namespace: string): Amounts {
  const names = sortedKeys(quota.spec.hard ?? {});
  let total: Amounts = {};
  for (const kind of kindsOf(names)) {
    for (const object of ctx.api.inNamespace(kind, namespace)) {
      if (isInScope(quota, kind, object)) total = sum(total, usageOf(kind, object, wallMs(ctx)));
    }
  }
  const known = names.filter((name) => kindsOf([name]).length > 0);
  return Object.fromEntries(known.map((name) => [name, total[name] ?? '0']));
}

function becauseCounted({ hard = {}, used = {} }: ResourceQuotaStatus): {
  readonly rule: string;
  readonly text: string;
} {
  const list = sortedKeys(hard).map((name) => `${name} ${used[name] ?? '?'} of ${hard[name] ?? ''}`);
  return { rule: 'QUOTA-01', text: `the objects of the namespace use ${list.join(', ')}` };
}
