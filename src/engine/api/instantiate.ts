/**
 * A Job made by hand from a CronJob, as `kubectl create job NAME --from=cronjob/…` makes it.
 *
 * **Upstream:** staging/src/k8s.io/kubectl/pkg/cmd/create/create_job.go createJobFromCronJob (v1.37). Unlike the controller's own Jobs it
 * does not block the deletion of its owner.
 */
import type { CronJob, JobSpec } from './batch-v1.ts';
import type { ObjectMeta } from './meta-v1.ts';

const INSTANTIATE = 'cronjob.kubernetes.io/instantiate';

export interface ManualJob {
  readonly metadata: ObjectMeta;
  readonly spec: JobSpec;
}

export function jobFromCronJob(cronJob: CronJob, name: string): ManualJob {
  const { metadata, spec } = cronJob;
  const { labels, annotations } = spec.jobTemplate.metadata ?? {};
  return {
    metadata: {
      name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      ...(labels === undefined ? {} : { labels }),
      annotations: { [INSTANTIATE]: 'manual', ...annotations },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: metadata.name,
          uid: metadata.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: spec.jobTemplate.spec,
  };
}
