/** Conditions of a Job, in the order in which they came. Upstream: pkg/controller/job newCondition, ensureJobConditionStatus (v1.37). */
import type { JobCondition, JobStatus } from '../../api/batch-v1.ts';
import { findCondition } from '../../api/conditions.ts';
import { formatTime } from '../../api/time.ts';

export function jobCondition(
  type: string,
  reason: string,
  message: string,
  nowMs: number,
  status = 'True',
): JobCondition {
  const now = formatTime(nowMs);
  return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** Adds the condition, or replaces it when its status, reason or message differ. */
export function withJobCondition(status: JobStatus, condition: JobCondition): JobStatus {
  const conditions = status.conditions ?? [];
  const old = findCondition(conditions, condition.type);
  if (old === undefined) return { ...status, conditions: [...conditions, condition] };
  if (old.status === condition.status && old.reason === condition.reason && old.message === condition.message)
    return status;
  return { ...status, conditions: conditions.map((one) => (one === old ? condition : one)) };
}
