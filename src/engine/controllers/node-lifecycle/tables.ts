/** What the node lifecycle controller remembers between passes. */
import { defineTable } from '../../sim/sim.ts';
import type { NodeHealth } from './health.ts';
import type { ZoneQueue } from './taint-queue.ts';

/** Notes by node name. */
export const HEALTH = defineTable<NodeHealth>('node-lifecycle/health');
/** UID by name of the nodes that were registered. */
export const KNOWN_NODES = defineTable<string>('node-lifecycle/known-nodes');
/** By zone key. */
export const ZONES = defineTable<ZoneQueue>('node-lifecycle/zones');
