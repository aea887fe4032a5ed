/**
 * Controllers and what they own: reading and making owner references.
 *
 * **Upstream:** apimachinery pkg/apis/meta/v1/controller_ref.go (v1.37).
 */
import type { ObjectMeta, OwnerReference } from '../../api/meta-v1.ts';
import type { KubeObject } from '../../api/types.ts';
import { uidOf } from './keys.ts';

const NO_REFERENCES: readonly OwnerReference[] = [];

/** The reference to the controller of an object: the one owner that manages it. */
export function controllerRefOf(metadata: ObjectMeta): OwnerReference | undefined {
  for (const reference of metadata.ownerReferences ?? NO_REFERENCES)
    if (reference.controller === true) return reference;
  return undefined;
}

export function isControlledBy(object: Pick<KubeObject, 'metadata'>, ownerUid: string): boolean {
  return controllerRefOf(object.metadata)?.uid === ownerUid;
}

/** The reference that makes `owner` the controller of what carries it. */
export function controllerRefTo(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: uidOf(owner),
    controller: true,
    blockOwnerDeletion: true,
  };
}
