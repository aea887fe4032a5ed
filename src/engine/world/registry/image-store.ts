/**
 * Which images are on which machine. Preloaded ones are everywhere from the start; a machine's record names only what differs from that.
 */
import { compareStrings } from '../../../base/compare.ts';
import { defineTable } from '../../sim/sim.ts';
import type { WorldCore } from '../core.ts';

interface MachineImages {
  readonly pulled: readonly string[];
  readonly removed: readonly string[];
}

const MACHINE_IMAGES = defineTable<MachineImages>('world/machine-images');
const NOTHING_CHANGED: MachineImages = { pulled: [], removed: [] };

/** All images by full reference. */
export interface ImageStore {
  holds(machine: string, ref: string): boolean;
  /** Sorted. */
  refs(machine: string): readonly string[];
  keep(machine: string, ref: string): void;
  remove(machine: string, ref: string): void;
}

export function createImageStore(core: WorldCore, preloadedRefs: readonly string[]): ImageStore {
  const table = core.sim.table(MACHINE_IMAGES);
  const preloaded = new Set(preloadedRefs);
  const ofMachine = (machine: string): MachineImages => table.get(machine) ?? NOTHING_CHANGED;

  function holds(machine: string, ref: string): boolean {
    const { pulled, removed } = ofMachine(machine);
    return pulled.includes(ref) || (preloaded.has(ref) && !removed.includes(ref));
  }

  function refs(machine: string): readonly string[] {
    const { pulled, removed } = ofMachine(machine);
    const kept = preloadedRefs.filter((ref) => !removed.includes(ref));
    return [...new Set([...kept, ...pulled])].sort(compareStrings);
  }

  function keep(machine: string, ref: string): void {
    if (holds(machine, ref)) return;
    const { pulled, removed } = ofMachine(machine);
    if (preloaded.has(ref)) table.put(machine, { pulled, removed: removed.filter((other) => other !== ref) });
    else table.put(machine, { pulled: [...pulled, ref], removed });
  }

  function remove(machine: string, ref: string): void {
    if (!holds(machine, ref)) return;
    const { pulled, removed } = ofMachine(machine);
    const nowRemoved = preloaded.has(ref) ? [...removed, ref] : removed;
    table.put(machine, { pulled: pulled.filter((other) => other !== ref), removed: nowRemoved });
  }

  return { holds, refs, keep, remove };
}
