/** Settings of the ResourceQuota controller, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface ResourceQuotaSettings {
  /** From one full recalculation of a quota to the next. */
  readonly resyncMs: Millis;
}

export const DEFAULT_RESOURCE_QUOTA: ResourceQuotaSettings = { resyncMs: 300_000 };
