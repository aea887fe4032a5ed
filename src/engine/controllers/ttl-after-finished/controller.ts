/**
 * The TTL-after-finished controller: deletes Jobs some time after they ended.
 *
 * **Upstream:** pkg/controller/ttlafterfinished (v1.37).
 */
import { findCondition } from '../../api/conditions.ts';
import type { Job } from '../../api/batch-v1.ts';
import { timeMs } from '../../api/time.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted, keyOf, splitKey, uidOf } from '../control/keys.ts';

export function createTtlAfterFinishedController(ctx: ComponentContext): Component {
  return controllerComponent(ctx, {
    name: 'ttl-after-finished-controller',
    watches: {
      Job: ({ type, object }) =>
        type === 'DELETED' || expiryMs(object) === undefined ? [] : [keyOf(object)],
    },
    reconcile: (key) => syncJob(ctx, key),
  });
}

/** When the Job may go; undefined for one that goes on, is going already, or stays for ever. */
export function expiryMs(job: Job): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  if (ttlSecondsAfterFinished === undefined || isBeingDeleted(job)) return undefined;
  const ended = ['Complete', 'Failed']
    .map((type) => findCondition(job.status?.conditions ?? [], type))
    .find((condition) => condition?.status === 'True');
  const endedMs = timeMs(ended?.lastTransitionTime);
  return endedMs === undefined ? undefined : endedMs + ttlSecondsAfterFinished * 1000;
}

function syncJob(ctx: ComponentContext, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const job = ctx.api.get('Job', namespace, name);
  const expiry = job === undefined ? undefined : expiryMs(job);
  if (job === undefined || expiry === undefined) return DONE;
  const left = expiry - wallMs(ctx);
  if (left > 0) return { requeueAfterMs: left };
  const because = {
    rule: 'TTL-02',
    text: `it ended ${job.spec.ttlSecondsAfterFinished ?? 0} s ago, as long as ttlSecondsAfterFinished keeps it`,
    timer: 'ttlSecondsAfterFinished',
  };
  const deleted = ctx.api.delete(
    'Job',
    namespace,
    name,
    { propagationPolicy: 'Foreground', uid: uidOf(job) },
    because,
  );
  return deleted.ok || deleted.error.reason === 'NotFound' ? DONE : FAILED;
}
