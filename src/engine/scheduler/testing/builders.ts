/** Small pods and nodes for tests, read as sentences: `aPod('web', { cpu: '1' })`. */
import type { Node } from '../../api/core-v1.ts';
import type { Pod, PodSpec } from '../../api/core-v1-pod.ts';
import { SchedulerCache } from '../cache/scheduler-cache.ts';
import { nominatedPodsOf } from '../cache/nominated-pods.ts';
import { defaultProfile } from '../default-profile.ts';
import type { Listers } from '../framework/listers.ts';
import { EMPTY_LISTERS } from '../framework/listers.ts';
import type { QueueEnvironment } from '../queue/queueing-hints.ts';
import type { SchedulingView } from '../schedule-one.ts';

export interface PodTraits {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly cpu?: string;
  readonly memory?: string;
  readonly priority?: number;
  readonly spec?: Partial<PodSpec>;
  readonly metadata?: Partial<Pod['metadata']>;
  readonly status?: NonNullable<Pod['status']>;
}

export function aPod(name: string, traits: PodTraits = {}): Pod {
  const { cpu, memory } = traits;
  const requests = { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: traits.namespace ?? 'default',
      uid: `uid-${name}`,
      labels: traits.labels ?? {},
      ...traits.metadata,
    },
    spec: {
      containers: [{ name: 'app', image: 'app', resources: { requests } }],
      priority: traits.priority ?? 0,
      ...traits.spec,
    },
    status: { phase: 'Pending', ...traits.status },
  };
}

export interface NodeTraits {
  readonly labels?: Readonly<Record<string, string>>;
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly spec?: Node['spec'];
  readonly status?: Partial<NonNullable<Node['status']>>;
}

export function aNode(name: string, traits: NodeTraits = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...traits.labels } },
    spec: traits.spec ?? {},
    status: {
      allocatable: { cpu: traits.cpu ?? '4', memory: traits.memory ?? '8Gi', pods: traits.pods ?? '110' },
      ...traits.status,
    },
  };
}

/** The pod, bound to the node. */
export function on(node: string, pod: Pod): Pod {
  return { ...pod, spec: { ...pod.spec, nodeName: node } };
}

export function aView(
  nodes: readonly Node[],
  pods: readonly Pod[] = [],
  listers: Partial<Listers> = {},
): SchedulingView {
  const cache = new SchedulerCache();
  for (const node of nodes) cache.setNode(node);
  for (const pod of pods) if (pod.spec.nodeName !== undefined) cache.setPod(pod);
  return {
    snapshot: cache.snapshot(),
    listers: { ...EMPTY_LISTERS, ...listers },
    nominatedPods: nominatedPodsOf(pods),
    nextStartNodeIndex: 0,
  };
}

/** A queue environment in which `pods` are what the API holds. */
export function anEnvironment(
  nowMs: number,
  pods: readonly Pod[],
  preempting: readonly string[] = [],
): QueueEnvironment {
  return {
    nowMs,
    profile: defaultProfile,
    listers: EMPTY_LISTERS,
    podOf: (uid) => pods.find((pod) => pod.metadata.uid === uid),
    isPreempting: (uid) => preempting.includes(uid),
  };
}

export const first = (): number => 0;
