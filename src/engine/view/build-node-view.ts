/** A node with the machine behind it. Either may be missing: a machine without node object, or an object whose machine is gone. */
import type { Node } from '../api/core-v1.ts';
import { milliValue, wholeValue } from '../api/quantity.ts';
import type { StoredObject } from '../apiserver/client.ts';
import { LEASE_TIMES } from './lease-times.ts';
import { visible, visibleTime } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { NodeView, ResourceView } from './views.ts';

export function buildNodeView(context: ViewContext, name: string): NodeView {
  const { engine, api } = context;
  const node = api.get('Node', '', name);
  const machine = engine.world.machine(name);
  const ready = node?.status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    name,
    uid: node?.metadata.uid ?? '',
    ip:
      node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ??
      machine?.addresses[0] ??
      '',
    hasMachine: machine !== undefined,
    power: machine?.power ?? 'off',
    link: machine?.link ?? 'up',
    kubelet: machine?.kubelet ?? 'stopped',
    machineSince: visible(context, engine.sim.entry(machine?.entry ?? 0)?.at ?? context.origin),
    ready: (ready?.status as NodeView['ready'] | undefined) ?? 'Unknown',
    readySince: visibleTime(context, ready?.lastTransitionTime),
    readyReason: ready?.reason ?? '',
    readyMessage: ready?.message ?? '',
    unschedulable: node?.spec.unschedulable ?? false,
    taints: (node?.spec.taints ?? []).map(({ key, value = '', effect }) => ({ key, value, effect })),
    conditions: (node?.status?.conditions ?? []).map(
      ({ type, status, reason = '', message = '', lastTransitionTime }) => ({
        type,
        status,
        reason,
        message,
        since: visibleTime(context, lastTransitionTime),
      }),
    ),
    ...resourcesOf(context, name, node),
    podsMax: wholeValue(node?.status?.allocatable?.['pods']),
    leases: (engine.sim.table(LEASE_TIMES).get(name) ?? []).map((at) => visible(context, at)),
    leasePeriodMs: engine.settings.kubelet.nodeLeaseRenewMs,
    manifests: machine === undefined ? [] : engine.world.manifests(name).map(({ file }) => file),
  };
}

function resourcesOf(
  context: ViewContext,
  name: string,
  node: StoredObject<'Node'> | undefined,
): { readonly cpu: ResourceView; readonly memory: ResourceView } {
  const pods = context.api
    .podsOnNode(name)
    .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const containers = pods.flatMap(({ spec }) => spec.containers);
  const used = usageOn(context, name);
  const view = (
    resource: 'cpu' | 'memory',
    value: (quantity: string | undefined) => number,
    usage: number,
  ): ResourceView => ({
    capacity: value(amount(node, 'capacity', resource)),
    allocatable: value(amount(node, 'allocatable', resource)),
    requested: containers.reduce((sum, { resources }) => sum + value(resources?.requests?.[resource]), 0),
    limits: containers.reduce((sum, { resources }) => sum + value(resources?.limits?.[resource]), 0),
    used: usage,
  });
  return {
    cpu: view('cpu', milliValue, used.cpuMilli),
    memory: view('memory', wholeValue, used.memoryBytes),
  };
}

function amount(
  node: Node | undefined,
  of: 'capacity' | 'allocatable',
  resource: string,
): string | undefined {
  return node?.status?.[of]?.[resource];
}

/** What runs on the machine really uses; nothing runs without power. */
function usageOn(
  { engine }: ViewContext,
  machine: string,
): { readonly cpuMilli: number; readonly memoryBytes: number } {
  if (engine.world.machine(machine)?.power !== 'on') return { cpuMilli: 0, memoryBytes: 0 };
  const running = engine.world
    .podUids(machine)
    .flatMap((uid) => engine.world.containers(machine, uid))
    .filter(({ state }) => state === 'running');
  const usages = running.map(({ id }) => engine.world.usage(id));
  return {
    cpuMilli: usages.reduce((sum, u) => sum + u.cpuMilli, 0),
    memoryBytes: usages.reduce((sum, u) => sum + u.memoryBytes, 0),
  };
}
