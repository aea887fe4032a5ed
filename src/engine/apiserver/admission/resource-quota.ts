/**
 * ResourceQuota: refuses what would exceed a quota of its namespace and charges what is admitted.
 *
 * **Upstream:** staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota, pkg/quota/v1/evaluator/core (v1.37).
 */
import { compareStrings, sortedKeys } from '../../../base/compare.ts';
import { ok } from '../../../base/result.ts';
import type { ResourceQuota } from '../../api/core-v1.ts';
import { addQuantities, compareQuantities, subtractQuantities } from '../../api/quantity.ts';
import { isInScope, mayBeOf, usageOf } from '../../api/quota-usage.ts';
import type { Amounts } from '../../api/quota-usage.ts';
import type { Kind, KubeObject } from '../../api/types.ts';
import type { StoredObject } from '../client.ts';
import { forbidden } from '../failures.ts';
import { commit } from '../server-context.ts';
import type { Incoming } from '../server-context.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  validate(request) {
    const { kind, namespace, object, context, subresource } = request;
    if (subresource !== undefined || namespace === '' || kind === 'Event') return ok(null);
    if (request.operation === 'UPDATE' && !GROWING.includes(kind)) return ok(null);
    const quotas = context.store.table('ResourceQuota').byIndex('namespace', namespace);
    if (quotas.length === 0) return ok(null);
    const asked = askedBy(request);
    const charges: (readonly [StoredObject<'ResourceQuota'>, Amounts])[] = [];
    for (const quota of quotas) {
      if (!concerns(quota, kind, object)) continue;
      const share = sharesOf(quota, asked);
      const refused = refusal(quota, request, share);
      if (refused !== undefined) return forbidden(kind, object.metadata.name ?? '', refused);
      charges.push([quota, share]);
    }
    for (const [quota, usage] of charges) charge(request, quota, usage);
    return ok(null);
  },
};

/** Kinds whose objects can come to use more. */
const GROWING: readonly Kind[] = ['Pod', 'Service', 'PersistentVolumeClaim'];

/** What the request uses, an update only what it uses more than before. */
function askedBy({ kind, object, before, context }: AdmissionRequest): Amounts {
  const nowMs = context.epochMs + context.sim.now;
  const after = usageOf(kind, object as KubeObject, nowMs);
  if (before === undefined) return after;
  const old = usageOf(kind, before as KubeObject, nowMs);
  return Object.fromEntries(
    Object.entries(after).flatMap(([name, amount]) =>
      compareQuantities(amount, old[name] ?? '0') > 0
        ? [[name, subtractQuantities(amount, old[name] ?? '0')]]
        : [],
    ),
  );
}

function concerns(quota: ResourceQuota, kind: Kind, object: Incoming<Kind>): boolean {
  return (
    sortedKeys(quota.spec?.hard ?? {}).some((name) => mayBeOf(kind, name)) &&
    isInScope(quota, kind, object as KubeObject)
  );
}

/** The part of the amounts that the quota limits. */
function sharesOf({ spec }: ResourceQuota, amounts: Amounts): Amounts {
  return Object.fromEntries(
    sortedKeys(spec?.hard ?? {}).flatMap((name) =>
      amounts[name] === undefined ? [] : [[name, amounts[name]] as const],
    ),
  );
}

/** If a quota limits one of these, every container has to say how much it takes. */
const MUST_BE_STATED: readonly string[] = [
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
];

function refusal(
  quota: StoredObject<'ResourceQuota'>,
  { kind, operation, object }: AdmissionRequest,
  usage: Amounts,
): string | undefined {
  const { name } = quota.metadata;
  const hard = quota.spec?.hard ?? {};
  const unstated =
    kind === 'Pod' && operation === 'CREATE' ? unstatedBy(object as Incoming<'Pod'>, hard) : [];
  if (unstated.length > 0) return `failed quota: ${name}: must specify ${unstated.join('; ')}`;
  const used = quota.status?.used;
  const unknown = sortedKeys(usage).filter((resource) => used?.[resource] === undefined);
  if (unknown.length > 0) return `status unknown for quota: ${name}, resources: ${unknown.join(',')}`;
  const exceeded = sortedKeys(usage).filter(
    (resource) =>
      compareQuantities(
        addQuantities(used?.[resource] ?? '0', usage[resource] ?? '0'),
        hard[resource] ?? '0',
      ) > 0,
  );
  if (exceeded.length === 0) return undefined;
  const list = (amounts: Amounts | undefined): string =>
    exceeded.map((resource) => `${resource}=${amounts?.[resource] ?? '0'}`).join(',');
  return `exceeded quota: ${name}, requested: ${list(usage)}, used: ${list(used)}, limited: ${list(hard)}`;
}

/** `requests.cpu for: app` for every compute resource of the quota that a container leaves open. */
function unstatedBy({ spec }: Incoming<'Pod'>, hard: Amounts): string[] {
  return sortedKeys(hard)
    .filter((name) => MUST_BE_STATED.includes(name))
    .flatMap((resource) => {
      const [of, plain] = resource.startsWith('limits.')
        ? (['limits', resource.slice('limits.'.length)] as const)
        : (['requests', resource.replace('requests.', '')] as const);
      const names = [...spec.containers, ...(spec.initContainers ?? [])]
        .filter(({ resources }) => resources?.[of]?.[plain] === undefined)
        .map(({ name }) => name)
        .sort(compareStrings);
      return names.length === 0 ? [] : [`${resource} for: ${names.join(',')}`];
    });
}

function charge({ context }: AdmissionRequest, quota: StoredObject<'ResourceQuota'>, usage: Amounts): void {
  const used = { ...quota.status?.used };
  for (const [name, amount] of Object.entries(usage)) used[name] = addQuantities(used[name] ?? '0', amount);
  const caller = {
    name: 'apiserver',
    because: { rule: 'API-14', text: 'an admitted object counts at once' },
  };
  commit(context, caller, 'update', 'ResourceQuota', { ...quota, status: { ...quota.status, used } }, quota);
}
