/**
 * Rules of resource requests and limits.
 *
 * Upstream: ValidateContainerResourceRequirements in pkg/apis/core/validation/validation.go (v1.37).
 * **Simplified:** the claims of dynamic resource allocation are not looked at.
 */
import { sortedKeys } from '../../../base/compare.ts';
import type { ResourceRequirements } from '../core-v1-pod.ts';
import { qualifiedNameProblems } from '../names.ts';
import { compareQuantities, isNegativeQuantity, isWholeQuantity } from '../quantity.ts';
import type { Quantity } from '../scalars.ts';
import { invalid, invalidEach, noErrors, required, type FieldErrors } from './field-error.ts';

type ResourceList = Readonly<Record<string, Quantity>>;

const containerResources: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];
const countedResources: readonly string[] = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const quotaResources: readonly string[] = [
  ...countedResources,
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
];

const isHugePages = (name: string): boolean => name.startsWith('hugepages-');

const isStandardResource = (name: string): boolean =>
  quotaResources.includes(name) ||
  name === 'storage' ||
  isHugePages(name) ||
  name.startsWith('requests.hugepages-');

/** Named by a vendor's domain and counted in whole units, such as `example.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}

export function checkResourceName(name: string, path: string): FieldErrors {
  const problems = invalidEach(path, name, qualifiedNameProblems(name));
  if (problems.length > 0 || name.includes('/') || isStandardResource(name)) return problems;
  return [invalid(path, name, 'must be a standard resource type or fully qualified')];
}

function checkContainerResourceName(name: string, path: string): FieldErrors {
  const problems = checkResourceName(name, path);
  const known = name.includes('/') || containerResources.includes(name) || isHugePages(name);
  return known ? problems : [...problems, invalid(path, name, 'must be a standard resource for containers')];
}

/** Names a ResourceQuota may limit; `count/…` counts objects. */
export function checkQuotaResourceName(name: string, path: string): FieldErrors {
  const problems = checkResourceName(name, path);
  const known =
    name.includes('/') || quotaResources.includes(name) || isHugePages(name) || name.startsWith('requests.');
  return known ? problems : [...problems, invalid(path, name, 'must be a standard resource for quota')];
}

/** An amount is not negative, and whole where the resource is counted. */
export function checkResourceAmount(name: string, amount: Quantity, path: string): FieldErrors {
  const counted = isExtendedResource(name) || countedResources.includes(name);
  return [
    ...(isNegativeQuantity(amount) ? [invalid(path, amount, 'must be greater than or equal to 0')] : []),
    ...(counted && !isWholeQuantity(amount) ? [invalid(path, amount, 'must be an integer')] : []),
  ];
}

export function checkResources(resources: ResourceRequirements | undefined, path: string): FieldErrors {
  const { limits = {}, requests = {} } = resources ?? {};
  return [
    ...checkResourceList(limits, `${path}.limits`),
    ...sortedKeys(requests).flatMap((name) => {
      const amount = requests[name] ?? '0';
      return [
        ...checkOneResource(name, amount, `${path}.requests[${name}]`),
        ...checkAgainstLimit(name, amount, limits, path),
      ];
    }),
  ];
}

function checkResourceList(list: ResourceList, path: string): FieldErrors {
  return sortedKeys(list).flatMap((name) => checkOneResource(name, list[name] ?? '0', `${path}[${name}]`));
}

function checkOneResource(name: string, amount: Quantity, path: string): FieldErrors {
  return [...checkContainerResourceName(name, path), ...checkResourceAmount(name, amount, path)];
}

function checkAgainstLimit(name: string, request: Quantity, limits: ResourceList, path: string): FieldErrors {
  const overcommit = !isExtendedResource(name) && !isHugePages(name);
  const limit = Object.hasOwn(limits, name) ? limits[name] : undefined;
  if (limit === undefined) {
    return overcommit
      ? noErrors
      : [required(`${path}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  const order = compareQuantities(request, limit);
  if (!overcommit && order !== 0) {
    return [invalid(`${path}.requests`, request, `must be equal to ${name} limit of ${limit}`)];
  }
  if (overcommit && order > 0) {
    return [invalid(`${path}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)];
  }
  return noErrors;
}
