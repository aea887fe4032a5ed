/**
 * Images that are mounted as volumes: fetched like a container's image, once per sync, before the containers that mount them.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go getImageVolumes (v1.37). Events name the pod, not a container.
 */
import type { Json } from '../../../base/json.ts';
import { must } from '../../../base/assert.ts';
import type { Container, EphemeralContainer } from '../../api/core-v1-pod.ts';
import { changeRun } from '../containers/start-failure.ts';
import type { StepOutcome } from '../containers/start-container.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PodWorker, StartFailure } from '../pod-workers/pod-worker.ts';
import { afterPull, ensureImage } from './ensure-image.ts';
import type { ImageOutcome } from './ensure-image.ts';

const POD = { kind: 'app', name: '' } as const;

export function beginVolumePull(k: Kubelet, key: string, volume: string): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const { reference = '', pullPolicy } = imageOf(worker, volume);
  const policy = pullPolicy === undefined ? {} : { imagePullPolicy: pullPolicy };
  return withOutcome(k, key, volume, ensureImage(k, worker, POD, { image: reference, ...policy }));
}

export function continueVolumePull(
  k: Kubelet,
  key: string,
  volume: string,
  result: Json | undefined,
): StepOutcome {
  const worker = must(k.workers.get(key), key);
  return withOutcome(
    k,
    key,
    volume,
    afterPull(k, worker, POD, imageOf(worker, volume).reference ?? '', result),
  );
}

function imageOf(
  { pod }: PodWorker,
  volume: string,
): { readonly reference?: string; readonly pullPolicy?: string } {
  return (pod.spec.volumes ?? []).find(({ name }) => name === volume)?.image ?? {};
}

function withOutcome(k: Kubelet, key: string, volume: string, outcome: ImageOutcome): StepOutcome {
  if (outcome.image === 'pulling') {
    changeRun(k, key, { call: outcome.call });
    return 'waits';
  }
  if (outcome.image === 'failed') {
    const { reason, message } = outcome;
    const run = must(k.workers.get(key)?.run, 'a sync under way');
    changeRun(k, key, { volumeErrors: { ...run.volumeErrors, [volume]: { reason, message } } });
  }
  // Other containers start all the same.
  return 'done';
}

/** Why a container that mounts such a volume cannot start. */
export function volumeError(
  worker: PodWorker,
  container: Container | EphemeralContainer,
): StartFailure | undefined {
  const errors = worker.run?.volumeErrors ?? {};
  return (container.volumeMounts ?? []).map(({ name }) => errors[name]).find((error) => error !== undefined);
}
