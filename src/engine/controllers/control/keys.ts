/**
 * Keys of work queues: `namespace/name`, or the bare name of a cluster-wide object.
 *
 * **Upstream:** client-go tools/cache MetaNamespaceKeyFunc (v1.37).
 */
import type { KubeObject } from '../../api/types.ts';
import type { EventSubject } from '../../apiserver/client.ts';

export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

export function keyOf(object: Pick<KubeObject, 'metadata'>): string {
  return joinKey(object.metadata.namespace ?? '', object.metadata.name);
}

export function joinKey(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

export function splitKey(key: string): NamespacedName {
  const slash = key.indexOf('/');
  return slash < 0
    ? { namespace: '', name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

export function namespaceOf(object: Pick<KubeObject, 'metadata'>): string {
  return object.metadata.namespace ?? '';
}

/** UID of a stored object; empty for one that was never stored. */
export function uidOf(object: Pick<KubeObject, 'metadata'>): string {
  return object.metadata.uid ?? '';
}

/** True between the request to delete an object and its end. */
export function isBeingDeleted(object: Pick<KubeObject, 'metadata'>): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** What an Event says it is about. */
export function subjectOf(object: KubeObject): EventSubject {
  return {
    kind: object.kind,
    apiVersion: object.apiVersion,
    namespace: namespaceOf(object),
    name: object.metadata.name,
    uid: uidOf(object),
  };
}
