/**
 * From a dependent object to the key of its controller: what a change of a pod, ReplicaSet or Job means to the one above it.
 *
 * **Upstream:** addPod, updatePod, deletePod and resolveControllerRef, which the workload controllers (v1.37) repeat.
 */
import { deepEqual } from '../../../base/json.ts';
import type { ObjectMeta } from '../../api/meta-v1.ts';
import type { Kind, KubeObject } from '../../api/types.ts';
import type { ApiClient, ChangeType } from '../../apiserver/client.ts';
import { joinKey, keyOf, namespaceOf, uidOf } from './keys.ts';
import { controllerRefOf } from './owner.ts';

interface DependentChange {
  readonly type: ChangeType;
  readonly object: KubeObject;
  readonly before?: KubeObject;
}

/**
 * Keys of the owners of `ownerKind` that `change` concerns: the controller now, the one before if it changed, and for an ownerless object that
 * came or was relabelled those of `adopters` that might adopt it.
 */
export function ownersOf(
  api: ApiClient,
  ownerKind: Kind,
  change: DependentChange,
  adopters: (object: KubeObject) => readonly KubeObject[] = () => [],
): readonly string[] {
  const { object, before } = change;
  const now = controllerKey(api, ownerKind, object);
  const earlier = before === undefined ? undefined : controllerKey(api, ownerKind, before);
  const keys = [earlier, now].filter(
    (key, i, all) => key !== undefined && all.indexOf(key) === i,
  ) as string[];
  if (controllerRefOf(object.metadata) !== undefined || change.type === 'DELETED') return keys;
  if (before !== undefined && !placeChanged(before.metadata, object.metadata)) return keys;
  return [...keys, ...adopters(object).map(keyOf)];
}

function placeChanged(before: ObjectMeta, now: ObjectMeta): boolean {
  return !deepEqual(before.labels, now.labels) || !deepEqual(controllerRefOf(before), controllerRefOf(now));
}

/** Key of the live controller of `object`, if it is of this kind and still the same object. */
export function controllerKey(api: ApiClient, ownerKind: Kind, object: KubeObject): string | undefined {
  const reference = controllerRefOf(object.metadata);
  if (reference === undefined || reference.kind !== ownerKind) return undefined;
  const namespace = namespaceOf(object);
  const owner = api.get(ownerKind, namespace, reference.name);
  return owner !== undefined && uidOf(owner) === reference.uid
    ? joinKey(namespace, reference.name)
    : undefined;
}
