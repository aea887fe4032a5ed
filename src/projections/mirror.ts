/** What the page knows of the run: the frames so far, folded. Folding is pure; nothing that did not change gets a new identity. */
import { compareStrings } from '../base/compare.ts';
import { decodePods } from '../protocol/frame.ts';
import type { Frame } from '../protocol/frame.ts';
import type { EngineFault } from '../protocol/messages.ts';
import type { PodRow } from '../protocol/pod-row.ts';
import type { TrafficView } from '../protocol/traffic.ts';
import type {
  ClockView,
  ControlPlaneView,
  HappeningView,
  NodeView,
  ServiceView,
  WorkloadView,
} from '../protocol/views.ts';

export interface MirrorState {
  /** Null until the first frame. */
  readonly clock: ClockView | null;
  /** By uid. A pod whose object is gone stays as a ghost until the engine says otherwise. */
  readonly pods: ReadonlyMap<string, PodRow>;
  /** In order of their names. */
  readonly nodes: readonly NodeView[];
  readonly workloads: readonly WorkloadView[];
  readonly services: readonly ServiceView[];
  readonly controlPlane: ControlPlaneView | null;
  readonly traffic: TrafficView;
  /** The newest ones, oldest first, at most {@link HAPPENINGS_KEPT}. */
  readonly happenings: readonly HappeningView[];
  readonly fault: EngineFault | null;
  /** String table of the frames. */
  readonly strings: readonly string[];
}

export const HAPPENINGS_KEPT = 500;

export const EMPTY_MIRROR: MirrorState = {
  clock: null,
  pods: new Map(),
  nodes: [],
  workloads: [],
  services: [],
  controlPlane: null,
  traffic: { generators: [], services: [] },
  happenings: [],
  fault: null,
  strings: [],
};

/** The state after one more frame. A full frame starts from nothing: it comes from an engine that lives. */
export function foldFrame(frame: Frame, state: MirrorState): MirrorState {
  const base = frame.full ? EMPTY_MIRROR : state;
  const strings = frame.strings.length === 0 ? base.strings : [...base.strings, ...frame.strings];
  return {
    clock: frame.clock,
    pods: foldPods(base.pods, decodePods(frame.pods, strings), frame.podsGone),
    nodes: foldNodes(base.nodes, frame.nodes ?? [], frame.nodesGone ?? []),
    workloads: foldWorkloads(base.workloads, frame.workloads ?? [], frame.workloadsGone ?? []),
    services: frame.services ?? base.services,
    controlPlane: frame.controlPlane ?? base.controlPlane,
    traffic: frame.traffic ?? base.traffic,
    happenings: foldHappenings(base.happenings, frame.happenings),
    fault: base.fault,
    strings,
  };
}

function foldPods(
  pods: ReadonlyMap<string, PodRow>,
  changed: readonly PodRow[],
  gone: readonly string[],
): ReadonlyMap<string, PodRow> {
  if (changed.length === 0 && gone.length === 0) return pods;
  const next = new Map(pods);
  for (const row of changed) next.set(row.uid, row);
  for (const uid of gone) next.delete(uid);
  return next;
}

/** Nodes that did not change keep their identity: cards are made of it. */
function foldNodes(
  nodes: readonly NodeView[],
  changed: readonly NodeView[],
  gone: readonly string[],
): readonly NodeView[] {
  if (changed.length === 0 && gone.length === 0) return nodes;
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const known = byName.size;
  for (const node of changed) byName.set(node.name, node);
  const grew = byName.size > known;
  for (const name of gone) byName.delete(name);
  const next = [...byName.values()];
  return grew ? next.sort((a, b) => compareStrings(a.name, b.name)) : next;
}

/** Kinds in the order in which their tickets stand. */
const KIND_ORDER = [
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
];

function byKindAndName(a: WorkloadView, b: WorkloadView): number {
  return (
    KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
    compareStrings(a.namespace, b.namespace) ||
    compareStrings(a.name, b.name)
  );
}

/** Workloads that did not change keep their identity: tickets are made of it. */
function foldWorkloads(
  workloads: readonly WorkloadView[],
  changed: readonly WorkloadView[],
  gone: readonly string[],
): readonly WorkloadView[] {
  if (changed.length === 0 && gone.length === 0) return workloads;
  const byUid = new Map(workloads.map((one) => [one.uid, one]));
  const known = byUid.size;
  for (const one of changed) byUid.set(one.uid, one);
  const grew = byUid.size > known;
  for (const uid of gone) byUid.delete(uid);
  const next = [...byUid.values()];
  return grew ? next.sort(byKindAndName) : next;
}

function foldHappenings(
  known: readonly HappeningView[],
  fresh: readonly HappeningView[],
): readonly HappeningView[] {
  return fresh.length === 0 ? known : [...known, ...fresh].slice(-HAPPENINGS_KEPT);
}
