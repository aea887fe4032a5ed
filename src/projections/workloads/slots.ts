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
  const slots = pods.filter(({ goneAt }) => goneAt === 0).map(slotOf);
  const counted = slots.filter((slot) => slot !== 'ending' && slot !== 'failed').length;
  const missing = Array.from({ length: Math.max(0, want - counted) }, (): OwnerSlotKind => 'wanted');
  return [...slots, ...missing].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
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
