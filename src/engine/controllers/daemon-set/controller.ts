/**
 * The DaemonSet controller: one pod on every node that should have one.
 *
 * **Upstream:** pkg/controller/daemon/daemon_controller.go (v1.37).
 */
import { compareStrings } from '../../../base/compare.ts';
import { deepEqual } from '../../../base/json.ts';
import type { DaemonSet } from '../../api/apps-v1.ts';
import type { Node } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { matchesLabelSelector } from '../../api/selectors.ts';
import type { KubeObject } from '../../api/types.ts';
import { ControllerRevisionHashLabelKey } from '../../api/well-known.ts';
import type { ApiFailure, ChangeOf } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { Because } from '../../sim/trace.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { claimObjects } from '../control/claim.ts';
import { wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted, keyOf, namespaceOf, splitKey, subjectOf, uidOf } from '../control/keys.ts';
import { noteOrphans, orphansIn } from '../control/orphans.ts';
import { ownersOf } from '../control/owner-watch.ts';
import { createPod, deletePod, podFromTemplate } from '../control/pod-from-template.ts';
import { isTerminal, nextAvailabilityMs } from '../control/pod-state.ts';
import { ensureRevision, truncateHistory } from '../control/revision-history.ts';
import { CALLS_PER_LOOK, slowStartBatch } from '../control/slow-start.ts';
import { daemonPodTemplate, nodeEligibility, targetNode } from './daemon-pod.ts';
import { planNode, planUpdate, updateBudget } from './plan.ts';
import { FAILED_DAEMON_POD, SELECTING_ALL, SELECTING_ALL_MESSAGE, SUCCEEDED_DAEMON_POD } from './reasons.ts';
import { DEFAULT_DAEMON_SET } from './settings.ts';
import type { DaemonSetSettings } from './settings.ts';
import { daemonSetStatus } from './status.ts';

/** Back-off for failed pods, by `uid/generation/node`. */
const FAILED_POD_BACKOFF = defineTable<{ readonly waitMs: Millis; readonly since: Millis }>(
  'daemon-set/failed-pod-backoff',
);
const DEFAULT_HISTORY_LIMIT = 10;

export function createDaemonSetController(
  ctx: ComponentContext,
  settings: DaemonSetSettings = DEFAULT_DAEMON_SET,
): Component {
  const adopters = (pod: KubeObject): readonly DaemonSet[] =>
    ctx.api
      .inNamespace('DaemonSet', namespaceOf(pod))
      .filter((one) => matchesLabelSelector(one.spec.selector, pod.metadata.labels));
  return controllerComponent(ctx, {
    name: 'daemonset-controller',
    remember: (change) => noteOrphans(ctx.sim, ['Pod'], change),
    watches: {
      DaemonSet: (change) => [keyOf(change.object)],
      Pod: (change) => ownersOf(ctx.api, 'DaemonSet', change, adopters),
      Node: (change) => daemonSetsToWake(ctx, change),
    },
    reconcile: (key) => syncDaemonSet(ctx, settings, key),
  });
}

/** A change of a node wakes a DaemonSet only when a pod has to come or go there. */
function daemonSetsToWake(
  ctx: ComponentContext,
  { type, object, before }: ChangeOf<'Node'>,
): readonly string[] {
  if (type === 'DELETED') return [];
  if (
    before !== undefined &&
    deepEqual(before.metadata.labels, object.metadata.labels) &&
    deepEqual(before.spec.taints, object.spec.taints)
  )
    return [];
  return ctx.api
    .list('DaemonSet')
    .filter((daemonSet) => needsChange(ctx, daemonSet, object))
    .map(keyOf);
}

function needsChange(ctx: ComponentContext, daemonSet: DaemonSet, node: Node): boolean {
  const { shouldRun, mayContinue } = nodeEligibility(daemonSet, node);
  const scheduled = ctx.api
    .ownedBy('Pod', uidOf(daemonSet))
    .some((pod) => targetNode(pod) === node.metadata.name);
  return (shouldRun && !scheduled) || (!mayContinue && scheduled);
}

/** What one sync works with. */
interface Sync {
  readonly daemonSet: DaemonSet;
  readonly nodes: readonly Node[];
  readonly hash: string;
  readonly nowMs: number;
}

function syncDaemonSet(ctx: ComponentContext, settings: DaemonSetSettings, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const daemonSet = ctx.api.get('DaemonSet', namespace, name);
  if (daemonSet === undefined) return DONE;
  const { selector, template } = daemonSet.spec;
  if (
    Object.keys(selector.matchLabels ?? {}).length === 0 &&
    (selector.matchExpressions ?? []).length === 0
  ) {
    ctx.events.record(subjectOf(daemonSet), 'Warning', SELECTING_ALL, SELECTING_ALL_MESSAGE);
    return DONE;
  }
  if (isBeingDeleted(daemonSet)) return DONE;
  const revisions = ensureRevision(ctx, {
    owner: daemonSet,
    template,
    hashLabel: ControllerRevisionHashLabelKey,
    collisionCount: daemonSet.status?.collisionCount,
  });
  if (!revisions.ok) return FAILED;
  const hash = revisions.value.current.metadata.labels?.[ControllerRevisionHashLabelKey] ?? '';
  const sync: Sync = { daemonSet, nodes: ctx.api.list('Node'), hash, nowMs: wallMs(ctx) };
  const managed = manage(ctx, settings, sync);
  const used = ctx.api
    .ownedBy('Pod', uidOf(daemonSet))
    .map((pod) => pod.metadata.labels?.[ControllerRevisionHashLabelKey]);
  const { old } = revisions.value;
  truncateHistory(
    ctx,
    old,
    (one) => used.includes(one.metadata.labels?.[ControllerRevisionHashLabelKey]),
    old.length - (daemonSet.spec.revisionHistoryLimit ?? DEFAULT_HISTORY_LIMIT),
  );
  return writeStatus(ctx, sync, managed);
}

interface Managed {
  readonly failure: ApiFailure | undefined;
  readonly requeueAfterMs: Millis | undefined;
}

/** First what nodes need; the rolling update goes on only in a sync in which nothing was needed. */
function manage(ctx: ComponentContext, settings: DaemonSetSettings, sync: Sync): Managed {
  const podsByNode = claimedByNode(ctx, sync);
  const { remove, createOn, requeueAfterMs } = planNodes(ctx, settings, sync, podsByNode);
  if (remove.length > 0 || createOn.length > 0)
    return { failure: carryOut(ctx, settings, sync, createOn, remove, 'DS-01'), requeueAfterMs };
  if (sync.daemonSet.spec.updateStrategy?.type === 'OnDelete') return { failure: undefined, requeueAfterMs };
  const desired = sync.nodes.filter((node) => nodeEligibility(sync.daemonSet, node).shouldRun).length;
  const update = planUpdate({
    daemonSet: sync.daemonSet,
    podsByNode,
    hash: sync.hash,
    budget: updateBudget(sync.daemonSet, desired),
    nowMs: sync.nowMs,
  });
  return { failure: carryOut(ctx, settings, sync, update.createOn, update.remove, 'DS-03'), requeueAfterMs };
}

/** The DaemonSet's pods by the node they are on or meant for, in the order of node names. */
function claimedByNode(ctx: ComponentContext, { daemonSet }: Sync): ReadonlyMap<string, readonly Pod[]> {
  const namespace = namespaceOf(daemonSet);
  const candidates = [
    ...ctx.api.ownedBy('Pod', uidOf(daemonSet)),
    ...orphansIn(ctx.sim, ctx.api, 'Pod', namespace),
  ];
  const pods = claimObjects(
    ctx.api,
    { kind: 'Pod', owner: daemonSet, selector: daemonSet.spec.selector },
    candidates,
  );
  const byNode = new Map<string, Pod[]>();
  // A pod that has ended and is going away takes no room on its node any more.
  const there = pods.filter((pod) => !(isBeingDeleted(pod) && isTerminal(pod)));
  for (const pod of there.sort((a, b) => compareStrings(targetNode(a), targetNode(b)))) {
    const node = targetNode(pod);
    byNode.set(node, [...(byNode.get(node) ?? []), pod]);
  }
  return byNode;
}

interface NodesPlan {
  readonly createOn: string[];
  readonly remove: Pod[];
  readonly requeueAfterMs: Millis | undefined;
}

function planNodes(
  ctx: ComponentContext,
  settings: DaemonSetSettings,
  sync: Sync,
  podsByNode: ReadonlyMap<string, readonly Pod[]>,
): NodesPlan {
  const createOn: string[] = [];
  const remove: Pod[] = [];
  const waits: Millis[] = [];
  for (const node of sync.nodes) {
    const { name } = node.metadata;
    const plan = planNode({
      daemonSet: sync.daemonSet,
      eligibility: nodeEligibility(sync.daemonSet, node),
      pods: podsByNode.get(name) ?? [],
      hash: sync.hash,
      nowMs: sync.nowMs,
    });
    if (plan.create) createOn.push(name);
    for (const pod of plan.failed) {
      const wait = failedPodWait(ctx, settings, sync, name);
      if (wait > 0) waits.push(wait);
      else remove.push(noted(ctx, sync, pod, name));
    }
    for (const pod of plan.succeeded) remove.push(noted(ctx, sync, pod, name));
    remove.push(...plan.surplus);
  }
  remove.push(...unboundForMissingNodes(sync, podsByNode));
  return { createOn, remove, requeueAfterMs: waits.length === 0 ? undefined : Math.min(...waits) };
}

/** How long from now a failed pod on this node is left alone: the whole wait once more while it lasts; 0 for now, which doubles the next. */
function failedPodWait(
  ctx: ComponentContext,
  settings: DaemonSetSettings,
  { daemonSet }: Sync,
  node: string,
): Millis {
  const table = ctx.sim.table(FAILED_POD_BACKOFF);
  const key = `${uidOf(daemonSet)}/${daemonSet.status?.observedGeneration ?? 0}/${node}`;
  const backoff = table.get(key);
  if (backoff !== undefined && ctx.sim.now < backoff.since + backoff.waitMs) return backoff.waitMs;
  const expired = backoff === undefined || ctx.sim.now - backoff.since > 2 * settings.failedPodBackoffMsMax;
  const waitMs = expired
    ? settings.failedPodBackoffMsMin
    : Math.min(2 * backoff.waitMs, settings.failedPodBackoffMsMax);
  table.put(key, { waitMs, since: ctx.sim.now });
  return 0;
}

function noted(ctx: ComponentContext, { daemonSet }: Sync, pod: Pod, node: string): Pod {
  const name = `${namespaceOf(pod)}/${pod.metadata.name}`;
  if (pod.status?.phase === 'Failed')
    ctx.events.record(
      subjectOf(daemonSet),
      'Warning',
      FAILED_DAEMON_POD,
      `Found failed daemon pod ${name} on node ${node}, will try to kill it`,
    );
  else
    ctx.events.record(
      subjectOf(daemonSet),
      'Normal',
      SUCCEEDED_DAEMON_POD,
      `Found succeeded daemon pod ${name} on node ${node}, will try to delete it`,
    );
  return pod;
}

function unboundForMissingNodes(
  { nodes }: Sync,
  podsByNode: ReadonlyMap<string, readonly Pod[]>,
): readonly Pod[] {
  const names = new Set(nodes.map((node) => node.metadata.name));
  return Array.from(podsByNode).flatMap(([node, pods]) =>
    names.has(node) ? [] : pods.filter((pod) => (pod.spec.nodeName ?? '') === '' && !isBeingDeleted(pod)),
  );
}

function carryOut(
  ctx: ComponentContext,
  settings: DaemonSetSettings,
  { daemonSet, hash }: Sync,
  createOn: readonly string[],
  remove: readonly Pod[],
  rule: string,
): ApiFailure | undefined {
  const nodes = createOn.slice(0, Math.min(settings.burstReplicas, CALLS_PER_LOOK));
  const created = slowStartBatch(nodes.length, (i) => {
    const node = nodes[i] ?? '';
    const because: Because = {
      rule,
      text: `node ${node} should run a pod of ${daemonSet.metadata.name} and has none of this revision`,
    };
    return createPod(
      ctx,
      daemonSet,
      podFromTemplate(daemonSet, daemonPodTemplate(daemonSet, hash, node)),
      because,
    );
  });
  const text =
    rule === 'DS-03'
      ? 'it is of an old revision and its turn in the rolling update has come'
      : 'its node should not run it, or it ended, or it is one too many there';
  const deleted = remove
    .slice(0, settings.burstReplicas)
    .map((pod) => deletePod(ctx, daemonSet, pod, { rule: rule === 'DS-03' ? rule : 'DS-02', text }));
  return created.failure ?? deleted.find((failure) => failure !== undefined);
}

function writeStatus(ctx: ComponentContext, sync: Sync, { failure, requeueAfterMs }: Managed): SyncOutcome {
  const { daemonSet, nodes, hash, nowMs } = sync;
  const podsByNode = claimedByNode(ctx, sync);
  const counted = nodes.map((node) => ({
    shouldRun: nodeEligibility(daemonSet, node).shouldRun,
    pods: podsByNode.get(node.metadata.name) ?? [],
  }));
  const status = daemonSetStatus(daemonSet, counted, hash, nowMs);
  if (!deepEqual(status, daemonSet.status)) {
    const text = `${status.desiredNumberScheduled} nodes should have a pod, ${status.currentNumberScheduled} do and ${status.numberReady} are ready`;
    const written = ctx.api.modify(
      'DaemonSet',
      namespaceOf(daemonSet),
      daemonSet.metadata.name,
      (live) => ({ ...live, status }),
      { rule: 'DS-04', text },
      { subresource: 'status' },
    );
    if (!written.ok) return written.error.reason === 'NotFound' ? DONE : FAILED;
  }
  if (failure !== undefined) return FAILED;
  const minReadySeconds = daemonSet.spec.minReadySeconds ?? 0;
  const waits = requeueAfterMs === undefined ? [] : [requeueAfterMs];
  if (minReadySeconds > 0 && status.numberReady !== (status.numberAvailable ?? 0))
    waits.push(nextAvailabilityMs(Array.from(podsByNode.values()).flat(), minReadySeconds, nowMs));
  return waits.length === 0 ? DONE : { requeueAfterMs: Math.min(...waits) };
}
