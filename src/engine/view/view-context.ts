/** What the view builders read: the API's objects, the world behind them, and the pending timers. They change nothing. */
import { timeMs } from '../api/time.ts';
import type { Engine } from '../engine.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { Millis } from '../sim/time.ts';

export interface ViewContext {
  readonly engine: Engine;
  readonly api: ApiClient;
  /** Virtual time of the visible beginning. */
  readonly origin: Millis;
}

/** A virtual time as people see it. 0 means "none", so the visible beginning itself is given as 1. */
export function visible(context: ViewContext, at: Millis | undefined): Millis {
  if (at === undefined) return 0;
  const time = at - context.origin;
  return time === 0 ? 1 : time;
}

/** An API timestamp as visible time. */
export function visibleTime(context: ViewContext, timestamp: string | undefined): Millis {
  const ms = timeMs(timestamp);
  return ms === undefined ? 0 : visible(context, ms - context.engine.setup.epochMs);
}
