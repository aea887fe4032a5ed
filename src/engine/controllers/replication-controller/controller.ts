/**
 * The ReplicationController controller: the older sibling of ReplicaSets.
 *
 * **Upstream:** pkg/controller/replication (v1.37).
 * **Simplified:** the loop is shared with ReplicaSets, see `control/replication/`.
 */
import type { ReplicationController } from '../../api/core-v1.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { createReplicationComponent } from '../control/replication/controller.ts';
import type { ReplicaKind } from '../control/replication/replica-owner.ts';
import { BURST_REPLICAS } from '../control/replication/plan.ts';
import { namespaceOf } from '../control/keys.ts';

export interface ReplicationControllerSettings {
  /** Most pods created or deleted in one sync. */
  readonly burstReplicas: number;
}

export const DEFAULT_REPLICATION_CONTROLLER: ReplicationControllerSettings = {
  burstReplicas: BURST_REPLICAS,
};

export function createReplicationControllerController(
  ctx: ComponentContext,
  settings: ReplicationControllerSettings = DEFAULT_REPLICATION_CONTROLLER,
): Component {
  return createReplicationComponent(ctx, replicationControllers(ctx), {
    name: 'replication-controller',
    burstReplicas: settings.burstReplicas,
  });
}

function replicationControllers({ api }: ComponentContext): ReplicaKind {
  return {
    kind: 'ReplicationController',
    get: (namespace, name) => api.get('ReplicationController', namespace, name),
    inNamespace: (namespace) => api.inNamespace('ReplicationController', namespace),
    selectorOf: (owner) => ({ matchLabels: (owner as ReplicationController).spec.selector ?? {} }),
    relatedPods: () => [],
    writeStatus: (owner, status, because) =>
      api.modify(
        'ReplicationController',
        namespaceOf(owner),
        owner.metadata.name,
        (live) => ({ ...live, status }),
        because,
        { subresource: 'status' },
      ),
    countsTerminating: false,
  };
}
