/**
 * A run as the page sees it: which pods changed since the last frame, the small lists, and the answers to questions.
 *
 * The view reads; it never changes a run. What it keeps (which pods are stale, what was sent last) is derived and started afresh with every
 * full frame.
 */
import { deepEqual } from '../../base/json.ts';
import type { Change, StoredObject } from '../apiserver/client.ts';
import { WORKERS } from '../kubelet/pod-workers/pod-worker.ts';
import { PROBE_HISTORY } from '../kubelet/probes/probe-history.ts';
import type { Run } from '../run/run.ts';
import { DECISIONS } from '../scheduler/scheduler.ts';
import { answers } from './answer.ts';
import type { Answers } from './answer.ts';
import { buildControlPlaneView } from './build-control-plane-view.ts';
import { buildNodeView } from './build-node-view.ts';
import { buildPodRow } from './build-pod-row.ts';
import { buildServiceViews } from './build-service-views.ts';
import { buildTrafficView } from './build-traffic-view.ts';
import type { TrafficView } from './traffic-view.ts';
import { LOAD_GENERATORS } from '../world/traffic/load/load-generator.ts';
import { LOAD_REQUESTS } from '../world/traffic/load/load-requests.ts';
import { buildWorkloadViews } from './build-workload-views.ts';
import { DEPARTED, GHOST_MS, STAND_INS } from './departures.ts';
import { happeningView } from './happening.ts';
import type { PodRow } from './pod-row.ts';
import { nextWait } from './waits.ts';
import type { ViewContext } from './view-context.ts';
import { visible } from './view-context.ts';
import type { ControlPlaneView, HappeningView, NodeView, ServiceView, WaitView } from './views.ts';
import { createWorkloadMemory } from './workload-memory.ts';
import type { WorkloadView } from './workload-view.ts';

export interface ViewFrame {
  readonly full: boolean;
  readonly pods: readonly PodRow[];
  readonly podsGone: readonly string[];
  readonly nodes?: readonly NodeView[];
  readonly workloads?: readonly WorkloadView[];
  readonly services?: readonly ServiceView[];
  readonly controlPlane?: ControlPlaneView;
  readonly traffic?: TrafficView;
  /** New entries of the trace, oldest first, at most `happeningsMax`. */
  readonly happenings: readonly HappeningView[];
  readonly next: WaitView | null;
}

const WORKLOAD_KINDS: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'ControllerRevision',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'ResourceQuota',
  'PersistentVolumeClaim',
]);
/** Owners whose tickets tell of single pods. */
const PLACED_KINDS: ReadonlySet<string> = new Set(['StatefulSet', 'DaemonSet', 'Job']);
/** Usage of containers has no event of its own; nodes are looked at again after this much virtual time. */
const USAGE_MS = 5000;
/** Rates of traffic are told anew after so much virtual time. */
const RATES_MS = 1000;

function nextScheduleAt(workloads: readonly WorkloadView[]): number {
  const times = workloads.map(({ details }) => (details?.kind === 'CronJob' ? details.nextAt : 0));
  return Math.min(Number.POSITIVE_INFINITY, ...times.filter((at) => at > 0));
}

/** Whether a DaemonSet may think differently of the node. */
function isOtherPlace(
  before: StoredObject<'Node'> | undefined,
  { metadata, spec }: StoredObject<'Node'>,
): boolean {
  return (
    before === undefined ||
    !deepEqual(before.metadata.labels ?? {}, metadata.labels ?? {}) ||
    !deepEqual(before.spec.taints ?? [], spec.taints ?? [])
  );
}

export class View {
  private readonly context: ViewContext;
  private readonly stalePods = new Set<string>();
  private readonly staleNodes = new Set<string>();
  private staleAll = true;
  private staleWorkloads = true;
  /** Visible time at which a schedule comes, which changes what a CronJob's ticket says even when nothing is started. */
  private workloadsDue = Number.POSITIVE_INFINITY;
  private readonly workloadMemory = createWorkloadMemory<WorkloadView>();
  private staleServices = true;
  private staleControlPlane = true;
  private staleTraffic = true;
  /** When rates were told last. */
  private trafficAt = 0;
  private readonly shown = new Set<string>();
  private readonly ghostsShown = new Set<string>();
  private readonly keyOfUid = new Map<string, readonly [namespace: string, name: string]>();
  private nodes = new Map<string, NodeView>();
  private nodesAt = 0;
  private traceLength = 0;
  /** What the page may ask. */
  readonly ask: Answers;

  constructor(run: Run) {
    const { engine } = run;
    this.context = { engine, api: engine.reader(), origin: run.origin };
    this.ask = answers(this.context, run);
    engine.server.context.store.watch((change) => this.onChange(change));
    engine.world.listen({
      runtimeChanged: (_machine, podUid) => void this.stalePods.add(podUid),
      machineChanged: (before, after) => this.onMachine(after?.name ?? before?.name ?? ''),
      manifestChanged: (machine) => void this.staleNodes.add(machine),
    });
    engine.sim.table(PROBE_HISTORY).observe((key) => void this.stalePods.add(key.split('/')[2] ?? ''));
    engine.sim.table(WORKERS).observe((key) => void this.stalePods.add(key.split('/')[2] ?? ''));
    engine.sim.table(DECISIONS).observe((uid) => this.onDecision(uid));
    const onTraffic = (): void => void (this.staleTraffic = true);
    engine.sim.table(LOAD_GENERATORS).observe(onTraffic);
    engine.sim.table(LOAD_REQUESTS).observe(onTraffic);
    engine.sim.onLoad(() => (this.staleAll = true));
  }

  /** What changed since the last call. With `full`, or after the run was moved to another moment, everything. */
  frame(full: boolean, happeningsMax: number): ViewFrame {
    if (full || this.staleAll) return this.fullFrame(happeningsMax);
    const changed = this.changedPods();
    return {
      full: false,
      ...changed,
      ...this.lists(),
      happenings: this.newHappenings(happeningsMax),
      next: this.next(),
    };
  }

  next(): WaitView | null {
    return nextWait(this.context);
  }

  private fullFrame(happeningsMax: number): ViewFrame {
    const { engine, api } = this.context;
    this.staleAll = false;
    this.stalePods.clear();
    this.shown.clear();
    this.keyOfUid.clear();
    this.staleWorkloads = this.staleServices = this.staleControlPlane = this.staleTraffic = true;
    this.nodes = new Map();
    const rows = [
      ...engine.server.context.store
        .table('Pod')
        .values()
        .map((pod) => this.row(pod)),
      ...this.ghosts(),
    ];
    for (const node of this.nodeNames()) this.staleNodes.add(node);
    this.ghostsShown.clear();
    for (const row of rows) {
      this.shown.add(row.uid);
      if (row.goneAt !== 0) this.ghostsShown.add(row.uid);
    }
    for (const { metadata } of api.list('Pod'))
      this.keyOfUid.set(metadata.uid, [metadata.namespace ?? '', metadata.name]);
    this.traceLength = Math.max(0, engine.sim.trace.length - happeningsMax);
    return {
      full: true,
      pods: rows,
      podsGone: [],
      ...this.lists(),
      happenings: this.newHappenings(happeningsMax),
      next: this.next(),
    };
  }

  private row(pod: Parameters<typeof buildPodRow>[1]): PodRow {
    const standIns = this.context.engine.sim.table(STAND_INS);
    const { uid } = pod.metadata;
    return {
      ...buildPodRow(this.context, pod),
      replaces: standIns.get(uid) ?? '',
      replacedBy: standIns.get(`old:${uid}`) ?? '',
    };
  }

  private ghosts(): PodRow[] {
    const { engine } = this.context;
    return engine.sim
      .table(DEPARTED)
      .values()
      .filter(({ at }) => engine.sim.now - at <= GHOST_MS)
      .map(({ pod, at }) => this.ghost(pod, at));
  }

  private ghost(pod: Parameters<typeof buildPodRow>[1], at: number): PodRow {
    const row = this.row(pod);
    return {
      ...row,
      api: 'ghost',
      truth: 'ghost',
      goneAt: visible(this.context, at),
      timer: 'none',
      timerFrom: 0,
      timerTo: 0,
      fuseFrom: 0,
      fuseTo: 0,
      cpuMilli: 0,
      memoryBytes: 0,
    };
  }

  private changedPods(): { readonly pods: readonly PodRow[]; readonly podsGone: readonly string[] } {
    const { engine, api } = this.context;
    const departed = engine.sim.table(DEPARTED);
    for (const uid of this.ghostsShown)
      if (engine.sim.now - (departed.get(uid)?.at ?? -GHOST_MS) > GHOST_MS) this.stalePods.add(uid);
    const pods: PodRow[] = [];
    const podsGone: string[] = [];
    for (const uid of this.stalePods) {
      const [namespace, name] = this.keyOfUid.get(uid) ?? ['', ''];
      const pod = name === '' ? undefined : api.get('Pod', namespace, name);
      const ghost = departed.get(uid);
      if (pod !== undefined && pod.metadata.uid === uid) pods.push(this.row(pod));
      else if (ghost !== undefined && engine.sim.now - ghost.at <= GHOST_MS)
        pods.push(this.ghost(ghost.pod, ghost.at));
      else if (this.shown.delete(uid)) podsGone.push(uid);
      if (pod === undefined && this.shown.has(uid)) this.ghostsShown.add(uid);
      else this.ghostsShown.delete(uid);
    }
    this.stalePods.clear();
    for (const { uid } of pods) this.shown.add(uid);
    return { pods, podsGone };
  }

  /** Any entry of the trace may be what the strip shows: an action, or the registry's state. */
  private isControlPlaneStale(): boolean {
    return this.staleControlPlane || this.context.engine.sim.trace.length !== this.traceLength;
  }

  private isWorkloadStale(): boolean {
    return this.staleWorkloads || visible(this.context, this.context.engine.sim.now) >= this.workloadsDue;
  }

  private lists(): Pick<ViewFrame, 'nodes' | 'workloads' | 'services' | 'controlPlane' | 'traffic'> {
    const { engine } = this.context;
    if (engine.sim.now - this.nodesAt >= USAGE_MS)
      for (const name of this.nodeNames()) this.staleNodes.add(name);
    const nodes = this.staleNodes.size > 0 ? this.freshNodes() : undefined;
    const workloads = this.isWorkloadStale()
      ? buildWorkloadViews(this.context, this.workloadMemory)
      : undefined;
    if (workloads !== undefined) this.workloadsDue = nextScheduleAt(workloads);
    const services = this.staleServices ? buildServiceViews(this.context) : undefined;
    const controlPlane = this.isControlPlaneStale() ? buildControlPlaneView(this.context) : undefined;
    const traffic = this.isTrafficStale() ? this.freshTraffic() : undefined;
    this.staleWorkloads = this.staleServices = this.staleControlPlane = this.staleTraffic = false;
    return {
      ...(nodes && { nodes }),
      ...(workloads && { workloads }),
      ...(services && { services }),
      ...(controlPlane && { controlPlane }),
      ...(traffic && { traffic }),
    };
  }

  /** Rates move on with time while there are generators. */
  private isTrafficStale(): boolean {
    const { sim } = this.context.engine;
    return this.staleTraffic || (sim.table(LOAD_GENERATORS).size > 0 && sim.now - this.trafficAt >= RATES_MS);
  }

  private freshTraffic(): TrafficView {
    this.trafficAt = this.context.engine.sim.now;
    return buildTrafficView(this.context);
  }

  /** Nodes and machines, by name. */
  private nodeNames(): readonly string[] {
    const { engine, api } = this.context;
    return [
      ...new Set([
        ...engine.world.machines().map(({ name }) => name),
        ...api.list('Node').map(({ metadata }) => metadata.name),
      ]),
    ].sort((a, b) => (a < b ? -1 : 1));
  }

  private freshNodes(): readonly NodeView[] {
    const names = this.nodeNames();
    const fresh = new Map(
      names.map((name) => [
        name,
        this.staleNodes.has(name)
          ? buildNodeView(this.context, name)
          : (this.nodes.get(name) ?? buildNodeView(this.context, name)),
      ]),
    );
    this.nodes = fresh;
    this.nodesAt = this.context.engine.sim.now;
    this.staleNodes.clear();
    return [...fresh.values()];
  }

  private newHappenings(max: number): HappeningView[] {
    const { trace } = this.context.engine.sim;
    const from = Math.max(this.traceLength, trace.length - max);
    this.traceLength = trace.length;
    return trace.from(from).map((entry) => happeningView(this.context, entry));
  }

  private onChange(change: Change): void {
    this.staleControlPlane = true;
    switch (change.kind) {
      case 'Pod':
        if (change.object.metadata.ownerReferences?.some(({ kind }) => PLACED_KINDS.has(kind)))
          this.staleWorkloads = true;
        return this.onPod(
          change.object.metadata.uid,
          change.object.metadata.namespace ?? '',
          change.object.metadata.name,
          change.type === 'DELETED',
          change.object.spec.nodeName,
        );
      case 'Node':
        if (isOtherPlace(change.before, change.object)) this.staleWorkloads = true;
        return this.onMachine(change.object.metadata.name);
      case 'Event':
        // Much of what a kubelet does, such as pulling an image, changes nothing but is told by an Event.
        return void this.stalePods.add(change.object.involvedObject.uid ?? '');
      case 'Lease':
        return void this.staleNodes.add(change.object.metadata.name);
      case 'Service':
      case 'EndpointSlice':
        this.staleServices = true;
        return;
      default:
        if (WORKLOAD_KINDS.has(change.kind)) this.staleWorkloads = true;
    }
  }

  private onPod(uid: string, namespace: string, name: string, gone: boolean, node: string | undefined): void {
    this.stalePods.add(uid);
    if (gone) this.keyOfUid.delete(uid);
    else this.keyOfUid.set(uid, [namespace, name]);
    if (node) this.staleNodes.add(node);
    const partner = this.context.engine.sim.table(STAND_INS).get(uid);
    if (partner !== undefined) this.stalePods.add(partner);
  }

  private onMachine(name: string): void {
    this.staleNodes.add(name);
    for (const { metadata } of this.context.api.podsOnNode(name)) this.stalePods.add(metadata.uid);
  }

  private onDecision(uid: string): void {
    this.stalePods.add(uid);
    this.staleControlPlane = true;
  }
}
