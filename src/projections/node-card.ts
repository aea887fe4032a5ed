/** A node and the machine behind it as a card. */
import type { PodRow } from '../protocol/pod-row.ts';
import type { NodeView, ResourceView } from '../protocol/views.ts';
import { cpuText, memoryText, shortKey } from './names.ts';
import type {
  ConditionModel,
  Lens,
  NodeCardModel,
  PodTileModel,
  ResourceBarModel,
  TaintModel,
} from './view-model.ts';

/** The card without what changes with every frame: its pods and the pips of its lease. */
export type NodeFacts = Omit<NodeCardModel, 'pods' | 'staticPods' | 'lease'>;

export function nodeFacts(node: NodeView, pods: readonly PodRow[], lens: Lens): NodeFacts {
  const registered = node.uid !== '';
  const reports = node.power === 'on' && (lens === 'truth' || node.ready !== 'Unknown');
  return {
    name: node.name,
    ip: node.ip,
    power: node.hasMachine ? node.power : 'off',
    powerSinceMs: node.machineSince,
    linkCut: node.link === 'cut',
    kubeletStopped: node.hasMachine && node.power === 'on' && node.kubelet === 'stopped',
    ready: registered ? node.ready : 'False',
    readySinceMs: registered ? node.readySince : node.machineSince,
    readyReason: registered ? (node.ready === 'True' ? '' : reasonWords(node)) : 'not registered yet',
    cordoned: node.unschedulable,
    taints: taintModels(node),
    conditions: conditionModels(node),
    roomWarning: roomWarning(node, pods),
    cpu: bar(node.cpu, pods, ({ cpuMilli }) => cpuMilli, reports),
    memory: bar(node.memory, pods, ({ memoryBytes }) => memoryBytes, reports),
  };
}

/** Whether a lens knows of the node at all: a machine that has not registered is no node to the API. */
export function isSeen(node: NodeView, lens: Lens): boolean {
  return lens === 'truth' || node.uid !== '';
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/container runtime is down|container runtime not ready|runtime.*down/i, 'runtime down'],
  [/network not ready|network plugin|cni/i, 'network not ready'],
  [/PLEG/, 'kubelet is behind'],
  [/shutting down|shutdown/i, 'shutting down'],
];

function reasonWords({ readyReason, readyMessage }: NodeView): string {
  return (
    REASONS.find(([pattern]) => pattern.test(readyMessage))?.[1] ??
    (readyReason === 'KubeletNotReady' ? 'kubelet not ready' : '')
  );
}

/** Of a key that fences in two ways only the stronger one is told. */
function taintModels({ taints }: NodeView): TaintModel[] {
  const isWeaker = ({ key, effect }: { readonly key: string; readonly effect: string }): boolean =>
    effect === 'NoSchedule' && taints.some((other) => other.key === key && other.effect === 'NoExecute');
  return taints
    .filter((taint) => !isWeaker(taint))
    .map(({ key, value, effect }) => ({
      key,
      shortKey: shortKey(key),
      value,
      effect: effect as TaintModel['effect'],
    }));
}

function conditionModels({ conditions }: NodeView): ConditionModel[] {
  return conditions
    .filter(({ type, status }) => type !== 'Ready' && status === 'True')
    .map(({ type }) => ({ type, status: 'True' }));
}

/** Less than a tenth of what pods may ask for. */
const ROOM_SHARE = 10;

function roomWarning({ cpu, memory, podsMax, uid }: NodeView, pods: readonly PodRow[]): string {
  if (uid === '') return '';
  if (isFull(cpu)) return `CPU full: ${cpuText(freeOf(cpu))} free`;
  if (isFull(memory)) return `Memory full: ${memoryText(freeOf(memory))} free`;
  const held = pods.filter(holdsRoom).length;
  return podsMax > 0 && held >= podsMax ? `Pods full: ${held} of ${podsMax}` : '';
}

export function freeOf({ allocatable, requested }: ResourceView): number {
  return Math.max(0, allocatable - requested);
}

function isFull(resource: ResourceView): boolean {
  return resource.allocatable > 0 && freeOf(resource) * ROOM_SHARE < resource.allocatable;
}

/** Finished pods and ghosts ask for nothing any more. */
function holdsRoom({ api, goneAt }: PodRow): boolean {
  return goneAt === 0 && api !== 'succeeded' && api !== 'failed' && api !== 'evicted';
}

function bar(
  resource: ResourceView,
  pods: readonly PodRow[],
  amountOf: (row: PodRow) => number,
  reports: boolean,
): ResourceBarModel {
  const { capacity, allocatable, limits, used } = resource;
  const blocks = pods
    .filter((row) => holdsRoom(row) && amountOf(row) > 0)
    .map((row) => ({ podUid: row.uid, amount: amountOf(row) }));
  return {
    capacity,
    reserved: Math.max(0, capacity - allocatable),
    blocks,
    usage: reports ? used : null,
    limits,
  };
}

const PIPS = 5;

/** The last renewals of the lease as the control plane sees them; one that is half a period late is missed. */
export function leasePips({ leases, leasePeriodMs }: NodeView, nowMs: number): NodeCardModel['lease'] {
  const last = leases.at(-1);
  if (last === undefined || leasePeriodMs <= 0) return [];
  const missed = Math.min(PIPS, Math.max(0, Math.floor((nowMs - last) / leasePeriodMs - 0.5)));
  const kept = Math.min(leases.length, PIPS - missed);
  return [
    ...Array.from({ length: kept }, () => 'kept' as const),
    ...Array.from({ length: missed }, () => 'missed' as const),
  ];
}

/** In order of arrival, so that a pod keeps its place. */
export function byArrival(a: PodRow, b: PodRow): number {
  return a.createdAt - b.createdAt || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.uid < b.uid ? -1 : 1);
}

/** Static pods sit in the kubelet's bar; their mirrors float among the others, as the API shows them. */
export function splitTiles(tiles: readonly PodTileModel[]): {
  readonly pods: readonly PodTileModel[];
  readonly staticPods: readonly PodTileModel[];
} {
  const isStatic = ({ pin }: PodTileModel): boolean => pin === 'solid';
  return { pods: tiles.filter((tile) => !isStatic(tile)), staticPods: tiles.filter(isStatic) };
}
