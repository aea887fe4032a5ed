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
import type { ApiFailure } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { claimObjects } from '../control/claim.ts';
import { wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted, keyOf, namespaceOf, splitKey, subjectOf, uidOf } from '../control/keys.ts';
import { noteOrphans, orphansIn } from '../control/orphans.ts';
import { ownersOf } from '../control/owner-watch.ts';
import {
  FAILED_CREATE,
  FAILED_DELETE,
  isNamespaceTerminating,
  SUCCESSFUL_CREATE,
  SUCCESSFUL_DELETE,
} from '../control/pod-from-template.ts';
import { nextAvailabilityMs } from '../control/pod-state.ts';
import { ensureRevision, truncateHistory } from '../control/revision-history.ts';
import type { Revisions } from '../control/revision-history.ts';
import { claimOwner, completeClaims, followRetention } from './claims.ts';
import { ordinalOf, podRevision, replicasOf, statefulPod } from './identity.ts';
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
    if (step.kind !== 'create' && step.kind !== 'complete-claims') deleted.push(step.pod);
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
      return completeClaims(ctx, set, step.ordinal);
    case 'replace-ended':
      return deleteReplica(
        ctx,
        set,
        step.pod,
        'STS-02',
        `it ended as ${step.pod.status?.phase ?? ''}, and its name is free only when it is gone`,
      );
    case 'scale-down':
      followRetention(ctx, set, step.ordinal, claimOwner(set, step.pod, true));
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
  if (!completeClaims(ctx, set, ordinal)) return false;
  const owner = claimOwner(set, undefined, false);
  if (owner !== undefined) followRetention(ctx, set, ordinal, owner);
  const pod = statefulPod(set, ordinal, revision);
  const name = pod.metadata.name ?? '';
  const created = ctx.api.create('Pod', pod, {
    rule: 'STS-01',
    text: `${replicasOf(set)} replicas are wanted, ${present} exist, and ordinal ${ordinal} is the lowest missing`,
  });
  if (created.ok)
    return recordStep(
      ctx,
      set,
      SUCCESSFUL_CREATE,
      `Create Pod ${name} in StatefulSet ${set.metadata.name} successful`,
    );
  if (created.error.reason === 'AlreadyExists') return false;
  if (isNamespaceTerminating(created.error)) return true;
  return recordFailure(
    ctx,
    set,
    FAILED_CREATE,
    `Create Pod ${name} in StatefulSet ${set.metadata.name} failed error`,
    created.error,
  );
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
  if (deleted.ok)
    return recordStep(
      ctx,
      set,
      SUCCESSFUL_DELETE,
      `Delete Pod ${name} in StatefulSet ${set.metadata.name} successful`,
    );
  if (deleted.error.reason === 'NotFound') return true;
  return recordFailure(
    ctx,
    set,
    FAILED_DELETE,
    `Delete Pod ${name} in StatefulSet ${set.metadata.name} failed error`,
    deleted.error,
  );
}

function recordStep(ctx: ComponentContext, set: StatefulSet, reason: string, message: string): true {
  ctx.events.record(subjectOf(set), 'Normal', reason, message);
  return true;
}

function recordFailure(
  ctx: ComponentContext,
  set: StatefulSet,
  reason: string,
  text: string,
  failure: ApiFailure,
): false {
  ctx.events.record(subjectOf(set), 'Warning', reason, `${text}: ${failure.message}`);
  return false;
}

function truncate(
  ctx: ComponentContext,
  { set, pods }: SetSeen,
  { old }: Revisions,
  current: ControllerRevision,
): void {
  const used = [current.metadata.name, ...pods.map(podRevision)];
  truncateHistory(
    ctx,
    old,
    (one) => used.includes(one.metadata.name),
    set.spec.revisionHistoryLimit ?? DEFAULT_HISTORY_LIMIT,
  );
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
