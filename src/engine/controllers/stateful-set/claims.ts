/**
 * The claims of a StatefulSet's pods: made before the pod, and owned as the retention policy says.
 *
 * **Upstream:** pkg/controller/statefulset/stateful_pod_control.go (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { StatefulSet } from '../../api/apps-v1.ts';
import type { OwnerReference } from '../../api/meta-v1.ts';
import type { KubeObject } from '../../api/types.ts';
import type { NewObject } from '../../apiserver/client.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import { isBeingDeleted, namespaceOf, subjectOf } from '../control/keys.ts';
import { controllerRefTo } from '../control/owner.ts';
import { FAILED_CREATE, SUCCESSFUL_CREATE } from '../control/pod-from-template.ts';
import { claimName, claimsFor, podName } from './identity.ts';

/**
 * Creates what is missing. Undefined when all claims are there; else, in upstream's words, why some cannot be had yet: refused, or the
 * predecessor is still going away.
 */
export function completeClaims(ctx: ComponentContext, set: StatefulSet, ordinal: number): string | undefined {
  const errors = claimsFor(set, ordinal)
    .map((claim) => completeClaim(ctx, set, ordinal, claim))
    .filter((error) => error !== undefined);
  return errors.length > 1 ? `[${errors.join(', ')}]` : errors[0];
}

function completeClaim(
  ctx: ComponentContext,
  set: StatefulSet,
  ordinal: number,
  claim: NewObject<'PersistentVolumeClaim'>,
): string | undefined {
  const name = claim.metadata.name ?? '';
  const pod = podName(set, ordinal);
  const present = ctx.api.get('PersistentVolumeClaim', namespaceOf(set), name);
  if (present !== undefined) return isBeingDeleted(present) ? `pvc ${name} is being deleted` : undefined;
  const created = ctx.api.create('PersistentVolumeClaim', claim, {
    rule: 'STS-05',
    text: `pod ${pod} needs its claim before it is made`,
  });
  if (created.ok) {
    ctx.events.record(
      subjectOf(set),
      'Normal',
      SUCCESSFUL_CREATE,
      `Create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name} success`,
    );
    return undefined;
  }
  ctx.events.record(
    subjectOf(set),
    'Warning',
    FAILED_CREATE,
    `Create Claim ${name} for Pod ${pod} in StatefulSet ${set.metadata.name} failed error: ${created.error.message}`,
  );
  return `failed to create PVC ${name}: ${created.error.message}`;
}

/**
 * Whether a claim of this ordinal still belongs to a pod that is gone and is about to go, too: until then no new pod is made. Only a policy
 * that deletes the claims of pods scaled away makes pods their owners.
 */
export function hasStaleClaim(ctx: ComponentContext, set: StatefulSet, ordinal: number): boolean {
  if (set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled !== 'Delete') return false;
  const pod = podName(set, ordinal);
  return (set.spec.volumeClaimTemplates ?? []).some((template) =>
    ctx.api
      .get('PersistentVolumeClaim', namespaceOf(set), claimName(set, template, ordinal))
      ?.metadata.ownerReferences?.some(({ kind, name }) => kind === 'Pod' && name === pod),
  );
}

/** Who should own the claims of a pod: nobody, the set, or the pod itself once it is scaled away. */
export function claimOwner(
  set: StatefulSet,
  pod: KubeObject | undefined,
  condemned: boolean,
): KubeObject | undefined {
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } =
    set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  if (condemned && whenScaled === 'Delete') return pod;
  return whenDeleted === 'Delete' ? set : undefined;
}

/** Brings the owner references of a pod's claims in line with the retention policy. True when one had to be changed. */
export function followRetention(
  ctx: ComponentContext,
  set: StatefulSet,
  ordinal: number,
  owner: KubeObject | undefined,
): boolean {
  let changed = false;
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = claimName(set, template, ordinal);
    const present = ctx.api.get('PersistentVolumeClaim', namespaceOf(set), name);
    if (present === undefined) continue;
    const { ownerReferences = [] } = present.metadata;
    if (deepEqual(ownerReferences, wantedOwners(set, ownerReferences, owner))) continue;
    changed = true;
    const text =
      owner === undefined
        ? 'the retention policy keeps it'
        : `the retention policy lets it go with ${owner.kind} ${owner.metadata.name}`;
    ctx.api.modify(
      'PersistentVolumeClaim',
      namespaceOf(set),
      name,
      (claim) => withOwners(claim, wantedOwners(set, claim.metadata.ownerReferences ?? [], owner)),
      { rule: 'STS-06', text },
    );
  }
  return changed;
}

function wantedOwners(
  set: StatefulSet,
  present: readonly OwnerReference[],
  owner: KubeObject | undefined,
): readonly OwnerReference[] {
  const foreign = present.filter(
    ({ kind, name }) =>
      !(kind === 'StatefulSet' && name === set.metadata.name) &&
      !(kind === 'Pod' && name.startsWith(`${set.metadata.name}-`)),
  );
  return owner === undefined ? foreign : [...foreign, controllerRefTo(owner)];
}

function withOwners<T extends KubeObject>(object: T, wanted: readonly OwnerReference[]): T {
  const { ownerReferences: _before, ...metadata } = object.metadata;
  return { ...object, metadata: wanted.length === 0 ? metadata : { ...metadata, ownerReferences: wanted } };
}
