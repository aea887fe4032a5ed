/**
 * Causes of silence. Some decisions follow from something that did *not* happen (no heartbeat for 50 s). Whoever silences a speaker notes
 * why; whoever acts on the silence can then name the cause.
 */
import { defineTable } from './sim.ts';
import type { Sim } from './sim.ts';

/** Trace entry id by speaker, e.g. `kubelet/node-b`. */
const SILENCES = defineTable<number>('sim/silences');

export function noteSilence(sim: Sim, speaker: string, entry: number): void {
  sim.table(SILENCES).put(speaker, entry);
}

export function endSilence(sim: Sim, speaker: string): void {
  sim.table(SILENCES).delete(speaker);
}

/** Entry that silenced the speaker; 0 when it is not known to be silent. */
export function silenceCause(sim: Sim, speaker: string): number {
  return sim.table(SILENCES).get(speaker) ?? 0;
}
