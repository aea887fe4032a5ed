/**
 * What a pod asks of a node: the larger of its regular containers together and each init container, sidecars counting with both.
 *
 * Upstream: component-helpers/resource/helpers.go PodRequests (v1.37).
 */
import { milliValue, wholeValue } from '../../api/quantity.ts';
import type { Container, Pod } from '../../api/core-v1-pod.ts';
import { isSidecar } from '../containers/container-specs.ts';

export interface PodRequest {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly storageBytes: number;
}

const NOTHING: PodRequest = { cpuMilli: 0, memoryBytes: 0, storageBytes: 0 };

export function podRequest(pod: Pod): PodRequest {
  const { spec } = pod;
  let running = NOTHING;
  let peak = NOTHING;
  for (const container of spec.initContainers ?? []) {
    const request = ofContainer(container);
    if (isSidecar(container)) running = plus(running, request);
    peak = larger(peak, isSidecar(container) ? running : plus(running, request));
  }
  for (const container of spec.containers) running = plus(running, ofContainer(container));
  const own = atPodLevel(larger(running, peak), spec.resources?.requests);
  return spec.overhead === undefined ? own : plus(own, amounts(spec.overhead));
}

function ofContainer(container: Container): PodRequest {
  const requests = container.resources?.requests;
  return requests === undefined ? NOTHING : amounts(requests);
}

function amounts(list: Readonly<Record<string, string>>): PodRequest {
  return {
    cpuMilli: milliValue(list.cpu),
    memoryBytes: wholeValue(list.memory),
    storageBytes: wholeValue(list['ephemeral-storage']),
  };
}

function atPodLevel(request: PodRequest, requests: Readonly<Record<string, string>> | undefined): PodRequest {
  if (requests === undefined) return request;
  const level = amounts(requests);
  return {
    ...request,
    cpuMilli: requests.cpu === undefined ? request.cpuMilli : level.cpuMilli,
    memoryBytes: requests.memory === undefined ? request.memoryBytes : level.memoryBytes,
  };
}

function plus(a: PodRequest, b: PodRequest): PodRequest {
  return {
    cpuMilli: a.cpuMilli + b.cpuMilli,
    memoryBytes: a.memoryBytes + b.memoryBytes,
    storageBytes: a.storageBytes + b.storageBytes,
  };
}

function larger(a: PodRequest, b: PodRequest): PodRequest {
  return {
    cpuMilli: Math.max(a.cpuMilli, b.cpuMilli),
    memoryBytes: Math.max(a.memoryBytes, b.memoryBytes),
    storageBytes: Math.max(a.storageBytes, b.storageBytes),
  };
}
