/**
 * Defaults that only a Pod gets, not a template: requests follow limits, host ports follow container ports.
 *
 * Upstream: SetDefaults_Pod in pkg/apis/core/v1/defaults.go (v1.37).
 */
import type { Container, Pod, PodSpec, ResourceRequirements } from '../core-v1-pod.ts';
import type { Quantity } from '../scalars.ts';
import { addQuantities } from '../quantity.ts';
import { changeEach, changeField, fill } from './fill.ts';
import { defaultPodSpec } from './pod-spec.ts';

type ResourceList = Readonly<Record<string, Quantity>>;

export function defaultPod(pod: Pod): Pod {
  return changeField(pod, 'spec', (spec) =>
    Object.isFrozen(spec) ? defaultFrozenSpec(spec) : defaultSpec(spec),
  );
}

function defaultSpec(spec: PodSpec): PodSpec {
  return defaultPodLevel(defaultPodOnly(defaultPodSpec(spec)));
}

/** Specs of stored templates with the defaults of a pod. Derived from them alone: all pods of a template start from the same object. */
const defaulted = new WeakMap<PodSpec, PodSpec>();

function defaultFrozenSpec(spec: PodSpec): PodSpec {
  const known = defaulted.get(spec);
  if (known !== undefined) return known;
  const complete = defaultSpec(spec);
  defaulted.set(spec, complete);
  return complete;
}

function defaultPodOnly(spec: PodSpec): PodSpec {
  const change = (container: Container): Container => {
    const requested = changeField(container, 'resources', requestsFromLimits);
    return spec.hostNetwork === true ? withHostPorts(requested) : requested;
  };
  const filled = fill(spec, { enableServiceLinks: true });
  const withContainers = changeField(filled, 'containers', (list) => changeEach(list, change));
  return changeField(withContainers, 'initContainers', (list) => changeEach(list, change));
}

/** For every resource with a limit and no request, the request is the limit. */
function requestsFromLimits(resources: ResourceRequirements): ResourceRequirements {
  const { limits, requests } = resources;
  const lacking = Object.entries(limits ?? {}).filter(([name]) => !Object.hasOwn(requests ?? {}, name));
  return lacking.length === 0
    ? resources
    : { ...resources, requests: { ...requests, ...Object.fromEntries(lacking) } };
}

function withHostPorts(container: Container): Container {
  return changeField(container, 'ports', (ports) =>
    changeEach(ports, (port) =>
      port.hostPort === undefined ? { ...port, hostPort: port.containerPort } : port,
    ),
  );
}

/**
 * Pod-level requests, where pod-level resources are used at all: for each resource the pod limits, the sum of the
 * containers' requests if they have any, else the limit.
 */
function defaultPodLevel(spec: PodSpec): PodSpec {
  const resources = spec.resources;
  if (resources === undefined) return spec;
  const sums = sumOfRequests(spec);
  const requests: [string, Quantity][] = Object.entries(resources.requests ?? {});
  for (const [name, limit] of Object.entries(resources.limits ?? {})) {
    if (Object.hasOwn(resources.requests ?? {}, name)) continue;
    requests.push([name, (Object.hasOwn(sums, name) ? sums[name] : undefined) ?? limit]);
  }
  return requests.length === 0
    ? spec
    : { ...spec, resources: { ...resources, requests: Object.fromEntries(requests) } };
}

function sumOfRequests(spec: PodSpec): ResourceList {
  const sums = new Map<string, Quantity>();
  for (const container of spec.containers) {
    for (const [name, request] of Object.entries(container.resources?.requests ?? {})) {
      const sum = sums.get(name);
      sums.set(name, sum === undefined ? request : addQuantities(sum, request));
    }
  }
  return Object.fromEntries(sums);
}
