/**
 * When was a node last heard of: the controller's own notes, on its own clock.
 *
 * **Upstream:** pkg/controller/nodelifecycle/node_lifecycle_controller.go tryUpdateNodeHealth (v1.37).
 */
import type { Node, NodeCondition } from '../../api/core-v1.ts';
import { findCondition } from '../../api/conditions.ts';
import { formatTime, timeMs } from '../../api/time.ts';
import type { Time } from '../../api/scalars.ts';
import {
  NODE_STATUS_NEVER_UPDATED,
  NODE_STATUS_NEVER_UPDATED_MESSAGE,
  NODE_STATUS_UNKNOWN,
  NODE_STATUS_UNKNOWN_MESSAGE,
} from './reasons.ts';

/** Notes about one node. Times are wall-clock ms at which the controller saw something, never the kubelet's own. */
export interface NodeHealth {
  readonly uid: string;
  readonly probeMs: number;
  /** The Ready condition as last seen; null when there was none. */
  readonly ready: {
    readonly status: string;
    readonly lastHeartbeatTime: Time;
    readonly lastTransitionTime: Time;
  } | null;
  /** Latest renewTime of the lease, in ms; null when no lease was seen. */
  readonly leaseMs: number | null;
  /** Trace entry of the write that made it Unknown; 0 while it is heard of. */
  readonly silencedBy: number;
}

export interface Heard {
  readonly node: Node;
  /** renewTime of the node's lease, if it has one. */
  readonly leaseMs: number | undefined;
  readonly nowMs: number;
}

export function readyCondition(node: Node): NodeCondition | undefined {
  return findCondition(node.status?.conditions, 'Ready');
}

/** The notes after a look at the node and its lease. */
export function observeHealth(before: NodeHealth | undefined, { node, leaseMs, nowMs }: Heard): NodeHealth {
  const known = before?.uid === (node.metadata.uid ?? '') ? before : undefined;
  const condition = readyCondition(node);
  const ready = condition === undefined ? null : snapshotOf(condition);
  const renewed =
    leaseMs !== undefined && (known === undefined || known.leaseMs === null || known.leaseMs < leaseMs);
  return {
    uid: node.metadata.uid ?? '',
    probeMs: renewed ? nowMs : probeMs(known, ready, node, nowMs),
    ready,
    leaseMs: renewed ? leaseMs : (known?.leaseMs ?? null),
    silencedBy: ready?.status === 'Unknown' ? (known?.silencedBy ?? 0) : 0,
  };
}

export function snapshotOf({
  status,
  lastHeartbeatTime = '',
  lastTransitionTime = '',
}: NodeCondition): NonNullable<NodeHealth['ready']> {
  return { status, lastHeartbeatTime, lastTransitionTime };
}

function probeMs(
  known: NodeHealth | undefined,
  ready: NodeHealth['ready'],
  node: Node,
  nowMs: number,
): number {
  if (known === undefined) return ready === null ? (timeMs(node.metadata.creationTimestamp) ?? nowMs) : nowMs;
  if ((known.ready === null) !== (ready === null)) return nowMs;
  return known.ready?.lastHeartbeatTime === ready?.lastHeartbeatTime ? known.probeMs : nowMs;
}

/** Set to Unknown together when a node falls silent. NetworkUnavailable is not the kubelet's to report. */
const SILENCED_TYPES: readonly string[] = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** The node with its conditions Unknown; the same object when its Ready condition is Unknown already. */
export function silenced(node: Node, nowMs: number): Node {
  if (readyCondition(node)?.status === 'Unknown') return node;
  const created = node.metadata.creationTimestamp;
  const conditions = SILENCED_TYPES.reduce(
    (list, type) => withUnknown(list, type, formatTime(nowMs), created),
    node.status?.conditions ?? [],
  );
  return { ...node, status: { ...node.status, conditions } };
}

function withUnknown(
  conditions: readonly NodeCondition[],
  type: string,
  now: Time,
  created: Time | undefined,
): readonly NodeCondition[] {
  if (findCondition(conditions, type) === undefined) return [...conditions, neverPosted(type, now, created)];
  return conditions.map((condition) => {
    if (condition.type !== type || condition.status === 'Unknown') return condition;
    return {
      ...condition,
      status: 'Unknown',
      reason: NODE_STATUS_UNKNOWN,
      message: NODE_STATUS_UNKNOWN_MESSAGE,
      lastTransitionTime: now,
    };
  });
}

function neverPosted(type: string, now: Time, created: Time | undefined): NodeCondition {
  const text = { reason: NODE_STATUS_NEVER_UPDATED, message: NODE_STATUS_NEVER_UPDATED_MESSAGE };
  return {
    type,
    status: 'Unknown',
    ...text,
    lastTransitionTime: now,
    ...(created === undefined ? {} : { lastHeartbeatTime: created }),
  };
}
