/**
 * Keeps as many pods as asked for: the loop of ReplicaSets and ReplicationControllers.
 *
 * **Upstream:** pkg/controller/replicaset/replica_set.go (v1.37).
 * **Simplified:** no expectations, since reads are never stale.
 */
import type { Pod } from '../../../api/core-v1-pod.ts';
import { matchesLabelSelector } from '../../../api/selectors.ts';
import type { KubeObject } from '../../../api/types.ts';
import type { ApiFailure } from '../../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../../apiserver/component.ts';
import type { SyncOutcome } from '../../../sim/work-queue.ts';
import { claimObjects } from '../claim.ts';
import { wallMs } from '../clock.ts';
import { controllerComponent, DONE, FAILED } from '../component.ts';
import { podsToDelete } from '../deletion-rank.ts';
import { isBeingDeleted, keyOf, namespaceOf, splitKey, uidOf } from '../keys.ts';
import { isControlledBy } from '../owner.ts';
import { ownersOf } from '../owner-watch.ts';
import { noteOrphans, orphansIn } from '../orphans.ts';
import { createPod, deletePod, podFromTemplate } from '../pod-from-template.ts';
import { isActive, isTerminating, nextAvailabilityMs } from '../pod-state.ts';
import { slowStartBatch } from '../slow-start.ts';
import { becauseStatus, becauseTooFew, becauseTooMany } from './because.ts';
import { planReplicas } from './plan.ts';
import type { ReplicaKind, ReplicaOwner } from './replica-owner.ts';
import { computeReplicaStatus, sameStatus } from './status.ts';

export interface ReplicationSettings {
  readonly name: string;
  readonly burstReplicas: number;
}

export function createReplicationComponent(ctx: ComponentContext, replicas: ReplicaKind, settings: ReplicationSettings): Component {
  const adopters = (pod: KubeObject): readonly ReplicaOwner[] =>
    replicas.inNamespace(namespaceOf(pod)).filter((owner) => matchesLabelSelector(replicas.selectorOf(owner), pod.metadata.labels));
  return controllerComponent(ctx, {
    name: settings.name,
    remember: (change) => noteOrphans(ctx.sim, ['Pod'], change),
    watches: {
      [replicas.kind]: (change: { readonly object: KubeObject }) => [keyOf(change.object)],
      Pod: (change) => ownersOf(ctx.api, replicas.kind, change, adopters),
    },
    reconcile: (key) => syncReplicas(ctx, replicas, settings, key),
  });
}

/** So many pods are looked through in a millisecond. */
const PODS_PER_MS = 50;
/** Most pods created or deleted at one moment; the pods' own changes bring the next sync, which goes on. */
const CALLS_MAX = 100;

function syncReplicas(ctx: ComponentContext, replicas: ReplicaKind, settings: ReplicationSettings, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const owner = replicas.get(namespace, name);
  if (owner === undefined) return DONE;
  const owned = ctx.api.ownedBy('Pod', uidOf(owner));
  const candidates = [...owned, ...orphansIn(ctx.sim, ctx.api, 'Pod', namespace)].filter(isActive);
  const active = claimObjects(ctx.api, { kind: 'Pod', owner, selector: replicas.selectorOf(owner) }, candidates);
  const terminating = countTerminating(replicas, owner, owned);
  const failure = isBeingDeleted(owner) ? undefined : manageReplicas(ctx, replicas, settings, owner, { active, terminating });
  const outcome = writeStatus(ctx, replicas, owner, { active, terminating }, failure);
  const busyMs = Math.floor(owned.length / PODS_PER_MS);
  return busyMs === 0 ? outcome : { ...outcome, busyMs };
}

interface Counted {
  readonly active: readonly Pod[];
  readonly terminating: number;
}

function countTerminating(replicas: ReplicaKind, owner: ReplicaOwner, owned: readonly Pod[]): number {
  const selector = replicas.selectorOf(owner);
  const counts = (pod: Pod): boolean => isTerminating(pod) && isControlledBy(pod, uidOf(owner)) && matchesLabelSelector(selector, pod.metadata.labels);
  return owned.filter(counts).length;
}

/** Creates or deletes pods. Returns the first failure. */
function manageReplicas(ctx: ComponentContext, replicas: ReplicaKind, settings: ReplicationSettings, owner: ReplicaOwner, { active, terminating }: Counted): ApiFailure | undefined {
  const wanted = owner.spec.replicas ?? 1;
  const { template } = owner.spec;
  const plan = planReplicas(active.length, wanted, Math.min(settings.burstReplicas, CALLS_MAX));
  if (plan.create > 0 && template !== undefined) {
    const pod = podFromTemplate(owner, template);
    return slowStartBatch(plan.create, (made) => createPod(ctx, owner, pod, becauseTooFew(wanted, active.length + made, terminating))).failure;
  }
  if (plan.remove === 0) return undefined;
  const surplus = podsToDelete(active, replicas.relatedPods(owner), plan.remove, wallMs(ctx));
  const failures = surplus.map((pod) => deletePod(ctx, owner, pod, becauseTooMany(wanted, active.length)));
  return failures.find((failure) => failure !== undefined);
}

/** Writes what was counted before anything was created or deleted: the pods' own changes bring the next sync. */
function writeStatus(ctx: ComponentContext, replicas: ReplicaKind, owner: ReplicaOwner, counted: Counted, failure: ApiFailure | undefined): SyncOutcome {
  const terminating = replicas.countsTerminating ? counted.terminating : undefined;
  const status = computeReplicaStatus(owner, { active: counted.active, terminating }, failure?.message, wallMs(ctx));
  if (!sameStatus(owner.status, status)) {
    const written = replicas.writeStatus(owner, status, becauseStatus(status));
    if (!written.ok) return written.error.reason === 'NotFound' ? DONE : FAILED;
  }
  if (failure !== undefined) return FAILED;
  const minReadySeconds = owner.spec.minReadySeconds ?? 0;
  if (minReadySeconds === 0 || status.readyReplicas === status.availableReplicas) return DONE;
  return { requeueAfterMs: nextAvailabilityMs(counted.active, minReadySeconds, wallMs(ctx)) };
}
