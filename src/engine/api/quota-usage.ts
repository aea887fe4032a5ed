/**
 * What one object takes of a quota, under every name a quota may give it.
 *
 * **Upstream:** pkg/quota/v1/evaluator/core (pods, services, claims) and pkg/quota/v1/generic (counts) (v1.37).
 * **Simplified:** pod-level resources and in-place resizes are not looked at.
 */
import { addQuantities, compareQuantities } from './quantity.ts';
import { resourceOf, resources } from './resources.ts';
import type { PersistentVolumeClaim, ResourceQuota, ResourceQuotaSpec, Service } from './core-v1.ts';
import type { Container, Pod } from './core-v1-pod.ts';
import type { Quantity } from './scalars.ts';
import { timeMs } from './time.ts';
import type { Kind, KubeObject } from './types.ts';

export type Amounts = Readonly<Record<string, Quantity>>;

const COMPUTE = new Set(['cpu', 'memory', 'ephemeral-storage']);
const STORAGE_CLASS_SUFFIX = '.storageclass.storage.k8s.io/';

/** The object's share, empty names left out. `nowMs` decides whether a pod past its grace still counts. */
export function usageOf(kind: Kind, object: KubeObject, nowMs: number): Amounts {
  const counts = { [countName(kind)]: '1' };
  switch (kind) {
    case 'Pod':
      return countsFully(object as Pod, nowMs)
        ? { ...counts, pods: '1', ...computeUsage(object as Pod) }
        : counts;
    case 'Service':
      return { ...counts, services: '1', ...serviceUsage(object as Service) };
    case 'PersistentVolumeClaim':
      return { ...counts, persistentvolumeclaims: '1', ...claimUsage(object as PersistentVolumeClaim) };
    default:
      return resourceOf(kind).group === '' ? { ...counts, [resourceOf(kind).plural]: '1' } : counts;
  }
}

function countName(kind: Kind): string {
  const { plural, group } = resourceOf(kind);
  return `count/${group === '' ? plural : `${plural}.${group}`}`;
}

/** The kinds whose objects a quota with these names must look through, in the order of the API. */
export function kindsOf(names: readonly string[]): readonly Kind[] {
  return resources
    .filter(
      ({ kind, namespaced }) => namespaced && kind !== 'Event' && names.some((name) => mayBeOf(kind, name)),
    )
    .map(({ kind }) => kind);
}

/** Whether objects of the kind can have a share under this name. */
export function mayBeOf(kind: Kind, name: string): boolean {
  const { plural, group } = resourceOf(kind);
  if (name === countName(kind) || (group === '' && name === plural)) return true;
  if (kind === 'Pod')
    return (
      COMPUTE.has(name) ||
      name.startsWith('hugepages-') ||
      name.startsWith('limits.') ||
      (name.startsWith('requests.') && name !== 'requests.storage')
    );
  if (kind === 'Service') return name === 'services.nodeports' || name === 'services.loadbalancers';
  return (
    kind === 'PersistentVolumeClaim' && (name === 'requests.storage' || name.includes(STORAGE_CLASS_SUFFIX))
  );
}

/** Pods that ended count no more, nor do those that should have been gone by now. */
function countsFully(pod: Pod, nowMs: number): boolean {
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return nowMs <= (timeMs(deletionTimestamp) ?? 0) + deletionGracePeriodSeconds * 1000;
}

function computeUsage({ spec }: Pod): Amounts {
  const requests = podAmounts(spec, 'requests');
  const limits = podAmounts(spec, 'limits');
  const plain = Object.entries(requests).filter(
    ([name]) => COMPUTE.has(name) || name.startsWith('hugepages-'),
  );
  return { ...Object.fromEntries(plain), ...prefixed('requests.', requests), ...prefixed('limits.', limits) };
}

function prefixed(prefix: string, amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [prefix + name, amount]));
}

/** Containers and sidecars together, or the largest init container beside the sidecars before it, whichever is more; plus overhead. */
export function podAmounts(spec: Pod['spec'], part: 'requests' | 'limits'): Amounts {
  let [sidecars, initial]: [Amounts, Amounts] = [{}, {}];
  for (const container of spec.initContainers ?? []) {
    const own = amountsOf(container, part);
    if (container.restartPolicy === 'Always') sidecars = sum(sidecars, own);
    initial = larger(initial, container.restartPolicy === 'Always' ? sidecars : sum(sidecars, own));
  }
  const running = spec.containers.map((container) => amountsOf(container, part)).reduce(sum, sidecars);
  const most = larger(running, initial);
  return spec.overhead === undefined || Object.keys(most).length === 0 ? most : sum(most, spec.overhead);
}

function amountsOf({ resources: wanted }: Container, part: 'requests' | 'limits'): Amounts {
  return wanted?.[part] ?? {};
}

export function sum(a: Amounts, b: Amounts): Amounts {
  const total: Record<string, Quantity> = { ...a };
  for (const [name, amount] of Object.entries(b))
    total[name] = total[name] === undefined ? amount : addQuantities(total[name], amount);
  return total;
}

function larger(a: Amounts, b: Amounts): Amounts {
  const most: Record<string, Quantity> = { ...a };
  for (const [name, amount] of Object.entries(b))
    if (most[name] === undefined || compareQuantities(amount, most[name]) > 0) most[name] = amount;
  return most;
}

function serviceUsage({ spec }: Service): Amounts {
  const ports = spec.ports ?? [];
  const balanced = spec.type === 'LoadBalancer';
  const allocated =
    balanced && spec.allocateLoadBalancerNodePorts === false
      ? ports.filter(({ nodePort = 0 }) => nodePort !== 0)
      : ports;
  const nodePorts = spec.type === 'NodePort' || balanced ? allocated.length : 0;
  return { 'services.nodeports': String(nodePorts), 'services.loadbalancers': balanced ? '1' : '0' };
}

function claimUsage({ spec }: PersistentVolumeClaim): Amounts {
  const storage = spec.resources?.requests?.['storage'] ?? '0';
  const { storageClassName = '' } = spec;
  if (storageClassName === '') return { 'requests.storage': storage };
  const ofClass = storageClassName + STORAGE_CLASS_SUFFIX;
  return {
    'requests.storage': storage,
    [`${ofClass}requests.storage`]: storage,
    [`${ofClass}persistentvolumeclaims`]: '1',
  };
}

/** Whether the quota's scopes concern the object: only pods have scopes. */
export function isInScope({ spec }: Pick<ResourceQuota, 'spec'>, kind: Kind, object: KubeObject): boolean {
  const selected = (spec.scopeSelector?.matchExpressions ?? []).map(
    ({ scopeName, operator, values = [] }) => ({ scope: scopeName, operator, values }),
  );
  const plain = (spec.scopes ?? []).map((scope) => ({ scope, operator: 'Exists' as const, values: [] }));
  const all = [...plain, ...selected];
  return kind === 'Pod' ? all.every((one) => holds(one, object as Pod)) : all.length === 0;
}

interface ScopeTerm {
  readonly scope: NonNullable<ResourceQuotaSpec['scopes']>[number];
  readonly operator: string;
  readonly values: readonly string[];
}

function holds({ scope, operator, values }: ScopeTerm, pod: Pod): boolean {
  const bestEffort = pod.status?.qosClass === 'BestEffort';
  const timed = (pod.spec.activeDeadlineSeconds ?? -1) >= 0;
  switch (scope) {
    case 'BestEffort':
      return bestEffort;
    case 'NotBestEffort':
      return !bestEffort;
    case 'Terminating':
      return timed;
    case 'NotTerminating':
      return !timed;
    case 'PriorityClass':
      return holdsFor(pod.spec.priorityClassName ?? '', operator, values);
    case 'CrossNamespacePodAffinity':
      return reachesOtherNamespaces(pod);
    default:
      return false;
  }
}

function holdsFor(value: string, operator: string, values: readonly string[]): boolean {
  if (operator === 'Exists') return value !== '';
  if (operator === 'DoesNotExist') return value === '';
  return values.includes(value) === (operator === 'In');
}

function reachesOtherNamespaces({ spec }: Pod): boolean {
  const affinities = [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity];
  const terms = affinities.flatMap((one) => [
    ...(one?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(one?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ podAffinityTerm }) => podAffinityTerm,
    ),
  ]);
  return terms.some(
    ({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined,
  );
}
