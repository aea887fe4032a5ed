import type {
  ContainerSliceModel,
  PipKind,
  PodStateKind,
  PodTileModel,
  ProbeKind,
  ProbeRailModel,
  SliceKind,
} from '../../projections/view-model.ts';

/** Sample pods for the grammar sheet: every state as it looks at one chosen moment. */

/** The moment at which the sheet stands still. */
export const SHEET_NOW_MS = 352_300;

/** Cuts the middle out of a workload's pod name. */
export function shorten(name: string): string {
  return name.replace(/^(\w+)-[0-9a-f]{5,6}-(\w{5})$/, '$1 …$2');
}

function slices(kinds: string): ContainerSliceModel[] {
  const list = kinds.split(' ').filter((kind) => kind !== '') as SliceKind[];
  return list.map((kind, index) => ({ name: `c${index}`, kind }));
}

function rail(kind: ProbeKind, pips: string): ProbeRailModel {
  const list = pips.split(' ') as PipKind[];
  return { kind, pips: list, threshold: list.length };
}

let count = 0;

export function samplePod(
  name: string,
  state: PodStateKind,
  change: Partial<PodTileModel> = {},
): PodTileModel {
  count += 1;
  return {
    uid: `sample-${count}`,
    name,
    shortName: shorten(name),
    namespace: 'default',
    node: 'node-a',
    state,
    pin: 'none',
    say: '',
    containers: [],
    restarts: 0,
    readyCount: 0,
    containerCount: 1,
    step: null,
    timer: null,
    fuse: null,
    probes: [],
    ip: null,
    ownerUid: null,
    revision: null,
    disagree: null,
    replacedBy: null,
    replaces: null,
    pulse: null,
    ...change,
  };
}

/** A span of which `leftMs` of `totalMs` remain now. */
export function left(leftMs: number, totalMs: number): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: SHEET_NOW_MS + leftMs - totalMs, toMs: SHEET_NOW_MS + leftMs };
}

const until = (before: string, leftMs: number, after = ''): PodTileModel['say'] => ({
  before,
  tick: 'until',
  atMs: SHEET_NOW_MS + leftMs,
  after,
});
const since = (before: string, agoMs: number, after = ''): PodTileModel['say'] => ({
  before,
  tick: 'since',
  atMs: SHEET_NOW_MS - agoMs,
  after,
});

export interface StateSample {
  readonly title: string;
  readonly cue: string;
  readonly pod: PodTileModel;
  /** The number that stands beside a lone tile. */
  readonly number: string;
}

function sample(title: string, cue: string, pod: PodTileModel, number = ''): StateSample {
  return { title, cue, pod, number };
}

const OK_RAIL = [rail('readiness', 'ok ok ok')];

export const STATE_SAMPLES: readonly StateSample[] = [
  sample(
    'Pending, unscheduled',
    'dashed, empty, three dots',
    samplePod('web-7c9f4d-8hz2p', 'unscheduled', {
      node: null,
      say: 'Unscheduled',
      containers: slices('wanted'),
    }),
  ),
  sample(
    'Pending, gated',
    'dashed, empty, padlock',
    samplePod('train-0', 'gated', {
      node: null,
      say: 'Gate: example.com/quota',
      containers: slices('wanted wanted'),
    }),
  ),
  sample(
    'Creating',
    'solid edge, empty, step strip',
    samplePod('db-0', 'creating', {
      say: 'Mounting volume data',
      step: { now: 0, count: 4 },
      containers: slices('waiting'),
    }),
  ),
  sample(
    'Pulling',
    'fill rises from the floor',
    samplePod('web-7c9f4d-m4x8q', 'pulling', {
      say: 'Pulling 43 %',
      step: { now: 3, count: 4 },
      timer: { kind: 'pull', fraction: 0.43 },
      containers: slices('waiting waiting'),
    }),
    '43 %',
  ),
  sample(
    'Init',
    'one box done, one to go; thin strips',
    samplePod('shop-66b9c8-vd2ln', 'init', {
      say: 'Init 1/2',
      step: { now: 2, count: 4 },
      containers: slices('init-done init-now waiting'),
    }),
    '1/2',
  ),
  sample(
    'Running, ready',
    'tint, tick; quiet on purpose',
    samplePod('web-7c9f4d-7tqvd', 'ready', {
      say: '10.244.1.7',
      ip: '10.244.1.7',
      probes: OK_RAIL,
      containers: slices('up'),
    }),
  ),
  sample(
    'Ready, native sidecar',
    'the line above spans the whole life',
    samplePod('etl-5hx9r', 'sidecar-ready', {
      say: '10.244.1.9',
      ip: '10.244.1.9',
      probes: OK_RAIL,
      containers: slices('sidecar up'),
    }),
  ),
  sample(
    'Running, not ready',
    'left half filled',
    samplePod('web-7c9f4d-k5wbn', 'not-ready', {
      say: 'Not ready 1/2',
      restarts: 7,
      probes: [rail('readiness', 'fail timeout fail')],
      containers: slices('up half'),
    }),
  ),
  sample(
    'CrashLoopBackOff',
    'inverted, round, loop, ring fills',
    samplePod('cache-0', 'crash-loop', {
      say: until('Restart in ', 14_000),
      restarts: 3,
      timer: { kind: 'restart', ...left(14_000, 40_000) },
      probes: [rail('liveness', 'none none none')],
      containers: slices('down'),
    }),
    '14 s',
  ),
  sample(
    'Image pull back-off',
    'inverted, round, nothing on the tray',
    samplePod('web-5d8e21-c6tfj', 'image-backoff', {
      say: until('No image, retry ', 27_000),
      timer: { kind: 'restart', ...left(27_000, 40_000) },
      containers: slices('waiting'),
    }),
    '27 s',
  ),
  sample(
    'Terminating',
    'empty, triangle, ring drains',
    samplePod('web-7c9f4d-q8rnd', 'terminating', {
      say: until('TERM, ', 22_000, ' left'),
      timer: { kind: 'grace', ...left(22_000, 30_000) },
      probes: [rail('readiness', 'ok ok fail')],
      containers: slices('up over'),
    }),
    '22 s',
  ),
  sample(
    'Succeeded',
    'square: finished; tint',
    samplePod('report-29f8k', 'succeeded', { say: 'Completed', containers: slices('over') }),
  ),
  sample(
    'Failed',
    'square, inverted, cross',
    samplePod('migrate-x7p2m', 'failed', { say: 'Failed: exit 3', containers: slices('down') }),
  ),
  sample(
    'Evicted',
    'as Failed, leaves through the notch',
    samplePod('thumbs-7d4b9-jw5sz', 'evicted', { say: 'Evicted: memory', containers: slices('down over') }),
  ),
  sample(
    'Unknown, node lost',
    'dotted, hatched',
    samplePod('node-agent-p9c2r', 'unknown', {
      say: since('Last seen ', 41_000, ' ago'),
      containers: slices('last-known'),
    }),
  ),
  sample(
    'Ghost',
    'dotted, empty, name struck',
    samplePod('web-7c9f4d-x2kzp', 'ghost', { say: 'uid …4f1a, died 10:42:07' }),
  ),
  sample(
    'Static',
    'solid, pinned into the kubelet bar',
    samplePod('etcd-node-a', 'static', {
      say: 'static',
      pin: 'solid',
      probes: [rail('liveness', 'ok ok ok')],
      containers: slices('up'),
    }),
  ),
  sample(
    'Mirror, API plane',
    'its dotted twin, hollow pin',
    samplePod('etcd-node-a', 'mirror', { say: 'mirror of node-a', pin: 'hollow' }),
  ),
];

/** A fresh pod that looks like the sample of a state, for places where several are needed. */
export function likeSample(state: PodStateKind, change: Partial<PodTileModel> = {}): PodTileModel {
  const found = STATE_SAMPLES.find((entry) => entry.pod.state === state);
  const base = found?.pod ?? samplePod(state, state);
  return samplePod(base.name, state, {
    ...base,
    uid: `sample-${count + 1}`,
    restarts: 0,
    step: null,
    ...change,
  });
}

/** Seventy-two pods of a fleet, nearly all of them fine. */
export function fleetSample(): readonly PodTileModel[] {
  const odd: Readonly<Record<number, PodStateKind>> = {
    7: 'not-ready',
    19: 'pulling',
    26: 'crash-loop',
    38: 'succeeded',
    39: 'succeeded',
    47: 'terminating',
    55: 'evicted',
    61: 'unknown',
    62: 'unknown',
  };
  return Array.from({ length: 72 }, (_, index) => likeSample(odd[index] ?? 'ready'));
}
