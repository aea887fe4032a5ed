/**
 * Whole numbers by topology key and value, such as "pods that match, by zone". Never changed in place.
 *
 * Upstream: `topologyToMatchedTermCount` of pkg/scheduler/framework/plugins/interpodaffinity (v1.37).
 * **Invariant:** no entry is 0, so an empty map says that nothing matches anywhere.
 */
import type { Labels } from '../../../api/selectors.ts';

export type TopologyCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

export const NO_COUNTS: TopologyCounts = new Map();

/** Collects counts; `build` gives them away. */
export class TopologyCounter {
  private readonly counts = new Map<string, Map<string, number>>();

  constructor(start: TopologyCounts = NO_COUNTS) {
    for (const [key, values] of start) this.counts.set(key, new Map(values));
  }

  /** Adds where the node has the key. */
  add(topologyKey: string, nodeLabels: Labels, amount: number): void {
    const value = nodeLabels[topologyKey];
    if (value === undefined) return;
    const values = this.counts.get(topologyKey) ?? new Map<string, number>();
    this.counts.set(topologyKey, values);
    values.set(value, (values.get(value) ?? 0) + amount);
  }

  build(): TopologyCounts {
    for (const [key, values] of this.counts) {
      for (const [value, count] of values) if (count === 0) values.delete(value);
      if (values.size === 0) this.counts.delete(key);
    }
    return this.counts;
  }

  /** Whether anything was added, even if it came to 0. */
  get touched(): boolean {
    return this.counts.size > 0;
  }
}

export function countAt(counts: TopologyCounts, topologyKey: string, nodeLabels: Labels): number {
  const value = nodeLabels[topologyKey];
  return value === undefined ? 0 : (counts.get(topologyKey)?.get(value) ?? 0);
}
