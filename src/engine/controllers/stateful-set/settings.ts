/** Settings of the StatefulSet controller. Upstream has none: the time is that of a request to a real API server (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface StatefulSetSettings {
  /** From making a new revision to the work that needs it. */
  readonly revisionMs: Millis;
}

export const DEFAULT_STATEFUL_SET: StatefulSetSettings = { revisionMs: 40 };
