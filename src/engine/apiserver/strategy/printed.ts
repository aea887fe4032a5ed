/** Fields that the real server prints as null when they are not set, because Go's JSON has no omitempty there. */

type Body = { readonly [part: string]: unknown };

export function asPrinted<T extends object>(kind: string, object: T): T {
  if (kind === 'EndpointSlice') return nullIfEmpty(nullIfEmpty(object, 'endpoints'), 'ports');
  const status = (object as Body)['status'] as { readonly conditions?: readonly object[] } | undefined;
  if (kind !== 'Pod' || status?.conditions === undefined) return object;
  if (status.conditions.every((condition) => Object.hasOwn(condition, 'lastProbeTime'))) return object;
  return { ...object, status: { ...status, conditions: status.conditions.map((condition) => ({ lastProbeTime: null, ...condition })) } };
}

function nullIfEmpty<T extends object>(object: T, field: string): T {
  const list = (object as Body)[field];
  return list === undefined || (Array.isArray(list) && list.length === 0) ? { ...object, [field]: null } : object;
}
