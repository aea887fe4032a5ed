/** Pods and runtime records for tables of decisions. */
import type { Container, Pod, PodSpec } from '../../api/core-v1-pod.ts';
import type { ContainerRecord, SandboxRecord } from '../../world/contract.ts';
import { containerHash } from '../containers/container-hash.ts';
import type { ActionFacts } from '../containers/pod-actions.ts';
import type { RuntimeStatus } from '../pod-workers/pod-worker.ts';

export const IMAGE = 'busybox:1.36';

export function aContainer(name: string, fields: Partial<Container> = {}): Container {
  return { name, image: IMAGE, ...fields };
}

export function aPod(spec: Partial<PodSpec> = {}, metadata: Partial<Pod['metadata']> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', uid: 'u1', generation: 1, ...metadata },
    spec: { containers: [aContainer('app')], ...spec },
  };
}

export function aSandbox(fields: Partial<SandboxRecord> = {}): SandboxRecord {
  return {
    id: 's0',
    machine: 'node-1',
    podUid: 'u1',
    namespace: 'default',
    podName: 'web',
    hostname: 'web',
    attempt: 0,
    hostNetwork: false,
    shareProcessNamespace: false,
    hostPid: false,
    state: 'ready',
    createdAt: 0,
    ips: ['10.244.1.2'],
    entry: 0,
    ...fields,
  };
}

export function aRun(name: string, fields: Partial<ContainerRecord> = {}): ContainerRecord {
  return {
    id: `${name}-${fields.attempt ?? 0}`,
    machine: 'node-1',
    podUid: 'u1',
    sandboxId: 's0',
    name,
    attempt: 0,
    kind: 'app',
    image: IMAGE,
    env: [],
    mounts: [],
    containerPorts: [],
    terminationMessagePath: '/dev/termination-log',
    readOnlyRootFilesystem: false,
    tty: false,
    stdin: false,
    specHash: containerHash(name, IMAGE),
    behaviour: {},
    state: 'running',
    createdAt: 1,
    startedAt: 2,
    finishedAt: 0,
    exitCode: 0,
    reason: '',
    message: '',
    terminationMessage: '',
    imageRef: `docker.io/library/${IMAGE}`,
    imageId: 'sha',
    entry: 0,
    ...fields,
  };
}

export function exited(
  name: string,
  exitCode: number,
  fields: Partial<ContainerRecord> = {},
): ContainerRecord {
  return aRun(name, {
    state: 'exited',
    exitCode,
    finishedAt: 5000,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    ...fields,
  });
}

export function runtime(
  containers: readonly ContainerRecord[],
  sandboxes: readonly SandboxRecord[] = [aSandbox()],
): RuntimeStatus {
  return { sandboxes, containers, ips: ['10.244.1.2'] };
}

export const CALM: ActionFacts = {
  liveness: () => undefined,
  startup: () => undefined,
  resizeNeedsRestart: () => false,
};
