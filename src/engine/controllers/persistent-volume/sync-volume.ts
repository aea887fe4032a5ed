/**
 * One look at a volume: which phase it is in, and what becomes of it when its claim is gone.
 *
 * **Upstream:** pkg/controller/volume/persistentvolume/pv_controller.go syncVolume, reclaimVolume (v1.37).
 * **Simplified:** the policy Recycle, deprecated upstream, leaves the volume Released.
 */
import type { StoredObject } from '../../apiserver/client.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import { joinKey, isBeingDeleted, subjectOf, uidOf } from '../control/keys.ts';
import { PROVISIONED_BY, VOLUME_FAILED_DELETE } from './reasons.ts';
import { setVolumePhase } from './writes.ts';

type Volume = StoredObject<'PersistentVolume'>;

export interface VolumeOutcome {
  readonly ok: boolean;
  /** Key of a claim that has to finish its binding. */
  readonly claim?: string;
}

export function syncVolume(ctx: ComponentContext, volume: Volume): VolumeOutcome {
  const { claimRef } = volume.spec;
  if (claimRef === undefined || (claimRef.uid ?? '') === '')
    return {
      ok: setVolumePhase(ctx, volume, 'Available', { rule: 'PV-01', text: 'no claim is bound to it' }),
    };
  const { namespace = '', name = '' } = claimRef;
  const claim = ctx.api.get('PersistentVolumeClaim', namespace, name);
  if (claim === undefined || uidOf(claim) !== claimRef.uid) return { ok: release(ctx, volume, name) };
  // A volume that is Bound already was reserved by this controller, which goes on by itself.
  if ((claim.spec.volumeName ?? '') === '')
    return volume.status?.phase === 'Bound' ? { ok: true } : { ok: true, claim: joinKey(namespace, name) };
  const because = { rule: 'PV-02', text: `claim ${name} is bound to it` };
  return {
    ok: claim.spec.volumeName !== volume.metadata.name || setVolumePhase(ctx, volume, 'Bound', because),
  };
}

/** A volume that could not be removed stays Failed. */
function release(ctx: ComponentContext, volume: Volume, claimName: string): boolean {
  const because = { rule: 'PV-07', text: `claim ${claimName}, to which it was bound, is gone` };
  if (volume.status?.phase !== 'Failed' && !setVolumePhase(ctx, volume, 'Released', because)) return false;
  if (volume.spec.persistentVolumeReclaimPolicy !== 'Delete' || isBeingDeleted(volume)) return true;
  return remove(ctx, volume);
}

/** Volumes of a provisioner are removed by it. Of the others only those on a host can be. */
function remove(ctx: ComponentContext, volume: Volume): boolean {
  const { name } = volume.metadata;
  const because = { rule: 'PV-08', text: 'its claim is gone and its reclaim policy is Delete' };
  const provisioner = volume.metadata.annotations?.[PROVISIONED_BY];
  if (provisioner !== undefined && !provisioner.startsWith('kubernetes.io/')) return true;
  if (volume.spec.hostPath !== undefined) {
    const deleted = ctx.api.delete('PersistentVolume', '', name, {}, because);
    return deleted.ok || deleted.error.reason === 'NotFound';
  }
  const message = `error getting deleter volume plugin for volume "${name}": no deletable volume plugin matched`;
  if (volume.status?.phase !== 'Failed')
    ctx.events.record(subjectOf(volume), 'Warning', VOLUME_FAILED_DELETE, message);
  return setVolumePhase(ctx, volume, 'Failed', because, message);
}
