/**
 * Whether the kubelet takes a pod that is bound to its node. Only the first reason counts, and a refusal is for ever.
 *
 * Upstream: pkg/kubelet/lifecycle/predicate.go (v1.37).
 * **Simplified:** no devices, no topology, no AppArmor.
 */
import type { Node, Taint } from '../../api/core-v1.ts';
import type { NodeSelector } from '../../api/core-v1-volume.ts';
import type { Pod, Toleration } from '../../api/core-v1-pod.ts';
import { LabelOSStable } from '../../api/well-known.ts';
import { matchesLabels, matchesRequirement } from '../../api/selectors.ts';
import { pressureConditions } from '../eviction/pressure.ts';
import type { PressureCondition } from '../eviction/thresholds.ts';
import { stateOf, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { isCritical } from './critical.ts';
import { makeRoom } from './preemption.ts';
import { isStatic, isTerminatedStage } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { shortageFor } from './resources.ts';
import type { Shortage } from './resources.ts';

export type Refusal = Shortage;

export function refusalOf(k: Kubelet, worker: PodWorker): Refusal | undefined {
  const state = stateOf(k, worker.machine);
  if (state?.shutdown !== undefined && state.shutdown !== null)
    return { reason: 'NodeShutdown', message: 'Pod was rejected as the node is shutting down.' };
  const node = state?.node;
  if (node === null || node === undefined) return undefined;
  const { pod } = worker;
  const pressures = state === undefined ? [] : pressureConditions(k, state);
  if (pressures.length > 0 && !isCritical(pod) && !bearsPressure(pod, pressures))
    return { reason: 'Evicted', message: `The node had condition: [${pressures.join(' ')}]. ` };
  const request = {
    cpuMilli: worker.requestCpuMilli,
    memoryBytes: worker.requestMemoryBytes,
    storageBytes: worker.requestStorageBytes,
  };
  return (
    osMismatch(pod, node) ??
    forbiddenSysctl(pod) ??
    (makeRoom(k, worker, request) ? undefined : shortageFor(k, worker, request)) ??
    predicateFailure(k, worker, node)
  );
}

function osMismatch({ spec }: Pod, node: Node): Refusal | undefined {
  const os = node.metadata.labels?.[LabelOSStable];
  const wanted = spec.nodeSelector?.[LabelOSStable];
  if (wanted !== undefined && wanted !== os)
    return {
      reason: 'PodOSSelectorNodeLabelDoesNotMatch',
      message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    };
  if (spec.os === undefined || spec.os.name === os) return undefined;
  return {
    reason: 'PodOSNotSupported',
    message: "Failed to admit pod as the OS field doesn't match node OS",
  };
}

/** Sysctls that are kept apart per namespace and can do no harm, as the kubelet allows them by default. */
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
];

function forbiddenSysctl({ spec }: Pod): Refusal | undefined {
  const wanted = (spec.securityContext?.sysctls ?? []).map(({ name }) => name.replaceAll('/', '.'));
  const unsafe = wanted.find((name) => !SAFE_SYSCTLS.includes(name));
  if (unsafe === undefined) return undefined;
  return { reason: 'SysctlForbidden', message: `forbidden sysctl: "${unsafe}" not allowlisted` };
}

/** Memory pressure alone stops only BestEffort pods that do not tolerate it. */
function bearsPressure(pod: Pod, pressures: readonly PressureCondition[]): boolean {
  if (pressures.length > 1 || pressures[0] !== 'MemoryPressure') return false;
  if (pod.status?.qosClass !== 'BestEffort') return true;
  const taint: Taint = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' };
  return tolerated(pod.spec.tolerations ?? [], taint);
}

function predicateFailure(k: Kubelet, worker: PodWorker, node: Node): Refusal | undefined {
  const { pod } = worker;
  if (!matchesNode(pod, node))
    return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== node.metadata.name) {
    return failed('NodeName', "node(s) didn't match the requested node name");
  }
  if (portTaken(k, worker))
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  const taints = (node.spec.taints ?? []).filter((taint) => taint.effect === 'NoExecute');
  if (!isStatic(worker) && taints.some((taint) => !tolerated(pod.spec.tolerations ?? [], taint))) {
    return failed('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  }
  return undefined;
}

function failed(reason: string, text: string): Refusal {
  return { reason, message: `Predicate ${reason} failed: ${text}` };
}

function matchesNode(pod: Pod, node: Node): boolean {
  const { nodeSelector } = pod.spec;
  if (nodeSelector !== undefined && !matchesLabels(nodeSelector, node.metadata.labels)) return false;
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesTerms(required, node);
}

function matchesTerms(selector: NodeSelector, node: Node): boolean {
  return selector.nodeSelectorTerms.some((term) => {
    const { matchExpressions = [], matchFields = [] } = term;
    if (matchExpressions.length === 0 && matchFields.length === 0) return false;
    const fields = { 'metadata.name': node.metadata.name };
    return (
      matchExpressions.every((expression) =>
        matchesRequirement({ ...expression, values: expression.values ?? [] }, node.metadata.labels),
      ) && matchFields.every((field) => matchesRequirement({ ...field, values: field.values ?? [] }, fields))
    );
  });
}

function tolerated(tolerations: readonly Toleration[], taint: Taint): boolean {
  return tolerations.some(({ key, operator = 'Equal', value = '', effect }) => {
    if (effect !== undefined && effect !== taint.effect) return false;
    if (key === undefined || key === '') return operator === 'Exists';
    return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
  });
}

function hostPorts(pod: Pod): readonly string[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap((container) =>
    (container.ports ?? []).flatMap((port) =>
      port.hostPort === undefined || port.hostPort === 0
        ? []
        : [`${port.protocol ?? 'TCP'}/${port.hostPort}`],
    ),
  );
}

function portTaken(k: Kubelet, worker: PodWorker): boolean {
  const wanted = hostPorts(worker.pod);
  if (wanted.length === 0) return false;
  return workersOn(k, worker.machine).some(
    (other) =>
      other.key !== worker.key &&
      !other.rejected &&
      !isTerminatedStage(other.stage) &&
      hostPorts(other.pod).some((port) => wanted.includes(port)),
  );
}
