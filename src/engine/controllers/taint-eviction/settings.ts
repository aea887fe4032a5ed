/** Settings of the taint eviction controller. Patience itself comes from the pods' tolerations. */
import type { Millis } from '../../sim/time.ts';

export interface TaintEvictionSettings {
  /** From a change of a node or pod to the decision about it. */
  readonly reactionMs: Millis;
}

export const DEFAULT_TAINT_EVICTION: TaintEvictionSettings = { reactionMs: 20 };
