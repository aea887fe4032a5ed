/**
 * The pause before a container that ended is started again, and the pause before an image is pulled again: both double from one try to
 * the next.
 *
 * Upstream: client-go/util/flowcontrol/backoff.go, kuberuntime_manager.go doBackOff (v1.37; gate ReduceDefaultCrashLoopBackOffDecay off).
 */
import type { Millis } from '../../sim/time.ts';

export interface BackOffEntry {
  readonly delayMs: Millis;
  readonly updatedAt: Millis;
  /** Why the last try failed, for images. */
  readonly lastError?: string;
}

export interface BackOffLimits {
  readonly initialMs: Millis;
  readonly maxMs: Millis;
}

/** The delay that holds for a failure at `at`: 0 when the entry is absent or so old by then that it is forgotten. */
export function delayInForce(entry: BackOffEntry | undefined, at: Millis, limits: BackOffLimits): Millis {
  return entry === undefined || at - entry.updatedAt > 2 * limits.maxMs ? 0 : entry.delayMs;
}

/** End of the pause that began with the failure at `failedAt`, or undefined when it is over. */
export function backOffUntil(
  entry: BackOffEntry | undefined,
  failedAt: Millis,
  now: Millis,
  limits: BackOffLimits,
): Millis | undefined {
  const delayMs = delayInForce(entry, failedAt, limits);
  return now - failedAt < delayMs ? failedAt + delayMs : undefined;
}

/** The entry after one more try at `now`, made because of the failure at `failedAt`. */
export function nextBackOff(
  entry: BackOffEntry | undefined,
  failedAt: Millis,
  now: Millis,
  limits: BackOffLimits,
): BackOffEntry {
  const delayMs = delayInForce(entry, failedAt, limits);
  return { delayMs: delayMs === 0 ? limits.initialMs : Math.min(delayMs * 2, limits.maxMs), updatedAt: now };
}

/** `firstMs` doubled so many times, up to `maxMs`. */
export function doubledMs(firstMs: Millis, doublings: number, maxMs: Millis): Millis {
  let ms = firstMs;
  for (let i = 0; i < doublings && ms < maxMs; i++) ms *= 2;
  return Math.min(ms, maxMs);
}

/** A duration as Go prints whole seconds: `10s`, `1m20s`, `5m0s`, `1h0m0s`. */
export function goSeconds(ms: Millis): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}m${seconds % 60}s`
    : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds % 60}s`;
}

/** A duration as Go prints milliseconds: `350ms`, `1.204s`, `1m2.5s`. */
export function goMillis(ms: Millis): string {
  if (ms < 1000) return ms === 0 ? '0s' : `${ms}ms`;
  const rest = ms % 60_000;
  const seconds = `${Math.floor(rest / 1000)}.${String(rest % 1000).padStart(3, '0')}`.replace(/\.?0+$/, '');
  return ms < 60_000 ? `${seconds}s` : `${Math.floor(ms / 60_000)}m${seconds}s`;
}
