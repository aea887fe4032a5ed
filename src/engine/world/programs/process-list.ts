/** Finding processes in a container's table. */
import type { Neighbour, Process, SignalName } from './contract.ts';
import type { Kernel } from './program.ts';

/** Everything `ps` shows: the container's own processes and those it shares a namespace with, by number. */
export function visibleProcesses(kernel: Kernel): readonly Neighbour[] {
  const { uid } = kernel.container.identity.who;
  const own = kernel.container.processes.map(({ pid, argv }) => ({ pid, uid, argv }));
  const others = kernel.io.neighbours?.() ?? [];
  return others.length === 0 ? own : [...others, ...own].sort((a, b) => a.pid - b.pid);
}

/** Sends a signal to a process of a neighbouring container. False: there is none. Null only asks. */
export function signalNeighbour(kernel: Kernel, pid: number, signal: SignalName | null): boolean {
  if (!(kernel.io.neighbours?.() ?? []).some((other) => other.pid === pid)) return false;
  if (signal !== null) kernel.effects.push({ kind: 'outside-signal', pid, signal });
  return true;
}

export function findProcess(kernel: Kernel, pid: number): Process | undefined {
  return kernel.container.processes.find((process) => process.pid === pid);
}
