/**
 * One kubelet process. The record exists while the process runs; stopping the process or the machine removes it, and with it all the
 * kubelet had in memory.
 */
import type { Writable } from '../../base/writable.ts';
import { defineTable } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';
import type { Node } from '../api/core-v1.ts';

export interface MachineState {
  readonly machine: string;
  /** Counts the kubelet processes of the machine; part of the key of every worker. */
  readonly incarnation: number;
  /** When the process started, and when it began to work. */
  readonly startedAt: Millis;
  readonly ready: boolean;
  /** Phase of the relist rhythm; the other rhythms use it, too. */
  readonly phaseMs: Millis;
  /** Pods whose containers changed since the last relist. */
  readonly changedPods: readonly string[];
  /** False while the API server cannot be reached or the watch is not yet back. */
  readonly watching: boolean;
  /** UID of the Node object it serves; empty before registration. */
  readonly nodeUid: string;
  /** The Node as the kubelet remembers it. */
  readonly node: Node | null;
  /** While the Node object and this memory may differ, as after a cut: no status is sent. */
  readonly nodeStale: boolean;
  readonly statusSentAt: Millis;
  readonly nodeReady: boolean;
  /** Failed lease renewals in a row. */
  readonly leaseFailures: number;
  /** Image being pulled and those waiting their turn, as worker keys with their images. */
  readonly pulls: readonly PullTicket[];
  /** When a threshold of each pressure condition was last seen crossed. */
  readonly pressureSeenAt: Readonly<Record<string, Millis>>;
  /** Since when each threshold has been crossed without a break. */
  readonly thresholdSince: Readonly<Record<string, Millis>>;
  /** Workers of the last eviction; no other follows before they are gone or the time is up. */
  readonly evicted: readonly string[];
  readonly evictionBusyUntil: Millis;
  /** A clean shutdown under way: which pods have been told to end, and when what is left is given up. */
  readonly shutdown: NodeShutdown | null;
  /** Images as the image garbage collection knows them. */
  readonly images: readonly SeenImage[];
  readonly imageGcFailed: boolean;
}

export interface NodeShutdown {
  readonly stage: 'regular' | 'critical';
  readonly until: Millis;
  /** Workers the stage waits for. */
  readonly ending: readonly string[];
}

export interface SeenImage {
  readonly ref: string;
  readonly detectedAt: Millis;
  /** 0: never seen in use. */
  readonly lastUsedAt: Millis;
}

export interface PullTicket {
  readonly key: string;
  readonly image: string;
  readonly call: number;
  readonly askedAt: Millis;
}

/** A copy to be changed before it is stored, written out field by field; see `base/writable.ts`. */
export function copyState(state: MachineState): Writable<MachineState> {
  return {
    machine: state.machine,
    incarnation: state.incarnation,
    startedAt: state.startedAt,
    ready: state.ready,
    phaseMs: state.phaseMs,
    changedPods: state.changedPods,
    watching: state.watching,
    nodeUid: state.nodeUid,
    node: state.node,
    nodeStale: state.nodeStale,
    statusSentAt: state.statusSentAt,
    nodeReady: state.nodeReady,
    leaseFailures: state.leaseFailures,
    pulls: state.pulls,
    pressureSeenAt: state.pressureSeenAt,
    thresholdSince: state.thresholdSince,
    evicted: state.evicted,
    evictionBusyUntil: state.evictionBusyUntil,
    shutdown: state.shutdown,
    images: state.images,
    imageGcFailed: state.imageGcFailed,
  };
}

export const MACHINE_STATES = defineTable<MachineState>('kubelet/machines');
