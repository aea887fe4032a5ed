/** Settings of the EndpointSlice controller, at upstream's defaults (v1.37). */
import type { Millis } from '../../sim/time.ts';

export interface EndpointSliceSettings {
  /** `--max-endpoints-per-slice`. */
  readonly maxEndpointsPerSlice: number;
  /** From a change of a pod or Service to the look at it; changes in between are taken together. */
  readonly reactionMs: Millis;
  /** Wait before repairing a slice that somebody else changed. */
  readonly foreignChangeDelayMs: Millis;
  /** Retry after a failed sync: first wait and longest. */
  readonly backoffMsMin: Millis;
  readonly backoffMsMax: Millis;
}

export const DEFAULT_ENDPOINT_SLICE: EndpointSliceSettings = {
  maxEndpointsPerSlice: 100,
  reactionMs: 30,
  foreignChangeDelayMs: 1000,
  backoffMsMin: 1000,
  backoffMsMax: 1_000_000,
};
