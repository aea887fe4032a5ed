/**
 * The static pod folder of each machine: files that the kubelet watches (`--pod-manifest-path`). They are on disk and survive a power loss.
 */
import { sortedBy } from '../../../base/compare.ts';
import { defineTable } from '../../sim/sim.ts';
import type { WorldCore } from '../core.ts';

interface ManifestFile {
  readonly machine: string;
  readonly file: string;
  readonly content: string;
}

const MANIFESTS = defineTable<ManifestFile>('world/manifests', { machine: (manifest) => manifest.machine });

export interface Manifests {
  list(machine: string): readonly { readonly file: string; readonly content: string }[];
  set(machine: string, file: string, content: string | undefined, entry: number): void;
  removeAll(machine: string): void;
}

export function createManifests(core: WorldCore): Manifests {
  const table = core.sim.table(MANIFESTS);

  function set(machine: string, file: string, content: string | undefined, entry: number): void {
    const key = `${machine}/${file}`;
    if (table.get(key)?.content === content) return;
    if (content === undefined) table.delete(key);
    else table.put(key, { machine, file, content });
    core.sim.withCause(entry, () => {
      for (const listener of core.listeners) listener.manifestChanged?.(machine, file);
    });
  }

  return {
    list: (machine) =>
      sortedBy(table.byIndex('machine', machine), ({ file }) => file).map(({ file, content }) => ({
        file,
        content,
      })),
    set,
    removeAll: (machine) =>
      table.byIndex('machine', machine).forEach(({ file }) => table.delete(`${machine}/${file}`)),
  };
}
