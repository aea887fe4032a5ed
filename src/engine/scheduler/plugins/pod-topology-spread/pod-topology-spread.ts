/**
 * Spreads pods that match a selector over the values of a node label: hard constraints filter, soft ones score.
 *
 * Upstream: pkg/scheduler/framework/plugins/podtopologyspread (v1.37). Pods of a Service or a controller that have no
 * constraints of their own are softly spread over hosts and zones.
 */
import { readState, writeState } from '../../framework/cycle-state.ts';
import type { FilterPlugin, PreFilterPlugin, PreScorePlugin, ScorePlugin } from '../../framework/plugin.ts';
import { skip, unresolvable, unschedulable } from '../../framework/status.ts';
import { ownConstraints, systemDefaultConstraints } from './constraints.ts';
import { computeSpreadState, SPREAD_STATE, spreadVerdict, withSpreadChange } from './filtering.ts';
import { afterNodeChange, afterPodChange } from './queueing-hints.ts';
import {
  computeSpreadScoreState,
  normalizeSpreadScores,
  SPREAD_SCORE_STATE,
  spreadScore,
  spreadScores,
} from './scoring.ts';

const NAME = 'PodTopologySpread';
const SKEWED = unschedulable(NAME, "node(s) didn't match pod topology spread constraints");
const MISSING_LABEL = unresolvable(
  NAME,
  "node(s) didn't match pod topology spread constraints (missing required label)",
);

export const podTopologySpread: PreFilterPlugin & FilterPlugin & PreScorePlugin & ScorePlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'Pod', actions: ['Add', 'Delete', 'UpdatePodLabel'], hint: afterPodChange },
    {
      resource: 'Node',
      actions: ['Add', 'Delete', 'UpdateNodeLabel', 'UpdateNodeTaint'],
      hint: afterNodeChange,
    },
  ],
  preFilter({ pod, snapshot }, state) {
    const constraints = ownConstraints(pod, 'DoNotSchedule');
    if (constraints.length === 0) return { status: skip(NAME) };
    writeState(state, SPREAD_STATE, computeSpreadState(pod, constraints, snapshot.nodes));
    return {};
  },
  addPod({ pod }, state, other, node) {
    writeState(
      state,
      SPREAD_STATE,
      withSpreadChange(readState(state, SPREAD_STATE) ?? [], pod, other, node, 1),
    );
  },
  removePod({ pod }, state, other, node) {
    writeState(
      state,
      SPREAD_STATE,
      withSpreadChange(readState(state, SPREAD_STATE) ?? [], pod, other, node, -1),
    );
  },
  filter(_context, state, node) {
    const verdict = spreadVerdict(readState(state, SPREAD_STATE) ?? [], node);
    if (verdict === 'fits') return undefined;
    return verdict === 'skewed' ? SKEWED : MISSING_LABEL;
  },
  preScore({ pod, snapshot, listers }, state, feasible) {
    const hasOwn = (pod.pod.spec.topologySpreadConstraints ?? []).length > 0;
    const constraints = hasOwn
      ? ownConstraints(pod, 'ScheduleAnyway')
      : systemDefaultConstraints(pod, listers);
    if (constraints.length === 0) return skip(NAME);
    writeState(
      state,
      SPREAD_SCORE_STATE,
      computeSpreadScoreState(pod, constraints, feasible, snapshot.nodes, hasOwn),
    );
    return undefined;
  },
  score({ pod }, state, node) {
    const computed = readState(state, SPREAD_SCORE_STATE);
    return computed === undefined ? 0 : spreadScore(computed, pod, node);
  },
  scoreAll(_context, state, nodes) {
    const computed = readState(state, SPREAD_SCORE_STATE);
    return computed === undefined ? nodes.map(() => 0) : spreadScores(computed);
  },
  normalizeScore(_context, state, scores, nodes) {
    const computed = readState(state, SPREAD_SCORE_STATE);
    return computed === undefined ? scores : normalizeSpreadScores(computed, scores, nodes);
  },
};
