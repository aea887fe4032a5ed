/**
 * Which of two pods preemption would rather spare.
 *
 * Upstream: `MoreImportantPod` of pkg/scheduler/util (v1.37): higher priority, then the longer running one. Pods that have
 * not started are the least important; what is still equal is settled by name, which upstream leaves to chance.
 */
import { compareStrings } from '../../../../base/compare.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

/** Negative when `a` is the more important one. */
export function compareImportance(a: PodInfo, b: PodInfo): number {
  return (
    b.priority - a.priority || compareStrings(startTime(a), startTime(b)) || compareStrings(a.key, b.key)
  );
}

/** RFC 3339 in UTC, so text order is time order. A pod that has not started comes after all that have. */
export function startTime(pod: PodInfo): string {
  return pod.pod.status?.startTime ?? '~';
}
