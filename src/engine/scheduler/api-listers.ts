/** The scheduler's listers over the API client. */
import type { LabelSelector } from '../api/meta-v1.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { Listers } from './framework/listers.ts';

export function apiListers(api: ApiClient): Listers {
  return {
    namespaceLabels: (namespace) => api.get('Namespace', '', namespace)?.metadata.labels ?? {},
    services: (namespace) => api.inNamespace('Service', namespace),
    controllerSelector: (namespace, { kind, name }) => controllerSelector(api, namespace, kind, name),
    podDisruptionBudgets: (namespace) => api.inNamespace('PodDisruptionBudget', namespace),
    persistentVolumeClaim: (namespace, name) => api.get('PersistentVolumeClaim', namespace, name),
    persistentVolume: (name) => api.get('PersistentVolume', '', name),
    persistentVolumes: () => api.list('PersistentVolume'),
    storageClass: (name) => api.get('StorageClass', '', name),
    csiNode: (nodeName) => api.get('CSINode', '', nodeName),
  };
}

function controllerSelector(
  api: ApiClient,
  namespace: string,
  kind: string,
  name: string,
): LabelSelector | undefined {
  if (kind === 'ReplicaSet') return api.get('ReplicaSet', namespace, name)?.spec?.selector;
  if (kind === 'StatefulSet') return api.get('StatefulSet', namespace, name)?.spec?.selector;
  if (kind !== 'ReplicationController') return undefined;
  const matchLabels = api.get('ReplicationController', namespace, name)?.spec?.selector;
  return matchLabels === undefined ? undefined : { matchLabels };
}
