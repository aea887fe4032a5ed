/**
 * How long a pod that failed has to wait before it may be tried again.
 *
 * Upstream: pkg/scheduler/backend/queue/backoff_queue.go (v1.37). The back-off doubles from 1 s to 10 s. Its end is cut down
 * to the whole second, and the queue is flushed at whole seconds, a second being over only when the next one begins.
 */
import type { QueuedPod } from './scheduling-queue.ts';

const INITIAL_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 10_000;
const WINDOW_MS = 1_000;

/** Back-off after so many failures; none before the first. */
export function backoffMs(failures: number): number {
  let duration = failures > 0 ? INITIAL_BACKOFF_MS : 0;
  for (let failure = 1; failure < failures && duration < MAX_BACKOFF_MS; failure += 1) duration *= 2;
  return duration < MAX_BACKOFF_MS ? duration : MAX_BACKOFF_MS;
}

/** Errors in a row count by themselves; otherwise the rejections do. */
function failureCount(pod: QueuedPod): number {
  return pod.consecutiveErrors > 0 ? pod.consecutiveErrors : pod.unschedulableCount;
}

/** The second in which the back-off ends. Undefined for a pod that never failed. */
export function backoffExpiryMs(pod: QueuedPod): number | undefined {
  const failures = failureCount(pod);
  return failures === 0 ? undefined : startOfSecond(pod.timestampMs + backoffMs(failures));
}

/** In the very second of its expiry a pod still backs off. */
export function isBackingOff(pod: QueuedPod, nowMs: number): boolean {
  const expiry = backoffExpiryMs(pod);
  return expiry !== undefined && expiry >= startOfSecond(nowMs);
}

/** When the flush will take the pod out of the back-off queue. */
export function backoffFlushMs(pod: QueuedPod): number {
  return (backoffExpiryMs(pod) ?? 0) + WINDOW_MS;
}

function startOfSecond(ms: number): number {
  return ms - (ms % WINDOW_MS);
}
