/** Copies as slots: best first, then what is still missing, then what leaves. */
import type { PodRow } from '../../protocol/pod-row.ts';
import type { OwnerSlotKind } from './ticket-model.ts';

const ORDER: readonly OwnerSlotKind[] = [
  'done',
  'ready',
  'not-ready',
  'making',
  'broken',
  'failed',
  'wanted',
  'ending',
];

/** One slot for every wanted copy; copies that are leaving come on top. */
export function slotsOf(pods: readonly PodRow[], want: number): OwnerSlotKind[] {
  const counts = new Map<OwnerSlotKind, number>();
  const count = (kind: OwnerSlotKind, more: number): void =>
    void counts.set(kind, (counts.get(kind) ?? 0) + more);
  for (const pod of pods) if (pod.goneAt === 0) count(slotOf(pod), 1);
  const there = [...counts.values()].reduce((sum, more) => sum + more, 0);
  const counted = there - (counts.get('ending') ?? 0) - (counts.get('failed') ?? 0);
  count('wanted', Math.max(0, want - counted));
  return ORDER.flatMap((kind) => Array.from({ length: counts.get(kind) ?? 0 }, () => kind));
}

export function slotOf({ api, deletedAt, readyCount, containerCount }: PodRow): OwnerSlotKind {
  if (deletedAt !== 0 || api === 'terminating') return 'ending';
  if (api === 'succeeded') return 'done';
  if (api === 'failed' || api === 'evicted') return 'failed';
  if (api === 'ready') return 'ready';
  // Dashed: the pod is promised, and nothing of it is real on any node.
  if (api === 'unscheduled' || api === 'gated') return 'wanted';
  if (api === 'crash-loop' || api === 'image-backoff') return 'broken';
  if (api === 'not-ready' || api === 'unknown') return 'not-ready';
  return readyCount === containerCount && containerCount > 0 ? 'ready' : 'making';
}
