/**
 * The quality-of-service class of a pod, which follows from its requests and limits alone.
 *
 * Upstream: pkg/apis/core/v1/helper/qos/qos.go (v1.37).
 */
import type { PodSpec, ResourceRequirements } from './core-v1-pod.ts';
import { compareQuantities, isZeroQuantity } from './quantity.ts';
import type { Quantity } from './scalars.ts';

export type QOSClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

const qosResources = ['cpu', 'memory'] as const;

export function qosClassOf(spec: PodSpec): QOSClass {
  // Pod-level resources, where there are any, stand for all containers.
  const podLevel = spec.resources;
  if (
    podLevel !== undefined &&
    (amounts(podLevel.requests).length > 0 || amounts(podLevel.limits).length > 0)
  ) {
    return isGuaranteed(podLevel) ? 'Guaranteed' : 'Burstable';
  }
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((one) => one.resources ?? {});
  const none = all.every((one) => amounts(one.requests).length === 0 && amounts(one.limits).length === 0);
  if (none) return 'BestEffort';
  return all.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

function isGuaranteed({ requests, limits }: ResourceRequirements): boolean {
  return qosResources.every((name) => {
    const limit = limits?.[name];
    const request = requests?.[name] ?? limit;
    return (
      limit !== undefined &&
      request !== undefined &&
      !isZeroQuantity(limit) &&
      compareQuantities(limit, request) === 0
    );
  });
}

function amounts(list: Readonly<Record<string, Quantity>> | undefined): readonly Quantity[] {
  return qosResources.map((name) => list?.[name] ?? '0').filter((amount) => !isZeroQuantity(amount));
}
