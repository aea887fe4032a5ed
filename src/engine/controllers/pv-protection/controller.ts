/**
 * The PV protection controller: a volume that is being deleted stays while a claim is bound to it.
 *
 * **Upstream:** pkg/controller/volume/pvprotection (v1.37).
 */
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted } from '../control/keys.ts';

export const PV_PROTECTION = 'kubernetes.io/pv-protection';

export function createPvProtectionController(ctx: ComponentContext): Component {
  return controllerComponent(ctx, {
    name: 'pv-protection-controller',
    watches: {
      PersistentVolume: ({ type, object }) =>
        type === 'DELETED' || !isBeingDeleted(object) ? [] : [object.metadata.name],
    },
    reconcile: (name) => syncVolume(ctx, name),
  });
}

function syncVolume(ctx: ComponentContext, name: string): SyncOutcome {
  const volume = ctx.api.get('PersistentVolume', '', name);
  const finalizers = volume?.metadata.finalizers ?? [];
  if (
    volume === undefined ||
    !isBeingDeleted(volume) ||
    volume.status?.phase === 'Bound' ||
    !finalizers.includes(PV_PROTECTION)
  )
    return DONE;
  const because = { rule: 'PV-09', text: 'it is being deleted and no claim is bound to it' };
  const written = ctx.api.update(
    'PersistentVolume',
    {
      ...volume,
      metadata: { ...volume.metadata, finalizers: finalizers.filter((one) => one !== PV_PROTECTION) },
    },
    because,
  );
  return written.ok || written.error.reason === 'NotFound' ? DONE : FAILED;
}
