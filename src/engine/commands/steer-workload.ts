/**
 * Steering what runs pods: rollouts forward and back, pauses, and Jobs by hand, with the API requests and the refusals of kubectl.
 *
 * **Upstream:** staging/src/k8s.io/kubectl/pkg/cmd/rollout, pkg/polymorphichelpers, pkg/cmd/create/create_job.go (v1.37).
 */
import { unreachable } from '../../base/assert.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { jobFromCronJob } from '../api/instantiate.ts';
import { kindOf, resources } from '../api/resources.ts';
import {
  isSameTemplate,
  restartPatch,
  revisionNumber,
  revisionTemplate,
  rollbackPatch,
} from '../api/rollback.ts';
import { formatTime } from '../api/time.ts';
import type { Kind } from '../api/types.ts';
import type { ApiClient, ApiResult, PatchType, StoredObject } from '../apiserver/client.ts';
import type { Because } from '../sim/trace.ts';
import type { Command, CommandOutcome } from './command.ts';

export type SteeringCommand = Extract<
  Command,
  {
    readonly kind:
      | 'rollout-undo'
      | 'rollout-pause'
      | 'rollout-resume'
      | 'rollout-restart'
      | 'suspend'
      | 'unsuspend'
      | 'trigger-cron-job';
  }
>;

type Target = Exclude<SteeringCommand, { readonly kind: 'trigger-cron-job' }>;

/** What the API server said to the request, or the outcome of a command that came to none. */
export type Steered =
  | {
      readonly outcome?: undefined;
      readonly kind: Kind;
      readonly written: ApiResult<StoredObject<Kind>>;
      readonly word: CommandOutcome['result'];
    }
  | { readonly outcome: CommandOutcome };

/** `wallMs`: milliseconds since 1970, for the note that a restart leaves. */
export function steerWorkload(
  api: ApiClient,
  command: SteeringCommand,
  because: Because,
  wallMs: number,
): Steered {
  if (command.kind === 'trigger-cron-job') return trigger(api, command, because);
  const kind = kindOf('apps/v1', command.objectKind) ?? kindOf('batch/v1', command.objectKind);
  if (kind === undefined) return refused(command, `${command.objectKind} has no rollout`);
  switch (command.kind) {
    case 'rollout-undo':
      return undo(api, kind, command, because);
    case 'rollout-pause':
      return pause(api, kind, command, true, because);
    case 'rollout-resume':
      return pause(api, kind, command, false, because);
    case 'rollout-restart':
      return restart(api, kind, command, because, wallMs);
    case 'suspend':
    case 'unsuspend':
      return suspend(api, kind, command, because);
    default:
      return unreachable(command);
  }
}

function refused({ objectKind, namespace, name }: Target, message: string): Steered {
  return { outcome: { result: 'refused', kind: objectKind, namespace, name, message } };
}

function patched(
  api: ApiClient,
  kind: Kind,
  { namespace, name }: Target,
  type: PatchType,
  body: Json,
  because: Because,
): Steered {
  return { kind, written: api.patch(kind, namespace, name, type, body, because), word: 'configured' };
}

/** An empty patch of what is not there: the server's own words for that. */
function notFound(api: ApiClient, kind: Kind, target: Target, because: Because): Steered {
  return patched(api, kind, target, 'merge', {}, because);
}

function plural(kind: Kind): string {
  const resource = resources.find((one) => one.kind === kind);
  if (resource === undefined) return kind.toLowerCase();
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

interface Revision {
  readonly revision: number;
  readonly annotations: Readonly<Record<string, string>>;
  /** The pod template for a Deployment, a patch for others. */
  readonly content: JsonObject;
}

function undo(
  api: ApiClient,
  kind: Kind,
  command: Extract<Target, { readonly kind: 'rollout-undo' }>,
  because: Because,
): Steered {
  const { namespace, name, toRevision } = command;
  const owner = api.get(kind, namespace, name);
  if (owner === undefined) return notFound(api, kind, command, because);
  if (kind !== 'Deployment' && kind !== 'StatefulSet' && kind !== 'DaemonSet')
    return refused(command, `no rollbacker has been implemented for "${kind}"`);
  if (isPaused(owner))
    return refused(
      command,
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  const revisions = revisionsOf(api, kind, owner.metadata.uid);
  const chosen =
    toRevision === 0 ? revisions.at(-2) : revisions.find(({ revision }) => revision === toRevision);
  if (chosen === undefined)
    return refused(
      command,
      toRevision === 0
        ? `no rollout history found for ${kind.toLowerCase()} "${name}"`
        : `unable to find specified revision ${toRevision} in history`,
    );
  if (kind !== 'Deployment') return patched(api, kind, command, 'strategic', chosen.content, because);
  const { template } = (owner as StoredObject<'Deployment'>).spec;
  if (isSameTemplate(template as object as Json, chosen.content))
    return {
      outcome: {
        result: 'unchanged',
        kind,
        namespace,
        name,
        message: `skipped rollback (current template already matches revision ${chosen.revision})`,
      },
    };
  return patched(
    api,
    kind,
    command,
    'json',
    rollbackPatch(owner, chosen.annotations, chosen.content),
    because,
  );
}

/** Oldest first. */
function revisionsOf(api: ApiClient, kind: Kind, uid: string): readonly Revision[] {
  const found: Revision[] =
    kind === 'Deployment'
      ? api.ownedBy('ReplicaSet', uid).map(({ metadata, spec }) => ({
          revision: revisionNumber(metadata.annotations),
          annotations: metadata.annotations ?? {},
          content: revisionTemplate((spec.template ?? {}) as object as JsonObject),
        }))
      : api.ownedBy('ControllerRevision', uid).map(({ metadata, revision, data }) => ({
          revision,
          annotations: metadata.annotations ?? {},
          content: (data ?? {}) as JsonObject,
        }));
  return found.sort((a, b) => a.revision - b.revision);
}

function isPaused(owner: StoredObject<Kind>): boolean {
  return owner.kind === 'Deployment' && (owner as StoredObject<'Deployment'>).spec.paused === true;
}

function pause(api: ApiClient, kind: Kind, command: Target, paused: boolean, because: Because): Steered {
  const what = `${plural(kind)} "${command.name}"`;
  if (kind !== 'Deployment')
    return refused(command, `${what} ${paused ? 'pausing' : 'resuming'} is not supported`);
  const deployment = api.get(kind, command.namespace, command.name);
  if (deployment === undefined) return notFound(api, kind, command, because);
  if (isPaused(deployment) === paused)
    return refused(command, `${what} is ${paused ? 'already paused' : 'not paused'}`);
  return patched(api, kind, command, 'strategic', { spec: { paused: paused ? true : null } }, because);
}

function restart(api: ApiClient, kind: Kind, command: Target, because: Because, wallMs: number): Steered {
  const owner = api.get(kind, command.namespace, command.name);
  if (owner === undefined) return notFound(api, kind, command, because);
  if (kind !== 'Deployment' && kind !== 'StatefulSet' && kind !== 'DaemonSet')
    return refused(command, `${plural(kind)} "${command.name}" restarting is not supported`);
  if (isPaused(owner))
    return refused(
      command,
      `${plural(kind)} "${command.name}" can't restart paused deployment (run rollout resume first)`,
    );
  return patched(api, kind, command, 'strategic', restartPatch(formatTime(wallMs)), because);
}

function suspend(api: ApiClient, kind: Kind, command: Target, because: Because): Steered {
  if (kind !== 'Job' && kind !== 'CronJob')
    return refused(command, `${plural(kind)} "${command.name}" cannot be suspended`);
  return patched(api, kind, command, 'merge', { spec: { suspend: command.kind === 'suspend' } }, because);
}

function trigger(
  api: ApiClient,
  { namespace, name, job }: Extract<SteeringCommand, { readonly kind: 'trigger-cron-job' }>,
  because: Because,
): Steered {
  const cronJob = api.get('CronJob', namespace, name);
  if (cronJob === undefined)
    return {
      kind: 'CronJob',
      written: api.patch('CronJob', namespace, name, 'merge', {}, because),
      word: 'created',
    };
  return { kind: 'Job', written: api.create('Job', jobFromCronJob(cronJob, job), because), word: 'created' };
}
