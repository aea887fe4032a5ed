/**
 * The horizontal pod autoscaler: sizes workloads by metrics.
 *
 * **Upstream:** pkg/controller/podautoscaler/horizontal.go (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import { withCondition } from '../../api/conditions.ts';
import type {
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerStatus,
  MetricStatus,
} from '../../api/autoscaling-v2.ts';
import type { StoredObject } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { defineTable } from '../../sim/sim.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { nowTime } from '../control/clock.ts';
import { controllerComponent, DONE } from '../control/component.ts';
import { keyOf, namespaceOf, splitKey, subjectOf } from '../control/keys.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluate.ts';
import { metricEntries } from './metrics.ts';
import { limited, NO_HISTORY, withChange, withRecommendation } from './limits.ts';
import type { History, Words } from './limits.ts';
import { DEFAULT_AUTOSCALER } from './settings.ts';
import type { AutoscalerSettings } from './settings.ts';
import { scaleTarget, sharedWith } from './target.ts';
import type { ScaleTarget } from './target.ts';

/** What an autoscaler recommended and did lately, by its key. */
export const HISTORY = defineTable<History>('horizontal-pod-autoscaler/history');

/** No window is longer. */
const HISTORY_MS = 3_600_000;

export function createHorizontalPodAutoscalerController(
  ctx: ComponentContext,
  settings: AutoscalerSettings = DEFAULT_AUTOSCALER,
): Component {
  return controllerComponent(ctx, {
    name: 'horizontal-pod-autoscaler',
    watches: {
      HorizontalPodAutoscaler: ({ type, object }) =>
        type === 'ADDED' || type === 'DELETED' ? [keyOf(object)] : [],
    },
    reconcile: (key) => syncAutoscaler(ctx, settings, key),
  });
}

/** One evaluation: what it finds out goes into `status`, which is written at the end. */
interface Look {
  readonly ctx: ComponentContext;
  readonly settings: AutoscalerSettings;
  readonly autoscaler: StoredObject<'HorizontalPodAutoscaler'>;
  status: HorizontalPodAutoscalerStatus;
}

function syncAutoscaler(ctx: ComponentContext, settings: AutoscalerSettings, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const autoscaler = ctx.api.get('HorizontalPodAutoscaler', namespace, name);
  if (autoscaler === undefined) {
    ctx.sim.table(HISTORY).delete(key);
    return DONE;
  }
  const { generation } = autoscaler.metadata;
  const before = autoscaler.status ?? { desiredReplicas: 0 };
  const look: Look = {
    ctx,
    settings,
    autoscaler,
    status: { ...before, ...(generation === undefined ? {} : { observedGeneration: generation }) },
  };
  scale(look, key);
  writeStatus(look);
  return { requeueAfterMs: settings.syncMs };
}

function scale(look: Look, key: string): void {
  const { ctx, autoscaler } = look;
  const target = scaleTarget(ctx.api, autoscaler);
  if (!target.ok) {
    record(look, 'Warning', 'FailedGetScale', target.error);
    return say(look, 'AbleToScale', {
      status: 'False',
      reason: 'FailedGetScale',
      message: `the HPA controller was unable to get the target's current scale: ${target.error}`,
    });
  }
  say(look, 'AbleToScale', {
    status: 'True',
    reason: 'SucceededGetScale',
    message: "the HPA controller was able to get the target's current scale",
  });
  rememberSize(look, key, target.value.replicas);
  const decided = decide(look, key, target.value);
  if (decided === undefined) return;
  const { replicas, why, metrics } = decided;
  const rescaled = replicas !== target.value.replicas;
  if (!rescaled || resize(look, key, target.value, replicas, why))
    setSizes(look, target.value.replicas, rescaled ? replicas : target.value.replicas, metrics, rescaled);
}

interface Decided {
  readonly replicas: number;
  readonly why: string;
  readonly metrics: readonly MetricStatus[] | undefined;
}

/** Undefined when the metrics could not be read and nothing should be done. */
function decide(look: Look, key: string, target: ScaleTarget): Decided | undefined {
  const { minReplicas = 1, maxReplicas } = look.autoscaler.spec;
  const { replicas: current } = target;
  if (current === 0 && minReplicas !== 0) {
    say(look, 'ScalingActive', {
      status: 'False',
      reason: 'ScalingDisabled',
      message: 'scaling is disabled since the replica count of the target is zero',
    });
    look.status = { ...look.status, desiredReplicas: 0 };
    return { replicas: 0, why: '', metrics: undefined };
  }
  if (current > maxReplicas)
    return {
      replicas: maxReplicas,
      why: 'Current number of replicas above Spec.MaxReplicas',
      metrics: undefined,
    };
  if (current < minReplicas)
    return {
      replicas: minReplicas,
      why: 'Current number of replicas below Spec.MinReplicas',
      metrics: undefined,
    };
  return byMetrics(look, key, target);
}

function byMetrics(look: Look, key: string, target: ScaleTarget): Decided | undefined {
  const { ctx, settings, autoscaler } = look;
  const { replicas: current } = target;
  const shared = sharedWith(ctx.api, autoscaler, target);
  if (shared !== undefined) return refuseSelector(look, target, shared);
  const evaluation = evaluate(ctx, settings, autoscaler, target);
  for (const { reason, message } of evaluation.failures) record(look, 'Warning', reason, message);
  const { best, statuses } = evaluation;
  const desired = best?.replicas ?? 0;
  if (best === undefined || (evaluation.failures.length > 0 && desired < current)) {
    giveUp(look, target, evaluation);
    return undefined;
  }
  say(look, 'ScalingActive', {
    status: 'True',
    reason: 'ValidMetricFound',
    message: `the HPA was able to successfully calculate a replica count from ${best.name}`,
  });
  const history = historyOf(look, key);
  const verdict = limited({
    spec: autoscaler.spec,
    current,
    desired,
    history,
    now: ctx.sim.now,
    downscaleWindowMs: settings.downscaleWindowMs,
  });
  ctx.sim
    .table(HISTORY)
    .put(key, withRecommendation(history, { replicas: desired, at: ctx.sim.now }, HISTORY_MS));
  say(look, 'AbleToScale', verdict.ableToScale);
  say(look, 'ScalingLimited', verdict.scalingLimited);
  return {
    replicas: verdict.replicas,
    why: desired > current ? `${best.name} above target` : 'All metrics below target',
    metrics: statuses,
  };
}

/** The size found first counts as recommended, so that a new autoscaler does not shrink a workload at once. */
function rememberSize({ ctx }: Look, key: string, replicas: number): void {
  const table = ctx.sim.table(HISTORY);
  if (!table.has(key)) table.put(key, { ...NO_HISTORY, recommendations: [{ replicas, at: ctx.sim.now }] });
}

function historyOf({ ctx }: Look, key: string): History {
  return ctx.sim.table(HISTORY).get(key) ?? NO_HISTORY;
}

/** Pods that two autoscalers size are sized by neither. */
function refuseSelector(look: Look, { replicas }: ScaleTarget, message: string): undefined {
  record(look, 'Warning', 'AmbiguousSelector', message);
  say(look, 'ScalingActive', { status: 'False', reason: 'AmbiguousSelector', message });
  record(look, 'Warning', 'FailedComputeMetricsReplicas', message);
  look.status = withMetrics(withCurrent(look.status, replicas), undefined);
  return undefined;
}

function giveUp(look: Look, { replicas }: ScaleTarget, { failures, statuses }: Evaluation): void {
  const [first] = failures;
  if (first === undefined) return;
  say(look, 'ScalingActive', {
    status: 'False',
    reason: first.reason,
    message: `the HPA was unable to compute the replica count: ${first.message}`,
  });
  record(
    look,
    'Warning',
    'FailedComputeMetricsReplicas',
    `invalid metrics (${failures.length} invalid out of ${statuses.length}), first error is: ${first.full}`,
  );
  look.status = { ...withCurrent(look.status, replicas), currentMetrics: statuses };
}

/** False when the write failed. */
function resize(look: Look, key: string, target: ScaleTarget, replicas: number, why: string): boolean {
  const { ctx, autoscaler } = look;
  const causes = metricEntries(ctx, namespaceOf(autoscaler), autoscaler.spec.metrics ?? []);
  const because = {
    rule: 'HPA-01',
    text: `autoscaler ${autoscaler.metadata.name} wants ${replicas} replicas: ${why}`,
    ...(causes.length === 0 ? {} : { causes }),
  };
  const written = ctx.api.patch(
    target.kind,
    namespaceOf(autoscaler),
    target.name,
    'merge',
    { spec: { replicas } },
    because,
  );
  if (!written.ok) {
    record(
      look,
      'Warning',
      'FailedRescale',
      `New size: ${replicas}; reason: ${why}; error: ${written.error.message}`,
    );
    say(look, 'AbleToScale', {
      status: 'False',
      reason: 'FailedUpdateScale',
      message: `the HPA controller was unable to update the target scale: ${written.error.message}`,
    });
    look.status = withCurrent(look.status, target.replicas);
    return false;
  }
  say(look, 'AbleToScale', {
    status: 'True',
    reason: 'SucceededRescale',
    message: `the HPA controller was able to update the target scale to ${replicas}`,
  });
  say(look, 'ScaledToZero', scaledToZero(replicas));
  record(look, 'Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${why}`);
  ctx.sim.table(HISTORY).put(key, withChange(historyOf(look, key), target.replicas, replicas, ctx.sim.now));
  return true;
}

function scaledToZero(replicas: number): Words {
  if (replicas === 0)
    return {
      status: 'True',
      reason: 'ScaledToZero',
      message: 'the HPA controller scaled the workload to zero',
    };
  return {
    status: 'False',
    reason: 'NotScaledToZero',
    message: 'the HPA controller did not scale the workload to zero',
  };
}

function setSizes(
  look: Look,
  current: number,
  desired: number,
  metrics: readonly MetricStatus[] | undefined,
  rescaled: boolean,
): void {
  look.status = {
    ...withMetrics(withCurrent(look.status, current), metrics),
    desiredReplicas: desired,
    ...(rescaled ? { lastScaleTime: nowTime(look.ctx) } : {}),
  };
}

/** Without metrics the field is an explicit null, as the server prints it from the beginning. */
function withMetrics(
  { currentMetrics: _before, ...rest }: HorizontalPodAutoscalerStatus,
  metrics: readonly MetricStatus[] | undefined,
): HorizontalPodAutoscalerStatus {
  return { ...rest, currentMetrics: metrics ?? null } as HorizontalPodAutoscalerStatus;
}

function withCurrent(status: HorizontalPodAutoscalerStatus, replicas: number): HorizontalPodAutoscalerStatus {
  const { currentReplicas: _current, ...rest } = status;
  return replicas === 0 ? rest : { ...rest, currentReplicas: replicas };
}

function say(look: Look, type: string, words: Words): void {
  const condition: HorizontalPodAutoscalerCondition = {
    type,
    ...words,
    lastTransitionTime: nowTime(look.ctx),
  };
  look.status = { ...look.status, conditions: withCondition(look.status.conditions, condition) };
}

function record(
  { ctx, autoscaler }: Look,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  ctx.events.record(subjectOf(autoscaler), type, reason, message);
}

function writeStatus({ ctx, autoscaler, status }: Look): void {
  if (deepEqual(autoscaler.status, status)) return;
  const text = `the workload has ${status.currentReplicas ?? 0} replicas and should have ${status.desiredReplicas}`;
  ctx.api.modify(
    'HorizontalPodAutoscaler',
    namespaceOf(autoscaler),
    autoscaler.metadata.name,
    (live) => ({ ...live, status }),
    { rule: 'HPA-02', text },
    { subresource: 'status' },
  );
}
