/**
 * The hardware: power, network link, the kubelet's process, and the boot counter.
 *
 * **Simplified:** a boot takes no time of its own; the kubelet adds the delay of its start.
 */
import { must } from '../../../base/assert.ts';
import { sortedBy } from '../../../base/compare.ts';
import type { Machine, MachineSpec } from '../contract.ts';
import { MACHINES } from '../core.ts';
import type { WorldCore } from '../core.ts';

export interface Machines {
  /** In name order. */
  list(): readonly Machine[];
  get(name: string): Machine | undefined;
  add(spec: MachineSpec, entry: number): void;
  remove(name: string, entry: number): void;
  powerOff(name: string, entry: number): void;
  shutDown(name: string, entry: number): void;
  letShutDown(name: string): void;
  powerOn(name: string, entry: number): void;
  cutLink(name: string, entry: number): void;
  healLink(name: string, entry: number): void;
  stopKubelet(name: string, entry: number): void;
  startKubelet(name: string, entry: number): void;
  setPodCidrs(name: string, cidrs: readonly string[]): void;
}

/** What the other rooms do at a change, before the listeners are told. */
export interface MachineHooks {
  powerLost(machine: string): void;
  booted(machine: string): void;
  removed(machine: string): void;
}

export function createMachines(core: WorldCore, hooks: MachineHooks): Machines {
  const table = core.sim.table(MACHINES);
  const known = (name: string): Machine => must(table.get(name), `no machine ${name}`);

  /** Stores the change and tells the listeners; a change of nothing is dropped. */
  function change(name: string, fields: Partial<Machine>, entry: number, effect?: () => void): void {
    const before = known(name);
    const after = { ...before, ...fields, entry };
    if (!differs(before, after)) return;
    table.put(name, after);
    core.sim.withCause(entry, () => {
      effect?.();
      tell(before, after);
    });
  }

  function tell(before: Machine | undefined, after: Machine | undefined): void {
    for (const listener of core.listeners) listener.machineChanged?.(before, after);
  }

  function remove(name: string, entry: number): void {
    if (table.get(name)?.power === 'on') powerOff(name, entry);
    const before = table.get(name);
    if (before === undefined) return;
    table.delete(name);
    core.sim.withCause(entry, () => {
      hooks.removed(name);
      tell(before, undefined);
    });
  }

  function add(spec: MachineSpec, entry: number): void {
    if (table.has(spec.name)) return;
    const machine = newMachine(spec, entry);
    table.put(spec.name, machine);
    core.sim.withCause(entry, () => tell(undefined, machine));
  }

  function powerOff(name: string, entry: number): void {
    change(name, { power: 'off', kubelet: 'stopped', shuttingDown: false }, entry, () =>
      hooks.powerLost(name),
    );
  }

  function shutDown(name: string, entry: number): void {
    if (known(name).kubelet === 'stopped') powerOff(name, entry);
    else change(name, { shuttingDown: true }, entry);
  }

  function powerOn(name: string, entry: number): void {
    const { power, boot } = known(name);
    if (power === 'on') return;
    change(name, { power: 'on', kubelet: 'running', boot: boot + 1 }, entry, () => hooks.booted(name));
  }

  return {
    list: () => sortedBy(table.values(), (machine) => machine.name),
    get: (name) => table.get(name),
    add,
    remove,
    powerOff,
    shutDown,
    letShutDown: (name) => {
      const { shuttingDown, entry } = known(name);
      if (shuttingDown === true) powerOff(name, entry);
    },
    powerOn,
    cutLink: (name, entry) => change(name, { link: 'cut' }, entry),
    healLink: (name, entry) => change(name, { link: 'up' }, entry),
    stopKubelet: (name, entry) => change(name, { kubelet: 'stopped' }, entry),
    startKubelet: (name, entry) => {
      if (known(name).power === 'on') change(name, { kubelet: 'running' }, entry);
    },
    setPodCidrs: (name, cidrs) => table.put(name, { ...known(name), podCidrs: cidrs }),
  };
}

function newMachine(spec: MachineSpec, entry: number): Machine {
  return { ...spec, power: 'on', link: 'up', kubelet: 'running', boot: 1, podCidrs: [], entry };
}

function differs(a: Machine, b: Machine): boolean {
  if (a.shuttingDown !== b.shuttingDown) return true;
  return a.power !== b.power || a.link !== b.link || a.kubelet !== b.kubelet || a.boot !== b.boot;
}
