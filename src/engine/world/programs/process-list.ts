/** Finding processes in a container's table. */
import type { Process } from './contract.ts';
import type { Kernel } from './program.ts';

export function findProcess(kernel: Kernel, pid: number): Process | undefined {
  return kernel.container.processes.find((process) => process.pid === pid);
}
