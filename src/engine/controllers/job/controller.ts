/**
 * The Job controller: runs pods to completion.
 *
 * **Upstream:** pkg/controller/job/job_controller.go (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { Job } from '../../api/batch-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { matchesLabelSelector } from '../../api/selectors.ts';
import type { KubeObject } from '../../api/types.ts';
import type { ChangeOf } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { defineTable } from '../../sim/sim.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { JobTrackingFinalizer } from '../../api/well-known.ts';
import { claimObjects } from '../control/claim.ts';
import { controllerComponent, DONE } from '../control/component.ts';
import type { Wake } from '../control/component.ts';
import { keyOf, namespaceOf, splitKey, uidOf } from '../control/keys.ts';
import { controllerRefOf } from '../control/owner.ts';
import { noteOrphans, orphansIn } from '../control/orphans.ts';
import { controllerKey, ownersOf } from '../control/owner-watch.ts';
import { NO_FAILURES } from './backoff.ts';
import type { BackoffRecord } from './backoff.ts';
import { isFinished } from './outcome.ts';
import { isTracked } from './pods.ts';
import { DEFAULT_JOB } from './settings.ts';
import type { JobSettings } from './settings.ts';
import { releasePod, syncJob } from './sync.ts';

const OWN_NAME = 'kubernetes.io/job-controller';
const ORPHAN_PREFIX = 'orphan:';

/** Back-off records by Job key. */
export const BACKOFF = defineTable<BackoffRecord & { readonly uid: string }>('job/backoff');

export function createJobController(ctx: ComponentContext, settings: JobSettings = DEFAULT_JOB): Component {
  return controllerComponent(ctx, {
    name: 'job-controller',
    queue: { backoffMsMin: settings.syncBackoffMsMin, backoffMsMax: settings.syncBackoffMsMax },
    remember: (change) => noteOrphans(ctx.sim, ['Pod'], change),
    watches: {
      Job: (change) => wakeForJob(ctx, settings, change),
      Pod: (change) => wakeForPod(ctx, settings, change),
    },
    reconcile: (key) =>
      key.startsWith(ORPHAN_PREFIX)
        ? syncOrphan(ctx, key.slice(ORPHAN_PREFIX.length))
        : sync(ctx, settings, key),
  });
}

/** New Jobs and changes of what a user wants at once; changes of the status with the next batch. */
function wakeForJob(
  ctx: ComponentContext,
  settings: JobSettings,
  { type, object, before }: ChangeOf<'Job'>,
): readonly Wake[] {
  const key = keyOf(object);
  if (type === 'DELETED')
    return [
      key,
      ...ctx.api
        .ownedBy('Pod', uidOf(object))
        .filter(isTracked)
        .map((pod) => ORPHAN_PREFIX + keyOf(pod)),
    ];
  const wish =
    before === undefined ||
    !deepEqual(before.spec, object.spec) ||
    before.metadata.deletionTimestamp !== object.metadata.deletionTimestamp;
  return [wish ? key : { key, afterMs: settings.batchPeriodMs }];
}

function wakeForPod(ctx: ComponentContext, settings: JobSettings, change: ChangeOf<'Pod'>): readonly Wake[] {
  const { object } = change;
  const jobs = ownersOf(ctx.api, 'Job', change, (pod) => adoptersOf(ctx, pod)).map((key) => ({
    key,
    afterMs: settings.batchPeriodMs,
  }));
  return change.type !== 'DELETED' && isStranded(ctx, object)
    ? [...jobs, ORPHAN_PREFIX + keyOf(object)]
    : jobs;
}

function adoptersOf({ api }: ComponentContext, pod: KubeObject): readonly Job[] {
  return api
    .inNamespace('Job', namespaceOf(pod))
    .filter((job) => matchesLabelSelector(job.spec.selector, pod.metadata.labels));
}

/** Tracked for a Job that does not exist any more, or for none. */
function isStranded(ctx: ComponentContext, pod: Pod): boolean {
  if (!isTracked(pod)) return false;
  const reference = controllerRefOf(pod.metadata);
  return reference === undefined
    ? adoptersOf(ctx, pod).length === 0
    : reference.kind === 'Job' && controllerKey(ctx.api, 'Job', pod) === undefined;
}

function syncOrphan(ctx: ComponentContext, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const pod = ctx.api.get('Pod', namespace, name);
  if (pod !== undefined && isStranded(ctx, pod))
    releasePod(ctx, pod, { rule: 'JOB-07', text: 'its Job is gone, so nobody will count this pod' });
  return DONE;
}

function sync(ctx: ComponentContext, settings: JobSettings, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const job = ctx.api.get('Job', namespace, name);
  if (job === undefined) {
    ctx.sim.table(BACKOFF).delete(key);
    return DONE;
  }
  if ((job.spec.managedBy ?? OWN_NAME) !== OWN_NAME || isFinished(job)) return DONE;
  const candidates = [
    ...ctx.api.ownedBy('Pod', uidOf(job)),
    ...orphansIn(ctx.sim, ctx.api, 'Pod', namespace),
  ];
  const pods = claimObjects(
    ctx.api,
    { kind: 'Pod', owner: job, selector: job.spec.selector, finalizer: JobTrackingFinalizer },
    candidates,
  );
  const known = ctx.sim.table(BACKOFF).get(key);
  const before = known?.uid === uidOf(job) ? known : NO_FAILURES;
  const { outcome, backoff } = syncJob(ctx, settings, job, pods, before);
  if (backoff !== before) ctx.sim.table(BACKOFF).put(key, { ...backoff, uid: uidOf(job) });
  return outcome;
}
