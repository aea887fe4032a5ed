/**
 * metadata.generation: which kinds have it and what raises it.
 *
 * **Upstream:** the PrepareForCreate/PrepareForUpdate of each kind's strategy (pkg/registry, v1.37).
 */
import { deepEqual } from '../../base/json.ts';
import type { Kind } from '../api/types.ts';

/** Parts of the object whose change raises the generation. Kinds that are not listed have no generation. */
const COUNTED: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  Pod: ['spec'],
  Deployment: ['spec'],
  ReplicaSet: ['spec'],
  StatefulSet: ['spec'],
  DaemonSet: ['spec'],
  ReplicationController: ['spec'],
  Job: ['spec'],
  CronJob: ['spec'],
  PodDisruptionBudget: ['spec'],
  HorizontalPodAutoscaler: ['spec'],
  NetworkPolicy: ['spec'],
  Ingress: ['spec'],
  IngressClass: ['spec'],
  EndpointSlice: ['endpoints', 'ports', 'addressType'],
  PriorityClass: [],
};

export function hasGeneration(kind: Kind): boolean {
  return COUNTED[kind] !== undefined;
}

/** Whether an update from `before` to `after` raises the generation. A Deployment's annotations count, since its controller copies them. */
export function raisesGeneration(kind: Kind, before: object, after: object): boolean {
  const parts = COUNTED[kind];
  if (parts === undefined) return false;
  const [a, b] = [before as Parts, after as Parts];
  if (kind === 'Deployment' && !deepEqual(a.metadata?.annotations ?? {}, b.metadata?.annotations ?? {}))
    return true;
  return parts.some((part) => !deepEqual(a[part], b[part]));
}

interface Parts {
  readonly metadata?: { readonly annotations?: object };
  readonly [part: string]: unknown;
}
