/**
 * Adoption and release: a controller takes ownerless objects that match its selector and lets go of its own that no longer match.
 *
 * **Upstream:** pkg/controller/controller_ref_manager.go (v1.37).
 * **Simplified:** reads are never stale, so the controller does not re-read itself before the first adoption.
 */
import { matchesLabelSelector } from '../../api/selectors.ts';
import type { LabelSelector } from '../../api/meta-v1.ts';
import type { KindMap, KubeObject } from '../../api/types.ts';
import type { ApiClient } from '../../apiserver/client.ts';
import { isBeingDeleted, namespaceOf, uidOf } from './keys.ts';
import { controllerRefOf, controllerRefTo } from './owner.ts';

/** Kinds that controllers claim. */
export type ClaimableKind = 'Pod' | 'ReplicaSet' | 'ControllerRevision' | 'Job';

export type Claim = 'mine' | 'release' | 'adopt' | 'ignore';

/** What to do about `object`, which may or may not belong to `owner`. */
export function claimOf(owner: KubeObject, object: KubeObject, matches: boolean): Claim {
  const reference = controllerRefOf(object.metadata);
  if (reference !== undefined) {
    if (reference.uid !== uidOf(owner)) return 'ignore';
    if (matches) return 'mine';
    return isBeingDeleted(owner) ? 'ignore' : 'release';
  }
  if (!matches || isBeingDeleted(owner) || isBeingDeleted(object)) return 'ignore';
  return 'adopt';
}

export interface ClaimRequest<K extends ClaimableKind> {
  readonly kind: K;
  readonly owner: KubeObject;
  readonly selector: LabelSelector | undefined;
  /** Further condition on what may be adopted, e.g. the name of a StatefulSet's pod. */
  readonly fits?: (object: KindMap[K]) => boolean;
  /** Comes with adoption and goes with release. */
  readonly finalizer?: string;
}

/** Carries the decisions out and returns what the owner controls afterwards, in the order of `candidates`. */
export function claimObjects<K extends ClaimableKind>(
  api: ApiClient,
  request: ClaimRequest<K>,
  candidates: readonly KindMap[K][],
): readonly KindMap[K][] {
  const claimed: KindMap[K][] = [];
  for (const object of candidates) {
    const matches =
      matchesLabelSelector(request.selector, object.metadata.labels) && (request.fits?.(object) ?? true);
    const claim = claimOf(request.owner, object, matches);
    if (claim === 'mine') claimed.push(object);
    if (claim === 'release') release(api, request, object);
    if (claim === 'adopt') {
      const adopted = adopt(api, request, object);
      if (adopted !== undefined) claimed.push(adopted);
    }
  }
  return claimed;
}

function release<K extends ClaimableKind>(
  api: ApiClient,
  { kind, owner, finalizer }: ClaimRequest<K>,
  object: KindMap[K],
): void {
  const text = `${object.metadata.name} no longer matches the selector of ${owner.kind} ${owner.metadata.name}, so it is let go`;
  const released = (live: KindMap[K]): KindMap[K] =>
    withoutFinalizer(withoutOwner(live, uidOf(owner)), finalizer);
  api.modify(kind, namespaceOf(object), object.metadata.name, released, { rule: 'CLAIM-02', text });
}

function adopt<K extends ClaimableKind>(
  api: ApiClient,
  { kind, owner, finalizer }: ClaimRequest<K>,
  object: KindMap[K],
): KindMap[K] | undefined {
  const text = `${object.metadata.name} matches the selector of ${owner.kind} ${owner.metadata.name} and has no controller, so it is adopted`;
  const taken = api.modify(
    kind,
    namespaceOf(object),
    object.metadata.name,
    (live) => withFinalizer(withOwner(live, owner), finalizer),
    { rule: 'CLAIM-01', text },
  );
  return taken.ok ? taken.value : undefined;
}

function withOwner<T extends KubeObject>(object: T, owner: KubeObject): T {
  const ownerReferences = [...(object.metadata.ownerReferences ?? []), controllerRefTo(owner)];
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

function withFinalizer<T extends KubeObject>(object: T, finalizer: string | undefined): T {
  const { finalizers = [] } = object.metadata;
  if (finalizer === undefined || finalizers.includes(finalizer)) return object;
  return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
}

/** The object without the finalizer; the field goes with the last one. */
export function withoutFinalizer<T extends KubeObject>(object: T, finalizer: string | undefined): T {
  const { finalizers = [], ...metadata } = object.metadata;
  if (finalizer === undefined || !finalizers.includes(finalizer)) return object;
  const rest = finalizers.filter((one) => one !== finalizer);
  return { ...object, metadata: rest.length === 0 ? metadata : { ...metadata, finalizers: rest } };
}

/** The object without its reference to this owner; the field goes with the last one. */
export function withoutOwner<T extends KubeObject>(object: T, ownerUid: string): T {
  const { ownerReferences = [], ...metadata } = object.metadata;
  const rest = ownerReferences.filter((reference) => reference.uid !== ownerUid);
  return { ...object, metadata: rest.length === 0 ? metadata : { ...metadata, ownerReferences: rest } };
}
