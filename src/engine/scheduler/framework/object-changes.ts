/**
 * Turns two versions of an object into the cluster event they amount to, or nothing if no plugin could care.
 *
 * Upstream: pkg/scheduler/eventhandlers.go and framework/events.go (v1.37). Heartbeats and other news in a node's status
 * raise no event. A pod that reaches a terminal phase counts as deleted, because upstream's watch leaves such pods out.
 */
import { deepEqual } from '../../../base/json.ts';
import type { Node } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { ActionType, NodeChange, PodChange } from './cluster-event.ts';
import { podRequests } from './pod-requests.ts';
import type { Resource } from './resource.ts';
import { subtractResources } from './resource.ts';

/** Whether the pod takes up room on a node as far as the scheduler is concerned. */
export function isAssigned(pod: Pod): boolean {
  return (pod.spec.nodeName ?? '') !== '' && !isTerminal(pod);
}

export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** What happened to bound pods: one came, changed or went. */
export function assignedPodChange(before: Pod | undefined, after: Pod | undefined): PodChange | undefined {
  const oldObject = before !== undefined && isAssigned(before) ? before : undefined;
  const newObject = after !== undefined && isAssigned(after) ? after : undefined;
  if (oldObject === undefined && newObject === undefined) return undefined;
  if (oldObject === undefined && newObject !== undefined)
    return { resource: 'AssignedPod', actions: ['Add'], newObject };
  if (oldObject !== undefined && newObject === undefined)
    return { resource: 'AssignedPod', actions: ['Delete'], oldObject };
  return updateOf('AssignedPod', oldObject, newObject);
}

/** What happened to a waiting pod itself. */
export function unscheduledPodChange(before: Pod, after: Pod): PodChange | undefined {
  return updateOf('UnscheduledPod', before, after);
}

export function nodeChange(before: Node | undefined, after: Node | undefined): NodeChange | undefined {
  if (before === undefined)
    return after === undefined ? undefined : { resource: 'Node', actions: ['Add'], newObject: after };
  if (after === undefined) return { resource: 'Node', actions: ['Delete'], oldObject: before };
  const actions = nodeActions(before, after);
  return actions.length === 0
    ? undefined
    : { resource: 'Node', actions, oldObject: before, newObject: after };
}

function updateOf(
  resource: PodChange['resource'],
  before: Pod | undefined,
  after: Pod | undefined,
): PodChange | undefined {
  if (before === undefined || after === undefined) return undefined;
  const actions = podActions(before, after);
  return actions.length === 0 ? undefined : { resource, actions, oldObject: before, newObject: after };
}

function podActions(before: Pod, after: Pod): readonly ActionType[] {
  const actions: ActionType[] = [];
  if (!same(before.metadata.labels, after.metadata.labels)) actions.push('UpdatePodLabel');
  if (isScaledDown(before, after)) actions.push('UpdatePodScaleDown');
  if (!same(before.spec.tolerations, after.spec.tolerations)) actions.push('UpdatePodToleration');
  if (hasGates(before) && !hasGates(after)) actions.push('UpdatePodSchedulingGatesEliminated');
  return actions;
}

function nodeActions(before: Node, after: Node): readonly ActionType[] {
  const actions: ActionType[] = [];
  if (!same(before.status?.allocatable, after.status?.allocatable)) actions.push('UpdateNodeAllocatable');
  if (!same(before.metadata.labels, after.metadata.labels)) actions.push('UpdateNodeLabel');
  const wasCordoned = before.spec.unschedulable === true;
  const isCordoned = after.spec.unschedulable === true;
  if (!same(before.spec.taints, after.spec.taints) || wasCordoned !== isCordoned)
    actions.push('UpdateNodeTaint');
  if (!same(before.metadata.annotations, after.metadata.annotations)) actions.push('UpdateNodeAnnotation');
  return actions;
}

function isScaledDown(before: Pod, after: Pod): boolean {
  if (before.spec === after.spec) return false;
  const freed = subtractResources(podRequests(before), podRequests(after));
  return amountsOf(freed).some((amount) => amount > 0);
}

function amountsOf(resource: Resource): readonly number[] {
  return [
    resource.milliCPU,
    resource.memory,
    resource.ephemeralStorage,
    ...resource.scalarResources.values(),
  ];
}

function hasGates(pod: Pod): boolean {
  return (pod.spec.schedulingGates ?? []).length > 0;
}

/** Unchanged parts are shared between versions of an object, so most comparisons end at once. */
function same(a: unknown, b: unknown): boolean {
  return a === b || deepEqual(a, b);
}
