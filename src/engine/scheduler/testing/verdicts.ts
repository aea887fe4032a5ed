/** Runs one filter or score plugin by itself, as the framework would. */
import { assert } from '../../../base/assert.ts';
import { deepEqual } from '../../../base/json.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { newCycleState } from '../framework/cycle-state.ts';
import { podInfoOf } from '../framework/pod-info.ts';
import type {
  FilterPlugin,
  PreFilterPlugin,
  PreScorePlugin,
  QueueingHint,
  ScorePlugin,
} from '../framework/plugin.ts';
import type { ClusterChange } from '../framework/cluster-event.ts';
import { matchesRegistration } from '../framework/cluster-event.ts';
import type { Listers } from '../framework/listers.ts';
import { EMPTY_LISTERS } from '../framework/listers.ts';
import type { Plugin } from '../framework/plugin.ts';
import type { SchedulingView } from '../schedule-one.ts';

/** For each node in order: its reason and code, or `ok`. A rejection by PreFilter stands for all nodes. */
export function verdicts(
  plugin: FilterPlugin & Partial<PreFilterPlugin>,
  pod: Pod,
  view: SchedulingView,
): readonly string[] {
  const context = { pod: podInfoOf(pod), snapshot: view.snapshot, listers: view.listers };
  const state = newCycleState();
  const status = plugin.preFilter?.(context, state).status;
  if (status?.code === 'Skip') return ['skip'];
  if (status !== undefined) return [`${status.code}: ${status.reasons.join(', ')}`];
  return view.snapshot.nodes.map((node) => {
    const rejection = plugin.filter(context, state, node);
    return rejection === undefined ? 'ok' : `${rejection.code}: ${rejection.reasons.join(', ')}`;
  });
}

/** For each node in order: the normalised score. Empty if the plugin skipped. */
export function scores(
  plugin: ScorePlugin & Partial<PreFilterPlugin & PreScorePlugin>,
  pod: Pod,
  view: SchedulingView,
): readonly number[] {
  const context = { pod: podInfoOf(pod), snapshot: view.snapshot, listers: view.listers };
  const state = newCycleState();
  const { nodes } = view.snapshot;
  plugin.preFilter?.(context, state);
  if (plugin.preScore?.(context, state, nodes)?.code === 'Skip') return [];
  const raw = nodes.map((node) => plugin.score(context, state, node));
  assert(deepEqual(plugin.scoreAll?.(context, state, nodes) ?? raw, raw), 'scoreAll gives what score gives');
  return plugin.normalizeScore?.(context, state, raw, nodes) ?? raw;
}

/** What the plugin's hints say to a change, as the queue would ask them. */
export function hint(
  plugin: Plugin,
  pod: Pod,
  change: ClusterChange,
  listers: Listers = EMPTY_LISTERS,
): QueueingHint {
  const concerned = (plugin.eventsToRegister ?? []).filter((registration) =>
    matchesRegistration(registration, change),
  );
  const info = podInfoOf(pod);
  const isQueued = concerned.some(
    (one) => one.hint === undefined || one.hint(info, change, listers) === 'Queue',
  );
  return isQueued ? 'Queue' : 'QueueSkip';
}
