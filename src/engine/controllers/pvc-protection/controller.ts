/**
 * The PVC protection controller: a claim that is being deleted stays until no pod uses it, and a bound claim says whether a pod does.
 *
 * **Upstream:** pkg/controller/volume/pvcprotection (v1.37).
 * **Simplified:** claims of generic ephemeral volumes are found by their names alone.
 */
import { findCondition, withCondition } from '../../api/conditions.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimCondition } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { ChangeOf, StoredObject } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { nowTime } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted, joinKey, keyOf, namespaceOf, splitKey } from '../control/keys.ts';
import { isTerminal } from '../control/pod-state.ts';

export const PVC_PROTECTION = 'kubernetes.io/pvc-protection';

const UNUSED = 'Unused';
const USED_WORDS = {
  status: 'False',
  reason: 'PodUsingPVC',
  message: 'A pod is currently referencing this PVC',
};
const UNUSED_WORDS = {
  status: 'True',
  reason: 'NoPodsUsingPVC',
  message: 'No pods are currently referencing this PVC',
};

export function createPvcProtectionController(ctx: ComponentContext): Component {
  return controllerComponent(ctx, {
    name: 'pvc-protection-controller',
    watches: {
      PersistentVolumeClaim: ({ type, object, before }) =>
        type === 'DELETED' || (before !== undefined && sameState(before, object)) ? [] : [keyOf(object)],
      Pod: (change) => claimKeys(change),
    },
    reconcile: (key) => syncClaim(ctx, key),
  });
}

function sameState(before: PersistentVolumeClaim, now: PersistentVolumeClaim): boolean {
  return before.status?.phase === now.status?.phase && isBeingDeleted(before) === isBeingDeleted(now);
}

/** Claims of a pod that appears, gets a node, ends or goes. */
function claimKeys({ type, object, before }: ChangeOf<'Pod'>): readonly string[] {
  const { volumes } = object.spec;
  if (volumes === undefined) return [];
  const changed =
    type !== 'MODIFIED' ||
    before === undefined ||
    before.spec.nodeName !== object.spec.nodeName ||
    isTerminal(before) !== isTerminal(object);
  return changed ? claimNamesOf(object).map((name) => joinKey(namespaceOf(object), name)) : [];
}

export function claimNamesOf({ metadata, spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim !== undefined) return [persistentVolumeClaim.claimName];
    return ephemeral === undefined ? [] : [`${metadata.name}-${name}`];
  });
}

function syncClaim(ctx: ComponentContext, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const claim = ctx.api.get('PersistentVolumeClaim', namespace, name);
  if (claim === undefined) return DONE;
  const pods = ctx.api.inNamespace('Pod', namespace).filter((pod) => claimNamesOf(pod).includes(name));
  if (isBeingDeleted(claim)) return pods.some(keepsClaim) ? DONE : unprotect(ctx, claim);
  return claim.status?.phase === 'Bound'
    ? writeUnused(ctx, claim, !pods.some((pod) => !isTerminal(pod)))
    : DONE;
}

/** Scheduled pods keep a claim until their object is gone, also when they have ended. */
function keepsClaim({ spec }: Pod): boolean {
  return (spec.nodeName ?? '') !== '';
}

function unprotect(ctx: ComponentContext, claim: StoredObject<'PersistentVolumeClaim'>): SyncOutcome {
  const finalizers = claim.metadata.finalizers ?? [];
  if (!finalizers.includes(PVC_PROTECTION)) return DONE;
  const because = { rule: 'PVC-01', text: 'it is being deleted and no scheduled pod refers to it' };
  const written = ctx.api.update(
    'PersistentVolumeClaim',
    {
      ...claim,
      metadata: { ...claim.metadata, finalizers: finalizers.filter((one) => one !== PVC_PROTECTION) },
    },
    because,
  );
  return written.ok || written.error.reason === 'NotFound' ? DONE : FAILED;
}

function writeUnused(
  ctx: ComponentContext,
  claim: StoredObject<'PersistentVolumeClaim'>,
  unused: boolean,
): SyncOutcome {
  const conditions = claim.status?.conditions ?? [];
  const words = unused ? UNUSED_WORDS : USED_WORDS;
  if (findCondition(conditions, UNUSED)?.status === words.status) return DONE;
  const condition: PersistentVolumeClaimCondition = {
    type: UNUSED,
    ...words,
    lastTransitionTime: nowTime(ctx),
  };
  const because = {
    rule: 'PVC-02',
    text: unused ? 'no pod that goes on refers to it' : 'a pod refers to it',
  };
  const change = (live: PersistentVolumeClaim): PersistentVolumeClaim => ({
    ...live,
    status: { ...live.status, conditions: withCondition(conditions, condition) },
  });
  return ctx.api.modify('PersistentVolumeClaim', namespaceOf(claim), claim.metadata.name, change, because, {
    subresource: 'status',
  }).ok
    ? DONE
    : FAILED;
}
