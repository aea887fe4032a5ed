/**
 * The recorded scheduling problems of a real kube-scheduler v1.37.2: their compact form, and how to read it back.
 *
 * Manifests are shortened; `readPod` and `readNode` restore what admission and the cluster had added.
 */
import type { Node, Service } from '../../engine/api/core-v1.ts';
import type { Container, Pod } from '../../engine/api/core-v1-pod.ts';
import type { LabelSelector } from '../../engine/api/meta-v1.ts';
import type { PodDisruptionBudget } from '../../engine/api/policy-v1.ts';
import type { Listers } from '../../engine/scheduler/framework/listers.ts';
import { EMPTY_LISTERS } from '../../engine/scheduler/framework/listers.ts';

interface ShortPod {
  readonly metadata: Pod['metadata'];
  readonly spec: Omit<Pod['spec'], 'containers' | 'initContainers'> & {
    readonly containers: readonly Partial<Container>[];
    readonly initContainers?: readonly Partial<Container>[];
  };
  readonly terminating?: boolean;
  readonly startTime?: string;
  readonly ownedBy?: string;
}

type ShortNode = Omit<Node, 'spec'> & { readonly spec?: Node['spec'] };

type OracleObject =
  | (Service & { readonly kind: 'Service' })
  | {
      readonly kind: 'ReplicaSet';
      readonly metadata: Node['metadata'];
      readonly spec: { readonly selector: LabelSelector };
    }
  | (PodDisruptionBudget & { readonly allowed: number });

export interface OracleResult {
  readonly chosen?: string;
  readonly best?: readonly string[];
  readonly feasibleCount?: number;
  readonly evaluated?: number;
  readonly plugins?: readonly string[];
  readonly scores?: Readonly<Record<string, readonly number[]>>;
  readonly requested?: Readonly<Record<string, readonly number[]>>;
  readonly reason?: string;
  readonly message?: string;
  readonly nominated?: string;
  readonly victims?: readonly string[];
}

export interface OracleProblem {
  readonly family: string;
  readonly seed: number;
  readonly objects: readonly OracleObject[];
  readonly nodes: readonly ShortNode[];
  readonly pods: readonly ShortPod[];
  readonly targets: readonly {
    readonly pod: ShortPod;
    readonly result: OracleResult;
    readonly otherResults?: readonly OracleResult[];
  }[];
}

export interface OracleStep {
  readonly node?: string;
  readonly score?: number;
  readonly ties?: readonly string[];
  readonly final?: Readonly<Record<string, number>>;
  readonly feasible?: number;
  readonly message?: string;
}

export interface OracleSequence {
  readonly style: string;
  readonly seed: number;
  readonly objects: readonly OracleObject[];
  readonly nodes: readonly ShortNode[];
  readonly pods: readonly ShortPod[];
  readonly results: readonly OracleStep[];
}

export function readNode(node: ShortNode): Node {
  const labels = {
    'kubernetes.io/hostname': node.metadata.name,
    'kubernetes.io/os': 'linux',
    ...node.metadata.labels,
  };
  return { ...node, metadata: { ...node.metadata, labels }, spec: node.spec ?? {} };
}

const PRIORITIES: Readonly<Record<string, number>> = {
  'p-neg': -100,
  'p-low': 10,
  'p-mid': 100,
  'p-high': 1000,
  'p-top': 1000000,
  'p-never': 1000,
};
const HEAVY_OVERHEAD = { cpu: '250m', memory: '120Mi' };
const ADMITTED_TOLERATIONS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map(
  (key) => ({
    key,
    operator: 'Exists' as const,
    effect: 'NoExecute' as const,
    tolerationSeconds: 300,
  }),
);

export function readPod(pod: ShortPod): Pod {
  const { spec, metadata, ownedBy } = pod;
  const [kind = '', name = ''] = (ownedBy ?? '').split('/');
  const owner = { apiVersion: 'apps/v1', kind, name, uid: name, controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      ...(ownedBy === undefined ? {} : { ownerReferences: [owner] }),
      ...(pod.terminating === true ? { deletionTimestamp: '2026-01-02T00:00:00Z' } : {}),
    },
    spec: {
      ...spec,
      containers: spec.containers.map((container, index) => readContainer(container, `c${index}`)),
      initContainers: (spec.initContainers ?? []).map((container, index) =>
        readContainer(container, `i${index}`),
      ),
      tolerations: [...(spec.tolerations ?? []), ...ADMITTED_TOLERATIONS],
      priority: PRIORITIES[spec.priorityClassName ?? ''] ?? 0,
      preemptionPolicy: spec.priorityClassName === 'p-never' ? 'Never' : 'PreemptLowerPriority',
      ...(spec.runtimeClassName === 'heavy' ? { overhead: HEAVY_OVERHEAD } : {}),
    },
    status: { phase: 'Pending', ...(pod.startTime === undefined ? {} : { startTime: pod.startTime }) },
  };
}

/** Limits without requests have become requests. */
function readContainer(container: Partial<Container>, name: string): Container {
  const requests = { ...container.resources?.limits, ...container.resources?.requests };
  return { name, image: 'img/none:1', ...container, resources: { ...container.resources, requests } };
}

export function readListers(objects: readonly OracleObject[]): Listers {
  return {
    ...EMPTY_LISTERS,
    namespaceLabels: (name) => ({ team: name, 'kubernetes.io/metadata.name': name }),
    services: (namespace) =>
      objects.flatMap((one) => (one.kind === 'Service' && one.metadata.namespace === namespace ? [one] : [])),
    controllerSelector: (namespace, owner) =>
      objects
        .flatMap((one) => (one.kind === 'ReplicaSet' && one.metadata.namespace === namespace ? [one] : []))
        .find((one) => one.metadata.name === owner.name)?.spec.selector,
    podDisruptionBudgets: (namespace) =>
      objects.flatMap((one) =>
        one.kind === 'PodDisruptionBudget' && one.metadata.namespace === namespace
          ? [{ ...one, status: { disruptionsAllowed: one.allowed } }]
          : [],
      ),
  };
}
