/**
 * The StatefulSet controller: pods with names of their own, one after the other.
 *
 * **Upstream:** pkg/controller/statefulset (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { ControllerRevision, StatefulSet } from '../../api/apps-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { matchesLabelSelector } from '../../api/selectors.ts';
import type { KubeObject } from '../../api/types.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { claimObjects } from '../control/claim.ts';
import { wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted, keyOf, namespaceOf, splitKey, subjectOf, uidOf } from '../control/keys.ts';
import { noteOrphans, orphansIn } from '../control/orphans.ts';
import { ownersOf } from '../control/owner-watch.ts';
import { isNamespaceTerminating } from '../control/pod-from-template.ts';
import { nextAvailabilityMs } from '../control/pod-state.ts';
import { ensureRevision, truncateHistory } from '../control/revision-history.ts';
import type { Revisions } from '../control/revision-history.ts';
import { claimOwner, completeClaims, followRetention, hasStaleClaim } from './claims.ts';
import {
  hasIdentity,
  identityLabels,
  ordinalOf,
  podName,
  podRevision,
  replicasOf,
  statefulPod,
} from './identity.ts';
import { planSync } from './plan.ts';
import type { SetSeen, Step } from './plan.ts';
import { DEFAULT_STATEFUL_SET } from './settings.ts';
import type { StatefulSetSettings } from './settings.ts';
import { statefulSetStatus } from './status.ts';

const HASH_LABEL = 'controller.kubernetes.io/hash';
const DEFAULT_HISTORY_LIMIT = 10;

export function createStatefulSetController(
  ctx: ComponentContext,
  settings: StatefulSetSettings = DEFAULT_STATEFUL_SET,
): Component {
  const adopters = (pod: KubeObject): readonly StatefulSet[] =>
    ctx.api
      .inNamespace('StatefulSet', namespaceOf(pod))
      .filter((one) => matchesLabelSelector(one.spec.selector, pod.metadata.labels));
  return controllerComponent(ctx, {
    name: 'statefulset-controller',
    remember: (change) => noteOrphans(ctx.sim, ['Pod'], change),
    watches: {
      StatefulSet: (change) => [keyOf(change.object)],
      Pod: (change) => ownersOf(ctx.api, 'StatefulSet', change, adopters),
    },
    reconcile: (key) => syncStatefulSet(ctx, settings, key),
  });
}

function syncStatefulSet(ctx: ComponentContext, settings: StatefulSetSettings, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const set = ctx.api.get('StatefulSet', namespace, name);
  if (set === undefined) return DONE;
  const revisions = ensureRevision(ctx, {
    owner: set,
    template: set.spec.template,
    hashLabel: HASH_LABEL,
    collisionCount: set.status?.collisionCount,
  });
  if (!revisions.ok) return FAILED;
  if (revisions.value.made) return { requeueAfterMs: settings.revisionMs };
  const current = currentRevision(set, revisions.value);
  const seen = look(ctx, set, current, revisions.value.current);
  const steps = isBeingDeleted(set) ? [] : planSync(seen);
  const done = carryOut(ctx, seen, steps, { current, update: revisions.value.current });
  truncate(ctx, seen, revisions.value, current);
  return writeStatus(ctx, seen, done);
}

/** The revision that the status names, or the newest one at the beginning. */
function currentRevision(set: StatefulSet, { current, old }: Revisions): ControllerRevision {
  return old.find((one) => one.metadata.name === set.status?.currentRevision) ?? current;
}

function look(
  ctx: ComponentContext,
  set: StatefulSet,
  current: ControllerRevision,
  update: ControllerRevision,
): SetSeen {
  const candidates = [
    ...ctx.api.ownedBy('Pod', uidOf(set)),
    ...orphansIn(ctx.sim, ctx.api, 'Pod', namespaceOf(set)),
  ];
  const pods = claimObjects(
    ctx.api,
    {
      kind: 'Pod',
      owner: set,
      selector: set.spec.selector,
      fits: (pod) => ordinalOf(set, pod) !== undefined,
    },
    candidates,
  );
  const names = { currentRevision: current.metadata.name, updateRevision: update.metadata.name };
  return { set, pods, ...names, currentReplicas: set.status?.currentReplicas ?? 0, nowMs: wallMs(ctx) };
}

interface Done {
  readonly failure: boolean;
  readonly deleted: readonly Pod[];
}

function carryOut(
  ctx: ComponentContext,
  seen: SetSeen,
  steps: readonly Step[],
  revisions: { readonly current: ControllerRevision; readonly update: ControllerRevision },
): Done {
  const deleted: Pod[] = [];
  for (const step of steps) {
    const went = runStep(ctx, seen, step, revisions);
    if (!went) return { failure: true, deleted };
    if (step.kind === 'replace-ended' || step.kind === 'scale-down' || step.kind === 'update')
      deleted.push(step.pod);
  }
  return { failure: false, deleted };
}

/** False when the step failed. */
function runStep(
  ctx: ComponentContext,
  { set, pods }: SetSeen,
  step: Step,
  revisions: { readonly current: ControllerRevision; readonly update: ControllerRevision },
): boolean {
  switch (step.kind) {
    case 'create':
      return createReplica(ctx, set, step.ordinal, revisions[step.revision], pods.length);
    case 'complete-claims':
      return completePending(ctx, set, step.ordinal);
    case 'mend':
      return mendReplica(ctx, set, step.ordinal, step.pod);
    case 'own-claims':
      followRetention(ctx, set, step.ordinal, claimOwner(set, step.pod, true));
      return true;
    case 'replace-ended':
      return deleteReplica(
        ctx,
        set,
        step.pod,
        'STS-02',
        `it ended as ${step.pod.status?.phase ?? ''}, and its name is free only when it is gone`,
      );
    case 'scale-down':
      return deleteReplica(
        ctx,
        set,
        step.pod,
        'STS-03',
        `${replicasOf(set)} replicas are wanted and this is the highest beyond them`,
      );
    case 'update':
      return deleteReplica(
        ctx,
        set,
        step.pod,
        'STS-04',
        `it is of revision ${podRevision(step.pod)} and all above it are of ${revisions.update.metadata.name}`,
      );
  }
}

function createReplica(
  ctx: ComponentContext,
  set: StatefulSet,
  ordinal: number,
  revision: ControllerRevision,
  present: number,
): boolean {
  if (hasStaleClaim(ctx, set, ordinal)) return false;
  const unclaimed = completeClaims(ctx, set, ordinal);
  if (unclaimed !== undefined) return recordFailure(ctx, set, 'Create', podName(set, ordinal), unclaimed);
  const pod = statefulPod(set, ordinal, revision);
  const name = pod.metadata.name ?? '';
  const created = ctx.api.create('Pod', pod, {
    rule: 'STS-01',
    text: `${replicasOf(set)} replicas are wanted, ${present} exist, and ordinal ${ordinal} is the lowest missing`,
  });
  if (!created.ok && created.error.reason === 'AlreadyExists') return false;
  followRetention(ctx, set, ordinal, claimOwner(set, undefined, false));
  if (created.ok) return recordStep(ctx, set, 'Create', name);
  if (isNamespaceTerminating(created.error)) return true;
  return recordFailure(ctx, set, 'Create', name, created.error.message);
}

/** A pod that waits may wait for a claim that somebody deleted. */
function completePending(ctx: ComponentContext, set: StatefulSet, ordinal: number): boolean {
  if (completeClaims(ctx, set, ordinal) !== undefined) return false;
  followRetention(ctx, set, ordinal, claimOwner(set, undefined, false));
  return true;
}

/** Puts right what tells the pod's ordinal, and whom its claims belong to. */
function mendReplica(ctx: ComponentContext, set: StatefulSet, ordinal: number, pod: Pod): boolean {
  const reowned = followRetention(ctx, set, ordinal, claimOwner(set, undefined, false));
  const labelled = hasIdentity(set, ordinal, pod);
  if (labelled && !reowned) return true;
  const { name } = pod.metadata;
  if (labelled) return recordStep(ctx, set, 'Update', name);
  const updated = ctx.api.modify(
    'Pod',
    namespaceOf(pod),
    name,
    (live) => ({
      ...live,
      metadata: { ...live.metadata, labels: { ...live.metadata.labels, ...identityLabels(set, ordinal) } },
    }),
    { rule: 'STS-08', text: `the labels of ${name} did not say that it is ordinal ${ordinal}` },
  );
  return updated.ok
    ? recordStep(ctx, set, 'Update', name)
    : recordFailure(ctx, set, 'Update', name, updated.error.message);
}

function deleteReplica(
  ctx: ComponentContext,
  set: StatefulSet,
  pod: Pod,
  rule: string,
  text: string,
): boolean {
  const { name } = pod.metadata;
  const deleted = ctx.api.delete('Pod', namespaceOf(pod), name, { uid: uidOf(pod) }, { rule, text });
  if (deleted.ok) return recordStep(ctx, set, 'Delete', name);
  if (deleted.error.reason === 'NotFound') return true;
  return recordFailure(ctx, set, 'Delete', name, deleted.error.message);
}

/** What is done to a pod. */
type Verb = 'Create' | 'Update' | 'Delete';

function recordStep(ctx: ComponentContext, set: StatefulSet, verb: Verb, pod: string): true {
  const message = `${verb} Pod ${pod} in StatefulSet ${set.metadata.name} successful`;
  ctx.events.record(subjectOf(set), 'Normal', `Successful${verb}`, message);
  return true;
}

function recordFailure(
  ctx: ComponentContext,
  set: StatefulSet,
  verb: Verb,
  pod: string,
  error: string,
): false {
  const message = `${verb} Pod ${pod} in StatefulSet ${set.metadata.name} failed error: ${error}`;
  ctx.events.record(subjectOf(set), 'Warning', `Failed${verb}`, message);
  return false;
}

function truncate(
  ctx: ComponentContext,
  { set, pods }: SetSeen,
  { old }: Revisions,
  current: ControllerRevision,
): void {
  const used = [current.metadata.name, ...pods.map(podRevision)];
  const inUse = (one: ControllerRevision): boolean => used.includes(one.metadata.name);
  const unused = old.filter((one) => !inUse(one)).length;
  truncateHistory(ctx, old, inUse, unused - (set.spec.revisionHistoryLimit ?? DEFAULT_HISTORY_LIMIT));
}

function writeStatus(ctx: ComponentContext, seen: SetSeen, { failure, deleted }: Done): SyncOutcome {
  const { set, pods, nowMs } = seen;
  const status = statefulSetStatus(seen, deleted);
  if (!deepEqual(status, set.status)) {
    const text = `${status.replicas} pods exist, ${status.readyReplicas ?? 0} are ready and ${status.updatedReplicas ?? 0} are of the newest revision`;
    const written = ctx.api.modify(
      'StatefulSet',
      namespaceOf(set),
      set.metadata.name,
      (live) => ({ ...live, status }),
      { rule: 'STS-07', text },
      { subresource: 'status' },
    );
    if (!written.ok) return written.error.reason === 'NotFound' ? DONE : FAILED;
  }
  if (failure) return FAILED;
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  if (minReadySeconds === 0 || (status.readyReplicas ?? 0) === (status.availableReplicas ?? 0)) return DONE;
  return { requeueAfterMs: nextAvailabilityMs(pods, minReadySeconds, nowMs) };
}
