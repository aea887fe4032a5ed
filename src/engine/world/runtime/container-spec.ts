/**
 * From a container's config and its image to what the runtime starts: command, environment, user, mounts.
 *
 * Upstream: containerd's CRI spec builder and the kubelet's rules for `command` and `args`.
 */
import type { ContainerConfig, ContainerRecord, SandboxRecord } from '../contract.ts';
import { MACHINES } from '../core.ts';
import type { Mount } from '../filesystem/mount-table.ts';
import { normalPath } from '../filesystem/resolve.ts';
import type { ContainerSpec } from '../programs/contract.ts';
import type { CatalogueImage } from '../registry/catalogue.ts';
import { emptyFileId, imageTreeId, lineFileId, ipcTableId, sharedMemoryId } from '../volumes/trees.ts';
import type { Runtime } from './records.ts';
import { runtimeFiles } from './runtime-files.ts';

const KERNEL = '6.12.58';
/** First pid of a container in a shared process namespace; pause has 1. Room for this many processes of each. */
const SHARED_PID_BASE = 7;
const SHARED_PID_STEP = 1000;

/** Kubernetes' rule: `command` replaces entrypoint and arguments of the image, `args` its arguments only. */
export function argvOf(
  config: Pick<ContainerConfig, 'command' | 'args'>,
  image: Pick<CatalogueImage, 'entrypoint' | 'command'>,
): readonly string[] {
  const { command = [], args = [] } = config;
  if (command.length > 0) return [...command, ...args];
  return [...image.entrypoint, ...(args.length > 0 ? args : image.command)];
}

export function specOf(rt: Runtime, container: ContainerRecord, sandbox: SandboxRecord): ContainerSpec {
  const image = rt.images.config(container.imageRef);
  const machine = rt.core.sim.table(MACHINES).get(container.machine);
  const user = container.runAsUser ?? image?.uid ?? 0;
  const gid = container.runAsGroup ?? (image?.uid === user ? user : 0);
  const env: Record<string, string> = {
    ...image?.env,
    HOSTNAME: sandbox.hostname,
    HOME: user === 0 ? '/root' : '/',
  };
  if (image?.anyTag === true && container.containerPorts.length > 0)
    env['SIMULATED_PORTS'] = container.containerPorts.join(',');
  for (const { name, value } of container.env) env[name] = value;
  const cwd = container.workingDir ?? image?.workingDir ?? '/';
  const addresses = sandbox.hostNetwork ? (machine?.addresses ?? []) : sandbox.ips;
  return {
    argv: argvOf(container, image ?? { entrypoint: [], command: [] }),
    env,
    cwd: cwd === '' ? '/' : cwd,
    identity: {
      hostname: sandbox.hostname,
      who: { uid: user, gid, groups: container.groups ?? [] },
      cpus: Math.max(1, Math.floor((machine?.cpuMilli ?? 1000) / 1000)),
      memoryBytes: machine?.memoryBytes ?? 0,
      kernel: KERNEL,
      addresses,
    },
    table: {
      image: imageTreeId(container.imageRef),
      writable: layerId(container.id),
      readOnlyRoot: container.readOnlyRootFilesystem,
      mounts: mountsOf(rt, container, sandbox),
    },
    firstPid: firstPidOf(rt, container, sandbox),
    stdin: container.stdin,
  };
}

function firstPidOf(rt: Runtime, container: ContainerRecord, sandbox: SandboxRecord): number {
  if (!sandbox.shareProcessNamespace && !sandbox.hostPid) return 1;
  const position = rt.containers.byIndex('sandbox', sandbox.id).findIndex(({ id }) => id === container.id);
  return SHARED_PID_BASE + SHARED_PID_STEP * position;
}

function mountsOf(rt: Runtime, container: ContainerRecord, sandbox: SandboxRecord): readonly Mount[] {
  const own = container.mounts.map(({ mountPath, volumeId, readOnly, subPath = '' }, index): Mount => {
    const mounted = rt.volumes.mount(container.machine, volumeId, subPath, copyId(container.id, index));
    return { path: normalPath(mountPath), readOnly, ...mounted };
  });
  const termination: Mount = {
    path: container.terminationMessagePath,
    volume: emptyFileId(`${container.id}/termination`),
    readOnly: false,
  };
  const files = runtimeFiles(sandbox).filter(({ path }) => own.every((mount) => mount.path !== path));
  const runtimes = container.terminationMessagePath === '' ? files : [...files, termination];
  return [...runtimes, ...oomScore(container), sharedMemory(sandbox), ipcTables(sandbox), ...own];
}

/** One shared memory for all containers of the pod, and for nobody else. */
function sharedMemory({ id }: SandboxRecord): Mount {
  return { path: '/dev/shm', volume: sharedMemoryId(id), readOnly: false, fileSystem: 'tmpfs' };
}

/** The System V objects of the pod's IPC namespace, or with hostIPC of the machine's. */
function ipcTables({ id, machine, hostIpc }: SandboxRecord): Mount {
  const namespace = hostIpc === true ? `host-${machine}` : id;
  return { path: '/proc/sysvipc', volume: ipcTableId(namespace), readOnly: false };
}

/** The kernel's file with the score the kubelet set. */
function oomScore({ oomScoreAdj }: ContainerRecord): readonly Mount[] {
  return oomScoreAdj === undefined
    ? []
    : [{ path: '/proc/1/oom_score_adj', volume: lineFileId(`${oomScoreAdj}`), readOnly: true }];
}

/** Id of the tree that keeps what a container mounted of an API volume. */
export function copyId(containerId: string, mount: number): string {
  return `copy/${containerId}/${mount}`;
}

/** Id of the tree with what the container wrote outside its volumes. */
export function layerId(containerId: string): string {
  return `layer/${containerId}`;
}
