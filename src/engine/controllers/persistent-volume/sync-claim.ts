/**
 * One look at a claim: find it a volume, or say what it waits for.
 *
 * **Upstream:** pkg/controller/volume/persistentvolume/pv_controller.go syncClaim (v1.37).
 */
import { sortedBy } from '../../../base/compare.ts';
import type { StorageClass } from '../../api/storage-v1.ts';
import type { StoredObject } from '../../apiserver/client.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import { namespaceOf, subjectOf, uidOf } from '../control/keys.ts';
import { isTerminal } from '../control/pod-state.ts';
import { bestVolume, isReservedFor, mismatch } from './match.ts';
import * as reasons from './reasons.ts';
import { annotated, bind, setClaimPhase } from './writes.ts';
import type { Progress } from './writes.ts';

type Claim = StoredObject<'PersistentVolumeClaim'>;

export function syncClaim(ctx: ComponentContext, claim: Claim): Progress {
  if (claim.metadata.annotations?.[reasons.BIND_COMPLETED] !== undefined) return syncBound(ctx, claim);
  return claim.spec.volumeName === undefined || claim.spec.volumeName === ''
    ? syncUnbound(ctx, claim)
    : syncNamed(ctx, claim, claim.spec.volumeName);
}

function syncUnbound(ctx: ComponentContext, unclassed: Claim): Progress {
  const claim = withDefaultClass(ctx, unclassed);
  const storageClass = classOf(ctx, claim);
  const mustWait =
    storageClass?.volumeBindingMode === 'WaitForFirstConsumer' &&
    claim.metadata.annotations?.[reasons.SELECTED_NODE] === undefined;
  const volume = bestVolume(claim, ctx.api.list('PersistentVolume'), mustWait);
  if (volume !== undefined) return bind(ctx, volume, claim);
  if (mustWait) sayWaiting(ctx, claim);
  else if ((claim.spec.storageClassName ?? '') !== '')
    return progress(awaitProvisioning(ctx, claim, storageClass));
  else record(ctx, claim, 'Normal', reasons.FAILED_BINDING, reasons.FAILED_BINDING_MESSAGE);
  return progress(setClaimPhase(ctx, claim, 'Pending', { rule: 'PV-01', text: 'no volume fits it' }));
}

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** A claim made before there was a default class gets it now. */
function withDefaultClass(ctx: ComponentContext, claim: Claim): Claim {
  if (claim.spec.storageClassName !== undefined) return claim;
  const defaults = ctx.api
    .list('StorageClass')
    .filter(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true');
  const [newest] = sortedBy(defaults, ({ metadata }) => metadata.creationTimestamp ?? '').reverse();
  if (newest === undefined) return claim;
  const { name } = newest.metadata;
  const written = ctx.api.modify(
    'PersistentVolumeClaim',
    namespaceOf(claim),
    claim.metadata.name,
    (live) => ({ ...live, spec: { ...live.spec, storageClassName: name } }),
    { rule: 'PV-10', text: `it names no class, and ${name} is the default by now` },
  );
  return written.ok ? written.value : claim;
}

function progress(written: boolean): Progress {
  return written ? 'done' : 'failed';
}

function record(
  ctx: ComponentContext,
  claim: Claim,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  ctx.events.record(subjectOf(claim), type, reason, message);
}

function classOf({ api }: ComponentContext, { spec }: Claim): StorageClass | undefined {
  const { storageClassName = '' } = spec;
  return storageClassName === '' ? undefined : api.get('StorageClass', '', storageClassName);
}

/** Names the pods that use the claim but have no node yet. */
function sayWaiting(ctx: ComponentContext, claim: Claim): void {
  const uses = (name: string | undefined): boolean => name === claim.metadata.name;
  const pods = ctx.api.inNamespace('Pod', namespaceOf(claim)).filter((pod) => {
    const waits = (pod.spec.nodeName ?? '') === '' && !isTerminal(pod);
    return (
      waits &&
      (pod.spec.volumes ?? []).some(({ persistentVolumeClaim }) => uses(persistentVolumeClaim?.claimName))
    );
  });
  if (pods.length === 0)
    return record(
      ctx,
      claim,
      'Normal',
      reasons.WAIT_FOR_FIRST_CONSUMER,
      reasons.WAIT_FOR_FIRST_CONSUMER_MESSAGE,
    );
  const names = pods.map(({ metadata }) => metadata.name).sort();
  record(
    ctx,
    claim,
    'Normal',
    reasons.WAIT_FOR_POD_SCHEDULED,
    `waiting for pod${names.length > 1 ? 's' : ''} ${names.join(',')} to be scheduled`,
  );
}

function awaitProvisioning(
  ctx: ComponentContext,
  claim: Claim,
  storageClass: StorageClass | undefined,
): boolean {
  if (storageClass === undefined) {
    record(
      ctx,
      claim,
      'Warning',
      reasons.PROVISIONING_FAILED,
      `storageclass.storage.k8s.io "${claim.spec.storageClassName ?? ''}" not found`,
    );
    return true;
  }
  const { provisioner } = storageClass;
  if (provisioner.startsWith('kubernetes.io/')) {
    record(
      ctx,
      claim,
      'Warning',
      reasons.PROVISIONING_FAILED,
      `no volume plugin matched name: ${provisioner}`,
    );
    return true;
  }
  const annotations = {
    [reasons.BETA_STORAGE_PROVISIONER]: provisioner,
    [reasons.STORAGE_PROVISIONER]: provisioner,
  };
  const because = {
    rule: 'PV-04',
    text: `no volume fits it, and ${provisioner} makes the volumes of its class`,
  };
  const isAnnotated = claim.metadata.annotations?.[reasons.STORAGE_PROVISIONER] === provisioner;
  const written =
    isAnnotated ||
    ctx.api.modify(
      'PersistentVolumeClaim',
      namespaceOf(claim),
      claim.metadata.name,
      (live) => ({ ...live, metadata: annotated(live.metadata, annotations) }),
      because,
    ).ok;
  if (written)
    record(
      ctx,
      claim,
      'Normal',
      reasons.EXTERNAL_PROVISIONING,
      reasons.externalProvisioningMessage(provisioner),
    );
  return written;
}

/** The claim names its volume. */
function syncNamed(ctx: ComponentContext, claim: Claim, volumeName: string): Progress {
  const volume = ctx.api.get('PersistentVolume', '', volumeName);
  if (volume !== undefined && isReservedFor(volume, claim)) return bind(ctx, volume, claim);
  if (volume !== undefined && volume.spec.claimRef === undefined) {
    const why = mismatch(volume, claim);
    if (why === undefined) return bind(ctx, volume, claim);
    record(
      ctx,
      claim,
      'Warning',
      reasons.VOLUME_MISMATCH,
      `Cannot bind to requested volume "${volumeName}": ${why}`,
    );
  }
  return progress(
    setClaimPhase(ctx, claim, 'Pending', {
      rule: 'PV-01',
      text: `it asks for volume ${volumeName}, which is not free`,
    }),
  );
}

function syncBound(ctx: ComponentContext, claim: Claim): Progress {
  const { volumeName = '' } = claim.spec;
  if (volumeName === '')
    return lose(
      ctx,
      claim,
      reasons.CLAIM_LOST,
      'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
    );
  const volume = ctx.api.get('PersistentVolume', '', volumeName);
  if (volume === undefined)
    return lose(
      ctx,
      claim,
      reasons.CLAIM_LOST,
      'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    );
  const { claimRef } = volume.spec;
  if (claimRef === undefined || claimRef.uid === uidOf(claim)) return bind(ctx, volume, claim);
  return lose(ctx, claim, reasons.CLAIM_MISBOUND, reasons.CLAIM_MISBOUND_MESSAGE);
}

function lose(ctx: ComponentContext, claim: Claim, reason: string, message: string): Progress {
  if (claim.status?.phase === 'Lost') return 'done';
  const written = setClaimPhase(ctx, claim, 'Lost', {
    rule: 'PV-06',
    text: 'the volume it was bound to is not its own any more',
  });
  if (written) record(ctx, claim, 'Warning', reason, message);
  return progress(written);
}
