/**
 * ResourceQuota: refuses what would exceed a quota of its namespace and charges what is admitted.
 *
 * **Upstream:** staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota, pkg/quota/v1/evaluator/core (v1.37).
 * **Simplified:** counts objects and the compute resources of pods; no storage classes, no scope selectors by priority class.
 */
import { sortedKeys } from '../../../base/compare.ts';
import { ok } from '../../../base/result.ts';
import type { ResourceQuota } from '../../api/core-v1.ts';
import { addQuantities, compareQuantities } from '../../api/quantity.ts';
import { resourceOf } from '../../api/resources.ts';
import type { Kind } from '../../api/types.ts';
import type { StoredObject } from '../client.ts';
import { forbidden } from '../failures.ts';
import { commit } from '../server-context.ts';
import type { Incoming } from '../server-context.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

type Amounts = Readonly<Record<string, string>>;

export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  validate(request) {
    const { operation, kind, namespace, object, context, subresource } = request;
    if (operation !== 'CREATE' || subresource !== undefined || namespace === '' || kind === 'Event')
      return ok(null);
    const quotas = context.store.table('ResourceQuota').byIndex('namespace', namespace);
    const charges: (readonly [StoredObject<'ResourceQuota'>, Amounts])[] = [];
    for (const quota of quotas) {
      const limited = limitedUsage(quota, kind, object);
      if (limited === undefined) continue;
      const refused = refusal(quota, kind, object, limited);
      if (refused !== undefined) return forbidden(kind, object.metadata.name ?? '', refused);
      charges.push([quota, limited]);
    }
    for (const [quota, usage] of charges) charge(request, quota, usage);
    return ok(null);
  },
};

/** What creating the object uses of the quota's resources; undefined when the quota does not concern it. */
function limitedUsage(quota: ResourceQuota, kind: Kind, object: Incoming<Kind>): Amounts | undefined {
  const hard = quota.spec?.hard ?? {};
  const usage = usageOf(kind, object);
  const names = sortedKeys(hard).filter(
    (name) => usage[name] !== undefined || (kind === 'Pod' && isCompute(name)),
  );
  if (names.length === 0 || !inScope(quota, kind, object)) return undefined;
  return Object.fromEntries(
    names.flatMap((name) => (usage[name] === undefined ? [] : [[name, usage[name]]])),
  );
}

function inScope({ spec }: ResourceQuota, kind: Kind, object: Incoming<Kind>): boolean {
  if (kind !== 'Pod') return (spec?.scopes ?? []).length === 0;
  const pod = object as Incoming<'Pod'>;
  const terminating = pod.spec.activeDeadlineSeconds !== undefined;
  const bestEffort = pod.status?.qosClass === 'BestEffort';
  const holds: Readonly<Record<string, boolean>> = {
    Terminating: terminating,
    NotTerminating: !terminating,
    BestEffort: bestEffort,
    NotBestEffort: !bestEffort,
  };
  return (spec?.scopes ?? []).every((scope) => holds[scope] ?? true);
}

const COMPUTE = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
]);

function isCompute(name: string): boolean {
  return COMPUTE.has(name);
}

/** Resources that one object of the kind uses, under every name a quota may give them. */
export function usageOf(kind: Kind, object: Incoming<Kind>): Amounts {
  const { plural, group } = resourceOf(kind);
  const counted: Record<string, string> = { [`count/${group === '' ? plural : `${plural}.${group}`}`]: '1' };
  if (group === '') counted[plural] = '1';
  if (kind !== 'Pod') return counted;
  return { ...counted, ...computeOf(object as Incoming<'Pod'>) };
}

function computeOf({ spec }: Incoming<'Pod'>): Amounts {
  const sums: Record<string, string> = {};
  const add = (name: string, amount: string): void =>
    void (sums[name] = sums[name] === undefined ? amount : addQuantities(sums[name], amount));
  for (const { resources } of spec.containers) {
    for (const [name, amount] of Object.entries(resources?.requests ?? {})) {
      add(`requests.${name}`, amount);
      if (isCompute(name)) add(name, amount);
    }
    for (const [name, amount] of Object.entries(resources?.limits ?? {})) add(`limits.${name}`, amount);
  }
  return sums;
}

function refusal(
  quota: StoredObject<'ResourceQuota'>,
  kind: Kind,
  object: Incoming<Kind>,
  usage: Amounts,
): string | undefined {
  const { name } = quota.metadata;
  const hard = quota.spec?.hard ?? {};
  const unstated = kind === 'Pod' ? unstatedBy(object as Incoming<'Pod'>, hard) : [];
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
    .filter(isCompute)
    .flatMap((resource) => {
      const [of, plain] = resource.startsWith('limits.')
        ? (['limits', resource.slice('limits.'.length)] as const)
        : (['requests', resource.replace('requests.', '')] as const);
      const names = spec.containers
        .filter(({ resources }) => resources?.[of]?.[plain] === undefined)
        .map(({ name }) => name);
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
