/** What the server adds to a new Job: a selector and labels that carry the Job's uid. **Upstream:** pkg/registry/batch/job/strategy.go (v1.37). */
import type { Incoming } from '../server-context.ts';

export function completeJob(job: Incoming<'Job'>): Incoming<'Job'> {
  const { spec } = job;
  if (spec === undefined || spec.manualSelector === true) return job;
  const uid = job.metadata.uid ?? '';
  const name = job.metadata.name ?? '';
  const made = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const matchLabels = {
    ...spec.selector?.matchLabels,
    'batch.kubernetes.io/controller-uid': uid,
  };
  const labels = { ...spec.template.metadata?.labels, ...made };
  const template = { ...spec.template, metadata: { ...spec.template.metadata, labels } };
  const metadata = job.metadata.labels === undefined ? { ...job.metadata, labels } : job.metadata;
  return {
    ...job,
    metadata,
    spec: { ...spec, selector: { ...spec.selector, matchLabels }, template },
  };
}
