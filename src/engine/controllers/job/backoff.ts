/**
 * How long a Job waits after failed pods before it makes new ones.
 *
 * **Upstream:** pkg/controller/job/backoff_utils.go (v1.37). The record lives in memory there too and is lost when the Job is.
 */
import { powerOfTwo } from '../../../base/integers.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { timeMs } from '../../api/time.ts';
import type { Millis } from '../../sim/time.ts';
import { podCondition } from '../control/pod-state.ts';
import type { JobSettings } from './settings.ts';

export interface BackoffRecord {
  readonly failuresAfterLastSuccess: number;
  /** Finish time of the latest failure, wall-clock ms. */
  readonly lastFailureMs: number;
}

export const NO_FAILURES: BackoffRecord = { failuresAfterLastSuccess: 0, lastFailureMs: 0 };

/** The record after newly finished pods. A success wipes out what failed before it. */
export function recordFinished(
  record: BackoffRecord,
  succeeded: readonly Pod[],
  failed: readonly Pod[],
): BackoffRecord {
  const failures = failed.map(finishMs);
  if (succeeded.length === 0) return failures.length === 0 ? record : extend(record, failures);
  const lastSuccess = Math.max(...succeeded.map(finishMs));
  return extend(
    NO_FAILURES,
    failures.filter((time) => time > lastSuccess),
  );
}

function extend(record: BackoffRecord, failures: readonly number[]): BackoffRecord {
  return {
    failuresAfterLastSuccess: record.failuresAfterLastSuccess + failures.length,
    lastFailureMs: Math.max(record.lastFailureMs, ...failures),
  };
}

export function remainingMs(
  { failuresAfterLastSuccess, lastFailureMs }: BackoffRecord,
  settings: JobSettings,
  nowMs: number,
): Millis {
  if (failuresAfterLastSuccess === 0) return 0;
  return Math.max(0, lastFailureMs + backoffMs(failuresAfterLastSuccess, settings) - nowMs);
}

/** 10 s after the first failure, doubling. */
export function backoffMs(
  failures: number,
  { podFailureBackoffMsMin, podFailureBackoffMsMax }: JobSettings,
): Millis {
  return Math.min(podFailureBackoffMsMin * powerOfTwo(Math.min(failures - 1, 30)), podFailureBackoffMsMax);
}

/** When the pod's last container ended; else when it stopped being ready, or was asked to go, or was made. */
export function finishMs(pod: Pod): number {
  const ends = (pod.status?.containerStatuses ?? []).map(({ state }) =>
    timeMs(state?.terminated?.finishedAt),
  );
  if (ends.length > 0 && ends.every((end) => end !== undefined)) return Math.max(...ends);
  const ready = podCondition(pod, 'Ready');
  const unready = ready?.status === 'False' ? timeMs(ready.lastTransitionTime) : undefined;
  if (unready !== undefined) return unready;
  const deletion = timeMs(pod.metadata.deletionTimestamp);
  if (deletion !== undefined) return deletion - (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return timeMs(pod.metadata.creationTimestamp) ?? 0;
}
