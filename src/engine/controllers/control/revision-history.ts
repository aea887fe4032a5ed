/**
 * ControllerRevisions: numbered snapshots of a template, by which StatefulSets and DaemonSets know old pods from new ones.
 *
 * **Upstream:** pkg/controller/history/controller_history.go and pkg/controller/daemon/update.go (v1.37).
 */
import { compareStrings } from '../../../base/compare.ts';
import { deepEqual } from '../../../base/json.ts';
import type { ControllerRevision } from '../../api/apps-v1.ts';
import type { PodTemplateSpec } from '../../api/core-v1-pod.ts';
import type { KubeObject } from '../../api/types.ts';
import type { ApiFailure } from '../../apiserver/client.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { namespaceOf, uidOf } from './keys.ts';
import { controllerRefTo, isControlledBy } from './owner.ts';
import { safeHash } from './safe-encode.ts';

/** The owner's side: what goes into a snapshot and how it is labelled. */
export interface RevisionRequest {
  readonly owner: KubeObject;
  readonly template: PodTemplateSpec;
  /** Label that carries the hash. */
  readonly hashLabel: string;
  readonly collisionCount: number | undefined;
}

export interface Revisions {
  /** The snapshot of the present template. */
  readonly current: ControllerRevision;
  /** All others, oldest first. */
  readonly old: readonly ControllerRevision[];
  /** True when the present template had no snapshot before. */
  readonly made: boolean;
}

/** The owner's revisions, by number, then age, then name. */
export function revisionsOf(ctx: ComponentContext, owner: KubeObject): readonly ControllerRevision[] {
  const own = ctx.api
    .ownedBy('ControllerRevision', uidOf(owner))
    .filter((one) => isControlledBy(one, uidOf(owner)));
  return [...own].sort(
    (a, b) =>
      a.revision - b.revision ||
      compareStrings(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
      compareStrings(a.metadata.name, b.metadata.name),
  );
}

/** `{spec: {template: …}}` as a patch that replaces the template. */
export function snapshotOf(template: PodTemplateSpec): unknown {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

/** Finds or makes the revision of the present template; one found again gets the highest number. */
export function ensureRevision(
  ctx: ComponentContext,
  request: RevisionRequest,
): Result<Revisions, ApiFailure> {
  const all = revisionsOf(ctx, request.owner);
  const data = snapshotOf(request.template);
  const equal = all.findLast((one) => deepEqual(one.data, data));
  const old = all.filter((one) => one !== equal);
  const next = Math.max(0, ...old.map((one) => one.revision)) + 1;
  const ensured =
    equal === undefined
      ? createRevision(ctx, request, data, next)
      : equal.revision >= next
        ? ok(equal)
        : raise(ctx, equal, next);
  return ensured.ok ? ok({ current: ensured.value, old, made: equal === undefined }) : ensured;
}

function raise(
  ctx: ComponentContext,
  revision: ControllerRevision,
  number: number,
): Result<ControllerRevision, ApiFailure> {
  const because = {
    rule: 'REVISION-02',
    text: `its template is in use again, so it becomes revision ${number}`,
  };
  return ctx.api.update('ControllerRevision', { ...revision, revision: number }, because);
}

function createRevision(
  ctx: ComponentContext,
  request: RevisionRequest,
  data: unknown,
  number: number,
): Result<ControllerRevision, ApiFailure> {
  const { owner, template, hashLabel } = request;
  let collisions = request.collisionCount;
  for (;;) {
    const hash = safeHash(data, collisions);
    const name = `${owner.metadata.name}-${hash}`;
    const metadata = {
      name,
      namespace: namespaceOf(owner),
      labels: { ...template.metadata?.labels, [hashLabel]: hash },
      ...(owner.metadata.annotations === undefined ? {} : { annotations: owner.metadata.annotations }),
      ownerReferences: [controllerRefTo(owner)],
    };
    const because = {
      rule: 'REVISION-01',
      text: `the template of ${owner.kind} ${owner.metadata.name} is new, so it is kept as revision ${number}`,
    };
    const created = ctx.api.create('ControllerRevision', { metadata, data, revision: number }, because);
    if (created.ok || created.error.reason !== 'AlreadyExists') return created;
    if ((collisions ?? 0) > 100) return fail(created.error);
    collisions = (collisions ?? 0) + 1;
  }
}

/** Deletes up to `surplus` revisions, the oldest that nothing uses. */
export function truncateHistory(
  ctx: ComponentContext,
  old: readonly ControllerRevision[],
  inUse: (revision: ControllerRevision) => boolean,
  surplus: number,
): void {
  const unused = old.filter((revision) => !inUse(revision));
  for (const revision of unused.slice(0, Math.max(0, surplus))) {
    const text = `it is the oldest unused revision, and ${surplus} are more than revisionHistoryLimit allows`;
    ctx.api.delete(
      'ControllerRevision',
      namespaceOf(revision),
      revision.metadata.name,
      {},
      { rule: 'REVISION-03', text },
    );
  }
}
