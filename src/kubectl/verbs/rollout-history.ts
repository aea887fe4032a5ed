/** The revisions of a workload, and going back to one of them. */
import type { Json, JsonObject } from '../../base/json.ts';
import type { ControllerRevision, Deployment, ReplicaSet } from '../../engine/api/apps-v1.ts';
import {
  isSameTemplate,
  revisionNumber,
  revisionTemplate,
  rollbackPatch,
} from '../../engine/api/rollback.ts';
import type { KubeObject } from '../../engine/api/types.ts';
import { objectAt } from '../describe/page.ts';
import { plural } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { complaint } from '../session.ts';
import type { Session } from '../session.ts';
import { fieldOf, targetOf } from '../targets.ts';

export interface Revision {
  readonly revision: number;
  readonly annotations: Readonly<Record<string, string>>;
  /** The pod template for a Deployment, the patch for others. */
  readonly content: JsonObject;
  /** The template as it stands, with the labels that tell revisions apart. */
  readonly template: JsonObject;
}

export async function revisionsOf(session: Session, owner: KubeObject): Promise<readonly Revision[]> {
  const found =
    owner.kind === 'Deployment'
      ? await replicaSets(session, owner)
      : await controllerRevisions(session, owner);
  return [...found].sort((a, b) => a.revision - b.revision);
}

function owned(owner: KubeObject, objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.filter(({ metadata }) =>
    metadata.ownerReferences?.some(
      ({ uid, controller }) => uid === owner.metadata.uid && controller === true,
    ),
  );
}

async function replicaSets(session: Session, owner: KubeObject): Promise<readonly Revision[]> {
  const sets = owned(
    owner,
    await session.cluster.list('ReplicaSet', { namespace: owner.metadata.namespace ?? '' }),
  ) as readonly ReplicaSet[];
  return sets.map((one) => ({
    revision: revisionNumber(one.metadata.annotations),
    annotations: one.metadata.annotations ?? {},
    content: revisionTemplate((fieldOf(one, 'spec.template') ?? {}) as JsonObject),
    template: (fieldOf(one, 'spec.template') ?? {}) as JsonObject,
  }));
}

async function controllerRevisions(session: Session, owner: KubeObject): Promise<readonly Revision[]> {
  const all = owned(
    owner,
    await session.cluster.list('ControllerRevision', { namespace: owner.metadata.namespace ?? '' }),
  ) as readonly ControllerRevision[];
  return all.map((one) => ({
    revision: one.revision,
    annotations: one.metadata.annotations ?? {},
    content: (fieldOf(one, 'data') ?? {}) as JsonObject,
    template: objectAt((fieldOf(one, 'data') ?? {}) as JsonObject, 'spec.template'),
  }));
}

/** `to` 0 means the one before the last. Returns the word for the result line. */
export async function rollBack(session: Session, owner: KubeObject, to: number): Promise<string> {
  const name = owner.metadata.name;
  if (owner.kind === 'Deployment' && (owner as Deployment).spec?.paused === true) {
    throw complaint(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  const revisions = await revisionsOf(session, owner);
  const chosen = to === 0 ? revisions.at(-2) : revisions.find(({ revision }) => revision === to);
  if (chosen === undefined)
    throw complaint(
      to === 0
        ? `no rollout history found for ${owner.kind.toLowerCase()} "${name}"`
        : `unable to find specified revision ${to} in history`,
    );
  return owner.kind === 'Deployment'
    ? restoreTemplate(session, owner, chosen)
    : restorePatch(session, owner, chosen);
}

async function restoreTemplate(
  session: Session,
  owner: KubeObject,
  { revision, content, annotations }: Revision,
): Promise<string> {
  if (isSameTemplate(fieldOf(owner, 'spec.template') as Json, content)) {
    return `skipped rollback (current template already matches revision ${revision})`;
  }
  const { kind, namespace, name } = targetOf(owner);
  accepted(
    await session.cluster.patch(kind, namespace, name, 'json', rollbackPatch(owner, annotations, content)),
  );
  return 'rolled back';
}

async function restorePatch(
  session: Session,
  owner: KubeObject,
  { revision, content }: Revision,
): Promise<string> {
  const { kind, namespace, name } = targetOf(owner);
  const before = owner.metadata.resourceVersion;
  const after = accepted(
    await session.cluster.patch(kind, namespace, name, 'strategic', content),
    `${plural(kind)}: `,
  );
  return after.metadata.resourceVersion === before
    ? `skipped rollback (current template already matches revision ${revision})`
    : 'rolled back';
}

/** The pod template of a revision, with the reason for the change that made it. */
export function templateOf({ template, annotations }: Revision): JsonObject {
  const cause = annotations['kubernetes.io/change-cause'];
  if (cause === undefined) return template;
  const metadata = objectAt(template, 'metadata');
  const own = objectAt(metadata, 'annotations');
  return {
    ...template,
    metadata: { ...metadata, annotations: { ...own, 'kubernetes.io/change-cause': cause } },
  };
}
