/**
 * The pods a Job makes.
 *
 * **Upstream:** pkg/controller/job/job_controller.go manageJob and indexed_job_utils.go addCompletionIndexEnvVariables (v1.37).
 */
import type { Job } from '../../api/batch-v1.ts';
import type { Container, PodSpec } from '../../api/core-v1-pod.ts';
import { JobCompletionIndexKey, JobTrackingFinalizer } from '../../api/well-known.ts';
import type { NewObject } from '../../apiserver/client.ts';
import { podFromTemplate } from '../control/pod-from-template.ts';
import type { IndexFailures } from './per-index.ts';
import { INDEX_FAILURE_COUNT, INDEX_IGNORED_FAILURE_COUNT } from './reasons.ts';

const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';

/** With the tracking finalizer; for an indexed Job also with everything that tells the pod its index. */
export function jobPod(
  job: Job,
  index: number | undefined,
  failures: IndexFailures | undefined,
): NewObject<'Pod'> {
  const pod = podFromTemplate(job, job.spec.template);
  const finalizers = [...(pod.metadata.finalizers ?? []), JobTrackingFinalizer];
  if (index === undefined) return { ...pod, metadata: { ...pod.metadata, finalizers } };
  const text = String(index);
  const annotations = {
    ...pod.metadata.annotations,
    [JobCompletionIndexKey]: text,
    ...(failures === undefined ? {} : { [INDEX_FAILURE_COUNT]: String(failures.counted) }),
    ...(failures === undefined || failures.ignored === 0
      ? {}
      : { [INDEX_IGNORED_FAILURE_COUNT]: String(failures.ignored) }),
  };
  const labels = { ...pod.metadata.labels, [JobCompletionIndexKey]: text };
  const generateName = `${job.metadata.name}-${index}-`;
  return {
    ...pod,
    metadata: { ...pod.metadata, finalizers, annotations, labels, generateName },
    spec: withIndex(pod.spec, `${job.metadata.name}-${index}`),
  };
}

function withIndex(spec: PodSpec, hostname: string): PodSpec {
  const initContainers =
    spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(withVariable) };
  return { ...spec, ...initContainers, containers: spec.containers.map(withVariable), hostname };
}

function withVariable(container: Container): Container {
  const env = container.env ?? [];
  if (env.some(({ name }) => name === INDEX_VARIABLE)) return container;
  return {
    ...container,
    env: [
      ...env,
      {
        name: INDEX_VARIABLE,
        valueFrom: { fieldRef: { fieldPath: `metadata.labels['${JobCompletionIndexKey}']` } },
      },
    ],
  };
}
