/**
 * What the runtime is told about a container: environment, command, mounts, limits.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go generateContainerConfig, kubelet_pods.go makeMounts (v1.37).
 */
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import type { Container, EphemeralContainer, VolumeMount } from '../../api/core-v1-pod.ts';
import { qosClassOf } from '../../api/qos.ts';
import { milliValue, wholeValue } from '../../api/quantity.ts';
import type { ContainerConfig, MountSpec } from '../../world/contract.ts';
import { isCritical } from '../admission/critical.ts';
import { environmentOf } from '../environment/environment.ts';
import type { Variable } from '../environment/environment.ts';
import { expand } from '../environment/expansion.ts';
import { podPlace } from '../environment/pod-place.ts';
import { serviceVariables } from '../environment/service-variables.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { podDescription } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { readObject, readServices } from '../remembered-objects.ts';
import { volumeId } from '../volumes/mount-volumes.ts';
import { containerHash } from './container-hash.ts';
import { groupsOf } from './container-specs.ts';
import type { ContainerKind } from './container-specs.ts';

/** Annotations that tell the simulated program how to behave. */
const BEHAVIOUR_PREFIX = 'podarium.dev/';

export interface ConfigInput {
  readonly kind: ContainerKind;
  readonly attempt: number;
  readonly sandboxId: string;
}

/** The configuration, or why there can be none: the message of CreateContainerConfigError. */
export function containerConfig(
  k: Kubelet,
  worker: PodWorker,
  container: Container | EphemeralContainer,
  input: ConfigInput,
): Result<ContainerConfig, string> {
  const refused = rootRefused(k, worker, container);
  if (refused !== undefined) return fail(refused);
  const environment = environmentFor(k, worker, container);
  if (!environment.ok) return environment;
  const lookup = (name: string): string | undefined =>
    environment.value.find((variable) => variable.name === name)?.value;
  const { command, args, workingDir, resources = {}, securityContext = {} } = container;
  const ofPod = worker.pod.spec.securityContext ?? {};
  const runAsUser = securityContext.runAsUser ?? ofPod.runAsUser;
  const runAsGroup = securityContext.runAsGroup ?? ofPod.runAsGroup;
  const groups = groupsOf(worker.pod);
  const limits = resources.limits ?? {};
  return ok({
    sandboxId: input.sandboxId,
    name: container.name,
    attempt: input.attempt,
    kind: input.kind === 'sidecar' ? 'init' : input.kind,
    image: container.image ?? '',
    ...(command === undefined ? {} : { command: command.map((word) => expand(word, lookup)) }),
    ...(args === undefined ? {} : { args: args.map((word) => expand(word, lookup)) }),
    env: environment.value,
    ...(workingDir === undefined ? {} : { workingDir }),
    mounts: mountsOf(k, worker, container.volumeMounts ?? [], lookup),
    containerPorts: (container.ports ?? []).map((port) => port.containerPort),
    terminationMessagePath: container.terminationMessagePath ?? '/dev/termination-log',
    ...(limits.memory === undefined ? {} : { memoryLimitBytes: wholeValue(limits.memory) }),
    ...(limits.cpu === undefined ? {} : { cpuLimitMilli: milliValue(limits.cpu) }),
    ...(runAsUser === undefined ? {} : { runAsUser }),
    ...(runAsGroup === undefined ? {} : { runAsGroup }),
    ...(groups.length === 0 ? {} : { groups }),
    oomScoreAdj: oomScoreAdj(k, worker, container),
    readOnlyRootFilesystem: securityContext.readOnlyRootFilesystem ?? false,
    tty: container.tty ?? false,
    stdin: container.stdin ?? false,
    specHash: containerHash(container.name, container.image ?? ''),
    behaviour: behaviourOf(worker),
  });
}

/**
 * How readily the kernel kills the container when memory runs out.
 *
 * Upstream: pkg/kubelet/qos/policy.go GetContainerOOMScoreAdjust (v1.37).
 */
function oomScoreAdj(k: Kubelet, worker: PodWorker, container: Container | EphemeralContainer): number {
  if (isCritical(worker.pod)) return -997;
  const quality = qosClassOf(worker.pod.spec);
  if (quality === 'Guaranteed') return -997;
  if (quality === 'BestEffort') return 1000;
  const capacity = k.world.machine(worker.machine)?.memoryBytes ?? 1;
  const request = wholeValue(container.resources?.requests?.memory);
  const score = 1000 - Math.floor((request / capacity) * 1000);
  if (score < 3) return 3;
  return score === 1000 ? 999 : score;
}

function environmentFor(
  k: Kubelet,
  worker: PodWorker,
  container: Container | EphemeralContainer,
): Result<readonly Variable[], string> {
  const { machine, pod } = worker;
  const namespace = pod.metadata.namespace ?? 'default';
  return environmentOf(pod, container, {
    ...podPlace(k, worker),
    configMap: (name) => readObject(k, machine, 'ConfigMap', namespace, name),
    secret: (name) => readObject(k, machine, 'Secret', namespace, name),
    file: (volume, path) => {
      const named = (pod.spec.volumes ?? []).find((candidate) => candidate.name === volume);
      return named && k.world.readVolumeFile(machine, volumeId(k, worker, named), path);
    },
    serviceVariables: serviceVariables(
      readServices(k, machine, namespace, pod.spec.enableServiceLinks !== false),
    ),
  });
}

/** runAsNonRoot against the user the container would run as. */
function rootRefused(
  k: Kubelet,
  worker: PodWorker,
  container: Container | EphemeralContainer,
): string | undefined {
  const own = container.securityContext ?? {};
  const ofPod = worker.pod.spec.securityContext ?? {};
  if ((own.runAsNonRoot ?? ofPod.runAsNonRoot) !== true) return undefined;
  const user = own.runAsUser ?? ofPod.runAsUser;
  const where = `(pod: "${podDescription(worker.pod, worker.uid)}", container: ${container.name})`;
  if (user === 0) return `container's runAsUser breaks non-root policy ${where}`;
  if (user !== undefined || k.world.hasImage(worker.machine, container.image ?? '')?.user !== 0)
    return undefined;
  return `container has runAsNonRoot and image will run as root ${where}`;
}

function mountsOf(
  k: Kubelet,
  worker: PodWorker,
  mounts: readonly VolumeMount[],
  lookup: (name: string) => string | undefined,
): readonly MountSpec[] {
  return mounts.flatMap((mount) => {
    const volume = (worker.pod.spec.volumes ?? []).find((candidate) => candidate.name === mount.name);
    if (volume === undefined) return [];
    const subPath =
      mount.subPath ?? (mount.subPathExpr === undefined ? undefined : expand(mount.subPathExpr, lookup));
    return [
      {
        mountPath: mount.mountPath,
        volumeId: volumeId(k, worker, volume),
        readOnly: mount.readOnly === true || volume.image !== undefined,
        ...(subPath === undefined || subPath === '' ? {} : { subPath }),
      },
    ];
  });
}

function behaviourOf(worker: PodWorker): Readonly<Record<string, string>> {
  const behaviour: Record<string, string> = {};
  const { annotations = {} } = worker.pod.metadata;
  for (const name of Object.keys(annotations))
    if (name.startsWith(BEHAVIOUR_PREFIX)) behaviour[name] = annotations[name] ?? '';
  return behaviour;
}
