/**
 * Keeps pods together or apart: required terms filter, preferred terms score.
 *
 * Upstream: pkg/scheduler/framework/plugins/interpodaffinity (v1.37). Required terms of running pods bind newcomers only
 * when they are anti-affinity; a required affinity of a running pod is a mere preference for others.
 */
import { readState, writeState } from '../../framework/cycle-state.ts';
import type { FilterPlugin, PreFilterPlugin, PreScorePlugin, ScorePlugin } from '../../framework/plugin.ts';
import { skip, unresolvable, unschedulable } from '../../framework/status.ts';
import type { AffinityState } from './filtering.ts';
import { AFFINITY_STATE, affinityVerdict, computeAffinityState, withAffinityChange } from './filtering.ts';
import { afterNodeChange, afterPodChange } from './queueing-hints.ts';
import {
  AFFINITY_SCORE_STATE,
  affinityScore,
  computeAffinityScores,
  normalizeAffinityScores,
} from './scoring.ts';
import { NO_COUNTS } from './topology-counts.ts';

const NAME = 'InterPodAffinity';
const NO_AFFINITY = unresolvable(NAME, "node(s) didn't match pod affinity rules");
const OWN_ANTI_AFFINITY = unschedulable(NAME, "node(s) didn't match pod anti-affinity rules");
const EXISTING_ANTI_AFFINITY = unschedulable(
  NAME,
  "node(s) didn't satisfy existing pods anti-affinity rules",
);
const NO_STATE: AffinityState = {
  affinity: NO_COUNTS,
  antiAffinity: NO_COUNTS,
  existingAntiAffinity: NO_COUNTS,
};

export const interPodAffinity: PreFilterPlugin & FilterPlugin & PreScorePlugin & ScorePlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'AssignedPod', actions: ['Add', 'Delete', 'UpdatePodLabel'], hint: afterPodChange },
    { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'], hint: afterNodeChange },
  ],
  preFilter({ pod, snapshot, listers }, state) {
    const computed = computeAffinityState(pod, snapshot, listers);
    const hasOwnTerms = pod.requiredAffinityTerms.length > 0 || pod.requiredAntiAffinityTerms.length > 0;
    if (!hasOwnTerms && computed.existingAntiAffinity.size === 0) return { status: skip(NAME) };
    writeState(state, AFFINITY_STATE, computed);
    return {};
  },
  addPod({ pod, listers }, state, other, node) {
    const before = readState(state, AFFINITY_STATE) ?? NO_STATE;
    writeState(state, AFFINITY_STATE, withAffinityChange(before, pod, other, node, listers, 1));
  },
  removePod({ pod, listers }, state, other, node) {
    const before = readState(state, AFFINITY_STATE) ?? NO_STATE;
    writeState(state, AFFINITY_STATE, withAffinityChange(before, pod, other, node, listers, -1));
  },
  filter({ pod, listers }, state, node) {
    switch (affinityVerdict(readState(state, AFFINITY_STATE) ?? NO_STATE, pod, node, listers)) {
      case 'affinity':
        return NO_AFFINITY;
      case 'anti-affinity':
        return OWN_ANTI_AFFINITY;
      case 'existing-anti-affinity':
        return EXISTING_ANTI_AFFINITY;
      case 'fits':
        return undefined;
    }
  },
  preScore({ pod, snapshot, listers }, state) {
    const scores = computeAffinityScores(pod, snapshot, listers);
    if (scores === undefined) return skip(NAME);
    writeState(state, AFFINITY_SCORE_STATE, scores);
    return undefined;
  },
  score(_context, state, node) {
    return affinityScore(readState(state, AFFINITY_SCORE_STATE) ?? NO_COUNTS, node);
  },
  normalizeScore: (_context, _state, scores) => normalizeAffinityScores(scores),
};
