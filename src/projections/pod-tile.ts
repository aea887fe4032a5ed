/** A pod as a tile: one row of the engine, seen through a lens. */
import type { ContainerCell, PodRow, PodState, ProbeRail, ProbeResult } from '../protocol/pod-row.ts';
import { shortPodName } from './names.ts';
import { podSay } from './pod-say.ts';
import type {
  ContainerSliceModel,
  FuseModel,
  Lens,
  PipKind,
  PodStateKind,
  PodTileModel,
  PodTimerModel,
  ProbeRailModel,
  PulseModel,
  RevisionMark,
  SliceKind,
  StepStripModel,
} from './view-model.ts';

/** What a tile needs beside its row. */
export interface TileContext {
  readonly lens: Lens;
  /** The workload at the top of its owners, as the map knows it. */
  readonly ownerUid: string;
  readonly revision: RevisionMark | null;
  /** Whether probes are shown on their way; see {@link PULSE_SPEED_MAX}. */
  readonly pulses: boolean;
}

/** Faster than this, nothing flies: it would only flicker, and every probe would be drawn for nothing. */
export const PULSE_SPEED_MAX = 5;

export function podTile(row: PodRow, { lens, ownerUid, revision, pulses }: TileContext): PodTileModel {
  const seen = lens === 'truth' ? row.truth : row.api;
  const state = stateKind(row, seen, lens);
  return {
    uid: row.uid,
    name: row.name,
    shortName: shortPodName(row),
    namespace: row.namespace,
    node: row.node === '' ? null : row.node,
    state,
    pin: row.isStatic ? (lens === 'truth' ? 'solid' : 'hollow') : 'none',
    say: podSay(row, state, lens),
    containers: slices(row, seen, lens),
    restarts: row.restarts,
    readyCount: row.readyCount,
    containerCount: row.containerCount,
    step: STEPS[seen]?.(row) ?? null,
    timer: timerOf(row, seen),
    fuse: fuseOf(row, seen),
    probes: hasProbes(seen) ? row.probes.map(railModel).sort((a, b) => badness(b) - badness(a)) : [],
    ip: row.ip === '' ? null : row.ip,
    ownerUid: ownerUid === '' ? null : ownerUid,
    revision,
    disagree: lens === 'truth' && row.api !== row.truth ? { api: stateKind(row, row.api, 'api') } : null,
    replacedBy: row.replacedBy === '' ? null : row.replacedBy,
    replaces: row.replaces === '' ? null : row.replaces,
    pulse: pulses && hasProbes(seen) ? pulseOf(row) : null,
  };
}

function stateKind(row: PodRow, state: PodState, lens: Lens): PodStateKind {
  if (state !== 'ready') return state;
  if (row.isStatic) return lens === 'truth' ? 'static' : 'mirror';
  return row.containers.some(({ kind }) => kind === 'sidecar') ? 'sidecar-ready' : 'ready';
}

const RANKS: Readonly<Record<ContainerCell['kind'], number>> = { init: 0, sidecar: 1, app: 2, ephemeral: 3 };

function slices(row: PodRow, state: PodState, lens: Lens): ContainerSliceModel[] {
  if (state === 'ghost') return [];
  const ordered = [...row.containers].sort((a, b) => RANKS[a.kind] - RANKS[b.kind]);
  return ordered.map((cell) => ({
    name: cell.name,
    kind: sliceKind(cell, lens === 'truth' ? cell.truth : cell.phase, state),
  }));
}

const APP_SLICES: Readonly<Record<ContainerCell['phase'], SliceKind>> = {
  never: 'waiting',
  waiting: 'waiting',
  running: 'half',
  ready: 'up',
  completed: 'over',
  error: 'down',
};
const INIT_SLICES: Readonly<Record<ContainerCell['phase'], SliceKind>> = {
  never: 'init-later',
  waiting: 'init-later',
  running: 'init-now',
  ready: 'init-now',
  completed: 'init-done',
  error: 'down',
};

function sliceKind({ kind }: ContainerCell, phase: ContainerCell['phase'], state: PodState): SliceKind {
  if (state === 'unscheduled' || state === 'gated') return 'wanted';
  const runs = phase === 'running' || phase === 'ready';
  if (state === 'unknown' && runs) return 'last-known';
  if (kind === 'init') return INIT_SLICES[phase];
  return kind === 'sidecar' && runs ? 'sidecar' : APP_SLICES[phase];
}

const STEP_COUNT = 4;

/** The way to a running pod: volumes, sandbox, init containers, image. */
const STEPS: Partial<Record<PodState, (row: PodRow) => StepStripModel>> = {
  creating: ({ ip }) => ({ now: ip === '' ? 0 : 1, count: STEP_COUNT }),
  init: () => ({ now: 2, count: STEP_COUNT }),
  pulling: () => ({ now: 3, count: STEP_COUNT }),
};

function timerOf({ timer, timerFrom: fromMs, timerTo: toMs }: PodRow, state: PodState): PodTimerModel | null {
  if (timer === 'none' || toMs <= fromMs || state === 'ghost' || state === 'unknown') return null;
  if (timer === 'pull') return { kind: 'pull', fromMs, toMs };
  return { kind: timer === 'grace' ? 'grace' : 'restart', fromMs, toMs };
}

const OVER: ReadonlySet<PodState> = new Set<PodState>([
  'succeeded',
  'failed',
  'evicted',
  'terminating',
  'ghost',
]);

/** How long the pod puts up with its node; over when its deletion has begun. */
function fuseOf({ fuseFrom: fromMs, fuseTo: toMs, deletedAt }: PodRow, state: PodState): FuseModel | null {
  if (toMs === 0 || deletedAt !== 0 || OVER.has(state)) return null;
  return toMs < 0 && fromMs < 0 && toMs === fromMs ? 'stays' : { fromMs, toMs };
}

function hasProbes(state: PodState): boolean {
  return state !== 'ghost' && state !== 'unknown';
}

const PIPS: Readonly<Record<ProbeResult, PipKind>> = { o: 'ok', f: 'fail', t: 'timeout' };

function railModel({ kind, results, threshold }: ProbeRail): ProbeRailModel {
  const known = results.slice(-threshold).map((result) => PIPS[result]);
  const rest = Array.from({ length: Math.max(0, threshold - known.length) }, (): PipKind => 'none');
  return { kind, pips: [...known, ...rest], threshold };
}

/** Share of the threshold that has failed in a row. */
function badness({ pips, threshold }: ProbeRailModel): number {
  const known = pips.filter((pip) => pip !== 'none');
  const failed = known.length - 1 - known.lastIndexOf('ok');
  return failed / Math.max(1, threshold);
}

const PULSE_KINDS: Readonly<Record<ProbeRail['handler'], PulseModel['kind']>> = {
  http: 'http',
  tcp: 'tcp',
  exec: 'exec',
  grpc: 'tcp',
};
const PULSE_RESULTS: Readonly<Record<ProbeResult, PulseModel['result']>> = {
  o: 'ok',
  f: 'fail',
  t: 'timeout',
};

/** The newest probe. */
function pulseOf(row: PodRow): PulseModel | null {
  const sent = row.probes.filter(({ lastAt, results }) => lastAt > 0 && results.length > 0);
  const [first, ...others] = sent;
  if (first === undefined) return null;
  const newest = others.reduce((a, b) => (b.lastAt > a.lastAt ? b : a), first);
  const result = newest.results.at(-1) ?? 'o';
  return {
    id: `${row.uid}/${newest.container}/${newest.kind}/${newest.lastAt}`,
    kind: PULSE_KINDS[newest.handler],
    result: PULSE_RESULTS[result],
    atMs: newest.lastAt,
    label: newest.lastLabel,
  };
}
