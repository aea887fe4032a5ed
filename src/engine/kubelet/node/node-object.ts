/**
 * The Node object as its kubelet writes it: labels, resources, addresses, conditions.
 *
 * Upstream: pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go (v1.37).
 * **Simplified:** images, volumes in use and runtime handlers are left out.
 */
import { formatTime } from '../../api/time.ts';
import { quantityOfMilli, quantityOfWhole } from '../../api/quantity.ts';
import {
  ControllerManagedAttachAnnotation,
  LabelArchStable,
  LabelHostname,
  LabelOSStable,
} from '../../api/well-known.ts';
import type { NodeAddress, NodeCondition, NodeStatus, NodeSystemInfo } from '../../api/core-v1.ts';
import type { ObjectMeta } from '../../api/meta-v1.ts';
import { hashHex, hashText } from '../../../base/hash.ts';
import type { Machine } from '../../world/contract.ts';
import { hardMemoryBytes } from '../eviction/thresholds.ts';
import type { Kubelet, NodeTraits } from '../kubelet-context.ts';
import type { KubeletSettings } from '../settings.ts';

const ARCHITECTURE = 'amd64';
const VERSION = 'v1.37.2';

export function nodeMetadata(
  machine: string,
  labels: Readonly<Record<string, string>>,
): ObjectMeta & { readonly name: string } {
  return {
    name: machine,
    labels: {
      'beta.kubernetes.io/arch': ARCHITECTURE,
      'beta.kubernetes.io/os': 'linux',
      [LabelArchStable]: ARCHITECTURE,
      [LabelHostname]: machine,
      [LabelOSStable]: 'linux',
      ...labels,
    },
    annotations: { [ControllerManagedAttachAnnotation]: 'true' },
  };
}

/** The reserves of a machine about which nothing else is said. */
function defaultTraits(machine: Machine, settings: KubeletSettings): NodeTraits {
  return {
    reservedCpuMilli: 0,
    reservedMemoryBytes: settings.reservedMemoryBytes + hardMemoryBytes({}, machine.memoryBytes),
    reservedEphemeralStorageBytes: Math.floor(
      (machine.ephemeralStorageBytes * settings.reservedStoragePercent) / 100,
    ),
    podsMax: settings.maxPods,
  };
}

export function traitsOf(k: Kubelet, machine: Machine): NodeTraits {
  return k.traits?.(machine.name) ?? defaultTraits(machine, k.settings);
}

/** What the kubelet finds on its machine, without conditions. */
export function nodeResources(machine: Machine, traits: NodeTraits): NodeStatus {
  const { cpuMilli, memoryBytes, ephemeralStorageBytes } = machine;
  const list = (cpu: number, memory: number, storage: number): Readonly<Record<string, string>> => ({
    cpu: quantityOfMilli(Math.max(0, cpu)),
    'ephemeral-storage': quantityOfWhole(Math.max(0, storage), 'decimal'),
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: `${Math.floor(Math.max(0, memory) / 1024)}Ki`,
    pods: String(traits.podsMax),
  });
  return {
    capacity: list(cpuMilli, memoryBytes, ephemeralStorageBytes),
    allocatable: list(
      cpuMilli - traits.reservedCpuMilli,
      memoryBytes - traits.reservedMemoryBytes,
      ephemeralStorageBytes - traits.reservedEphemeralStorageBytes,
    ),
    addresses: nodeAddresses(machine),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: nodeInfo(machine),
    features: { supplementalGroupsPolicy: true },
    declaredFeatures: DECLARED_FEATURES,
  };
}

const DECLARED_FEATURES: readonly string[] = [
  'ExtendWebSocketsToKubelet',
  'InPlacePodLevelResourcesVerticalScaling',
  'InPlacePodVerticalScalingInitContainers',
  'RestartAllContainersOnContainerExits',
];

function nodeAddresses(machine: Machine): readonly NodeAddress[] {
  return [
    ...machine.addresses.map((address) => ({ type: 'InternalIP', address })),
    { type: 'Hostname', address: machine.name },
  ];
}

/** Changes with every boot. */
export function bootId(machine: Machine): string {
  return identifier(`${machine.name} boot ${machine.boot}`);
}

function nodeInfo(machine: Machine): NodeSystemInfo {
  return {
    architecture: ARCHITECTURE,
    bootID: bootId(machine),
    containerRuntimeVersion: 'containerd://2.2.0',
    kernelVersion: '6.12.0',
    kubeProxyVersion: '',
    kubeletVersion: VERSION,
    machineID: identifier(machine.name).replaceAll('-', ''),
    operatingSystem: 'linux',
    osImage: 'Podarium Linux',
    systemUUID: identifier(`${machine.name} system`),
  };
}

function identifier(text: string): string {
  const digits = hashHex(hashText(text)) + hashHex(hashText(`${text} `));
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join('-');
}

export interface NodeHealth {
  readonly ready: boolean;
  readonly shuttingDown: boolean;
  readonly memoryPressure: boolean;
  readonly diskPressure: boolean;
  readonly pidPressure: boolean;
}

const NOT_READY_MESSAGE = 'container runtime status check may not have completed yet';

/** Conditions in upstream's order; transition times stay while a status does not change. */
export function nodeConditions(
  health: NodeHealth,
  old: readonly NodeCondition[],
  nowMs: number,
): readonly NodeCondition[] {
  const now = formatTime(nowMs);
  return verdicts(health).map((verdict): NodeCondition => {
    const before = old.find((condition) => condition.type === verdict.type);
    const same = before?.status === verdict.status ? before.lastTransitionTime : undefined;
    return { ...verdict, lastHeartbeatTime: now, lastTransitionTime: same ?? now };
  });
}

type Verdict = Pick<NodeCondition, 'type' | 'status'> & { readonly reason: string; readonly message: string };

function pressure(
  type: string,
  under: boolean,
  reasons: readonly [good: string, bad: string],
  what: readonly [good: string, bad: string],
): Verdict {
  const at = under ? 1 : 0;
  return { type, status: under ? 'True' : 'False', reason: reasons[at], message: `kubelet has ${what[at]}` };
}

function verdicts({
  ready,
  shuttingDown,
  memoryPressure,
  diskPressure,
  pidPressure,
}: NodeHealth): readonly Verdict[] {
  const memory = ['sufficient memory available', 'insufficient memory available'] as const;
  const pids = ['sufficient PID available', 'insufficient PID available'] as const;
  return [
    pressure(
      'MemoryPressure',
      memoryPressure,
      ['KubeletHasSufficientMemory', 'KubeletHasInsufficientMemory'],
      memory,
    ),
    pressure(
      'DiskPressure',
      diskPressure,
      ['KubeletHasNoDiskPressure', 'KubeletHasDiskPressure'],
      ['no disk pressure', 'disk pressure'],
    ),
    pressure('PIDPressure', pidPressure, ['KubeletHasSufficientPID', 'KubeletHasInsufficientPID'], pids),
    ready && !shuttingDown
      ? { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
      : {
          type: 'Ready',
          status: 'False',
          reason: 'KubeletNotReady',
          message: shuttingDown ? 'node is shutting down' : NOT_READY_MESSAGE,
        },
  ];
}
