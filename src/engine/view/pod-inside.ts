/**
 * One pod from inside: what the zoom into a pod draws. Everything is what the run knows at the shown moment, in both planes: the API object
 * and the machine. Times are virtual ms since the visible beginning, 0 means "none"; CPU is thousandths of a core, memory bytes.
 */
import type { ContainerKind, ContainerPhase, ProbeRail } from './pod-row.ts';
import type { ConditionView } from './views.ts';

/** A run of a container that has ended. `attempt` counts from 0. */
export interface EndedRun {
  readonly attempt: number;
  readonly exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`, … */
  readonly reason: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

export interface ProcessView {
  readonly pid: number;
  readonly parent: number;
  /** Command line, cut to 80 characters. */
  readonly command: string;
  /** As `ps` would print it. */
  readonly state: 'running' | 'sleeping';
  readonly memoryBytes: number;
}

/** A port that the spec names, a program listens on, or both. */
export interface PortView {
  readonly port: number;
  readonly protocol: string;
  /** Empty when it has none. */
  readonly name: string;
  readonly hostPort: number;
  readonly declared: boolean;
  /** `pod`: every address of the pod; `localhost`: from inside only; `none`: nobody listens. */
  readonly listens: 'pod' | 'localhost' | 'none';
}

export interface MountView {
  readonly volume: string;
  readonly path: string;
  readonly subPath: string;
  readonly readOnly: boolean;
}

/** A probe's results and the numbers it goes by. */
export interface ProbeInside extends ProbeRail {
  readonly periodS: number;
  readonly timeoutS: number;
  readonly initialDelayS: number;
  /** The port it asks, 0 for commands. */
  readonly port: number;
}

export interface ResourceInside {
  /** 0: none asked for, none set. */
  readonly request: number;
  readonly limit: number;
  readonly used: number;
}

/** Where a stopping container stands between preStop and KILL. */
export interface KillView {
  /** `hook`: preStop runs; `turn`: it waits for others to end first; `term`: the stop signal was sent; `ended`. */
  readonly stage: 'hook' | 'turn' | 'term' | 'ended';
  readonly since: number;
  readonly killAt: number;
}

export interface TailLine {
  readonly at: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface ContainerInside {
  readonly name: string;
  readonly kind: ContainerKind;
  readonly image: string;
  readonly phase: ContainerPhase;
  readonly truth: ContainerPhase;
  /** Why it waits or how it ended, in Kubernetes' words: `CrashLoopBackOff`, `PodInitializing`, `OOMKilled`. */
  readonly reason: string;
  readonly message: string;
  readonly restarts: number;
  /** Number of the present run, from 0; -1 while there is none. */
  readonly attempt: number;
  readonly startedAt: number;
  readonly ended: readonly EndedRun[];
  readonly processes: readonly ProcessView[];
  readonly processCount: number;
  readonly ports: readonly PortView[];
  readonly mounts: readonly MountView[];
  readonly probes: readonly ProbeInside[];
  readonly cpu: ResourceInside;
  readonly memory: ResourceInside;
  /** Restart back-off: the wait that holds now or would hold at the next end, and until when it is being waited. */
  readonly backOffMs: number;
  readonly backOffUntil: number;
  readonly nextBackOffMs: number;
  /** The last lines of its log, oldest first. */
  readonly tail: readonly TailLine[];
  /** preStop as one line, empty for none; seconds when it is a sleep. */
  readonly preStop: string;
  readonly kill: KillView | null;
  /** What people changed of its behaviour: `server` fail, refuse or hang, and the names of `podarium.dev/…`. */
  readonly behaviour: Readonly<Record<string, string>>;
}

export type VolumeKind =
  | 'emptyDir'
  | 'claim'
  | 'configMap'
  | 'secret'
  | 'projected'
  | 'downwardAPI'
  | 'hostPath'
  | 'image'
  | 'other';

/** A file, directory or link of a volume. */
export interface FileView {
  /** Without leading slash. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link' | 'device';
  readonly bytes: number;
  readonly changedAt: number;
  readonly mode: number;
  /** Where a link leads, else empty. */
  readonly target: string;
}

export interface VolumeInside {
  readonly name: string;
  readonly kind: VolumeKind;
  /** Name of the claim, ConfigMap or Secret, path on the node, image; `Memory` for such an emptyDir; else empty. */
  readonly detail: string;
  readonly mounted: boolean;
  readonly bytes: number;
  /** Size asked for or allowed; 0 for none. */
  readonly limitBytes: number;
  /** The first files as a person sees them: hidden ones left out, links followed. */
  readonly files: readonly FileView[];
  readonly fileCount: number;
}

/** A request by a program of this pod or to one of its containers. */
export interface ExchangeView {
  readonly at: number;
  readonly durationMs: number;
  /** Container, or another pod's name, or empty when it is not known. */
  readonly from: string;
  readonly fromPod: string;
  readonly to: string;
  readonly toPod: string;
  readonly address: string;
  readonly port: number;
  readonly loopback: boolean;
  /** `GET /healthz`, `TCP`. */
  readonly label: string;
  /** `200`, `refused`, `timeout`; empty while it is on its way. */
  readonly outcome: string;
}

export interface ServiceInside {
  readonly uid: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly ports: readonly string[];
  /** One per address of the pod that an EndpointSlice lists. */
  readonly endpoints: readonly {
    readonly address: string;
    readonly ready: boolean;
    readonly serving: boolean;
    readonly terminating: boolean;
  }[];
}

export interface PodInside {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  readonly nodeIp: string;
  readonly phase: string;
  readonly reason: string;
  readonly message: string;
  readonly qos: string;
  readonly restartPolicy: string;
  readonly hostNetwork: boolean;
  readonly shareProcessNamespace: boolean;
  readonly ips: readonly string[];
  readonly createdAt: number;
  readonly deletedAt: number;
  readonly goneAt: number;
  /** terminationGracePeriodSeconds, or that of the deletion. */
  readonly graceS: number;
  readonly conditions: readonly ConditionView[];
  readonly containers: readonly ContainerInside[];
  readonly volumes: readonly VolumeInside[];
  /** /dev/shm and SysV segments that the containers share; null while there is no sandbox. */
  readonly sharedMemory: { readonly files: readonly FileView[]; readonly bytes: number } | null;
  readonly services: readonly ServiceInside[];
  readonly traffic: readonly ExchangeView[];
}

/** A file as text. */
export interface FileText {
  readonly path: string;
  readonly text: string;
  readonly bytes: number;
  readonly changedAt: number;
  readonly mode: number;
  /** It holds bytes that are no text; `text` is empty then. */
  readonly binary: boolean;
  /** Only the beginning is given. */
  readonly cut: boolean;
}
