/**
 * The eviction side of PodDisruptionBudgets: which one guards a pod, and spending its allowance.
 *
 * **Upstream:** pkg/registry/core/pod/storage/eviction.go (v1.37).
 */
import { matchesLabelSelector } from '../../api/selectors.ts';
import { isReady } from './pod-ready.ts';
import { fail, ok } from '../../../base/result.ts';
import type { ApiResult, StoredObject } from '../client.ts';
import { forbidden } from '../failures.ts';
import { commit, timestamp } from '../server-context.ts';
import type { Caller, ServerContext } from '../server-context.ts';

const DISRUPTED_PODS_MAX = 2000;
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";
const RETRY_SECONDS = 10;

type Budget = StoredObject<'PodDisruptionBudget'>;

export function budgetFor({ store }: ServerContext, pod: StoredObject<'Pod'>): readonly Budget[] {
  const all = store.table('PodDisruptionBudget').byIndex('namespace', pod.metadata.namespace ?? '');
  return all.filter(
    ({ spec }) => spec?.selector !== undefined && matchesLabelSelector(spec.selector, pod.metadata.labels),
  );
}

/** Takes one disruption from the budget, or says why there is none. An unready pod may go without spending. */
export function spendBudget(
  context: ServerContext,
  caller: Caller,
  budget: Budget,
  pod: StoredObject<'Pod'>,
): ApiResult<null> {
  const { status } = budget;
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0, disruptedPods = {} } = status ?? {};
  if (!isReady(pod)) {
    if (budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return ok(null);
    if (currentHealthy >= desiredHealthy && desiredHealthy > 0) return ok(null);
  }
  const name = budget.metadata.name;
  if ((status?.observedGeneration ?? 0) < (budget.metadata.generation ?? 0)) {
    return refuse(`The disruption budget ${name} is still being processed by the server.`, RETRY_SECONDS);
  }
  if (disruptionsAllowed < 0)
    return forbidden('PodDisruptionBudget', name, 'pdb disruptions allowed is negative');
  if (Object.keys(disruptedPods).length > DISRUPTED_PODS_MAX) {
    return forbidden(
      'PodDisruptionBudget',
      name,
      'DisruptedPods map too big - too many evictions not confirmed by PDB controller',
    );
  }
  if (disruptionsAllowed === 0) return refuse(refusal(budget, desiredHealthy, currentHealthy));
  spend(context, caller, budget, pod.metadata.name);
  return ok(null);
}

function refusal(budget: Budget, desired: number, current: number): string {
  const failed = budget.status?.conditions?.find(
    (c) => c.type === 'DisruptionAllowed' && c.reason === 'SyncFailed',
  );
  const { name } = budget.metadata;
  if (failed !== undefined)
    return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${failed.message}`;
  return `The disruption budget ${name} needs ${desired} healthy pods and has ${current} currently`;
}

function refuse(message: string, retryAfterSeconds?: number): ApiResult<null> {
  const details = {
    causes: [{ reason: 'DisruptionBudget', message }],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  return fail({ code: 429, reason: 'TooManyRequests', message: REFUSED, details });
}

function spend(context: ServerContext, caller: Caller, budget: Budget, pod: string): void {
  const { status } = budget;
  const left = (status?.disruptionsAllowed ?? 0) - 1;
  const conditions = (status?.conditions ?? []).map((condition) =>
    condition.type === 'DisruptionAllowed' && left === 0
      ? { ...condition, status: 'False', reason: 'InsufficientPods', lastTransitionTime: timestamp(context) }
      : condition,
  );
  const disruptedPods = { ...status?.disruptedPods, [pod]: timestamp(context) };
  commit(
    context,
    caller,
    'update',
    'PodDisruptionBudget',
    { ...budget, status: { ...status, disruptionsAllowed: left, disruptedPods, conditions } } as Budget,
    budget,
  );
}
