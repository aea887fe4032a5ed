/** Engine views with plain values, for tests of the projections. */
import type { PodRow } from '../../protocol/pod-row.ts';
import type {
  ClockView,
  ControlPlaneView,
  HappeningView,
  NodeView,
  ResourceView,
  RevisionView,
  ServiceView,
  WorkloadView,
} from '../../protocol/views.ts';
import { EMPTY_MIRROR } from '../mirror.ts';
import type { MirrorState } from '../mirror.ts';

export function clock(change: Partial<ClockView> = {}): ClockView {
  return {
    now: 100_000,
    epochMs: 0,
    processed: 10,
    playing: false,
    speed: 1,
    horizon: 100_000,
    traceLength: 5,
    horizonTrace: 5,
    commandsHappened: 0,
    commandsTotal: 0,
    canUndo: false,
    canRedo: false,
    branches: [],
    next: null,
    seed: 42,
    ...change,
  };
}

export function row(uid: string, change: Partial<PodRow> = {}): PodRow {
  return {
    uid,
    namespace: 'default',
    name: `web-7c9f4d-${uid}`,
    node: 'node-a',
    ownerKind: 'ReplicaSet',
    ownerName: 'web-7c9f4d',
    ownerUid: 'rs-1',
    hash: '7c9f4d',
    ip: '10.244.1.7',
    phase: 'Running',
    api: 'ready',
    truth: 'ready',
    reason: '',
    readyCount: 1,
    containerCount: 1,
    restarts: 0,
    containers: [{ name: 'web', kind: 'app', phase: 'ready', truth: 'ready' }],
    probes: [],
    timer: 'none',
    timerFrom: 0,
    timerTo: 0,
    fuseFrom: 0,
    fuseTo: 0,
    createdAt: 1000,
    deletedAt: 0,
    goneAt: 0,
    lastSeenAt: 0,
    isStatic: false,
    replacedBy: '',
    replaces: '',
    cpuMilli: 250,
    memoryBytes: 128 * 1024 ** 2,
    cpuUsedMilli: 10,
    memoryUsedBytes: 1024 ** 2,
    gate: '',
    ...change,
  };
}

export function resource(change: Partial<ResourceView> = {}): ResourceView {
  return { capacity: 2000, allocatable: 1900, requested: 250, limits: 0, used: 10, ...change };
}

export function node(name: string, change: Partial<NodeView> = {}): NodeView {
  return {
    name,
    uid: `uid-${name}`,
    ip: '192.168.0.11',
    hasMachine: true,
    power: 'on',
    link: 'up',
    kubelet: 'running',
    machineSince: 0,
    ready: 'True',
    readySince: 1000,
    readyReason: 'KubeletReady',
    readyMessage: '',
    unschedulable: false,
    taints: [],
    conditions: [],
    cpu: resource(),
    memory: resource({ capacity: 8 * 1024 ** 3, allocatable: 7 * 1024 ** 3 }),
    podsMax: 110,
    leases: [60_000, 70_000, 80_000, 90_000, 100_000],
    leasePeriodMs: 10_000,
    manifests: [],
    ...change,
  };
}

export function revision(change: Partial<RevisionView> = {}): RevisionView {
  return {
    uid: 'rs-1',
    name: 'web-7c9f4d',
    hash: '7c9f4d',
    podHash: '7c9f4d',
    revision: 1,
    born: 1,
    want: 3,
    have: 3,
    ready: 3,
    available: 3,
    images: ['nginx:1.27'],
    ...change,
  };
}

export function workload(change: Partial<WorkloadView> = {}): WorkloadView {
  return {
    uid: 'dep-1',
    kind: 'Deployment',
    namespace: 'default',
    name: 'web',
    want: 3,
    have: 3,
    ready: 3,
    available: 3,
    updated: 3,
    scalable: true,
    paused: false,
    revisions: [revision()],
    strategy: 'RollingUpdate',
    podsMax: 0,
    availableMin: 0,
    deadlineAt: 0,
    conditions: [],
    ownerUid: '',
    details: null,
    autoscaler: null,
    budgets: [],
    quotas: [],
    ...change,
  };
}

export function service(change: Partial<ServiceView> = {}): ServiceView {
  return {
    uid: 'svc-1',
    namespace: 'default',
    name: 'web',
    type: 'ClusterIP',
    clusterIp: '10.96.40.12',
    ports: ['80'],
    selector: { app: 'web' },
    endpoints: [],
    ...change,
  };
}

export function controlPlane(change: Partial<ControlPlaneView> = {}): ControlPlaneView {
  return { resourceVersion: 1482, lastAction: null, lastDecision: null, registry: 'up', ...change };
}

export function happening(change: Partial<HappeningView> = {}): HappeningView {
  return {
    id: 1,
    at: 100_000,
    actor: 'replicaset-controller',
    verb: 'create',
    kind: 'Pod',
    namespace: 'default',
    name: 'web-7c9f4d-x2kzp',
    uid: 'x',
    text: '',
    rule: '',
    timer: '',
    fields: [],
    causes: [],
    ...change,
  };
}

export function mirror(
  change: Partial<Omit<MirrorState, 'pods'>> & { readonly pods?: readonly PodRow[] } = {},
): MirrorState {
  const { pods = [], ...rest } = change;
  return {
    ...EMPTY_MIRROR,
    clock: clock(),
    controlPlane: controlPlane(),
    ...rest,
    pods: new Map(pods.map((one) => [one.uid, one])),
  };
}
