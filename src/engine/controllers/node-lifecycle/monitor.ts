/**
 * One monitor pass over all nodes: who is new, who fell silent, how disturbed are the zones.
 *
 * **Upstream:** pkg/controller/nodelifecycle/node_lifecycle_controller.go monitorNodeHealth (v1.37).
 * **Simplified:** nodes are looked at one after the other instead of eight at a time, and a failed write is simply tried again in the next pass.
 */
import type { Node } from '../../api/core-v1.ts';
import { timeMs } from '../../api/time.ts';
import { NamespaceNodeLease } from '../../api/well-known.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import { silenceCause } from '../../sim/silence.ts';
import { sortedKeys } from '../../../base/compare.ts';
import { deepEqual } from '../../../base/json.ts';
import { wallMs } from '../control/clock.ts';
import { uidOf } from '../control/keys.ts';
import { latestEntry, markPodsNotReady, recordOnNode } from './actions.ts';
import { observeHealth, readyCondition, silenced, snapshotOf } from './health.ts';
import type { NodeHealth } from './health.ts';
import { followReadiness, markReachable, putQueue, zoneQueueOf } from './no-execute.ts';
import { NODE_NOT_READY, REGISTERED_NODE, REMOVING_NODE } from './reasons.ts';
import type { NodeLifecycleSettings } from './settings.ts';
import { HEALTH, KNOWN_NODES, ZONES } from './tables.ts';
import { swapRate } from './taint-queue.ts';
import { computeZoneState, countsForDisruption, disruptionStep, evictionPeriodMs, zoneKey } from './zones.ts';
import type { ZoneCount, ZoneState } from './zones.ts';

export function monitorPass(ctx: ComponentContext, settings: NodeLifecycleSettings): void {
  const nodes = ctx.api.list('Node');
  noteArrivals(ctx, settings, nodes);
  noteDepartures(ctx, nodes);
  const seen = nodes.map((node) => monitorNode(ctx, settings, node));
  followDisruption(ctx, settings, seen);
}

function noteArrivals(ctx: ComponentContext, settings: NodeLifecycleSettings, nodes: readonly Node[]): void {
  const known = ctx.sim.table(KNOWN_NODES);
  for (const node of nodes) {
    const { name } = node.metadata;
    if (known.has(name)) continue;
    known.put(name, uidOf(node));
    recordOnNode(
      ctx,
      { name, uid: uidOf(node) },
      REGISTERED_NODE,
      `Node ${name} event: Registered Node ${name} in Controller`,
    );
    markReachable(ctx, settings, node, {
      rule: 'NODE-02',
      text: 'a node new to the controller starts without NoExecute taints',
    });
  }
}

function noteDepartures(ctx: ComponentContext, nodes: readonly Node[]): void {
  const known = ctx.sim.table(KNOWN_NODES);
  if (known.size === nodes.length) return;
  const present = new Set(nodes.map((node) => node.metadata.name));
  for (const name of known
    .keys()
    .filter((one) => !present.has(one))
    .sort()) {
    recordOnNode(
      ctx,
      { name, uid: known.get(name) ?? '' },
      REMOVING_NODE,
      `Node ${name} event: Removing Node ${name} from Controller`,
    );
    known.delete(name);
    ctx.sim.table(HEALTH).delete(name);
  }
}

/** Returns the node as it is after the look. */
function monitorNode(ctx: ComponentContext, settings: NodeLifecycleSettings, node: Node): Node {
  const { name } = node.metadata;
  const nowMs = wallMs(ctx);
  const leaseMs = timeMs(ctx.api.get('Lease', NamespaceNodeLease, name)?.spec.renewTime);
  const table = ctx.sim.table(HEALTH);
  const before = table.get(name);
  const health = observeHealth(before, { node, leaseMs, nowMs });
  const current = isSilent(health, settings, nowMs) ? silenceNode(ctx, node, health, nowMs) : node;
  const noted = current === node ? health : withSilence(health, current, latestEntry(ctx));
  if (!deepEqual(before, noted)) table.put(name, noted);
  if (readyCondition(current) === undefined) return current;
  ctx.sim.withCause(noted.silencedBy, () => actOnReadiness(ctx, settings, node, current));
  return current;
}

function withSilence(health: NodeHealth, node: Node, entry: number): NodeHealth {
  const ready = readyCondition(node);
  return { ...health, ready: ready === undefined ? null : snapshotOf(ready), silencedBy: entry };
}

function isSilent(health: NodeHealth, settings: NodeLifecycleSettings, nowMs: number): boolean {
  return nowMs > health.probeMs + graceMs(health, settings);
}

function graceMs(health: NodeHealth, settings: NodeLifecycleSettings): number {
  return health.ready === null ? settings.startupGracePeriodMs : settings.monitorGracePeriodMs;
}

function silenceNode(ctx: ComponentContext, node: Node, health: NodeHealth, nowMs: number): Node {
  const unknown = silenced(node, nowMs);
  if (unknown === node) return node;
  const { name } = node.metadata;
  const cause = silenceCause(ctx.sim, `kubelet/${name}`);
  const quiet = Math.floor((nowMs - health.probeMs) / 1000);
  const neverHeard = health.ready === null;
  const because = {
    rule: neverHeard ? 'NODE-05' : 'NODE-04',
    text: neverHeard
      ? `its kubelet posted no status in the ${quiet} s since it was created`
      : `no lease was renewed and no status posted for ${quiet} s`,
    timer: neverHeard ? 'node-startup-grace-period' : 'node-monitor-grace-period',
    ...(cause === 0 ? {} : { causes: [cause] }),
  };
  const written = ctx.api.update('Node', unknown, because, { subresource: 'status' });
  return written.ok ? written.value : node;
}

function actOnReadiness(
  ctx: ComponentContext,
  settings: NodeLifecycleSettings,
  observed: Node,
  current: Node,
): void {
  const { name } = current.metadata;
  followReadiness(ctx, settings, current);
  if (readyCondition(observed)?.status !== 'True' || readyCondition(current)?.status === 'True') return;
  recordOnNode(
    ctx,
    { name, uid: uidOf(current) },
    NODE_NOT_READY,
    `Node ${name} status is now: NodeNotReady`,
  );
  markPodsNotReady(ctx, ctx.api.podsOnNode(name), name);
}

function followDisruption(
  ctx: ComponentContext,
  settings: NodeLifecycleSettings,
  nodes: readonly Node[],
): void {
  const counts = countZones(nodes);
  const zones = sortedKeys(counts);
  dropEmptyZones(ctx, counts);
  const states = zones.map((zone) =>
    computeZoneState(counts[zone] ?? { ready: 0, notReady: 0 }, settings.unhealthyZonePercent),
  );
  const before = zones.map((zone) => zoneQueueOf(ctx, settings, zone).state);
  const step = disruptionStep(before, states);
  if (step.kind === 'stay') return;
  if (step.kind === 'enter-master-disruption') return enterMasterDisruption(ctx, settings, nodes, zones);
  if (step.kind === 'leave-master-disruption') forgiveSilence(ctx);
  zones.forEach((zone, i) => setZoneState(ctx, settings, zone, states[i] ?? 'Normal', counts[zone]));
}

function countZones(nodes: readonly Node[]): Readonly<Record<string, ZoneCount>> {
  const counts: Record<string, ZoneCount> = {};
  for (const node of nodes.filter(countsForDisruption)) {
    const zone = zoneKey(node);
    const { ready, notReady } = counts[zone] ?? { ready: 0, notReady: 0 };
    const isReady = readyCondition(node)?.status === 'True';
    counts[zone] = isReady ? { ready: ready + 1, notReady } : { ready, notReady: notReady + 1 };
  }
  return counts;
}

function dropEmptyZones(ctx: ComponentContext, counts: Readonly<Record<string, ZoneCount>>): void {
  const table = ctx.sim.table(ZONES);
  for (const zone of table.keys()) if (!Object.hasOwn(counts, zone)) table.delete(zone);
}

function setZoneState(
  ctx: ComponentContext,
  settings: NodeLifecycleSettings,
  zone: string,
  state: ZoneState,
  count: ZoneCount | undefined,
): void {
  const queue = zoneQueueOf(ctx, settings, zone);
  if (queue.state === state && queue.periodMs !== 0) return;
  const size = (count?.ready ?? 0) + (count?.notReady ?? 0);
  putQueue(ctx, settings, {
    ...swapRate(queue, evictionPeriodMs(state, size, settings), ctx.sim.now),
    state,
  });
}

/** No node is left that could take the pods: all NoExecute taints come off and none is set. */
function enterMasterDisruption(
  ctx: ComponentContext,
  settings: NodeLifecycleSettings,
  nodes: readonly Node[],
  zones: readonly string[],
): void {
  const lastSilence = Math.max(
    0,
    ...ctx.sim
      .table(HEALTH)
      .values()
      .map((health) => health.silencedBy),
  );
  const text = `none of the ${nodes.length} nodes is ready, so the fault may be the control plane's own and nobody is evicted`;
  const because = { rule: 'NODE-10', text, causes: lastSilence === 0 ? [] : [lastSilence] };
  for (const node of nodes)
    markReachable(ctx, settings, ctx.api.get('Node', '', node.metadata.name) ?? node, because);
  for (const zone of zones)
    putQueue(ctx, settings, {
      ...swapRate(zoneQueueOf(ctx, settings, zone), 0, ctx.sim.now),
      state: 'FullDisruption',
    });
}

/** After a total failure every node gets its full grace period again. */
function forgiveSilence(ctx: ComponentContext): void {
  const table = ctx.sim.table(HEALTH);
  for (const name of table.keys()) {
    const health = table.get(name);
    if (health !== undefined) table.put(name, { ...health, probeMs: wallMs(ctx) });
  }
}
