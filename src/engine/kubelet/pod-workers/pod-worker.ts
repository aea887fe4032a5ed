/**
 * One pod as one kubelet sees it: its spec as last seen, the stage of its worker, and the sync under way, all as plain data.
 *
 * Upstream: pkg/kubelet/pod_workers.go, `podSyncStatus` (v1.37). A worker is a goroutine there and a record here; what is a blocking call
 * there is a step that waits for a reply here.
 *
 * **Invariant:** a worker has at most one sync under way, and its stage only moves forward.
 */
import type { Writable } from '../../../base/writable.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { ContainerRecord, SandboxRecord } from '../../world/contract.ts';
import type { SyncRun } from './sync-run.ts';

/** `finished`: nothing of the pod is left on the machine, the record stays until the API object is gone. */
export type Stage = 'syncing' | 'terminating' | 'terminated' | 'finished';

/** What the PLEG last saw of the pod in the runtime. */
export interface RuntimeStatus {
  /** Newest first. */
  readonly sandboxes: readonly SandboxRecord[];
  /** Newest attempt first, then by name. */
  readonly containers: readonly ContainerRecord[];
  /** Addresses of the newest ready sandbox; the last known ones once it is gone. */
  readonly ips: readonly string[];
}

export const EMPTY_RUNTIME: RuntimeStatus = { sandboxes: [], containers: [], ips: [] };

/** Why a container is not running, as the last sync found: upstream's reason cache. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

/** A decision of the kubelet itself to end the pod. */
export interface KubeletKill {
  readonly reason: string;
  readonly message: string;
  /** Also set the condition DisruptionTarget. */
  readonly disruption: boolean;
  /** Message of that condition where it differs from the status'. */
  readonly disruptionMessage?: string;
  readonly graceMs: Millis | null;
}

export interface PodWorker {
  /** `machine/incarnation/uid`: a worker never outlives the kubelet process it belongs to. */
  readonly key: string;
  readonly machine: string;
  readonly uid: string;
  readonly source: 'api' | 'file' | 'orphan';
  /** As last seen; for a static pod the pod made from its file. */
  readonly pod: Pod;
  readonly stage: Stage;
  /** Refused at admission; such a worker does nothing. */
  readonly rejected: boolean;
  /** Gone from its source: no status is written any more. */
  readonly removed: boolean;
  readonly addedAt: Millis;
  /** Start of the first sync, -1 before. */
  readonly firstSyncAt: Millis;
  /** End of the last sync, -1 before. */
  readonly lastSyncAt: Millis;
  /** A sync was asked for and has not begun. */
  readonly wanted: boolean;
  /** Trace entry that asked for it. */
  readonly wantedCause: number;
  readonly run: SyncRun | null;
  readonly nextCall: number;
  readonly runtime: RuntimeStatus;
  /** When the pod was last relisted on demand, -1 never. */
  readonly relistedAt: Millis;
  readonly failures: Readonly<Record<string, StartFailure>>;
  /** Grace the pod was told to end with, fixed when it started to. */
  readonly graceMs: Millis | null;
  readonly kill: KubeletKill | null;
  readonly requestCpuMilli: number;
  readonly requestMemoryBytes: number;
  readonly requestStorageBytes: number;
  readonly volumesMounted: boolean;
}

/** A copy to be changed before it is stored, written out field by field; see `base/writable.ts`. */
export function copyWorker(worker: PodWorker): Writable<PodWorker> {
  return {
    key: worker.key,
    machine: worker.machine,
    uid: worker.uid,
    source: worker.source,
    pod: worker.pod,
    stage: worker.stage,
    rejected: worker.rejected,
    removed: worker.removed,
    addedAt: worker.addedAt,
    firstSyncAt: worker.firstSyncAt,
    lastSyncAt: worker.lastSyncAt,
    wanted: worker.wanted,
    wantedCause: worker.wantedCause,
    run: worker.run,
    nextCall: worker.nextCall,
    runtime: worker.runtime,
    relistedAt: worker.relistedAt,
    failures: worker.failures,
    graceMs: worker.graceMs,
    kill: worker.kill,
    requestCpuMilli: worker.requestCpuMilli,
    requestMemoryBytes: worker.requestMemoryBytes,
    requestStorageBytes: worker.requestStorageBytes,
    volumesMounted: worker.volumesMounted,
  };
}

/** Index `machine`: the pods of one machine. */
export const WORKERS = defineTable<PodWorker>('kubelet/workers', {
  machine: (worker) => worker.machine,
});

/** True once no container of the pod can be running. */
export function isTerminatedStage(stage: Stage): boolean {
  return stage === 'terminated' || stage === 'finished';
}

export function isStatic(worker: PodWorker): boolean {
  return worker.source === 'file';
}

/** `name_namespace(uid)`, as upstream prints pods in messages. */
export function podDescription(pod: Pod, uid: string): string {
  return `${pod.metadata.name}_${pod.metadata.namespace ?? 'default'}(${uid})`;
}
