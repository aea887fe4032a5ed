/**
 * What a new cluster holds before anybody acts: the namespaces of every cluster. Service accounts, root certificates and nodes are made by
 * the components that make them in reality.
 */
import type { ApiClient } from '../apiserver/client.ts';
import type { Because } from '../sim/trace.ts';

const NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default'] as const;
const BECAUSE: Because = {
  rule: 'CLUSTER-01',
  text: 'every cluster has the namespaces default, kube-system, kube-public and kube-node-lease',
  causes: [],
};

export function createInitialObjects(api: ApiClient): void {
  for (const name of NAMESPACES) api.create('Namespace', { metadata: { name }, spec: {} }, BECAUSE);
}
