/**
 * The three lists of containers in a pod spec as one: what kind each is, and how it is named in Events.
 *
 * Upstream: pkg/kubelet/container/helpers.go, pkg/api/v1/pod/util.go (v1.37).
 */
import type { Container, EphemeralContainer, Pod, PodSpec } from '../../api/core-v1-pod.ts';
import type { ContainerRecord } from '../../world/contract.ts';
import type { RuntimeStatus } from '../pod-workers/pod-worker.ts';

/** `sidecar` is an init container that restarts always. */
export type ContainerKind = 'init' | 'sidecar' | 'app' | 'ephemeral';

export interface ContainerSpec {
  readonly kind: ContainerKind;
  readonly container: Container | EphemeralContainer;
}

export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

export function initSpecs(spec: PodSpec): readonly ContainerSpec[] {
  return (spec.initContainers ?? []).map((container) => ({
    kind: isSidecar(container) ? 'sidecar' : 'init',
    container,
  }));
}

export function appSpecs(spec: PodSpec): readonly ContainerSpec[] {
  return spec.containers.map((container) => ({ kind: 'app', container }));
}

export function ephemeralSpecs(spec: PodSpec): readonly ContainerSpec[] {
  return (spec.ephemeralContainers ?? []).map((container) => ({ kind: 'ephemeral', container }));
}

/** Init containers, then regular ones, then ephemeral ones, each in spec order. */
export function allSpecs(spec: PodSpec): readonly ContainerSpec[] {
  return [...initSpecs(spec), ...appSpecs(spec), ...ephemeralSpecs(spec)];
}

export function specOf({ spec }: Pod, name: string): ContainerSpec | undefined {
  const isIt = (container: { readonly name: string }): boolean => container.name === name;
  const app = spec.containers.find(isIt);
  if (app !== undefined) return { kind: 'app', container: app };
  const init = spec.initContainers?.find(isIt);
  if (init !== undefined) return { kind: isSidecar(init) ? 'sidecar' : 'init', container: init };
  const ephemeral = spec.ephemeralContainers?.find(isIt);
  return ephemeral === undefined ? undefined : { kind: 'ephemeral', container: ephemeral };
}

export function fieldPathOf(kind: ContainerKind, name: string): string {
  if (kind === 'app') return `spec.containers{${name}}`;
  return kind === 'ephemeral' ? `spec.ephemeralContainers{${name}}` : `spec.initContainers{${name}}`;
}

/** The newest run of a container, if it ever ran. */
export function newestRun(runtime: RuntimeStatus, name: string): ContainerRecord | undefined {
  return runtime.containers.find((record) => record.name === name);
}

/** All runs of a container, newest first. */
export function runsOf(runtime: RuntimeStatus, name: string): readonly ContainerRecord[] {
  return runtime.containers.filter((record) => record.name === name);
}

/** Only the runs in this sandbox: what ran in an earlier one says nothing about how far the pod has come. */
export function inSandbox(runtime: RuntimeStatus, sandboxId: string): RuntimeStatus {
  const containers = runtime.containers.filter((record) => record.sandboxId === sandboxId);
  return containers.length === runtime.containers.length ? runtime : { ...runtime, containers };
}

/** True once any regular container has been created: init is over for good. */
export function anyAppCreated(pod: Pod, runtime: RuntimeStatus): boolean {
  return pod.spec.containers.some((container) => newestRun(runtime, container.name) !== undefined);
}

/** fsGroup first, as the kubelet hands them on. */
export function groupsOf({ spec }: Pod): readonly number[] {
  const { fsGroup, supplementalGroups = [] } = spec.securityContext ?? {};
  return fsGroup === undefined ? supplementalGroups : [fsGroup, ...supplementalGroups];
}
