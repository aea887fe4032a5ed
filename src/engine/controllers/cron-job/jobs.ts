/**
 * The Jobs of a CronJob: their names, how they ended, and which finished ones are too many.
 *
 * **Upstream:** pkg/controller/cronjob/utils.go, pkg/controller/job/util (v1.37).
 */
import { compareStrings } from '../../../base/compare.ts';
import { isConditionTrue } from '../../api/conditions.ts';
import type { ObjectReference } from '../../api/core-v1.ts';
import type { CronJob, Job } from '../../api/batch-v1.ts';
import { formatInZone } from '../../api/time-zones.ts';
import type { NewObject, StoredObject } from '../../apiserver/client.ts';
import { namespaceOf } from '../control/keys.ts';
import { controllerRefTo } from '../control/owner.ts';

const SCHEDULED_TIMESTAMP = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const DEFAULT_SUCCESSFUL_LIMIT = 3;
const DEFAULT_FAILED_LIMIT = 1;

/** `Complete`, `Failed`, or undefined while the Job goes on. */
export function finishedAs({ status }: Job): 'Complete' | 'Failed' | undefined {
  if (isConditionTrue(status?.conditions, 'Complete')) return 'Complete';
  return isConditionTrue(status?.conditions, 'Failed') ? 'Failed' : undefined;
}

/** The name says which minute the run was due at. */
export function jobName(cronJob: CronJob, dueMs: number): string {
  return `${cronJob.metadata.name}-${Math.floor(dueMs / 60_000)}`;
}

export function jobFor(cronJob: CronJob, dueMs: number): NewObject<'Job'> {
  const { metadata = {}, spec } = cronJob.spec.jobTemplate;
  return {
    metadata: {
      name: jobName(cronJob, dueMs),
      namespace: namespaceOf(cronJob),
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: {
        ...metadata.annotations,
        [SCHEDULED_TIMESTAMP]: formatInZone(cronJob.spec.timeZone ?? 'UTC', dueMs),
      },
      ownerReferences: [controllerRefTo(cronJob)],
    },
    spec,
  };
}

export function referenceTo(job: StoredObject<'Job'>): ObjectReference {
  const { namespace, name, uid, resourceVersion } = job.metadata;
  return {
    kind: 'Job',
    ...(namespace === undefined ? {} : { namespace }),
    name,
    uid,
    apiVersion: 'batch/v1',
    resourceVersion,
  };
}

/** Finished Jobs beyond the two limits, those that started first in front. */
export function surplusJobs<J extends Job>({ spec }: CronJob, jobs: readonly J[]): readonly J[] {
  const ended = (how: 'Complete' | 'Failed'): readonly J[] => jobs.filter((job) => finishedAs(job) === how);
  const successful = oldest(ended('Complete'), spec.successfulJobsHistoryLimit ?? DEFAULT_SUCCESSFUL_LIMIT);
  return [...oldest(ended('Failed'), spec.failedJobsHistoryLimit ?? DEFAULT_FAILED_LIMIT), ...successful];
}

function oldest<J extends Job>(jobs: readonly J[], limit: number): readonly J[] {
  return [...jobs].sort(byStart).slice(0, Math.max(0, jobs.length - limit));
}

/** A Job that never started comes last. */
function byStart(a: Job, b: Job): number {
  const [left, right] = [a.status?.startTime, b.status?.startTime];
  if (left !== right) return left === undefined ? 1 : right === undefined ? -1 : compareStrings(left, right);
  return compareStrings(a.metadata.name, b.metadata.name);
}
