/** What a container uses now, as the kubelet's stats provider sees it. */
import { behaviourOf } from '../behaviour/behaviour.ts';
import { diskUsage, inodeCount } from '../filesystem/file-tree.ts';
import { layerId } from './container-spec.ts';
import type { Runtime, Task } from './records.ts';
import { memoryOf } from './tasks.ts';

export interface Usage {
  readonly memoryBytes: number;
  readonly cpuMilli: number;
  readonly processes: number;
  readonly writtenBytes: number;
  readonly inodes: number;
  readonly logBytes: number;
}

export function usageOf(rt: Runtime, containerId: string): Usage {
  const task = rt.tasks.get(containerId);
  const layer = rt.volumes.trees.read(layerId(containerId));
  const onDisk = {
    writtenBytes: diskUsage(layer),
    inodes: inodeCount(layer),
    logBytes: rt.logs.bytes(containerId),
  };
  if (task === undefined) return { memoryBytes: 0, cpuMilli: 0, processes: 0, ...onDisk };
  const { length: processes } = task.processes.processes;
  return { memoryBytes: memoryOf(rt, task), cpuMilli: cpuMilli(rt, task), processes, ...onDisk };
}

function cpuMilli(rt: Runtime, task: Task): number {
  const container = rt.containers.get(task.containerId);
  const given = container && behaviourOf(container).cpuMilli;
  if (given !== undefined) return given;
  const { at, cpuMs } = task.cpuSample;
  const spanMs = Math.max(1000, rt.core.sim.now - at);
  return Math.floor(((task.processes.cpuMs - cpuMs) * 1000) / spanMs);
}
