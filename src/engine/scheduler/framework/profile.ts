/**
 * Which plugins run at which extension point, in which order.
 *
 * Upstream: `KubeSchedulerProfile` of pkg/scheduler/apis/config (v1.37), after defaulting.
 */
import type {
  FilterPlugin,
  Plugin,
  PostFilterPlugin,
  PreEnqueuePlugin,
  PreFilterPlugin,
  PreScorePlugin,
  QueueSortPlugin,
  ReservePlugin,
  ScorePlugin,
} from './plugin.ts';

export interface WeightedScorePlugin {
  readonly plugin: ScorePlugin;
  readonly weight: number;
}

export interface Profile {
  readonly queueSort: QueueSortPlugin;
  readonly preEnqueue: readonly PreEnqueuePlugin[];
  readonly preFilter: readonly PreFilterPlugin[];
  readonly filter: readonly FilterPlugin[];
  readonly postFilter: readonly PostFilterPlugin[];
  readonly preScore: readonly PreScorePlugin[];
  readonly score: readonly WeightedScorePlugin[];
  readonly reserve: readonly ReservePlugin[];
  /** Every plugin once, in the order of the profile. */
  readonly all: readonly Plugin[];
}
