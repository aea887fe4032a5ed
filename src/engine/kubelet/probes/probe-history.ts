/**
 * The last results of every probe, for whoever looks at a kubelet from outside. The kubelet itself only counts.
 *
 * **Simplified:** upstream keeps no such list; its metrics count results.
 */
import { defineTable } from '../../sim/sim.ts';
import type { Sim } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { ProbeOutcome } from './probe-outcome.ts';

const KEPT = 10;

export interface ProbeHistory {
  /** One letter each, oldest first: `o` passed, `f` failed, `t` got no answer in time. */
  readonly results: string;
  readonly at: Millis;
  /** What the last one brought, on one line; empty when it passed. */
  readonly text: string;
}

/** By the key of the probe's worker. */
export const PROBE_HISTORY = defineTable<ProbeHistory>('kubelet/probe-history');

export function rememberResult(sim: Sim, key: string, { verdict, text }: ProbeOutcome): void {
  const history = sim.table(PROBE_HISTORY);
  const letter = verdict === 'success' ? 'o' : /timed out|timeout|deadline exceeded/.test(text) ? 't' : 'f';
  const results = ((history.get(key)?.results ?? '') + letter).slice(-KEPT);
  history.put(key, { results, at: sim.now, text: text.replace(/\s+/g, ' ').slice(0, 80) });
}
