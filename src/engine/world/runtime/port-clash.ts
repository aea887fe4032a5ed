/**
 * Two containers of a pod on one port: they share the network namespace, so the second bind(2) fails and its program gives up.
 *
 * **Simplified:** the program is stopped after its bind instead of being told, with the text its kind of program prints.
 */
import type { ContainerProcesses, Listener, Process } from '../programs/contract.ts';
import { listeners } from '../programs/container.ts';
import type { Runtime, Task } from './records.ts';

export interface Clash {
  readonly pid: number;
  /** What the program says on stderr. */
  readonly text: string;
}

/** The first process that listens on a port a sibling container has; undefined when nothing about the listeners is new. */
export function findClash(rt: Runtime, task: Task, after: ContainerProcesses): Clash | undefined {
  const binding = after.processes.filter(
    ({ pid, listening }) => listening.length > 0 && !hadListeners(task.processes, pid, listening),
  );
  if (binding.length === 0) return undefined;
  const taken = neighbours(rt, task).flatMap((other) => listeners(other.processes));
  for (const process of binding) {
    const clash = process.listening.find((listener) => taken.some((other) => overlaps(listener, other)));
    if (clash !== undefined) return { pid: process.pid, text: bindFailure(process, clash) };
  }
  return undefined;
}

function hadListeners(before: ContainerProcesses, pid: number, listening: readonly Listener[]): boolean {
  return before.processes.some((process) => process.pid === pid && process.listening === listening);
}

/** Containers in the same network namespace: those of the pod, or all hostNetwork pods of the machine. */
function neighbours(rt: Runtime, task: Task): readonly Task[] {
  const shared = rt.sandboxes.get(task.sandboxId)?.hostNetwork === true;
  const sandboxes = shared
    ? rt.sandboxes
        .byIndex('machine', task.machine)
        .filter(({ hostNetwork }) => hostNetwork)
        .map(({ id }) => id)
    : [task.sandboxId];
  return sandboxes
    .flatMap((id) => rt.tasks.byIndex('sandbox', id))
    .filter(({ containerId }) => containerId !== task.containerId);
}

function overlaps(a: Listener, b: Listener): boolean {
  const isEverywhere = (address: string): boolean => address === '0.0.0.0' || address === '::';
  return (
    a.port === b.port &&
    a.protocol === b.protocol &&
    (a.address === b.address || isEverywhere(a.address) || isEverywhere(b.address))
  );
}

function bindFailure({ program, argv }: Process, { address, port }: Listener): string {
  if (program === 'nginx')
    return `nginx: [emerg] bind() to ${address}:${port} failed (98: Address already in use)\nnginx: [emerg] still could not bind()\n`;
  if (program.startsWith('agnhost')) return `listen tcp :${port}: bind: address already in use\n`;
  const name = argv[0] ?? program;
  return `${name.slice(name.lastIndexOf('/') + 1)}: bind: Address already in use\n`;
}
