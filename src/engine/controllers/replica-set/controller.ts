/**
 * The ReplicaSet controller: keeps `spec.replicas` pods of one template.
 *
 * **Upstream:** pkg/controller/replicaset (v1.37).
 * **Simplified:** the loop is shared with ReplicationControllers, see `control/replication/`.
 */
import type { ReplicaSet } from '../../api/apps-v1.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { createReplicationComponent } from '../control/replication/controller.ts';
import type { ReplicaKind, ReplicaOwner } from '../control/replication/replica-owner.ts';
import { namespaceOf, uidOf } from '../control/keys.ts';
import { controllerRefOf } from '../control/owner.ts';
import { DEFAULT_REPLICA_SET } from './settings.ts';
import type { ReplicaSetSettings } from './settings.ts';

export function createReplicaSetController(
  ctx: ComponentContext,
  settings: ReplicaSetSettings = DEFAULT_REPLICA_SET,
): Component {
  return createReplicationComponent(ctx, replicaSets(ctx), {
    name: 'replicaset-controller',
    burstReplicas: settings.burstReplicas,
  });
}

function replicaSets({ api }: ComponentContext): ReplicaKind {
  return {
    kind: 'ReplicaSet',
    get: (namespace, name) => api.get('ReplicaSet', namespace, name),
    inNamespace: (namespace) => api.inNamespace('ReplicaSet', namespace),
    selectorOf: (owner) => (owner as ReplicaSet).spec.selector,
    relatedPods: (owner) => siblings(api, owner).flatMap((sibling) => api.ownedBy('Pod', uidOf(sibling))),
    writeStatus: (owner, status, because) =>
      api.modify(
        'ReplicaSet',
        namespaceOf(owner),
        owner.metadata.name,
        (live) => ({ ...live, status }),
        because,
        { subresource: 'status' },
      ),
    countsTerminating: true,
  };
}

/** All ReplicaSets of the Deployment above this one; none for a ReplicaSet that stands alone. */
function siblings(api: ComponentContext['api'], owner: ReplicaOwner): readonly ReplicaSet[] {
  const reference = controllerRefOf(owner.metadata);
  return reference === undefined ? [] : api.ownedBy('ReplicaSet', reference.uid);
}
