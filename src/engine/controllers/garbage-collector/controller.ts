/**
 * The garbage collector: deletes what has lost its owners, and carries out foreground and orphaning deletion.
 *
 * **Upstream:** pkg/controller/garbagecollector (v1.37).
 * **Simplified:** no graph is kept, since the store can be asked for dependents; owners of kinds the engine does not serve count as alive;
 * no Event about owners in other namespaces.
 */
import { deepEqual } from '../../../base/json.ts';
import type { Kind, KubeObject } from '../../api/types.ts';
import { FinalizerDeleteDependents, FinalizerOrphanDependents } from '../../api/well-known.ts';
import type { Change } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { DEFAULT_WORK_QUEUE, WorkQueue } from '../../sim/work-queue.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { withoutOwner } from '../control/claim.ts';
import { DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted, namespaceOf, uidOf } from '../control/keys.ts';
import { decideItem } from './decision.ts';
import type { Propagation } from './decision.ts';
import { dependentsOf, itemKey, itemOf } from './dependents.ts';
import type { Item } from './dependents.ts';
import { isDeletingDependents, isOrphaning, ownerOf, ownerState } from './owners.ts';

const NAME = 'garbage-collector-controller';

export function createGarbageCollectorController(ctx: ComponentContext): Component {
  const queue = new WorkQueue(ctx.sim, NAME, DEFAULT_WORK_QUEUE);
  return {
    name: NAME,
    handlers: { [queue.eventKind]: (event) => queue.look(event, (key) => syncItem(ctx, queue, key)) },
    onChange: (change) => {
      for (const key of concerned(ctx, change)) queue.add(key);
    },
  };
}

/** Keys of the objects that `change` makes worth a look. */
function concerned(ctx: ComponentContext, change: Change): readonly string[] {
  if (change.kind === 'Event') return [];
  const { object, kind } = change;
  const before: KubeObject | undefined = change.before;
  if (change.type === 'DELETED') return [...dependentKeys(ctx, object), ...waitingOwners(ctx, object)];
  if (before !== undefined && sameFate(before, object)) return [];
  const self =
    isDeletingDependents(object) || isOrphaning(object) || hasMissingOwner(ctx, object)
      ? [itemKey(kind, object)]
      : [];
  const begins = isDeletingDependents(object) && (before === undefined || !isDeletingDependents(before));
  return [
    ...self,
    ...(begins ? dependentKeys(ctx, object) : []),
    ...(before === undefined ? [] : waitingOwners(ctx, before)),
  ];
}

function sameFate(a: KubeObject, b: KubeObject): boolean {
  const [x, y] = [a.metadata, b.metadata];
  return (
    x.deletionTimestamp === y.deletionTimestamp &&
    deepEqual(x.ownerReferences, y.ownerReferences) &&
    deepEqual(x.finalizers, y.finalizers)
  );
}

function hasMissingOwner(ctx: ComponentContext, object: KubeObject): boolean {
  return (object.metadata.ownerReferences ?? []).some(
    (reference) => ownerState(reference, ownerOf(ctx.api, object, reference)) !== 'solid',
  );
}

function dependentKeys(ctx: ComponentContext, owner: KubeObject): readonly string[] {
  return dependentsOf(ctx.api, owner).map(({ kind, object }) => itemKey(kind, object));
}

function waitingOwners(ctx: ComponentContext, object: KubeObject): readonly string[] {
  const owners = (object.metadata.ownerReferences ?? []).map((reference) =>
    ownerOf(ctx.api, object, reference),
  );
  return owners.flatMap((owner) =>
    owner !== undefined && isDeletingDependents(owner) ? [itemKey(owner.kind, owner)] : [],
  );
}

function syncItem(ctx: ComponentContext, queue: WorkQueue, key: string): SyncOutcome {
  const item = itemOf(ctx.api, key);
  if (item === undefined) return DONE;
  if (isOrphaning(item.object)) return letGo(ctx, item);
  if (isDeletingDependents(item.object)) return finishForeground(ctx, queue, item);
  return isBeingDeleted(item.object) ? DONE : collect(ctx, item);
}

/** Takes the owner reference off every dependent, then lets the owner go. */
function letGo(ctx: ComponentContext, { kind, object }: Item): SyncOutcome {
  const because = {
    rule: 'GC-04',
    text: `${object.kind} ${object.metadata.name} is deleted and its dependents stay behind without an owner`,
  };
  for (const { kind: dependentKind, object: dependent } of dependentsOf(ctx.api, object)) {
    ctx.api.modify(
      dependentKind,
      namespaceOf(dependent),
      dependent.metadata.name,
      (live) => withoutOwner(live, uidOf(object)),
      because,
    );
  }
  return dropFinalizer(
    ctx,
    kind,
    object,
    FinalizerOrphanDependents,
    'GC-04',
    'no dependent refers to it any more',
  );
}

function finishForeground(ctx: ComponentContext, queue: WorkQueue, { kind, object }: Item): SyncOutcome {
  const blocking = dependentsOf(ctx.api, object).filter(({ object: dependent }) =>
    blocks(dependent, uidOf(object)),
  );
  if (blocking.length === 0)
    return dropFinalizer(
      ctx,
      kind,
      object,
      FinalizerDeleteDependents,
      'GC-03',
      'no dependent that blocks its deletion is left',
    );
  for (const { kind: dependentKind, object: dependent } of blocking)
    if (!isBeingDeleted(dependent)) queue.add(itemKey(dependentKind, dependent));
  return DONE;
}

function blocks(dependent: KubeObject, ownerUid: string): boolean {
  return (dependent.metadata.ownerReferences ?? []).some(
    (reference) => reference.uid === ownerUid && reference.blockOwnerDeletion === true,
  );
}

function dropFinalizer(
  ctx: ComponentContext,
  kind: Kind,
  object: KubeObject,
  finalizer: string,
  rule: string,
  text: string,
): SyncOutcome {
  const written = ctx.api.modify(
    kind,
    namespaceOf(object),
    object.metadata.name,
    (live) => withoutFinalizer(live, finalizer),
    { rule, text },
  );
  return written.ok || written.error.reason === 'NotFound' ? DONE : FAILED;
}

function withoutFinalizer<T extends KubeObject>(object: T, finalizer: string): T {
  const { finalizers = [], ...metadata } = object.metadata;
  const rest = finalizers.filter((one) => one !== finalizer);
  return { ...object, metadata: rest.length === 0 ? metadata : { ...metadata, finalizers: rest } };
}

function collect(ctx: ComponentContext, { kind, object }: Item): SyncOutcome {
  const references = object.metadata.ownerReferences ?? [];
  const owners = references.map((reference) => ownerState(reference, ownerOf(ctx.api, object, reference)));
  const hasDependents = owners.includes('waiting') && dependentsOf(ctx.api, object).length > 0;
  const verdict = decideItem({ owners, hasDependents, finalizers: object.metadata.finalizers ?? [] });
  if (verdict.kind === 'keep') return DONE;
  if (verdict.kind === 'delete') return deleteItem(ctx, { kind, object }, verdict.propagation);
  const lost = references.filter((_reference, i) => owners[i] !== 'solid').map(({ uid }) => uid);
  const text = 'it has another owner that lives, so it only loses its references to owners that are gone';
  const stripped = ctx.api.modify(
    kind,
    namespaceOf(object),
    object.metadata.name,
    (live) => lost.reduce((one, uid) => withoutOwner(one, uid), live),
    { rule: 'GC-02', text },
  );
  return stripped.ok || stripped.error.reason === 'NotFound' ? DONE : FAILED;
}

function deleteItem(ctx: ComponentContext, { kind, object }: Item, propagation: Propagation): SyncOutcome {
  const names = (object.metadata.ownerReferences ?? [])
    .map((reference) => `${reference.kind} ${reference.name}`)
    .join(', ');
  const text =
    propagation === 'Foreground'
      ? `its owner ${names} is being deleted after its dependents`
      : `its owner ${names} does not live any more`;
  const deleted = ctx.api.delete(
    kind,
    namespaceOf(object),
    object.metadata.name,
    { uid: uidOf(object), propagationPolicy: propagation },
    { rule: 'GC-01', text },
  );
  return deleted.ok || deleted.error.reason === 'NotFound' ? DONE : FAILED;
}
