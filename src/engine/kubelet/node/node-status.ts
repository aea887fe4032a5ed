/**
 * Registration of the Node and the reports of its state.
 *
 * Upstream: pkg/kubelet/kubelet_node_status.go (v1.37): computed every 10 s, sent on change or every 5 minutes.
 * **Simplified:** the fast first reports are one report once the runtime has been checked.
 */
import { deepEqual } from '../../../base/json.ts';
import type { ChangeOf } from '../../apiserver/client.ts';
import type { Node, NodeCondition, NodeStatus } from '../../api/core-v1.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import { must } from '../../../base/assert.ts';
import type { Because } from '../../sim/trace.ts';
import { isUnderPressure } from '../eviction/pressure.ts';
import { changeState, drawn, stateOf } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { MachineState } from '../machine-state.ts';
import { bootId, nodeConditions, nodeMetadata, nodeResources, traitsOf } from './node-object.ts';
import type { NodeHealth } from './node-object.ts';

export function nodeEvent(
  k: Kubelet,
  machine: string,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  const uid = stateOf(k, machine)?.nodeUid ?? '';
  k.recorder(machine).record(
    { kind: 'Node', apiVersion: 'v1', namespace: 'default', name: machine, uid },
    type,
    reason,
    message,
  );
}

function nodeStatusEvent(k: Kubelet, machine: string, reason: string): void {
  nodeEvent(k, machine, 'Normal', reason, `Node ${machine} status is now: ${reason}`);
}

const FIRST_REPORTS = 3;

/** Makes sure the Node exists. Returns false when the API server cannot be reached. */
export function registerNode(k: Kubelet, machine: string): boolean {
  const client = k.client(machine);
  if (!client.reachable) return false;
  const live = client.get('Node', '', machine);
  if (live !== undefined) {
    rememberNode(k, live);
    nodeEvent(k, machine, 'Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
    noteReboot(k, live, machine);
    return true;
  }
  for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']) {
    for (let i = 0; i < FIRST_REPORTS; i++) nodeStatusEvent(k, machine, reason);
  }
  nodeEvent(k, machine, 'Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
  createNode(k, machine);
  return true;
}

function createNode(k: Kubelet, machine: string): void {
  const because: Because = {
    rule: 'KUBELET-80',
    text: `the kubelet of ${machine} has started and registers its node`,
  };
  const created = k.client(machine).create(
    'Node',
    {
      metadata: nodeMetadata(machine, k.traits?.(machine)?.labels ?? {}),
      spec: {},
      status: computed(k, machine, []),
    },
    because,
  );
  if (!created.ok) return;
  rememberNode(k, created.value);
  if (created.value.status?.conditions === undefined) sendStatus(k, machine, because);
}

function noteReboot(k: Kubelet, live: Node, machine: string): void {
  const hardware = k.world.machine(machine);
  const known = live.status?.nodeInfo?.bootID ?? '';
  if (hardware === undefined || known === '' || known === bootId(hardware)) return;
  nodeEvent(
    k,
    machine,
    'Warning',
    'Rebooted',
    `Node ${machine} has been rebooted, boot id: ${bootId(hardware)}`,
  );
}

function healthOf(k: Kubelet, state: MachineState): NodeHealth {
  return {
    ready: state.nodeReady,
    shuttingDown: state.shutdown !== null,
    memoryPressure: isUnderPressure(k, state, 'MemoryPressure'),
    diskPressure: isUnderPressure(k, state, 'DiskPressure'),
    pidPressure: isUnderPressure(k, state, 'PIDPressure'),
  };
}

function computed(k: Kubelet, machine: string, old: readonly NodeCondition[]): NodeStatus {
  const state = must(stateOf(k, machine), machine);
  const hardware = must(k.world.machine(machine), machine);
  const traits = traitsOf(k, hardware);
  return {
    ...nodeResources(hardware, traits),
    conditions: nodeConditions(healthOf(k, state), old, k.epochMs + k.sim.now),
  };
}

/** The kubelet's memory of its Node. Pod address ranges are passed on to the network of the machine. */
export function rememberNode(k: Kubelet, node: Node): void {
  const machine = node.metadata.name;
  const before = stateOf(k, machine)?.node;
  changeState(k, machine, { node, nodeUid: node.metadata.uid ?? '' });
  const cidrs = node.spec.podCIDRs ?? [];
  if (cidrs.length > 0 && !deepEqual(cidrs, before?.spec.podCIDRs)) k.world.setPodCidrs(machine, cidrs);
}

/** The Node was written by anyone. */
export function noteNodeChange(k: Kubelet, change: ChangeOf<'Node'>): void {
  const machine = change.object.metadata.name;
  const state = stateOf(k, machine);
  if (state === undefined || !state.ready || !state.watching || state.nodeStale) return;
  if (change.type === 'DELETED') {
    changeState(k, machine, { node: null });
    return;
  }
  rememberNode(k, change.object);
  if (change.type === 'ADDED')
    changeState(k, machine, { statusSentAt: -k.settings.nodeStatusReportFrequencyMs });
  const was = change.before?.spec.unschedulable === true;
  const is = change.object.spec.unschedulable === true;
  if (was !== is && change.before !== undefined)
    k.sim.schedule(0, 'kubelet/node-cordoned', machine, { payload: { cordoned: is } });
}

export function onNodeCordoned(k: Kubelet, event: SimEvent): void {
  const { cordoned } = event.payload as { cordoned: boolean };
  if (stateOf(k, event.target) !== undefined)
    nodeStatusEvent(k, event.target, cordoned ? 'NodeNotSchedulable' : 'NodeSchedulable');
}

/** The runtime has been checked: the node may say that it is ready. */
export function onNodeReady(k: Kubelet, event: SimEvent): void {
  const state = stateOf(k, event.target);
  if (state === undefined) return;
  changeState(k, event.target, { nodeReady: true });
  reportStatus(k, event.target);
}

/** One turn of the reporting rhythm. */
export function onNodeStatusDue(k: Kubelet, event: SimEvent): void {
  const machine = event.target;
  if (stateOf(k, machine) === undefined) return;
  k.sim.setTimer(
    `kubelet/node-status/${machine}`,
    k.sim.now + k.settings.nodeStatusUpdateFrequencyMs,
    'kubelet/node-status-due',
    machine,
  );
  reportStatus(k, machine);
}

/** Sends the status if anything but the heartbeat times changed, or if it has not been sent for long. */
export function reportStatus(k: Kubelet, machine: string): void {
  const state = must(stateOf(k, machine), machine);
  if (state.node === null || state.nodeStale || !state.nodeReady) return;
  const old = state.node.status?.conditions ?? [];
  const conditions = nodeConditions(healthOf(k, state), old, k.epochMs + k.sim.now);
  const changed = conditions.filter(
    (condition) => old.find((before) => before.type === condition.type)?.status !== condition.status,
  );
  const due = k.sim.now - state.statusSentAt >= k.settings.nodeStatusReportFrequencyMs;
  if (changed.length === 0 && !due) return;
  sendStatus(k, machine, reportBecause(k, changed, old));
  for (const condition of changed) announce(k, machine, condition);
}

function reportBecause(
  k: Kubelet,
  changed: readonly NodeCondition[],
  old: readonly NodeCondition[],
): Because {
  if (changed.length === 0) {
    const minutes = k.settings.nodeStatusReportFrequencyMs / 60_000;
    return {
      rule: 'KUBELET-82',
      text: `the status is sent at least every ${minutes} minutes`,
      timer: 'node-status-report-frequency',
    };
  }
  const list = changed.map(
    ({ type, status }) =>
      `${type} ${old.find((before) => before.type === type)?.status ?? 'unset'} → ${status}`,
  );
  return { rule: 'KUBELET-81', text: `the kubelet reports ${list.join(', ')}` };
}

const NAMES: Readonly<Record<string, readonly [good: string, bad: string]>> = {
  MemoryPressure: ['NodeHasSufficientMemory', 'NodeHasInsufficientMemory'],
  DiskPressure: ['NodeHasNoDiskPressure', 'NodeHasDiskPressure'],
  PIDPressure: ['NodeHasSufficientPID', 'NodeHasInsufficientPID'],
  Ready: ['NodeNotReady', 'NodeReady'],
};

function announce(k: Kubelet, machine: string, { type, status }: NodeCondition): void {
  const names = NAMES[type];
  if (names !== undefined) nodeStatusEvent(k, machine, names[status === 'True' ? 1 : 0]);
}

function sendStatus(k: Kubelet, machine: string, because: Because): void {
  const client = k.client(machine);
  const change = (node: Node): Node => {
    const { conditions: old = [], ...rest } = node.status ?? {};
    const own = computed(k, machine, old);
    const others = old.filter(
      (condition) => !(own.conditions ?? []).some((mine) => mine.type === condition.type),
    );
    return { ...node, status: { ...rest, ...own, conditions: [...others, ...(own.conditions ?? [])] } };
  };
  const sent = client.modify('Node', '', machine, change, because, { subresource: 'status' });
  if (!sent.ok) return;
  rememberNode(k, sent.value);
  changeState(k, machine, { statusSentAt: k.sim.now });
}

/** The watch on the Node works again after a cut: from now on the kubelet sees what others made of its silence. */
export function onNodeWatchBack(k: Kubelet, event: SimEvent): void {
  const machine = event.target;
  const client = k.client(machine);
  if (stateOf(k, machine) === undefined || !client.reachable) return;
  changeState(k, machine, { nodeStale: false });
  const live = client.get('Node', '', machine);
  if (live === undefined) {
    changeState(k, machine, { node: null });
    return;
  }
  rememberNode(k, live);
  reportStatus(k, machine);
}

/** Sets the first turn of the rhythm. */
export function startReporting(k: Kubelet, machine: string): void {
  k.sim.setTimer(
    `kubelet/node-status/${machine}`,
    k.sim.now + k.settings.nodeStatusUpdateFrequencyMs,
    'kubelet/node-status-due',
    machine,
  );
  const delay = drawn(k, machine, 'node-ready', k.settings.nodeReadyMs);
  k.sim.setTimer(`kubelet/node-ready/${machine}`, k.sim.now + delay, 'kubelet/node-ready', machine);
}
