/**
 * The persistent volume controller: brings claims and volumes together.
 *
 * **Upstream:** pkg/controller/volume/persistentvolume (v1.37). As there, the controller's own writes bring no further look, and a claim
 * that waits is looked at again only with the regular resync.
 */
import { deepEqual } from '../../../base/json.ts';
import type { ChangeOf } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import type { Wake } from '../control/component.ts';
import { joinKey, keyOf, splitKey } from '../control/keys.ts';
import { SELECTED_NODE } from './reasons.ts';
import { DEFAULT_PERSISTENT_VOLUME } from './settings.ts';
import type { PersistentVolumeSettings } from './settings.ts';
import { syncClaim } from './sync-claim.ts';
import { syncVolume } from './sync-volume.ts';

const RESYNC = 'resync';
const VOLUME_PREFIX = 'volume:';

export function createPersistentVolumeController(
  ctx: ComponentContext,
  settings: PersistentVolumeSettings = DEFAULT_PERSISTENT_VOLUME,
): Component {
  const resync = (): Wake => ({ key: RESYNC, afterMs: untilResyncMs(settings, ctx.sim.now) });
  return controllerComponent(ctx, {
    name: 'persistentvolume-controller',
    watches: {
      PersistentVolumeClaim: (change) => [...keysOfClaim(change), resync()],
      PersistentVolume: (change) => [...keysOfVolume(change), resync()],
    },
    reconcile: (key, wake) => {
      if (key === RESYNC) return wakeAll(ctx, settings, wake);
      return key.startsWith(VOLUME_PREFIX)
        ? lookAtVolume(ctx, key.slice(VOLUME_PREFIX.length), wake)
        : lookAtClaim(ctx, settings, key);
    },
  });
}

/** Resyncs come at fixed times, whatever else happens. */
export function untilResyncMs({ startMs, resyncMs }: PersistentVolumeSettings, now: number): number {
  if (now < startMs) return startMs - now;
  return resyncMs - ((now - startMs) % resyncMs);
}

/** The claim when it is new or somebody else changed what it asks for; its volume when it is gone. */
function keysOfClaim({ type, object, before }: ChangeOf<'PersistentVolumeClaim'>): readonly string[] {
  const { volumeName = '' } = object.spec;
  if (type === 'DELETED') return volumeName === '' ? [] : [VOLUME_PREFIX + volumeName];
  if (before === undefined) return [keyOf(object)];
  const node = (one: typeof object): string | undefined => one.metadata.annotations?.[SELECTED_NODE];
  return node(before) !== node(object) || !deepEqual(before.spec, object.spec) ? [keyOf(object)] : [];
}

/** The volume when it is new or its reservation changed; the claim bound to it when it is gone. */
function keysOfVolume({ type, object, before }: ChangeOf<'PersistentVolume'>): readonly string[] {
  const { namespace = '', name = '' } = object.spec.claimRef ?? {};
  if (type === 'DELETED') return name === '' ? [] : [joinKey(namespace, name)];
  return before === undefined || !deepEqual(before.spec, object.spec)
    ? [VOLUME_PREFIX + object.metadata.name]
    : [];
}

function lookAtClaim(ctx: ComponentContext, settings: PersistentVolumeSettings, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const claim = ctx.api.get('PersistentVolumeClaim', namespace, name);
  if (claim === undefined) return DONE;
  const progress = syncClaim(ctx, claim);
  return progress === 'failed' ? FAILED : progress === 'half' ? { requeueAfterMs: settings.bindMs } : DONE;
}

function lookAtVolume(ctx: ComponentContext, name: string, wake: (key: string) => void): SyncOutcome {
  const volume = ctx.api.get('PersistentVolume', '', name);
  if (volume === undefined) return DONE;
  const { ok, claim } = syncVolume(ctx, volume);
  if (claim !== undefined) wake(claim);
  return ok ? DONE : FAILED;
}

/** What is bound for good needs no look; while nothing waits there is no resync. */
function wakeAll(
  ctx: ComponentContext,
  settings: PersistentVolumeSettings,
  wake: (key: string) => void,
): SyncOutcome {
  const volumes = ctx.api.list('PersistentVolume').filter(({ status }) => status?.phase !== 'Bound');
  const claims = ctx.api.list('PersistentVolumeClaim').filter(({ status }) => status?.phase === 'Pending');
  for (const { metadata } of volumes) wake(VOLUME_PREFIX + metadata.name);
  for (const claim of claims) wake(keyOf(claim));
  return volumes.length + claims.length === 0
    ? DONE
    : { requeueAfterMs: untilResyncMs(settings, ctx.sim.now) };
}
