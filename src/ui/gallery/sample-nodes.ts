import type {
  MapModel,
  NodeCardModel,
  PodTileModel,
  ResourceBarModel,
  ServiceRailModel,
} from '../../projections/view-model.ts';
import { left, likeSample, SHEET_NOW_MS } from './sample-pods.ts';

/** Sample nodes, owners and services for the grammar sheet. */

export const CPU_CAPACITY = 2000;
export const MEMORY_CAPACITY = Math.round(7.4 * 1024 ** 3);

/** A bar from parts in percent of the capacity, one per pod. */
export function bar(
  capacity: number,
  parts: readonly number[],
  usage: number | null,
  pods: readonly PodTileModel[] = [],
): ResourceBarModel {
  const blocks = parts.map((part, index) => ({
    podUid: pods[index]?.uid ?? `block-${index}`,
    amount: Math.round((capacity * part) / 100),
  }));
  return {
    capacity,
    reserved: Math.round(capacity * 0.09),
    blocks,
    usage: usage === null ? null : Math.round((capacity * usage) / 100),
    limits: 0,
  };
}

const KEPT = ['kept', 'kept', 'kept', 'kept', 'kept'] as const;
export const MISSED = ['missed', 'missed', 'missed', 'missed', 'missed'] as const;

export function sampleNode(name: string, change: Partial<NodeCardModel>): NodeCardModel {
  return {
    name,
    ip: '192.168.0.11',
    power: 'on',
    powerSinceMs: 0,
    linkCut: false,
    kubeletStopped: false,
    ready: 'True',
    readySinceMs: 0,
    readyReason: '',
    cordoned: false,
    taints: [],
    conditions: [],
    roomWarning: '',
    cpu: bar(CPU_CAPACITY, [12, 25, 12], 11),
    memory: bar(MEMORY_CAPACITY, [8, 12, 10], 17),
    lease: KEPT,
    pods: [],
    staticPods: [],
    ...change,
  };
}

export function taint(shortKey: string, effect: 'NoSchedule' | 'NoExecute'): NodeCardModel['taints'][number] {
  return { key: `node.kubernetes.io/${shortKey}`, shortKey, value: '', effect };
}

const SILENT_MS = SHEET_NOW_MS - 192_000;
const lostPods = (): PodTileModel[] => [
  likeSample('unknown', { fuse: left(158_000, 300_000) }),
  likeSample('unknown', { fuse: left(158_000, 300_000) }),
  likeSample('unknown', { fuse: 'stays' }),
];
export const twoBars = {
  cpu: bar(CPU_CAPACITY, [12, 25], null),
  memory: bar(MEMORY_CAPACITY, [8, 12], null),
};

export interface NodeSample {
  readonly node: NodeCardModel;
  readonly lens: 'api' | 'truth';
  readonly title: string;
  readonly cue: string;
}

export const NODE_SAMPLES: readonly NodeSample[] = [
  {
    lens: 'truth',
    title: 'Ready',
    cue: 'A plain card has nothing to report.',
    node: sampleNode('node-a', {
      pods: ['ready', 'ready', 'sidecar-ready', 'succeeded'].map((state) =>
        likeSample(state as PodTileModel['state']),
      ),
    }),
  },
  {
    lens: 'truth',
    title: 'Cordoned',
    cue: 'A hatched doormat at the pods’ door.',
    node: sampleNode('node-b', {
      cordoned: true,
      taints: [taint('unschedulable', 'NoSchedule')],
      pods: [likeSample('ready'), likeSample('ready'), likeSample('terminating')],
    }),
  },
  {
    lens: 'truth',
    title: 'NotReady',
    cue: 'Solid edge: the node says so itself.',
    node: sampleNode('node-c', {
      ready: 'False',
      readyReason: 'runtime down',
      taints: [taint('not-ready', 'NoExecute')],
      ...twoBars,
      cpu: bar(CPU_CAPACITY, [12, 25], 6),
      pods: [
        likeSample('not-ready', { fuse: left(281_000, 300_000) }),
        likeSample('not-ready', { fuse: left(281_000, 300_000) }),
      ],
    }),
  },
  {
    lens: 'api',
    title: 'Unknown',
    cue: 'Dotted, hatched: last known, nothing since.',
    node: sampleNode('node-d', {
      power: 'off',
      powerSinceMs: SILENT_MS,
      ready: 'Unknown',
      readySinceMs: SILENT_MS,
      taints: [taint('unreachable', 'NoExecute')],
      lease: MISSED,
      ...twoBars,
      pods: lostPods(),
    }),
  },
  {
    lens: 'truth',
    title: 'Off, ground truth',
    cue: 'Same moment. No hatch: here we know.',
    node: sampleNode('node-d', {
      power: 'off',
      powerSinceMs: SILENT_MS,
      ready: 'Unknown',
      readySinceMs: SILENT_MS,
      lease: MISSED,
      ...twoBars,
      pods: [1, 2, 3].map(() => likeSample('ghost', { disagree: { api: 'ready' } })),
    }),
  },
  {
    lens: 'truth',
    title: 'Network cut, ground truth',
    cue: 'Outer edge: API. Inner edge: truth.',
    node: sampleNode('node-d', {
      linkCut: true,
      ready: 'Unknown',
      readySinceMs: SILENT_MS,
      lease: MISSED,
      pods: [1, 2, 3].map(() => likeSample('ready', { disagree: { api: 'unknown' } })),
    }),
  },
  {
    lens: 'truth',
    title: 'Memory pressure',
    cue: 'Usage tops the bar; one pod is out.',
    node: sampleNode('node-e', {
      conditions: [{ type: 'MemoryPressure', status: 'True' }],
      taints: [taint('memory-pressure', 'NoSchedule')],
      memory: bar(MEMORY_CAPACITY, [20, 22, 16], 97),
      pods: [likeSample('ready'), likeSample('evicted'), likeSample('ready')],
    }),
  },
  {
    lens: 'truth',
    title: 'Full',
    cue: 'Blocks reach the reserve, however low the use.',
    node: sampleNode('node-f', {
      roomWarning: 'CPU full: 40m free',
      cpu: bar(CPU_CAPACITY, [12, 25, 12, 25, 16], 9),
      memory: bar(MEMORY_CAPACITY, [8, 12, 10, 12, 6], 21),
      pods: [1, 2, 3, 4, 5].map(() => likeSample('ready')),
    }),
  },
];

export const SERVICE_SAMPLE: ServiceRailModel = {
  uid: 'service-web',
  namespace: 'default',
  name: 'web',
  address: '',
  rate: '',
  taps: [
    { pod: likeSample('ready'), state: 'closed', reason: 'ready' },
    { pod: likeSample('ready'), state: 'closed', reason: 'ready' },
    { pod: likeSample('not-ready', { restarts: 0 }), state: 'open', reason: 'not ready' },
    { pod: likeSample('ready'), state: 'open', reason: 'no match: app=wbe' },
    { pod: likeSample('terminating'), state: 'half', reason: 'leaving, still serving' },
  ],
};

export const PENDING_SAMPLE: MapModel['pending'] = {
  pods: [
    {
      pod: likeSample('unscheduled'),
      gate: { index: 2, count: 5, name: 'cpu', text: 'wants 500m, most free is 40m' },
    },
  ],
};
