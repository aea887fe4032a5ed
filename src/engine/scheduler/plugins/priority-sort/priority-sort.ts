/**
 * The order of the active queue: higher priority first, then whoever came to the queue first.
 *
 * Upstream: pkg/scheduler/framework/plugins/queuesort (v1.37). Virtual time has fewer digits than a real clock, so the
 * order of arrival settles what equal timestamps leave open.
 */
import type { QueueSortPlugin } from '../../framework/plugin.ts';

export const prioritySort: QueueSortPlugin = {
  name: 'PrioritySort',
  compare: (a, b) => b.priority - a.priority || a.timestampMs - b.timestampMs || a.sequence - b.sequence,
};
