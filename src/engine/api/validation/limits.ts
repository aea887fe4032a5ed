/**
 * Rules of LimitRanges and ResourceQuotas.
 *
 * Upstream: ValidateLimitRange and ValidateResourceQuota in pkg/apis/core/validation/validation.go (v1.37).
 * **Simplified:** quota scopes and limit ratios are taken as they are.
 */
import { sortedKeys } from '../../../base/compare.ts';
import type { LimitRange, LimitRangeItem, ResourceQuota } from '../core-v1.ts';
import { compareQuantities } from '../quantity.ts';
import type { Quantity } from '../scalars.ts';
import { checkEach, duplicate, invalid, noErrors, type FieldErrors } from './field-error.ts';
import { checkQuotaResourceName, checkResourceAmount } from './resource-requirements.ts';

export function checkResourceQuota({ spec }: ResourceQuota): FieldErrors {
  return sortedKeys(spec.hard ?? {}).flatMap((name) => {
    const path = `spec.hard[${name}]`;
    const amount = spec.hard?.[name] ?? '0';
    return [...checkQuotaResourceName(name, path), ...checkResourceAmount(name, amount, path)];
  });
}

const limitTypes: readonly string[] = ['Pod', 'Container', 'PersistentVolumeClaim'];

export function checkLimitRange({ spec }: LimitRange): FieldErrors {
  const seen = new Set<string>();
  return checkEach('spec.limits', spec.limits, (item, at) => {
    const repeated = seen.has(item.type) ? [duplicate(`${at}.type`, item.type)] : [];
    seen.add(item.type);
    const known = limitTypes.includes(item.type) || item.type.includes('/');
    const typeErrors = known
      ? []
      : [invalid(`${at}.type`, item.type, 'must be a standard limit type or fully qualified')];
    return repeated.length > 0 ? repeated : [...typeErrors, ...checkLimitOrder(item, at)];
  });
}

/** Bounds must not cross: min, defaultRequest, default, max. */
function checkLimitOrder(item: LimitRangeItem, path: string): FieldErrors {
  const { min = {}, max = {}, default: limit = {}, defaultRequest = {} } = item;
  const names = sortedKeys({ ...min, ...max, ...limit, ...defaultRequest });
  return names.flatMap((name) => {
    const [low, high, usual, request] = [min[name], max[name], limit[name], defaultRequest[name]];
    return [
      ...crossing(`${path}.min[${name}]`, low, low, 'min', high, 'max'),
      ...crossing(`${path}.defaultRequest[${name}]`, request, low, 'min', request, 'default request'),
      ...crossing(`${path}.defaultRequest[${name}]`, request, request, 'default request', high, 'max'),
      ...crossing(
        `${path}.defaultRequest[${name}]`,
        request,
        request,
        'default request',
        usual,
        'default limit',
      ),
      ...crossing(`${path}.default[${name}]`, low, low, 'min', usual, 'default'),
      ...crossing(`${path}.default[${name}]`, usual, usual, 'default', high, 'max'),
    ];
  });
}

function crossing(
  path: string,
  shown: Quantity | undefined,
  smaller: Quantity | undefined,
  smallerName: string,
  greater: Quantity | undefined,
  greaterName: string,
): FieldErrors {
  if (shown === undefined || smaller === undefined || greater === undefined) return noErrors;
  if (compareQuantities(smaller, greater) <= 0) return noErrors;
  return [
    invalid(path, shown, `${smallerName} value ${smaller} is greater than ${greaterName} value ${greater}`),
  ];
}
