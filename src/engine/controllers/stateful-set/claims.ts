/**
 * The claims of a StatefulSet's pods: made before the pod, and owned as the retention policy says.
 *
 * **Upstream:** pkg/controller/statefulset/stateful_pod_control.go (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { StatefulSet } from '../../api/apps-v1.ts';
import type { OwnerReference } from '../../api/meta-v1.ts';
import type { KubeObject } from '../../api/types.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import { isBeingDeleted, namespaceOf, subjectOf } from '../control/keys.ts';
import { controllerRefTo } from '../control/owner.ts';
import { FAILED_CREATE, SUCCESSFUL_CREATE } from '../control/pod-from-template.ts';
import { claimName, claimsFor, podName } from './identity.ts';

/** Creates what is missing. False when a claim cannot be had yet: it was refused, or its predecessor is still going away. */
export function completeClaims(ctx: ComponentContext, set: StatefulSet, ordinal: number): boolean {
  return claimsFor(set, ordinal).every((claim) => {
    const name = claim.metadata.name ?? '';
    const present = ctx.api.get('PersistentVolumeClaim', namespaceOf(set), name);
    if (present !== undefined) return !isBeingDeleted(present);
    const created = ctx.api.create('PersistentVolumeClaim', claim, {
      rule: 'STS-05',
      text: `pod ${podName(set, ordinal)} needs its claim before it is made`,
    });
    const pod = podName(set, ordinal);
    if (created.ok)
      ctx.events.record(
        subjectOf(set),
        'Normal',
        SUCCESSFUL_CREATE,
        `Create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name} success`,
      );
    else
      ctx.events.record(
        subjectOf(set),
        'Warning',
        FAILED_CREATE,
        `Create Claim ${name} for Pod ${pod} in StatefulSet ${set.metadata.name} failed error: ${created.error.message}`,
      );
    return created.ok;
  });
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

/** Brings the owner references of a pod's claims in line with the retention policy. */
export function followRetention(
  ctx: ComponentContext,
  set: StatefulSet,
  ordinal: number,
  owner: KubeObject | undefined,
): void {
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = claimName(set, template, ordinal);
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
  const { ownerReferences = [], ...metadata } = object.metadata;
  if (deepEqual(ownerReferences, wanted)) return object;
  return { ...object, metadata: wanted.length === 0 ? metadata : { ...metadata, ownerReferences: wanted } };
}
