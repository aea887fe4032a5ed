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
import { ownersOf } from '../owner-watch.ts';
import { noteOrphans, orphansIn } from '../orphans.ts';
import { createPod, deletePod, podFromTemplate } from '../pod-from-template.ts';
import { isActive, isAvailable, nextAvailabilityMs } from '../pod-state.ts';
import { CALLS_PER_LOOK, slowStartBatch } from '../slow-start.ts';
import { becauseStatus, becauseTooFew, becauseTooMany } from './because.ts';
import { planReplicas } from './plan.ts';
import { PodMarks, countPods } from './pod-marks.ts';
import type { PodCounts } from './pod-marks.ts';
import type { ReplicaKind, ReplicaOwner } from './replica-owner.ts';
import { computeReplicaStatus, sameStatus } from './status.ts';

export interface ReplicationSettings {
  readonly name: string;
  readonly burstReplicas: number;
}

export function createReplicationComponent(
  ctx: ComponentContext,
  replicas: ReplicaKind,
  settings: ReplicationSettings,
): Component {
  const adopters = (pod: KubeObject): readonly ReplicaOwner[] =>
    replicas
      .inNamespace(namespaceOf(pod))
      .filter((owner) => matchesLabelSelector(replicas.selectorOf(owner), pod.metadata.labels));
  const marks = new PodMarks();
  return controllerComponent(ctx, {
    name: settings.name,
    remember: (change) => noteOrphans(ctx.sim, ['Pod'], change),
    watches: {
      [replicas.kind]: (change: { readonly object: KubeObject }) => [keyOf(change.object)],
      Pod: (change) => ownersOf(ctx.api, replicas.kind, change, adopters),
    },
    reconcile: (key) => syncReplicas({ ctx, replicas, settings, marks }, key),
  });
}

/** So many pods are looked through in a millisecond. */
const PODS_PER_MS = 50;

/** What every sync of the component has at hand. */
interface Replication {
  readonly ctx: ComponentContext;
  readonly replicas: ReplicaKind;
  readonly settings: ReplicationSettings;
  readonly marks: PodMarks;
}

function syncReplicas(component: Replication, key: string): SyncOutcome {
  const { ctx, replicas, marks } = component;
  const { namespace, name } = splitKey(key);
  const owner = replicas.get(namespace, name);
  if (owner === undefined) {
    marks.forget(key);
    return DONE;
  }
  const owned = ctx.api.ownedBy('Pod', uidOf(owner));
  const counted = countOwned(component, key, owner, owned);
  const failure = isBeingDeleted(owner) ? undefined : manageReplicas(component, owner, counted);
  const outcome = writeStatus(component, owner, counted, failure);
  const busyMs = Math.floor(owned.length / PODS_PER_MS);
  return busyMs === 0 ? outcome : { ...outcome, busyMs };
}

/** The claimed pods that are active, and how many of the owned ones are what. */
interface Counted extends PodCounts {
  readonly pods: readonly Pod[];
}

/** Pods that are all the owner's own are counted from memory; others are claimed or let go first. */
function countOwned(
  { ctx, replicas, marks }: Replication,
  key: string,
  owner: ReplicaOwner,
  owned: readonly Pod[],
): Counted {
  const selector = replicas.selectorOf(owner);
  const counts = marks.count(key, owner, selector, owned);
  const orphans = orphansIn(ctx.sim, ctx.api, 'Pod', namespaceOf(owner));
  if (orphans.length === 0 && !counts.unclaimed)
    return { ...counts, pods: counts.active === owned.length ? owned : owned.filter(isActive) };
  const pods = claimObjects(
    ctx.api,
    { kind: 'Pod', owner, selector },
    [...owned, ...orphans].filter(isActive),
  );
  return { ...countPods(owner, selector, pods), terminating: counts.terminating, pods };
}

/** Creates or deletes pods, whose own changes bring the next sync, which goes on. Returns the first failure. */
function manageReplicas(
  { ctx, replicas, settings }: Replication,
  owner: ReplicaOwner,
  { active, terminating, pods }: Counted,
): ApiFailure | undefined {
  const wanted = owner.spec.replicas ?? 1;
  const { template } = owner.spec;
  const plan = planReplicas(active, wanted, Math.min(settings.burstReplicas, CALLS_PER_LOOK));
  if (plan.create > 0 && template !== undefined) {
    const pod = podFromTemplate(owner, template);
    return slowStartBatch(plan.create, (made) =>
      createPod(ctx, owner, pod, becauseTooFew(wanted, active + made, terminating)),
    ).failure;
  }
  if (plan.remove === 0) return undefined;
  const surplus = podsToDelete(pods, replicas.relatedPods(owner), plan.remove, wallMs(ctx));
  const failures = surplus.map((pod) => deletePod(ctx, owner, pod, becauseTooMany(wanted, active)));
  return failures.find((failure) => failure !== undefined);
}

/** Writes what was counted before anything was created or deleted: the pods' own changes bring the next sync. */
function writeStatus(
  { ctx, replicas }: Replication,
  owner: ReplicaOwner,
  counted: Counted,
  failure: ApiFailure | undefined,
): SyncOutcome {
  const minReadySeconds = owner.spec.minReadySeconds ?? 0;
  const { active, ready, labelled } = counted;
  const available =
    minReadySeconds === 0
      ? ready
      : counted.pods.filter((pod) => isAvailable(pod, minReadySeconds, wallMs(ctx))).length;
  const seen = {
    active,
    ready,
    labelled,
    available,
    ...(replicas.countsTerminating ? { terminating: counted.terminating } : {}),
  };
  const status = computeReplicaStatus(owner, seen, failure?.message, wallMs(ctx));
  if (!sameStatus(owner.status, status)) {
    const written = replicas.writeStatus(owner, status, becauseStatus(status));
    if (!written.ok) return written.error.reason === 'NotFound' ? DONE : FAILED;
  }
  if (failure !== undefined) return FAILED;
  if (minReadySeconds === 0 || status.readyReplicas === status.availableReplicas) return DONE;
  return { requeueAfterMs: nextAvailabilityMs(counted.pods, minReadySeconds, wallMs(ctx)) };
}
