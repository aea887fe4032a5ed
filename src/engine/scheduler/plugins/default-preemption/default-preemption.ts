/**
 * Makes room for a pod that fits nowhere, by choosing pods of lower priority to be deleted from one node.
 *
 * Upstream: pkg/scheduler/framework/plugins/defaultpreemption and pkg/scheduler/framework/preemption (v1.37). The plugin only
 * decides: deleting the victims and nominating the pod is done by whoever runs the scheduler. The pod is not bound now; it
 * waits until its victims are gone.
 */
import type { CycleState } from '../../framework/cycle-state.ts';
import { fitErrorMessage } from '../../framework/fit-error.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type {
  CycleContext,
  FrameworkHandle,
  NodeStatuses,
  PostFilterPlugin,
  PostFilterVerdict,
  PreEnqueuePlugin,
} from '../../framework/plugin.ts';
import { unresolvable } from '../../framework/status.ts';
import type { Candidate } from './dry-run.ts';
import { dryRunPreemption } from './dry-run.ts';
import { bestCandidates } from './pick-candidate.ts';

const NAME = 'DefaultPreemption';
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const MIN_CANDIDATES = 100;
const MIN_CANDIDATES_PERCENTAGE = 10;

export const defaultPreemption: PreEnqueuePlugin & PostFilterPlugin = {
  name: NAME,
  // Without this registration no deletion of a victim would ever have the gate below looked at again.
  eventsToRegister: [{ resource: 'AssignedPod', actions: ['Delete'], hint: () => 'QueueSkip' }],
  preEnqueue(_pod, { preemptionInProgress }) {
    return preemptionInProgress
      ? unresolvable(NAME, 'waiting for the preemption for this pod to be finished')
      : undefined;
  },
  postFilter(context, state, statuses, handle) {
    const obstacle = ineligibility(context, statuses);
    if (obstacle !== undefined) return { success: false, message: `preemption: ${obstacle}` };
    const { candidates, reasons } = findCandidates(context, state, statuses, handle);
    const best = bestCandidates(candidates);
    const chosen = best[best.length > 1 ? handle.tieBreak(best.length) : 0];
    if (chosen === undefined) {
      const message = fitErrorMessage(context.snapshot.nodes.length, reasons);
      return { success: false, message: `preemption: ${message}`, nominatedNodeName: '' };
    }
    return nominate(context.pod, chosen, handle);
  },
};

/** Why preemption is not even tried. */
function ineligibility({ pod, snapshot }: CycleContext, statuses: NodeStatuses): string | undefined {
  if (pod.pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = pod.pod.status?.nominatedNodeName ?? '';
  const node = snapshot.byName.get(nominated);
  if (node === undefined || !mayHelp(statuses, node)) return undefined;
  const isWaiting = node.pods.some((other) => other.priority < pod.priority && isBeingPreempted(other));
  return isWaiting ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

function isBeingPreempted(pod: PodInfo): boolean {
  const target = pod.pod.status?.conditions?.find((condition) => condition.type === 'DisruptionTarget');
  return pod.terminating && target?.status === 'True' && target.reason === 'PreemptionByScheduler';
}

/** Nodes that PreFilter left out have no status of their own and count as beyond help. */
function mayHelp(statuses: NodeStatuses, node: NodeInfo): boolean {
  return statuses.get(node.name)?.code === 'Unschedulable';
}

interface Search {
  readonly candidates: readonly Candidate[];
  readonly reasons: readonly string[];
}

function findCandidates(
  context: CycleContext,
  state: CycleState,
  statuses: NodeStatuses,
  handle: FrameworkHandle,
): Search {
  const potential = context.snapshot.nodes.filter((node) => mayHelp(statuses, node));
  const reasons: string[] = Array.from(
    { length: context.snapshot.nodes.length - potential.length },
    () => NOT_HELPFUL,
  );
  const wanted = candidatesWanted(potential.length);
  const offset = wanted < potential.length ? handle.tieBreak(potential.length) : 0;
  const candidates: Candidate[] = [];
  for (const node of [...potential.slice(offset), ...potential.slice(0, offset)]) {
    const result = dryRunPreemption(context, state, node, handle);
    if (result.candidate === undefined) reasons.push(...result.reasons);
    else candidates.push(result.candidate);
    if (candidates.length >= wanted && candidates.some((one) => one.budgetViolations === 0)) break;
  }
  return { candidates, reasons };
}

/** A tenth of the nodes, but no fewer than 100 where there are as many. */
function candidatesWanted(nodes: number): number {
  const share = Math.trunc((nodes * MIN_CANDIDATES_PERCENTAGE) / 100);
  return Math.min(Math.max(share, MIN_CANDIDATES), nodes);
}

function nominate(pod: PodInfo, chosen: Candidate, handle: FrameworkHandle): PostFilterVerdict {
  const { node, victims } = chosen;
  return {
    success: true,
    message: `preemption: found a potential placement for pod on node ${node}, preempting ${victims.length} victims`,
    nominatedNodeName: node,
    victims,
    clearedNominations: handle.nominatedPods(node).filter((other) => other.priority < pod.priority),
  };
}
