/**
 * Which surplus pods go first when a ReplicaSet or ReplicationController has too many.
 *
 * **Upstream:** pkg/controller/controller_utils.go ActivePodsWithRanks (v1.37).
 * **Simplified:** upstream's order is not transitive for pods that became ready at nearly the same time, so its choice among them looks
 * random; ours takes the smaller UID inside one bucket of ages.
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import { timeMs } from '../../api/time.ts';
import { PodDeletionCost } from '../../api/well-known.ts';
import { compareStrings } from '../../../base/compare.ts';
import { isActive, isReady, maxRestarts, readySinceMs } from './pod-state.ts';
import { uidOf } from './keys.ts';

/** The first `count` pods in the order of deletion. `related` are all pods of the same owner's controllers, for the co-location step. */
export function podsToDelete(
  pods: readonly Pod[],
  related: readonly Pod[],
  count: number,
  nowMs: number,
): readonly Pod[] {
  if (count >= pods.length) return pods;
  const onNode = countActiveByNode(related);
  const ranked = pods.map((pod) => rankPod(pod, onNode.get(pod.spec.nodeName ?? '') ?? 0, nowMs));
  return ranked
    .sort(compareRanks)
    .slice(0, count)
    .map(({ pod }) => pod);
}

/** What decides, in this order; smaller goes first. */
export interface DeletionRank {
  readonly pod: Pod;
  readonly numbers: readonly number[];
}

const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

export function rankPod(pod: Pod, relatedOnNode: number, nowMs: number): DeletionRank {
  const ready = isReady(pod);
  const readyBucket = ready ? ageBucket(readySinceMs(pod), nowMs) : 0;
  const numbers = [
    (pod.spec.nodeName ?? '') === '' ? 0 : 1,
    PHASE_ORDER[pod.status?.phase ?? ''] ?? 0,
    ready ? 1 : 0,
    deletionCost(pod),
    -relatedOnNode,
    readyBucket,
    ready ? 0 : -maxRestarts(pod),
    ready ? 0 : ageBucket(timeMs(pod.metadata.creationTimestamp), nowMs),
  ];
  return { pod, numbers };
}

function compareRanks(a: DeletionRank, b: DeletionRank): number {
  for (let i = 0; i < a.numbers.length; i++) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareStrings(uidOf(a.pod), uidOf(b.pod));
}

/** floor(log2(age in ns)), as upstream compares ages; -1 for none or an unknown time. */
export function ageBucket(sinceMs: number | undefined, nowMs: number): number {
  const age = sinceMs === undefined ? 0 : (nowMs - sinceMs) * 1_000_000;
  if (age <= 0) return -1;
  const high = Math.floor(age / 0x1_0000_0000);
  return high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(age);
}

/** The pod-deletion-cost annotation; 0 when missing or not a plain 32-bit decimal. */
export function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.[PodDeletionCost];
  if (text === undefined || !/^(0|-?[1-9]\d*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost >= -0x8000_0000 && cost <= 0x7fff_ffff ? cost : 0;
}

function countActiveByNode(pods: readonly Pod[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    if (!isActive(pod)) continue;
    const node = pod.spec.nodeName ?? '';
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}
