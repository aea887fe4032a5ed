/** Containers whose servers people have broken: they answer 500, refuse or never answer, and commands in them fail, until mended. */
import { defineTable } from '../../sim/sim.ts';
import type { ServerFault } from '../contract.ts';
import type { Runtime } from './records.ts';

interface BrokenServer {
  readonly fault: ServerFault;
  /** Trace entry of the deed. */
  readonly entry: number;
}

const BROKEN_SERVERS = defineTable<BrokenServer>('world/broken-servers');

export function serverFault(rt: Pick<Runtime, 'core'>, containerId: string): ServerFault | undefined {
  return rt.core.sim.table(BROKEN_SERVERS).get(containerId)?.fault;
}

/** Trace entry of the deed that broke the server; 0 when it is whole. */
export function serverFaultEntry(rt: Pick<Runtime, 'core'>, containerId: string): number {
  return rt.core.sim.table(BROKEN_SERVERS).get(containerId)?.entry ?? 0;
}

export function breakServer(rt: Runtime, containerId: string, fault: ServerFault, entry: number): void {
  if (rt.tasks.has(containerId)) rt.core.sim.table(BROKEN_SERVERS).put(containerId, { fault, entry });
}

export function mendServer(rt: Pick<Runtime, 'core'>, containerId: string): void {
  rt.core.sim.table(BROKEN_SERVERS).delete(containerId);
}
