/**
 * Sees to it that every claim of the pod has, or can get, a volume that the node can reach.
 *
 * Upstream: pkg/scheduler/framework/plugins/volumebinding (v1.37).
 * What PreBind does is in `volume-binder.ts` of the scheduler.
 */
import { usesClaim } from '../../framework/claims.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import { readState, stateKey, writeState } from '../../framework/cycle-state.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type {
  FilterPlugin,
  PreFilterPlugin,
  QueueingHint,
  ReservePlugin,
  ScorePlugin,
} from '../../framework/plugin.ts';
import { skip, unresolvable } from '../../framework/status.ts';
import { boundVerdict, reserveVolumes } from './find-volumes.ts';
import type { PodClaims } from './pod-claims.ts';
import { claimProblem, podClaimsOf } from './pod-claims.ts';
import { scoreVolumes } from './score.ts';

const NAME = 'VolumeBinding';
const UNBOUND_IMMEDIATE = unresolvable(NAME, 'pod has unbound immediate PersistentVolumeClaims');
const WRONG_NODE = unresolvable(NAME, "node(s) didn't match PersistentVolume's node affinity");
const MISSING_VOLUME = unresolvable(
  NAME,
  'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
);
const NO_VOLUME_REASON = "node(s) didn't find available persistent volumes to bind";

const STATE = stateKey<PodClaims>(NAME);

export const volumeBinding: PreFilterPlugin & FilterPlugin & ScorePlugin & ReservePlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'StorageClass', actions: ['Add', 'Update'] },
    { resource: 'PersistentVolumeClaim', actions: ['Add', 'Update'], hint: afterClaimChange },
    { resource: 'PersistentVolume', actions: ['Add', 'Update'] },
    { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'] },
    { resource: 'CSINode', actions: ['Add', 'Update'] },
  ],
  preFilter({ pod, listers }, state) {
    const problem = claimProblem(pod, listers);
    if (problem !== undefined) return { status: unresolvable(NAME, problem) };
    const claims = podClaimsOf(pod, listers);
    if (claims.immediate.length > 0) return { status: UNBOUND_IMMEDIATE };
    if (claims.bound.length === 0 && claims.delayed.length === 0) return { status: skip(NAME) };
    writeState(state, STATE, claims);
    return {};
  },
  filter({ listers }, state, node) {
    const claims = readState(state, STATE);
    if (claims === undefined) return undefined;
    const verdict = boundVerdict(claims.bound, node, listers);
    if (verdict === 'missing-volume') return MISSING_VOLUME;
    const canHaveVolumes = reserveVolumes(claims.delayed, node, listers) !== undefined;
    if (verdict === 'fits') return canHaveVolumes ? undefined : unresolvable(NAME, NO_VOLUME_REASON);
    return canHaveVolumes ? WRONG_NODE : unresolvable(NAME, ...WRONG_NODE.reasons, NO_VOLUME_REASON);
  },
  scoreKey: (_context, state) => (readState(state, STATE) === undefined ? 'no claims' : undefined),
  score({ listers }, state, node) {
    return scoreVolumes(reserveVolumes(readState(state, STATE)?.delayed ?? [], node, listers) ?? [], listers);
  },
  reserve({ listers }, state, node) {
    return reserveVolumes(readState(state, STATE)?.delayed ?? [], node, listers) ?? [];
  },
};

function afterClaimChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'PersistentVolumeClaim' || change.newObject === undefined) return 'QueueSkip';
  const { namespace, name } = change.newObject.metadata;
  return usesClaim(pod, namespace, name) ? 'Queue' : 'QueueSkip';
}
