/**
 * What Kubernetes runs on but does not own, as the kubelet and the network see it: machines, container runtime, registry, volumes, traffic.
 * This is the counterpart of the CRI, of CNI and of the host's kernel.
 *
 * Contract
 * - Everything is synchronous. A call that takes virtual time (pull, start, stop, exec, request) names a {@link Reply}: the world later
 *   schedules the simulator event `reply.kind` for `reply.target` with payload `{ ...reply.payload, result }`. Exactly one reply per call,
 *   except that replies of a machine that lost power meanwhile are dropped.
 * - State lives in tables of the run; ids are strings that are unique in a run and come from named random streams.
 * - The world never talks to the API server. What it does by itself (a process ends) it tells through {@link WorldListener}, which may only
 *   schedule and remember.
 * - Durations are drawn from the stream `world/<machine>/<operation>` between the bounds in {@link WorldSettings}.
 */
import type { Json } from '../../base/json.ts';
import type { Result } from '../../base/result.ts';
import type { Millis } from '../sim/time.ts';
import type { FileTree } from './filesystem/file-tree.ts';
import type { LoadGeneratorSettings } from './traffic/load/load-generator.ts';

/** A simulator event to be scheduled when an operation is done. */
export interface Reply {
  readonly kind: string;
  readonly target: string;
  readonly payload: { readonly [key: string]: Json };
}

/** Hardware. A machine without power runs nothing; one with a cut link runs on but reaches no other machine and no API server. */
export interface Machine {
  readonly name: string;
  readonly power: 'on' | 'off';
  readonly link: 'up' | 'cut';
  /** The kubelet process; containers live on without it. */
  readonly kubelet: 'running' | 'stopped';
  /** Told to go down, and held up by its kubelet until its pods have ended. */
  readonly shuttingDown?: boolean;
  /** Changes with every boot; starts at 1. */
  readonly boot: number;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
  /** Node addresses, IPv4 first. */
  readonly addresses: readonly string[];
  /** Pod address ranges, IPv4 first, e.g. `10.244.1.0/24`, `fd00:10:244:1::/64`; given by the API server's node.spec.podCIDRs. */
  readonly podCidrs: readonly string[];
  /** Trace entry of the last thing done to the machine, for the causes of silence. */
  readonly entry: number;
}

/** One file in a manifest folder, volume or image. */
export interface FileSpec {
  readonly path: string;
  readonly content: string;
  readonly mode?: number;
}

export interface SandboxConfig {
  readonly podUid: string;
  readonly namespace: string;
  readonly podName: string;
  readonly hostname: string;
  readonly attempt: number;
  readonly hostNetwork: boolean;
  readonly shareProcessNamespace: boolean;
  readonly hostPid: boolean;
  /** The machine's IPC namespace instead of one of its own. */
  readonly hostIpc?: boolean;
  /** Lines the pod adds to /etc/hosts: address and names. */
  readonly hostAliases?: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
  /** Content of /etc/resolv.conf. */
  readonly resolvConf?: string;
  /** Domain of the hostname, e.g. `sub.default.svc.cluster.local`. */
  readonly hostDomain?: string;
}

export interface SandboxRecord extends SandboxConfig {
  readonly id: string;
  readonly machine: string;
  readonly state: 'ready' | 'not-ready';
  readonly createdAt: Millis;
  /** Empty for hostNetwork. */
  readonly ips: readonly string[];
  /** Trace entry of what ended it by itself; 0 while it is ready or when it was stopped on request. */
  readonly entry: number;
}

export interface MountSpec {
  readonly mountPath: string;
  /** Volume id as given to {@link World.putVolume}. */
  readonly volumeId: string;
  readonly readOnly: boolean;
  readonly subPath?: string;
}

export interface ContainerConfig {
  readonly sandboxId: string;
  readonly name: string;
  readonly attempt: number;
  readonly kind: 'init' | 'app' | 'ephemeral';
  readonly image: string;
  /** Replaces the image's entrypoint; left out: the image's. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly workingDir?: string;
  readonly mounts: readonly MountSpec[];
  readonly containerPorts: readonly number[];
  readonly terminationMessagePath: string;
  readonly memoryLimitBytes?: number;
  readonly cpuLimitMilli?: number;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  /** Groups beside the primary one: fsGroup and supplementalGroups. */
  readonly groups?: readonly number[];
  /** Shown as /proc/1/oom_score_adj. */
  readonly oomScoreAdj?: number;
  readonly readOnlyRootFilesystem: boolean;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** Hash of the container's spec, kept for the kubelet. */
  readonly specHash: string;
  /** `podarium.dev/…` annotations of the pod: how the simulated program behaves. */
  readonly behaviour: Readonly<Record<string, string>>;
}

export interface ContainerRecord extends ContainerConfig {
  readonly id: string;
  readonly machine: string;
  readonly podUid: string;
  readonly state: 'created' | 'running' | 'exited';
  readonly createdAt: Millis;
  /** 0 until started. A container whose process could not be started has 0, too. */
  readonly startedAt: Millis;
  readonly finishedAt: Millis;
  readonly exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`, `StartError`, `Unknown`. */
  readonly reason: string;
  /** Runtime's text for a failed start. */
  readonly message: string;
  /** Content of the termination message file at the end, cut to 4096 bytes. */
  readonly terminationMessage: string;
  /** Resolved names of the image. */
  readonly imageRef: string;
  readonly imageId: string;
  /** Trace entry of its exit; 0 before. */
  readonly entry: number;
}

export interface ImageRecord {
  /** Full reference as the runtime knows it, e.g. `docker.io/library/nginx:1.27`. */
  readonly ref: string;
  readonly id: string;
  readonly sizeBytes: number;
  /** User the image runs as; 0 is root. */
  readonly user: number;
  readonly stopSignal?: string;
  /** Digest form of the name, as `status.imageID` shows it: `docker.io/library/nginx@sha256:…`. */
  readonly repoDigest: string;
}

export interface RequestSpec {
  readonly protocol: 'http' | 'https' | 'tcp' | 'grpc';
  /** Where the request starts: a machine (probe by the kubelet) or a container. */
  readonly fromMachine: string;
  readonly fromContainerId?: string;
  readonly ip: string;
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  /** gRPC health service name. */
  readonly service?: string;
  readonly timeoutMs: Millis;
}

/**
 * What came back. `refused` at once, `timeout` after timeoutMs, `reset` when the server died in between or spoke no HTTP, `unreachable`
 * without a route. For `tcp` a response means that the connection was made: status 0, body what the server said. For `grpc` status is the
 * ServingStatus number (1 SERVING, 2 NOT_SERVING, 3 SERVICE_UNKNOWN) and body its name.
 */
export type RequestResult =
  | {
      readonly outcome: 'response';
      readonly status: number;
      readonly body: string;
      readonly location?: string;
      readonly durationMs: Millis;
    }
  | { readonly outcome: 'refused' | 'timeout' | 'reset' | 'unreachable'; readonly durationMs: Millis };

export interface ExecResult {
  readonly exitCode: number;
  /** stdout and stderr in the order written, cut to 10 KiB. */
  readonly output: string;
  readonly timedOut: boolean;
  /** For a person's command: characters printed in all. */
  readonly printed?: number;
  /** Set when the command could not run at all: runtime's error text. */
  readonly error?: string;
}

/** A command that a person runs in a container, while it runs. */
export interface ExecView {
  /** The newest of what it printed, stdout and stderr in the order written. */
  readonly output: string;
  /** Characters printed in all, of which `output` is the end. */
  readonly printed: number;
  /** Whether it waits for input. */
  readonly waits: boolean;
  readonly cwd: string;
  readonly program: string;
}

export interface WorldListener {
  /** A container or sandbox of the machine changed state by itself (process ended, OOM kill, pause died). */
  runtimeChanged?(machine: string, podUid: string): void;
  /** Power, link or kubelet process of the machine changed. */
  machineChanged?(before: Machine | undefined, after: Machine | undefined): void;
  /** A file of the machine's static pod folder was written or removed. */
  manifestChanged?(machine: string, file: string): void;
  /** A request between workloads or a probe has ended; for drawing traffic. `server` is the container that was reached, if one was. */
  requestSent?(request: RequestSpec, result: RequestResult, server: string | undefined): void;
}

/** All entries are ms ranges [min, max] of virtual time. */
export interface WorldSettings {
  readonly sandboxMs: readonly [Millis, Millis];
  /** Added for every other sandbox that the host makes at the same time, up to so many of them. */
  readonly sandboxContentionMs: Millis;
  readonly sandboxContentionMax: number;
  /** 1: all machines are virtual ones on the same host and share its load. */
  readonly sharedHost: number;
  readonly sandboxStopMs: readonly [Millis, Millis];
  readonly containerCreateMs: readonly [Millis, Millis];
  readonly containerStartMs: readonly [Millis, Millis];
  readonly execStartMs: readonly [Millis, Millis];
  readonly networkMs: readonly [Millis, Millis];
  /** How long a load generator trusts an answer of the cluster's DNS: the TTL that CoreDNS gives. */
  readonly dnsTtlMs: Millis;
  /** Added to every pull, before the bytes flow. */
  readonly pullMs: readonly [Millis, Millis];
  /** Bytes per ms from the registry; all images of the preloaded list are on every machine. */
  readonly registryBytesPerMs: number;
  readonly preloadedImages: readonly string[];
}

/** How the kubelet sets a volume up. */
export interface VolumeOptions {
  /** Image an `image` volume shows. */
  readonly image?: string;
  /** Group that owns the files: fsGroup. */
  readonly gid?: number;
  /** Permission bits of the root of an `emptyDir`. */
  readonly mode?: number;
  /** Size of a volume in memory: writes beyond it fail. */
  readonly sizeBytes?: number;
}

export type VolumeSource = 'emptyDir' | 'api' | 'hostPath' | 'claim' | 'image';

/** A new machine, off at the shelf: {@link WorldCommands.addMachine} switches it on. */
export interface MachineSpec {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
  readonly addresses: readonly string[];
}

/** `down`: every request to the registry is refused; `slow`: it answers late and sends a twentieth of the bytes. */
export type RegistryState = 'up' | 'down' | 'slow';

/** How a container's server is broken until it is mended or the container is gone. */
export type ServerFault = 'fail' | 'refuse' | 'hang';

/**
 * What people do to the world. `entry` is the trace entry of the deed: whoever commands records it, the world names it as the cause of
 * all that follows. A command that changes nothing (power on of a machine that has power) tells nobody.
 */
export interface WorldCommands {
  addMachine(spec: MachineSpec, entry: number): void;
  /** Power off, and the machine is carried away with all that was on it. */
  removeMachine(machine: string, entry: number): void;
  /** All processes are gone at once; what was on the disk stays. */
  powerOff(machine: string, entry: number): void;
  /** A clean shutdown: power goes when the kubelet lets it, at once when none runs. */
  shutDown(machine: string, entry: number): void;
  /** Next boot: containers that ran are found exited with 255, reason `Unknown`. */
  powerOn(machine: string, entry: number): void;
  cutLink(machine: string, entry: number): void;
  healLink(machine: string, entry: number): void;
  stopKubelet(machine: string, entry: number): void;
  startKubelet(machine: string, entry: number): void;
  /** Writes, or with undefined removes, a file of the static pod folder. */
  setManifest(machine: string, file: string, content: string | undefined, entry: number): void;
  setRegistry(state: RegistryState, entry: number): void;
  registry(): RegistryState;
  /** Takes a tag out of the registry, or puts it back; machines that have the image keep it. */
  setTagServed(image: string, served: boolean): void;
  /** Sends a signal to a process of a running container, from outside its namespaces. `main` is the first process. */
  killProcess(containerId: string, pid: number | 'main', signal: string, entry: number): void;
  /** Sends a signal to the pause process: the sandbox dies with all that is in it when it ends. */
  killSandbox(sandboxId: string, signal: string, entry: number): void;
  /** Requests are answered 500, refused or never; probes by command fail. */
  breakServer(containerId: string, fault: ServerFault, entry: number): void;
  mendServer(containerId: string, entry: number): void;
  serverFault(containerId: string): ServerFault | undefined;
  /** Shapes the behaviour of a container and of the pod's later runs of it: a name and value of the `podarium.dev/…` table. */
  shapeContainer(containerId: string, name: string, value: string, entry: number): void;
  /** Adds a load generator, or changes the one of that name. A plain sentence when there can be no such one. */
  setLoadGenerator(settings: LoadGeneratorSettings, entry: number): string | undefined;
  removeLoadGenerator(name: string): string | undefined;
}

/** What the cluster's DNS says about a name: addresses with the full name found, or why there are none. */
export type NameAnswer =
  | {
      readonly outcome: 'found';
      readonly name: string;
      readonly addresses: readonly string[];
      readonly server: string;
    }
  | { readonly outcome: 'unknown-host' | 'no-dns'; readonly server: string };

/** A pod's address and port behind a service. */
export interface RouteEndpoint {
  readonly ip: string;
  readonly port: number;
  /** The pod that has the address as far as the rules know; empty when they name none. */
  readonly pod: string;
  readonly podUid: string;
}

/** Where a connection to a service's address goes, or why it goes nowhere. */
export type Route =
  | { readonly kind: 'endpoint'; readonly endpoint: RouteEndpoint }
  /**
   * `rejected`: the service has no endpoint, or no such port; `dropped`: none on this machine, and its traffic policy is Local. `service` is
   * `namespace/name`, `entry` the trace entry of the last change of its endpoints.
   */
  | { readonly kind: 'rejected' | 'dropped'; readonly service: string; readonly entry: number };

/** What a client needs to know of a Service before it connects. */
export interface ServiceFacts {
  /** Empty for a headless one. */
  readonly ips: readonly string[];
  /** In the order of the spec; `nodePort` is 0 when it has none. */
  readonly ports: readonly { readonly port: number; readonly nodePort: number }[];
}

/**
 * In-cluster names and virtual addresses. Implemented by network/, which reads Services and EndpointSlices; the world itself knows neither.
 * Pure reads: chance comes through `pick`, which returns a whole number below its argument.
 */
export interface ClusterNetwork {
  /** `namespace` is the asking pod's, for the search domains. */
  resolve(name: string, namespace: string): NameAnswer;
  /** Where the rules on `machine` send a connection; undefined when the address belongs to no service. */
  route(
    ip: string,
    port: number,
    protocol: 'TCP' | 'UDP',
    machine: string,
    pick: (below: number) => number,
  ): Route | undefined;
  /** Undefined when there is no such Service. */
  service(namespace: string, name: string): ServiceFacts | undefined;
}

export interface World {
  listen(listener: WorldListener): void;
  /** Names and service addresses for requests between pods; without it only literal pod and machine addresses work. */
  useNetwork(network: ClusterNetwork): void;

  machines(): readonly Machine[];
  machine(name: string): Machine | undefined;
  /** The pod address ranges the API server gave the machine's node; pods get addresses from them. */
  setPodCidrs(machine: string, cidrs: readonly string[]): void;
  /** The kubelet no longer holds up a shutdown: the machine loses power. */
  letShutDown(machine: string): void;
  /** True when the machine has power and its link is up. */
  reachesApiServer(machine: string): boolean;

  hasImage(machine: string, image: string): ImageRecord | undefined;
  /** Error when the name cannot be parsed: upstream's text `couldn't parse image name "X": …`. */
  normalizeImage(image: string): Result<string, string>;
  /** Result: `{ok: true, image: ImageRecord, durationMs}` or `{ok: false, error}` with containerd's text. */
  pullImage(machine: string, image: string, reply: Reply): void;
  /** Images on the machine, by reference. */
  images(machine: string): readonly ImageRecord[];
  /** Images on the machine that nothing uses may be removed. */
  removeImage(machine: string, image: string): void;

  /** Result: `{ok: true, sandboxId}` or `{ok: false, error}`. */
  runSandbox(machine: string, config: SandboxConfig, reply: Reply): void;
  sandboxes(machine: string, podUid: string): readonly SandboxRecord[];
  /** Kills what is left in it at once. Result: `{}`. */
  stopSandbox(sandboxId: string, reply: Reply): void;
  removeSandbox(sandboxId: string): void;

  /** Result: `{ok: true, containerId}` or `{ok: false, error}` (name of the working directory, mount path is a file, …). */
  createContainer(config: ContainerConfig, reply: Reply): void;
  /** Result: `{ok: true}` or `{ok: false, error}` with runc's text; the container is then `exited`, reason StartError, exit code 128. */
  startContainer(containerId: string, reply: Reply): void;
  /** Sends the stop signal, after `graceMs` SIGKILL. Result when the container has ended: `{}`. At once when it has ended already. */
  stopContainer(containerId: string, signal: string, graceMs: Millis, reply: Reply): void;
  removeContainer(containerId: string): void;
  /** All attempts of all containers of the pod on this machine, newest attempt first, then by name. */
  containers(machine: string, podUid: string): readonly ContainerRecord[];
  container(containerId: string): ContainerRecord | undefined;
  /** Pods that have a sandbox or container on the machine. */
  podUids(machine: string): readonly string[];

  /** Runs a command in a running container. timeoutMs 0 means none. Result: {@link ExecResult}. */
  exec(containerId: string, argv: readonly string[], stdin: string, timeoutMs: Millis, reply: Reply): void;
  /**
   * As {@link World.exec}, for a person: what it prints can be read while it runs, under the name `session`. `open` leaves its stdin open.
   * Result: {@link ExecResult}.
   */
  openExec(
    containerId: string,
    argv: readonly string[],
    session: string,
    input: { readonly stdin: string; readonly open: boolean },
    reply: Reply,
  ): void;
  /** Types into an open session (without a name into the first process), ends its input, or signals what runs in its foreground. */
  execInput(
    containerId: string,
    session: string,
    input: { readonly text: string; readonly end: boolean; readonly signal: string },
  ): void;
  /** Undefined when no such session runs. */
  execView(session: string): ExecView | undefined;
  /** The container's first process; its output is the container's log. Undefined when it does not run. */
  attachView(containerId: string): ExecView | undefined;
  /** Result: {@link RequestResult}. */
  request(request: RequestSpec, reply: Reply): void;
  /** stdout and stderr lines with their times. Undefined when the container is gone. */
  log(
    containerId: string,
  ):
    | readonly { readonly at: Millis; readonly stream: 'stdout' | 'stderr'; readonly text: string }[]
    | undefined;
  /** Memory in bytes, CPU in milli-cores and processes now; the writable layer in bytes and files; the log in bytes. */
  usage(containerId: string): {
    readonly memoryBytes: number;
    readonly cpuMilli: number;
    readonly processes: number;
    readonly writtenBytes: number;
    readonly inodes: number;
    readonly logBytes: number;
  };

  /** Creates the volume with these files, or replaces its content atomically (`..data` swap) when it is of an API source. */
  /**
   * For `hostPath` the id is the path on the machine, so that pods with the same path share it; a `claim` is network storage: the id is
   * the persistent volume's, its files are the same on every machine and outlive {@link World.removeVolume}.
   */
  putVolume(
    machine: string,
    volumeId: string,
    source: VolumeSource,
    files: readonly FileSpec[],
    options?: VolumeOptions,
  ): void;
  /** Text of a file in the volume; undefined when there is none. */
  readVolumeFile(machine: string, volumeId: string, path: string): string | undefined;
  hasVolume(machine: string, volumeId: string): boolean;
  volumeBytes(machine: string, volumeId: string): number;
  /** Files and directories in it. */
  volumeInodes(machine: string, volumeId: string): number;
  removeVolume(machine: string, volumeId: string): void;
  /** The files of a volume; undefined when the machine has no such volume. */
  volumeTree(machine: string, volumeId: string): FileTree | undefined;
  /** What the containers of a sandbox share as /dev/shm. */
  sharedMemory(sandboxId: string): FileTree;
  /** What is at this path of the machine's own file system, for hostPath types. */
  hostPathKind(machine: string, path: string): 'directory' | 'file' | 'socket' | 'absent';

  /** Static pod folder: file name → content, in name order. */
  manifests(machine: string): readonly { readonly file: string; readonly content: string }[];
}
