/** The scale subresource: the replicas of a workload seen through one small object. **Upstream:** pkg/registry/apps/<kind>/storage (v1.37). */
import type { Scale } from '../../api/autoscaling-v1.ts';
import type { Kind, KindMap } from '../../api/types.ts';
import type { StoredObject } from '../client.ts';

interface Scalable {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

export function scaleOf(live: StoredObject<Kind>): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = live.metadata;
  const { spec, status } = live as Scalable;
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    spec: { replicas: spec?.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, selector: '' },
  };
}

/** The workload with the replicas of the scale object. */
export function withScale<K extends Kind>(live: StoredObject<K>, scale: object): KindMap[K] {
  const { spec } = scale as Scalable;
  const workload = live as Scalable;
  return { ...live, spec: { ...workload.spec, replicas: spec?.replicas ?? 0 } } as KindMap[K];
}
