/**
 * What the persistent volume controller writes: reservations, bindings, phases.
 *
 * **Upstream:** pkg/controller/volume/persistentvolume/pv_controller.go bind and the update functions (v1.37).
 */
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeStatus } from '../../api/core-v1.ts';
import type { ObjectMeta } from '../../api/meta-v1.ts';
import type { StoredObject } from '../../apiserver/client.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import type { Because } from '../../sim/trace.ts';
import { nowTime } from '../control/clock.ts';
import { namespaceOf, uidOf } from '../control/keys.ts';
import { isReservedFor } from './match.ts';
import { BIND_COMPLETED, BOUND_BY_CONTROLLER } from './reasons.ts';

type Volume = StoredObject<'PersistentVolume'>;
type Claim = StoredObject<'PersistentVolumeClaim'>;

/** What a look came to: nothing more to do, one more look soon, or a write that failed. */
export type Progress = 'done' | 'half' | 'failed';

/** Reservation and phase of the volume, and in the next look binding and phase of the claim. Whatever interrupts can be finished later. */
export function bind(ctx: ComponentContext, volume: Volume, claim: Claim): Progress {
  const because = {
    rule: 'PV-02',
    text: `volume ${volume.metadata.name} and claim ${claim.metadata.name} fit each other`,
  };
  const { name } = volume.metadata;
  if (volume.spec.claimRef?.uid !== uidOf(claim) || volume.status?.phase !== 'Bound') {
    const reserved = ctx.api.modify(
      'PersistentVolume',
      '',
      name,
      (live) => withReservation(live, claim),
      because,
    );
    return reserved.ok && setVolumePhase(ctx, reserved.value, 'Bound', because) ? 'half' : 'failed';
  }
  const bound = ctx.api.modify(
    'PersistentVolumeClaim',
    namespaceOf(claim),
    claim.metadata.name,
    (live) => withVolume(live, name),
    because,
  );
  if (!bound.ok) return 'failed';
  const { accessModes, capacity } = volume.spec;
  const status = {
    phase: 'Bound',
    ...(accessModes === undefined ? {} : { accessModes }),
    ...(capacity === undefined ? {} : { capacity }),
  } as const;
  const written = ctx.api.modify(
    'PersistentVolumeClaim',
    namespaceOf(claim),
    claim.metadata.name,
    (live) => withStatus(live, status),
    because,
    { subresource: 'status' },
  );
  return written.ok ? 'done' : 'failed';
}

/** Only a reservation that nobody made before is marked as the controller's own. */
function withReservation(volume: Volume, claim: Claim): PersistentVolume {
  if (volume.spec.claimRef?.uid === uidOf(claim)) return volume;
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  const claimRef = {
    kind: 'PersistentVolumeClaim',
    apiVersion: 'v1',
    ...(namespace === undefined ? {} : { namespace }),
    name,
    uid,
    resourceVersion,
  };
  const metadata = isReservedFor(volume, claim)
    ? volume.metadata
    : annotated(volume.metadata, { [BOUND_BY_CONTROLLER]: 'yes' });
  return { ...volume, metadata, spec: { ...volume.spec, claimRef } };
}

function withVolume(claim: Claim, volumeName: string): PersistentVolumeClaim {
  const chosen = claim.spec.volumeName !== volumeName;
  if (!chosen && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return claim;
  const metadata = annotated(claim.metadata, {
    [BIND_COMPLETED]: 'yes',
    ...(chosen ? { [BOUND_BY_CONTROLLER]: 'yes' } : {}),
  });
  return { ...claim, metadata, spec: { ...claim.spec, volumeName } };
}

export function annotated<M extends ObjectMeta>(
  metadata: M,
  annotations: Readonly<Record<string, string>>,
): M {
  return { ...metadata, annotations: { ...metadata.annotations, ...annotations } };
}

function withStatus(
  claim: Claim,
  status: NonNullable<PersistentVolumeClaim['status']>,
): PersistentVolumeClaim {
  return { ...claim, status: { ...claim.status, ...status } };
}

/** True unless the write failed. A phase that is there already is not written. */
export function setVolumePhase(
  ctx: ComponentContext,
  volume: Volume,
  phase: NonNullable<PersistentVolumeStatus['phase']>,
  because: Because,
  message?: string,
): boolean {
  if (volume.status?.phase === phase) return true;
  const status = {
    phase,
    ...(message === undefined ? {} : { message }),
    lastPhaseTransitionTime: nowTime(ctx),
  };
  return ctx.api.modify(
    'PersistentVolume',
    '',
    volume.metadata.name,
    (live) => ({ ...live, status }),
    because,
    { subresource: 'status' },
  ).ok;
}

export function setClaimPhase(
  ctx: ComponentContext,
  claim: Claim,
  phase: 'Lost' | 'Pending',
  because: Because,
): boolean {
  if (claim.status?.phase === phase) return true;
  const { accessModes: _modes, capacity: _capacity, ...rest } = claim.status ?? {};
  return ctx.api.modify(
    'PersistentVolumeClaim',
    namespaceOf(claim),
    claim.metadata.name,
    (live) => ({ ...live, status: { ...rest, phase } }),
    because,
    { subresource: 'status' },
  ).ok;
}
