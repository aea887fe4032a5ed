/**
 * What the owners of an object come to: alive, gone, or waiting for it.
 *
 * **Upstream:** pkg/controller/garbagecollector/garbagecollector.go classifyReferences (v1.37).
 */
import type { OwnerReference } from '../../api/meta-v1.ts';
import { kindOf, resourceOf } from '../../api/resources.ts';
import type { KubeObject } from '../../api/types.ts';
import { FinalizerDeleteDependents, FinalizerOrphanDependents } from '../../api/well-known.ts';
import type { ApiClient } from '../../apiserver/client.ts';
import { isBeingDeleted, namespaceOf, uidOf } from '../control/keys.ts';

/** The owner behind a reference; undefined when it does not exist, or not in the object's namespace. */
export function ownerOf(
  api: ApiClient,
  object: KubeObject,
  reference: OwnerReference,
): KubeObject | undefined {
  const kind = kindOf(reference.apiVersion, reference.kind);
  if (kind === undefined) return undefined;
  const { namespaced } = resourceOf(kind);
  const owner = api.get(kind, namespaced ? namespaceOf(object) : '', reference.name);
  return owner !== undefined && uidOf(owner) === reference.uid ? owner : undefined;
}

/** Foreground deletion: the object stays until its dependents are gone. */
export function isDeletingDependents(object: KubeObject): boolean {
  return isBeingDeleted(object) && (object.metadata.finalizers ?? []).includes(FinalizerDeleteDependents);
}

/** Orphaning deletion: the object stays until its dependents have been let go. */
export function isOrphaning(object: KubeObject): boolean {
  return isBeingDeleted(object) && (object.metadata.finalizers ?? []).includes(FinalizerOrphanDependents);
}

export type OwnerState = 'solid' | 'dangling' | 'waiting';

/** `unknownKind` references are solid: the engine does not serve their owners, so it cannot say that they are gone. */
export function ownerState(reference: OwnerReference, owner: KubeObject | undefined): OwnerState {
  if (owner === undefined)
    return kindOf(reference.apiVersion, reference.kind) === undefined ? 'solid' : 'dangling';
  return isDeletingDependents(owner) ? 'waiting' : 'solid';
}
