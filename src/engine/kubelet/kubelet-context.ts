/**
 * What the rooms of the kubelet share: the outside they may call, the tables they keep their state in, and short ways to both.
 */
import type { ApiClient, EventRecorder, EventSubject } from '../apiserver/client.ts';
import type { PagedTable } from '../sim/paged-table.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';
import type { Subject } from '../sim/trace.ts';
import type { Reply, World } from '../world/contract.ts';
import type { Pod } from '../api/core-v1-pod.ts';
import { formatTime } from '../api/time.ts';
import { must } from '../../base/assert.ts';
import type { BackOffEntry } from './containers/crash-backoff.ts';
import { fieldPathOf } from './containers/container-specs.ts';
import type { ContainerKind } from './containers/container-specs.ts';
import type { EvictionConfig } from './eviction/thresholds.ts';
import { copyState, MACHINE_STATES } from './machine-state.ts';
import type { MachineState } from './machine-state.ts';
import { copyWorker, WORKERS } from './pod-workers/pod-worker.ts';
import type { PodWorker } from './pod-workers/pod-worker.ts';
import type { KubeletSettings, MillisRange } from './settings.ts';

/** What is said about a node beside its hardware: kubelet flags, in reality. */
export interface NodeTraits extends EvictionConfig {
  /** Labels beside the ones every node gets. */
  readonly labels?: Readonly<Record<string, string>>;
  /** allocatable = capacity - reserved. */
  readonly reservedCpuMilli: number;
  readonly reservedMemoryBytes: number;
  readonly reservedEphemeralStorageBytes: number;
  readonly podsMax: number;
  /** Seconds a clean shutdown waits for pods in all, and how much of that is for critical ones. 0: it does not wait. */
  readonly shutdownGracePeriod?: number;
  readonly shutdownGracePeriodCriticalPods?: number;
  /** What the machine's own programs use, which no pod answers for. */
  readonly system?: {
    readonly memoryBytes?: number;
    readonly storageBytes?: number;
    readonly processes?: number;
  };
}

export interface KubeletDeps {
  readonly sim: Sim;
  readonly world: World;
  /** Wall-clock time of the simulated cluster at the start of the run, in ms since 1970. */
  readonly epochMs: number;
  readonly settings: KubeletSettings;
  client(machine: string): ApiClient;
  recorder(machine: string): EventRecorder;
  /** Left out, or undefined for a machine: no labels, and the reserves of the settings. */
  traits?(machine: string): NodeTraits | undefined;
}

/** Crash and image back-offs, by `worker key/c/container/hash` and `worker key/i/image`. */
export const BACK_OFFS = defineTable<BackOffEntry>('kubelet/back-offs');

export interface Kubelet extends KubeletDeps {
  /** API time of a moment of virtual time. */
  timeText(at: Millis): string;
  readonly machines: PagedTable<MachineState>;
  readonly workers: PagedTable<PodWorker>;
  readonly backOffs: PagedTable<BackOffEntry>;
}

export function kubeletContext(deps: KubeletDeps): Kubelet {
  const { sim } = deps;
  return {
    ...deps,
    timeText: timeTexts(deps.epochMs),
    machines: sim.table(MACHINE_STATES),
    workers: sim.table(WORKERS),
    backOffs: sim.table(BACK_OFFS),
  };
}

const TEXTS_MAX = 512;

/** Formats times; the same few seconds are asked for over and over. */
function timeTexts(epochMs: number): (at: Millis) => string {
  const texts = new Map<number, string>();
  return (at) => {
    const second = Math.floor((epochMs + at) / 1000);
    const known = texts.get(second);
    if (known !== undefined) return known;
    if (texts.size >= TEXTS_MAX) texts.clear();
    const text = formatTime(second * 1000);
    texts.set(second, text);
    return text;
  };
}

/** The kubelet process of a machine, if one runs. */
export function stateOf(k: Kubelet, machine: string): MachineState | undefined {
  return k.machines.get(machine);
}

export function changeState(k: Kubelet, machine: string, fields: Partial<MachineState>): MachineState {
  const next = Object.assign(copyState(must(k.machines.get(machine), `no kubelet on ${machine}`)), fields);
  k.machines.put(machine, next);
  return next;
}

export function workerKey(machine: string, incarnation: number, uid: string): string {
  return `${machine}/${incarnation}/${uid}`;
}

/** The worker of a pod in the kubelet process that runs now. */
export function workerOf(k: Kubelet, machine: string, uid: string): PodWorker | undefined {
  const state = k.machines.get(machine);
  return state === undefined ? undefined : k.workers.get(workerKey(machine, state.incarnation, uid));
}

export function changeWorker(k: Kubelet, key: string, fields: Partial<PodWorker>): PodWorker {
  const next = Object.assign(copyWorker(must(k.workers.get(key), `no worker ${key}`)), fields);
  k.workers.put(key, next);
  return next;
}

/** A time drawn for one machine and one kind of work. */
export function drawn(k: Kubelet, machine: string, what: string, [min, max]: MillisRange): Millis {
  return k.sim.randomBetween(`kubelet/${machine}/${what}`, min, max);
}

/** The period with up to `jitterPercent` more. */
export function jittered(k: Kubelet, machine: string, periodMs: Millis): Millis {
  return (
    periodMs +
    k.sim.random(`kubelet/${machine}/jitter`, Math.floor((periodMs * k.settings.jitterPercent) / 100) + 1)
  );
}

/** First moment of a per-machine rhythm that lies after `after`. */
export function nextTick(after: Millis, periodMs: Millis, phaseMs: Millis): Millis {
  return after + periodMs - ((((after - phaseMs) % periodMs) + periodMs) % periodMs);
}

/** Numbers a call to the world; the reply must carry the number to be heard. */
export function numberedReply(k: Kubelet, key: string): { readonly call: number; readonly reply: Reply } {
  const call = must(k.workers.get(key), `no worker ${key}`).nextCall;
  changeWorker(k, key, { nextCall: call + 1 });
  return { call, reply: { kind: 'kubelet/replied', target: key, payload: { call } } };
}

export function podSubject(worker: PodWorker): EventSubject {
  const { metadata } = worker.pod;
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    uid: worker.uid,
  };
}

/** The same for the trace, which knows a static pod by its mirror's name. */
export function traceSubject(pod: Pod, uid: string): Subject {
  return { kind: 'Pod', namespace: pod.metadata.namespace ?? 'default', name: pod.metadata.name, id: uid };
}

export function podEvent(
  k: Kubelet,
  worker: PodWorker,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  k.recorder(worker.machine).record(podSubject(worker), type, reason, message);
}

export function containerEvent(
  k: Kubelet,
  worker: PodWorker,
  container: { readonly kind: ContainerKind; readonly name: string },
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  if (container.name === '') return podEvent(k, worker, type, reason, message);
  const subject = { ...podSubject(worker), fieldPath: fieldPathOf(container.kind, container.name) };
  k.recorder(worker.machine).record(subject, type, reason, message);
}

/** Pods of one machine in the order their workers were made. */
export function workersOn(k: Kubelet, machine: string): readonly PodWorker[] {
  return k.workers.byIndex('machine', machine);
}

/** Addresses of the pod: its own, or the machine's with hostNetwork. */
export function podIpsOf(k: Kubelet, worker: PodWorker): readonly string[] {
  if (worker.pod.spec.hostNetwork === true) return k.world.machine(worker.machine)?.addresses ?? [];
  return worker.run === null || worker.run.ips.length === 0 ? worker.runtime.ips : worker.run.ips;
}
