/**
 * An external provisioner: makes volumes for claims that the volume controller has handed to it, and removes released ones.
 *
 * **Upstream:** sigs.k8s.io/sig-storage-lib-external-provisioner (v10), the loop of nearly all provisioners.
 * **Simplified:** a failure is tried again after 15 s, without growing; two claims are never made one after the other.
 */
import type { StorageClass } from '../../api/storage-v1.ts';
import type { NewObject, StoredObject } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { defineTable } from '../../sim/sim.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted, keyOf, namespaceOf, splitKey, subjectOf, uidOf } from '../control/keys.ts';
import { volumeName } from './provisioners.ts';
import type { Provisioner } from './provisioners.ts';

type Claim = StoredObject<'PersistentVolumeClaim'>;

const VOLUME_PREFIX = 'volume:';
const RETRY_MS = 15_000;
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const STORAGE_PROVISIONER = 'volume.kubernetes.io/storage-provisioner';

/** When the volume of a claim, by its uid, will be finished. */
const MAKING = defineTable<number>('volume-provisioner/making');

export function createVolumeProvisioner(ctx: ComponentContext, provisioner: Provisioner): Component {
  return controllerComponent(ctx, {
    name: `volume-provisioner ${provisioner.name}`,
    watches: {
      PersistentVolumeClaim: ({ type, object }) => (type === 'DELETED' ? [] : [keyOf(object)]),
      PersistentVolume: ({ type, object }) =>
        type === 'DELETED' ? [] : [VOLUME_PREFIX + object.metadata.name],
    },
    reconcile: (key) =>
      key.startsWith(VOLUME_PREFIX)
        ? syncVolume(ctx, provisioner, key.slice(VOLUME_PREFIX.length))
        : syncClaim(ctx, provisioner, key),
  });
}

function syncClaim(ctx: ComponentContext, provisioner: Provisioner, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const claim = ctx.api.get('PersistentVolumeClaim', namespace, name);
  if (claim === undefined || !isWanted(claim, provisioner)) return DONE;
  const storageClass = ctx.api.get('StorageClass', '', claim.spec.storageClassName ?? '');
  const node = claim.metadata.annotations?.[SELECTED_NODE];
  if (storageClass === undefined || isTooEarly(storageClass, node)) return DONE;
  if (ctx.api.get('PersistentVolume', '', volumeName(claim)) !== undefined) return DONE;
  const making = ctx.sim.table(MAKING);
  const readyAt = making.get(uidOf(claim));
  if (readyAt === undefined) return begin(ctx, provisioner, claim, node);
  if (ctx.sim.now < readyAt) return { requeueAfterMs: readyAt - ctx.sim.now };
  making.delete(uidOf(claim));
  return finish(ctx, provisioner, claim, storageClass, node ?? '');
}

function isWanted(claim: Claim, { name }: Provisioner): boolean {
  return (
    (claim.spec.volumeName ?? '') === '' &&
    !isBeingDeleted(claim) &&
    claim.metadata.annotations?.[STORAGE_PROVISIONER] === name
  );
}

function isTooEarly({ volumeBindingMode }: StorageClass, node: string | undefined): boolean {
  return volumeBindingMode === 'WaitForFirstConsumer' && node === undefined;
}

function begin(
  ctx: ComponentContext,
  { makesMs, needsNode }: Provisioner,
  claim: Claim,
  node: string | undefined,
): SyncOutcome {
  const about = subjectOf(claim);
  const text = `External provisioner is provisioning volume for claim "${keyOf(claim)}"`;
  ctx.events.record(about, 'Normal', 'Provisioning', text);
  if (needsNode && node === undefined) {
    const why = 'configuration error, no node was specified';
    const failure = `failed to provision volume with StorageClass "${claim.spec.storageClassName ?? ''}": ${why}`;
    ctx.events.record(about, 'Warning', 'ProvisioningFailed', failure);
    return { requeueAfterMs: RETRY_MS };
  }
  ctx.sim.table(MAKING).put(uidOf(claim), ctx.sim.now + makesMs);
  return { requeueAfterMs: makesMs };
}

function finish(
  ctx: ComponentContext,
  provisioner: Provisioner,
  claim: Claim,
  storageClass: StorageClass,
  node: string,
): SyncOutcome {
  const created = ctx.api.create('PersistentVolume', volumeFor(provisioner, claim, storageClass, node), {
    rule: 'PROVISION-01',
    text: `claim ${claim.metadata.name} of class ${storageClass.metadata.name} waits for a volume`,
  });
  if (!created.ok) return FAILED;
  const text = `Successfully provisioned volume ${created.value.metadata.name}`;
  ctx.events.record(subjectOf(claim), 'Normal', 'ProvisioningSucceeded', text);
  return DONE;
}

function volumeFor(
  provisioner: Provisioner,
  claim: Claim,
  storageClass: StorageClass,
  node: string,
): NewObject<'PersistentVolume'> {
  const { name, uid, resourceVersion } = claim.metadata;
  const { accessModes, volumeMode, resources } = claim.spec;
  const { mountOptions, reclaimPolicy = 'Delete' } = storageClass;
  return {
    metadata: {
      name: volumeName(claim),
      annotations: { ...provisioner.annotations, [PROVISIONED_BY]: provisioner.name },
    },
    spec: {
      storageClassName: storageClass.metadata.name,
      persistentVolumeReclaimPolicy: reclaimPolicy,
      capacity: { storage: resources?.requests?.['storage'] ?? '0' },
      ...(accessModes === undefined ? {} : { accessModes }),
      ...(volumeMode === undefined ? {} : { volumeMode }),
      ...(mountOptions === undefined ? {} : { mountOptions }),
      claimRef: {
        kind: 'PersistentVolumeClaim',
        apiVersion: 'v1',
        namespace: namespaceOf(claim),
        name,
        uid,
        resourceVersion,
      },
      ...provisioner.place(claim, node),
    },
  };
}

/** A released volume whose policy is Delete goes with what is on it. */
function syncVolume(ctx: ComponentContext, { name }: Provisioner, volume: string): SyncOutcome {
  const found = ctx.api.get('PersistentVolume', '', volume);
  if (
    found?.metadata.annotations?.[PROVISIONED_BY] !== name ||
    found.status?.phase !== 'Released' ||
    found.spec.persistentVolumeReclaimPolicy !== 'Delete' ||
    isBeingDeleted(found)
  )
    return DONE;
  const because = { rule: 'PROVISION-02', text: 'its claim is gone and its reclaim policy is Delete' };
  const deleted = ctx.api.delete('PersistentVolume', '', volume, {}, because);
  return deleted.ok || deleted.error.reason === 'NotFound' ? DONE : FAILED;
}
