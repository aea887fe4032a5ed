/**
 * What a pod asks of its node: the sum over its containers, or the peak of its init phase if that is higher.
 *
 * Upstream: `PodRequests` of staging/src/k8s.io/component-helpers/resource/helpers.go (v1.37). A sidecar (an init container
 * that restarts always) counts beside the app containers and beside every init container after it.
 *
 * **Simplified:** while an in-place resize is under way, the spec counts and the amounts in the pod's status do not.
 */
import type { Container, Pod } from '../../api/core-v1-pod.ts';
import type { NonZeroRequest, Resource, ResourceList } from './resource.ts';
import { addResources, maxResources, resourceOf, ZERO_RESOURCE } from './resource.ts';

const DEFAULT_MILLI_CPU_REQUEST = 100;
const DEFAULT_MEMORY_REQUEST = 200 * 1024 * 1024;

interface Requests {
  readonly plain: Resource;
  readonly nonZero: NonZeroRequest;
}

/** By what they are computed from: an attempt, the binding and later versions of a pod share its containers. */
const known = new WeakMap<
  readonly Container[],
  { readonly spec: Pod['spec']; readonly requests: Requests }
>();

function requestsOf(pod: Pod): Requests {
  const { spec } = pod;
  const last = known.get(spec.containers);
  if (last !== undefined && asksTheSame(last.spec, spec)) return last.requests;
  const { milliCPU, memory } = computeRequests(pod, nonMissingContainerRequests);
  const requests = { plain: computeRequests(pod, containerRequests), nonZero: { milliCPU, memory } };
  known.set(spec.containers, { spec, requests });
  return requests;
}

function asksTheSame(a: Pod['spec'], b: Pod['spec']): boolean {
  return a.initContainers === b.initContainers && a.resources === b.resources && a.overhead === b.overhead;
}

/** What the filters count. A container without requests asks for nothing. */
export function podRequests(pod: Pod): Resource {
  return requestsOf(pod).plain;
}

/** What LeastAllocated counts. A container without a request for cpu or memory is given a default. */
export function podNonZeroRequests(pod: Pod): NonZeroRequest {
  return requestsOf(pod).nonZero;
}

function computeRequests(pod: Pod, ofContainer: (container: Container) => Resource): Resource {
  let running = ZERO_RESOURCE;
  for (const container of pod.spec.containers) running = addResources(running, ofContainer(container));
  let sidecars = ZERO_RESOURCE;
  let initPeak = ZERO_RESOURCE;
  for (const container of pod.spec.initContainers ?? []) {
    const own = addResources(ofContainer(container), sidecars);
    if (container.restartPolicy === 'Always') {
      running = addResources(running, ofContainer(container));
      sidecars = own;
    }
    initPeak = maxResources(initPeak, own);
  }
  const peak = maxResources(running, initPeak);
  return addResources(withPodLevel(peak, pod.spec.resources?.requests), resourceOf(pod.spec.overhead));
}

function containerRequests(container: Container): Resource {
  return resourceOf(container.resources?.requests);
}

function nonMissingContainerRequests(container: Container): Resource {
  const list = container.resources?.requests ?? {};
  const found = resourceOf(list);
  return {
    ...found,
    milliCPU: list['cpu'] === undefined ? DEFAULT_MILLI_CPU_REQUEST : found.milliCPU,
    memory: list['memory'] === undefined ? DEFAULT_MEMORY_REQUEST : found.memory,
  };
}

/** A request on the level of the pod replaces what its containers add up to, resource by resource. */
function withPodLevel(computed: Resource, list: ResourceList | undefined): Resource {
  if (list === undefined) return computed;
  const named = resourceOf(list);
  const scalars = new Map(computed.scalarResources);
  for (const [name, amount] of named.scalarResources) scalars.set(name, amount);
  return {
    ...computed,
    milliCPU: list['cpu'] === undefined ? computed.milliCPU : named.milliCPU,
    memory: list['memory'] === undefined ? computed.memory : named.memory,
    scalarResources: scalars,
  };
}
