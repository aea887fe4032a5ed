/** The newest requests of every load generator, with the way they took. Older ones live on in the counts only. */
import { defineTable } from '../../../sim/sim.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Millis } from '../../../sim/time.ts';
import type { RequestFate } from './fates.ts';

export interface LoadRequest {
  /** Number of the request among those of its generator. */
  readonly request: number;
  /** How many requests it stands for: one, unless they are counted in groups. */
  readonly count: number;
  readonly at: Millis;
  /** 0 while it is on its way. */
  readonly endedAt: Millis;
  readonly tries: number;
  /** Container that was reached by the last try; empty when none was. */
  readonly server: string;
  /** The address that was asked for, with the port; empty when the name was not resolved. */
  readonly address: string;
  readonly fate: RequestFate | 'pending';
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** What went wrong, as a plain clause; empty when nothing did. */
  readonly text: string;
  /** Trace entry of what stood in the way; 0 when nothing that was recorded did. */
  readonly entry: number;
}

export const LOAD_REQUESTS = defineTable<readonly LoadRequest[]>('world/load-requests');
const KEPT = 24;

/** Keeps the request, in the place of what was known of it before. */
export function keepRequest(sim: Sim, generator: string, request: LoadRequest): void {
  const table = sim.table(LOAD_REQUESTS);
  const others = (table.get(generator) ?? []).filter((known) => known.request !== request.request);
  table.put(generator, [...others, request].slice(-KEPT));
}
