/**
 * From what the metrics ask for to what may be done now: stabilisation, rates, bounds.
 *
 * **Upstream:** pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicas and normalizeDesiredReplicasWithBehaviors (v1.37).
 */
import type {
  HorizontalPodAutoscalerSpec,
  HPAScalingPolicy,
  HPAScalingRules,
} from '../../api/autoscaling-v2.ts';
import type { Millis } from '../../sim/time.ts';

export interface Recommendation {
  readonly replicas: number;
  readonly at: Millis;
}

/** A change of size that was carried out, counted up or down. */
export interface ScaleChange {
  readonly count: number;
  readonly at: Millis;
}

export interface History {
  readonly recommendations: readonly Recommendation[];
  readonly ups: readonly ScaleChange[];
  readonly downs: readonly ScaleChange[];
}

export const NO_HISTORY: History = { recommendations: [], ups: [], downs: [] };

export interface Wish {
  readonly spec: HorizontalPodAutoscalerSpec;
  readonly current: number;
  /** What the metrics ask for. */
  readonly desired: number;
  readonly history: History;
  readonly now: Millis;
  readonly downscaleWindowMs: Millis;
}

export interface Words {
  readonly status: 'False' | 'True';
  readonly reason: string;
  readonly message: string;
}

export interface Verdict {
  readonly replicas: number;
  readonly ableToScale: Words;
  readonly scalingLimited: Words;
}

const RANGE: Words = {
  status: 'False',
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
};
const TOO_FEW: Words = {
  status: 'True',
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};
const TOO_MANY: Words = {
  status: 'True',
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const UP_LIMIT: Words = {
  status: 'True',
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const DOWN_LIMIT: Words = {
  status: 'True',
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};
const READY: Words = {
  status: 'True',
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
};
const HELD_UP: Words = {
  status: 'True',
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const HELD_DOWN: Words = {
  status: 'True',
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};

export function limited(wish: Wish): Verdict {
  const stable = stabilized(wish);
  const held = wish.spec.behavior !== undefined && wish.desired >= wish.current ? HELD_UP : HELD_DOWN;
  const [replicas, scalingLimited] =
    wish.spec.behavior === undefined ? withinPlainBounds(wish, stable) : withinRates(wish, stable);
  return { replicas, ableToScale: stable === wish.desired ? READY : held, scalingLimited };
}

/** Without behavior the highest recent recommendation; with it, the present size as far as both windows let it be. */
export function stabilized({ spec, current, desired, history, now, downscaleWindowMs }: Wish): number {
  const since = (windowMs: Millis): readonly number[] =>
    history.recommendations.filter(({ at }) => at > now - windowMs).map(({ replicas }) => replicas);
  const { behavior } = spec;
  if (behavior === undefined) return Math.max(desired, ...since(downscaleWindowMs));
  const up = Math.min(desired, ...since((behavior.scaleUp?.stabilizationWindowSeconds ?? 0) * 1000));
  const downWindowSeconds = behavior.scaleDown?.stabilizationWindowSeconds;
  const down = Math.max(
    desired,
    ...since(downWindowSeconds === undefined ? downscaleWindowMs : downWindowSeconds * 1000),
  );
  return Math.min(Math.max(current, up), down);
}

function withinPlainBounds({ spec, current }: Wish, wanted: number): readonly [number, Words] {
  const rate = Math.max(2 * current, 4);
  const [most, why] = spec.maxReplicas > rate ? [rate, UP_LIMIT] : [spec.maxReplicas, TOO_MANY];
  const least = spec.minReplicas ?? 1;
  if (wanted < least) return [least, TOO_FEW];
  return wanted > most ? [most, why] : [wanted, RANGE];
}

function withinRates(wish: Wish, wanted: number): readonly [number, Words] {
  const { spec, current } = wish;
  if (wanted > current) {
    const rate = Math.max(current, rateLimit(UP, spec.behavior?.scaleUp ?? {}, wish));
    const [most, why] = spec.maxReplicas > rate ? [rate, UP_LIMIT] : [spec.maxReplicas, TOO_MANY];
    return wanted > most ? [most, why] : [wanted, RANGE];
  }
  const rate = Math.min(current, rateLimit(DOWN, spec.behavior?.scaleDown ?? {}, wish));
  const minimum = spec.minReplicas ?? 1;
  const [least, why] = minimum < rate ? [rate, DOWN_LIMIT] : [minimum, TOO_FEW];
  return wanted < least ? [least, why] : [wanted, RANGE];
}

interface Direction {
  /** The bound that a policy sets, from the size at the start of its period. */
  readonly bound: (start: number, policy: HPAScalingPolicy) => number;
  /** The bound that lets the size change the most, and the least. */
  readonly farthest: (...bounds: readonly number[]) => number;
  readonly nearest: (...bounds: readonly number[]) => number;
}

const UP: Direction = {
  bound: (start, { type, value }) =>
    type === 'Pods' ? start + value : start + Math.ceil((start * value) / 100),
  farthest: Math.max,
  nearest: Math.min,
};

const DOWN: Direction = {
  bound: (start, { type, value }) =>
    type === 'Pods' ? start - value : Math.floor((start * (100 - value)) / 100),
  farthest: Math.min,
  nearest: Math.max,
};

function rateLimit(
  { bound, farthest, nearest }: Direction,
  { selectPolicy, policies = [] }: HPAScalingRules,
  { current, history, now }: Pick<Wish, 'current' | 'history' | 'now'>,
): number {
  if (selectPolicy === 'Disabled' || policies.length === 0) return current;
  const bounds = policies.map((policy) =>
    bound(sizeBefore(current, history, now - policy.periodSeconds * 1000), policy),
  );
  return selectPolicy === 'Min' ? nearest(...bounds) : farthest(...bounds);
}

function sizeBefore(current: number, { ups, downs }: History, since: Millis): number {
  const sum = (changes: readonly ScaleChange[]): number =>
    changes.filter(({ at }) => at > since).reduce((total, { count }) => total + count, 0);
  return current - sum(ups) + sum(downs);
}

/** The history with one more evaluation; what no window reaches is forgotten. */
export function withRecommendation(
  { recommendations, ups, downs }: History,
  recommendation: Recommendation,
  keepMs: Millis,
): History {
  const fresh = <T extends { readonly at: Millis }>(items: readonly T[]): readonly T[] =>
    items.filter(({ at }) => at > recommendation.at - keepMs);
  return {
    recommendations: [...fresh(recommendations), recommendation],
    ups: fresh(ups),
    downs: fresh(downs),
  };
}

/** The history with a change of size that was carried out. */
export function withChange(history: History, from: number, to: number, at: Millis): History {
  const change = [{ count: Math.abs(to - from), at }];
  return to > from
    ? { ...history, ups: [...history.ups, ...change] }
    : { ...history, downs: [...history.downs, ...change] };
}
