/**
 * Status conditions: lists of `{type, status, reason, message, lastTransitionTime}` with one entry per type.
 *
 * Upstream: k8s.io/apimachinery/pkg/api/meta/conditions.go (v1.37) and the like-minded functions of each controller.
 */
import type { Time } from './scalars.ts';

/** What all condition types have in common. */
export interface ConditionShape {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: Time;
}

export function findCondition<C extends ConditionShape>(
  conditions: readonly C[] | undefined,
  type: C['type'],
): C | undefined {
  if (conditions === undefined) return undefined;
  for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}

/** True when the condition is there with status `True`. */
export function isConditionTrue(conditions: readonly ConditionShape[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/**
 * The list with this condition in it: replaced in its place, or added last. The transition time of the old entry is
 * kept while the status stays the same.
 */
export function withCondition<C extends ConditionShape>(
  conditions: readonly C[] | undefined,
  condition: C,
): readonly C[] {
  const old = findCondition(conditions, condition.type);
  if (old === undefined) return [...(conditions ?? []), condition];
  const keepsTime = old.status === condition.status && old.lastTransitionTime !== undefined;
  const next = keepsTime ? { ...condition, lastTransitionTime: old.lastTransitionTime } : condition;
  return (conditions ?? []).map((one) => (one === old ? next : one));
}

/** The list without the condition of this type. */
export function withoutCondition<C extends ConditionShape>(
  conditions: readonly C[] | undefined,
  type: C['type'],
): readonly C[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}
