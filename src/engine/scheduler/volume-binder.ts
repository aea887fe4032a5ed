/**
 * The writes that give an assumed pod its volumes, and the question whether the claims have them yet.
 *
 * **Upstream:** `bindAPIUpdate` and `checkBindings` of pkg/scheduler/framework/plugins/volumebinding/binder.go (v1.37). The scheduler only
 * reserves a volume or asks for one; the volume controller finishes the binding.
 * **Simplified:** the writes take no time, so no volume has to be assumed before the API shows it as reserved.
 */
import type { PersistentVolumeClaim } from '../api/core-v1.ts';
import { BoundByControllerAnnotation, SelectedNodeAnnotation } from '../api/well-known.ts';
import type { ApiClient, ApiResult, StoredObject } from '../apiserver/client.ts';
import type { Because } from '../sim/trace.ts';
import type { PodReference } from './decision.ts';
import { isFullyBound } from './framework/claims.ts';
import type { VolumeReservation } from './framework/plugin.ts';
import { matchesNodeSelector } from './framework/node-affinity.ts';
import { nodeInfoOf } from './framework/node-info.ts';

/** A pod on its way to a node whose volumes are not bound yet. */
export interface VolumeWishes {
  readonly pod: PodReference;
  readonly node: string;
  readonly reservations: readonly VolumeReservation[];
}

/** `failed` carries upstream's words. */
export type BindingProgress =
  | { readonly kind: 'bound' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly message: string };

const WAITING: BindingProgress = { kind: 'waiting' };

/** Carries out the reservations one after the other; the message of the first that failed, if one did. */
export function requestVolumes(api: ApiClient, wishes: VolumeWishes): string | undefined {
  for (const wish of wishes.reservations) {
    const because = {
      rule: wish.kind === 'bind' ? 'SCHED-85' : 'SCHED-86',
      text: `pod ${wishes.pod.name} goes to ${wishes.node} and needs claim ${wish.claim} there`,
    };
    const written =
      wish.kind === 'bind'
        ? reserveVolume(api, wish, because)
        : requestProvisioning(api, wish, wishes.node, because);
    if (!written.ok) return written.error.message;
  }
  return undefined;
}

function reserveVolume(
  api: ApiClient,
  wish: VolumeReservation & { readonly kind: 'bind' },
  because: Because,
): ApiResult<StoredObject<'PersistentVolume'>> {
  const claim = api.get('PersistentVolumeClaim', wish.namespace, wish.claim);
  return api.modify(
    'PersistentVolume',
    '',
    wish.volume,
    (volume) => {
      const { metadata, spec } = volume;
      const claimRef = {
        kind: 'PersistentVolumeClaim',
        apiVersion: 'v1',
        namespace: wish.namespace,
        name: wish.claim,
        ...(claim === undefined
          ? {}
          : { uid: claim.metadata.uid, resourceVersion: claim.metadata.resourceVersion }),
      };
      const annotations = { ...metadata.annotations, [BoundByControllerAnnotation]: 'yes' };
      return {
        ...volume,
        // A volume that somebody had reserved before is not marked as the controllers' own choice.
        metadata: spec.claimRef === undefined ? { ...metadata, annotations } : metadata,
        spec: { ...spec, claimRef },
      };
    },
    because,
  );
}

function requestProvisioning(
  api: ApiClient,
  wish: VolumeReservation,
  node: string,
  because: Because,
): ApiResult<StoredObject<'PersistentVolumeClaim'>> {
  return api.modify(
    'PersistentVolumeClaim',
    wish.namespace,
    wish.claim,
    ({ metadata, ...claim }) => ({
      ...claim,
      metadata: { ...metadata, annotations: { ...metadata.annotations, [SelectedNodeAnnotation]: node } },
    }),
    because,
  );
}

/** Whether all claims are bound, and if not, whether it is worth waiting. */
export function checkBindings(api: ApiClient, wishes: VolumeWishes): BindingProgress {
  if (api.get('Node', '', wishes.node) === undefined)
    return failed(`failed to get node "${wishes.node}": node "${wishes.node}" not found`);
  const { namespace, name, uid } = wishes.pod;
  if (api.get('Pod', namespace, name)?.metadata.uid !== uid)
    return failed(`pod does not exist any more: pod "${name}" not found`);
  for (const wish of wishes.reservations) {
    const progress =
      wish.kind === 'bind' ? checkReserved(api, wish, wishes.node) : checkProvisioned(api, wish, wishes.node);
    if (progress.kind !== 'bound') return progress;
  }
  return { kind: 'bound' };
}

function checkReserved(
  api: ApiClient,
  wish: VolumeReservation & { readonly kind: 'bind' },
  node: string,
): BindingProgress {
  const { volume } = wish;
  const live = api.get('PersistentVolume', '', volume);
  if (live === undefined)
    return failed(`failed to check binding: could not find v1.PersistentVolume "${volume}"`);
  const claim = api.get('PersistentVolumeClaim', wish.namespace, wish.claim);
  if (claim === undefined) return failed(`failed to check binding: ${missingClaim(wish)}`);
  const conflict = affinityConflict(api, volume, node);
  if (conflict !== undefined) return failed(conflict);
  if ((live.spec.claimRef?.uid ?? '') === '') return failed(`ClaimRef got reset for pv "${volume}"`);
  return boundOrWaiting(claim);
}

function checkProvisioned(api: ApiClient, wish: VolumeReservation, node: string): BindingProgress {
  const claim = api.get('PersistentVolumeClaim', wish.namespace, wish.claim);
  if (claim === undefined) return failed(`failed to check provisioning pvc: ${missingClaim(wish)}`);
  const { annotations } = claim.metadata;
  if (annotations === undefined) return failed(`selectedNode annotation reset for PVC "${wish.claim}"`);
  // A provisioner that cannot make the volume takes the annotation off, to have the pod scheduled anew.
  if (annotations[SelectedNodeAnnotation] !== node)
    return failed(`provisioning failed for PVC "${wish.claim}"`);
  const { volumeName = '' } = claim.spec;
  const conflict = volumeName === '' ? undefined : affinityConflict(api, volumeName, node);
  return conflict === undefined ? boundOrWaiting(claim) : failed(conflict);
}

function affinityConflict(api: ApiClient, volumeName: string, nodeName: string): string | undefined {
  const required = api.get('PersistentVolume', '', volumeName)?.spec.nodeAffinity?.required;
  const node = api.get('Node', '', nodeName);
  if (required === undefined || node === undefined || matchesNodeSelector(required, nodeInfoOf(node)))
    return undefined;
  return `pv "${volumeName}" node affinity doesn't match node "${nodeName}": no matching NodeSelectorTerms`;
}

function boundOrWaiting(claim: PersistentVolumeClaim): BindingProgress {
  return isFullyBound(claim) ? { kind: 'bound' } : WAITING;
}

function missingClaim({ namespace, claim }: VolumeReservation): string {
  return `could not find v1.PersistentVolumeClaim "${namespace}/${claim}"`;
}

function failed(message: string): BindingProgress {
  return { kind: 'failed', message };
}
