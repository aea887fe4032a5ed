/**
 * The number of replicas that one metric asks for.
 *
 * **Upstream:** pkg/controller/podautoscaler/replica_calculator.go (v1.37).
 */
import type { HPAScalingRules } from '../../api/autoscaling-v2.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { milliValue } from '../../api/quantity.ts';
import { timeMs } from '../../api/time.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { isBeingDeleted } from '../control/keys.ts';
import { podCondition } from '../control/pod-state.ts';
import type { AutoscalerSettings } from './settings.ts';

/** How far off a ratio may be in each direction without any effect. */
export interface Tolerance {
  readonly up: number;
  readonly down: number;
}

export function toleranceOf(
  behavior: { readonly scaleUp?: HPAScalingRules; readonly scaleDown?: HPAScalingRules } | undefined,
  { toleranceMilli }: AutoscalerSettings,
): Tolerance {
  const of = (rules: HPAScalingRules | undefined): number =>
    (rules?.tolerance === undefined ? toleranceMilli : milliValue(rules.tolerance)) / 1000;
  return { up: of(behavior?.scaleUp), down: of(behavior?.scaleDown) };
}

function isWithin({ up, down }: Tolerance, ratio: number): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}

/** A total shared by all pods (External and Object with AverageValue). `replicas` is the size in the target's status. */
export function forTotal(
  totalMilli: number,
  targetMilli: number,
  replicas: number,
  tolerance: Tolerance,
): number {
  return isWithin(tolerance, totalMilli / (targetMilli * replicas))
    ? replicas
    : Math.ceil(totalMilli / targetMilli);
}

/** A value that should be near the target (External and Object with Value). */
export function forValue(
  valueMilli: number,
  targetMilli: number,
  current: number,
  readyPods: number,
  tolerance: Tolerance,
): number {
  const ratio = valueMilli / targetMilli;
  if (current === 0) return Math.ceil(ratio);
  return isWithin(tolerance, ratio) ? current : Math.ceil(ratio * readyPods);
}

/** What a pod uses and what it asked for, in thousandths. */
export interface PodSample {
  readonly pod: Pod;
  readonly usage: number | undefined;
  /** Absent for metrics that nobody requests. */
  readonly request?: number;
}

export interface Average {
  readonly replicas: number;
  /** Per pod of those that are ready and known. */
  readonly usage: number;
  /** Per cent of the requests. */
  readonly utilization: number;
}

interface Groups {
  readonly ready: readonly PodSample[];
  readonly missing: readonly PodSample[];
  readonly ignored: readonly PodSample[];
}

/** An average over pods. With `perCent` the target is that share of the requests, else a value in thousandths. */
export function forAverage(
  samples: readonly PodSample[],
  target: number,
  perCent: boolean,
  current: number,
  tolerance: Tolerance,
  isUnready: (pod: Pod) => boolean,
): Result<Average, string> {
  const groups = grouped(samples, isUnready);
  const { ready, missing, ignored } = groups;
  if (ready.length === 0) return fail('did not receive metrics for targeted pods (pods might be unready)');
  const usage = total(ready, ({ usage: used = 0 }) => used);
  const asked = total(ready, ({ request = 0 }) => request);
  const ratio = perCent ? Math.floor((usage * 100) / asked) / target : usage / ready.length / target;
  const found = {
    usage: Math.floor(usage / ready.length),
    utilization: asked === 0 ? 0 : Math.floor((usage * 100) / asked),
  };
  if (missing.length === 0 && (ignored.length === 0 || ratio < 1)) {
    return ok({ ...found, replicas: isWithin(tolerance, ratio) ? current : Math.ceil(ratio * ready.length) });
  }
  const filled = filledRatio(groups, ratio, target, perCent);
  const turned = (ratio < 1 && filled > 1) || (ratio > 1 && filled < 1);
  if (isWithin(tolerance, filled) || turned) return ok({ ...found, replicas: current });
  const replicas = Math.ceil(filled * (ready.length + missing.length + (ratio > 1 ? ignored.length : 0)));
  const backwards = (filled < 1 && replicas > current) || (filled > 1 && replicas < current);
  return ok({ ...found, replicas: backwards ? current : replicas });
}

/** Pods that are unknown are taken to speak against the change: full use when shrinking, none when growing. */
function filledRatio(
  { ready, missing, ignored }: Groups,
  ratio: number,
  target: number,
  perCent: boolean,
): number {
  const full = ({ request = 0 }: PodSample): number =>
    perCent ? Math.floor((request * Math.max(100, target)) / 100) : target;
  const filler = ratio < 1 ? total(missing, full) : 0;
  const counted = [...ready, ...missing, ...(ratio > 1 ? ignored : [])];
  const usage = total(ready, ({ usage: used = 0 }) => used) + filler;
  if (!perCent) return usage / counted.length / target;
  return Math.floor((usage * 100) / total(counted, ({ request = 0 }) => request)) / target;
}

function grouped(samples: readonly PodSample[], isUnready: (pod: Pod) => boolean): Groups {
  const living = samples.filter(({ pod }) => !isBeingDeleted(pod) && pod.status?.phase !== 'Failed');
  const ignores = ({ pod, usage }: PodSample): boolean =>
    pod.status?.phase === 'Pending' || (usage !== undefined && isUnready(pod));
  const rest = living.filter((sample) => !ignores(sample));
  return {
    ignored: living.filter(ignores),
    ready: rest.filter(({ usage }) => usage !== undefined),
    missing: rest.filter(({ usage }) => usage === undefined),
  };
}

function total(samples: readonly PodSample[], of: (sample: PodSample) => number): number {
  return samples.reduce((sum, sample) => sum + of(sample), 0);
}

/** CPU of a pod that is starting says nothing about its load. */
export function isStarting(pod: Pod, settings: AutoscalerSettings, nowMs: number): boolean {
  const ready = podCondition(pod, 'Ready');
  const startMs = timeMs(pod.status?.startTime);
  if (ready === undefined || startMs === undefined) return true;
  if (startMs + settings.cpuInitializationMs > nowMs) return ready.status === 'False';
  return (
    ready.status === 'False' && (timeMs(ready.lastTransitionTime) ?? 0) < startMs + settings.readinessDelayMs
  );
}
