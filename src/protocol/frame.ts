/**
 * Frames: what the worker tells the page, at most one per animation frame and only after the last one was acknowledged.
 *
 * Pods travel as numbers in one transferred array plus new entries of a string table; few and small things travel as plain objects and only
 * when they changed. A frame with `full` replaces everything the mirror has (start, seek, branch).
 */
import { must } from '../base/assert.ts';
import type {
  ContainerCell,
  ContainerKind,
  ContainerPhase,
  PodRow,
  PodState,
  PodTimerKind,
  ProbeKind,
  ProbeRail,
  ProbeResult,
} from './pod-row.ts';
import type { TrafficView } from './traffic.ts';
import type {
  ClockView,
  ControlPlaneView,
  HappeningView,
  NodeView,
  ServiceView,
  WorkloadView,
} from './views.ts';

export const PROTOCOL_VERSION = 2;

export interface Frame {
  readonly seq: number;
  readonly full: boolean;
  readonly clock: ClockView;
  /** Changed pods: {@link POD_COLUMNS} numbers each. Transferred. */
  readonly pods: Float64Array<ArrayBuffer>;
  /** String table entries new to this frame, in order; ids go on from the last frame's. A full frame starts a new table. */
  readonly strings: readonly string[];
  /** Uids of pods that left the map. */
  readonly podsGone: readonly string[];
  /** Nodes that are new or changed, and the names of those that are no more; by name, in no order. A full frame brings all. */
  readonly nodes?: readonly NodeView[];
  readonly nodesGone?: readonly string[];
  /** Workloads that are new or changed, and the uids of those that are no more. A full frame brings all. */
  readonly workloads?: readonly WorkloadView[];
  readonly workloadsGone?: readonly string[];
  /** Present when they changed; lists are complete. */
  readonly services?: readonly ServiceView[];
  readonly controlPlane?: ControlPlaneView;
  readonly traffic?: TrafficView;
  /** New trace entries since the last frame, at most {@link HAPPENINGS_MAX}; older ones are asked for. */
  readonly happenings: readonly HappeningView[];
}

export const HAPPENINGS_MAX = 200;

const STATES: readonly PodState[] = [
  'unscheduled',
  'gated',
  'creating',
  'pulling',
  'init',
  'ready',
  'not-ready',
  'crash-loop',
  'image-backoff',
  'terminating',
  'succeeded',
  'failed',
  'evicted',
  'unknown',
  'ghost',
];
const TIMERS: readonly PodTimerKind[] = ['none', 'restart', 'pull-retry', 'grace', 'pull'];

/** Text fields of a row, in column order. */
const TEXTS = [
  'uid',
  'namespace',
  'name',
  'node',
  'ownerKind',
  'ownerName',
  'ownerUid',
  'hash',
  'ip',
  'phase',
  'reason',
  'replacedBy',
  'replaces',
  'gate',
] as const;
/** Number fields of a row, in column order. */
const NUMBERS = [
  'readyCount',
  'containerCount',
  'restarts',
  'timerFrom',
  'timerTo',
  'fuseFrom',
  'fuseTo',
  'createdAt',
  'deletedAt',
  'goneAt',
  'lastSeenAt',
  'cpuMilli',
  'memoryBytes',
  'cpuUsedMilli',
  'memoryUsedBytes',
] as const;
/** Columns beside texts and numbers: api, truth, timer, isStatic, containers, probes. */
const OTHERS = 6;
export const POD_COLUMNS = TEXTS.length + NUMBERS.length + OTHERS;

/** Sender's side of the string table. */
export class StringWriter {
  private readonly ids = new Map<string, number>();
  private fresh: string[] = [];

  id(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const id = this.ids.size;
    this.ids.set(text, id);
    this.fresh.push(text);
    return id;
  }

  /** Entries added since the last call. */
  takeFresh(): string[] {
    const taken = this.fresh;
    this.fresh = [];
    return taken;
  }

  clear(): void {
    this.ids.clear();
    this.fresh = [];
  }
}

export function encodePods(rows: readonly PodRow[], strings: StringWriter): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows.length * POD_COLUMNS);
  let at = 0;
  for (const row of rows) {
    for (const field of TEXTS) out[at++] = strings.id(row[field]);
    for (const field of NUMBERS) out[at++] = row[field];
    out[at++] = STATES.indexOf(row.api);
    out[at++] = STATES.indexOf(row.truth);
    out[at++] = TIMERS.indexOf(row.timer);
    out[at++] = row.isStatic ? 1 : 0;
    out[at++] = strings.id(packCells(row.containers));
    out[at++] = strings.id(packRails(row.probes));
  }
  return out;
}

export function decodePods(columns: Float64Array, strings: readonly string[]): PodRow[] {
  const rows: PodRow[] = [];
  for (let start = 0; start < columns.length; start += POD_COLUMNS)
    rows.push(decodeRow(columns, start, strings));
  return rows;
}

function decodeRow(columns: Float64Array, start: number, strings: readonly string[]): PodRow {
  const text = (column: number): string =>
    must(strings[columns[start + column]!], 'a frame names a string it did not bring');
  const row: Record<string, unknown> = {};
  TEXTS.forEach((field, i) => (row[field] = text(i)));
  NUMBERS.forEach((field, i) => (row[field] = columns[start + TEXTS.length + i]));
  const rest = TEXTS.length + NUMBERS.length;
  row['api'] = STATES[columns[start + rest]!];
  row['truth'] = STATES[columns[start + rest + 1]!];
  row['timer'] = TIMERS[columns[start + rest + 2]!];
  row['isStatic'] = columns[start + rest + 3] === 1;
  row['containers'] = unpackCells(text(rest + 4));
  row['probes'] = unpackRails(text(rest + 5));
  return row as object as PodRow;
}

function packCells(cells: readonly ContainerCell[]): string {
  return cells.map(({ name, kind, phase, truth }) => `${name}|${kind}|${phase}|${truth}`).join('\n');
}

function unpackCells(text: string): ContainerCell[] {
  if (text === '') return [];
  return text.split('\n').map((line) => {
    const [name = '', kind, phase, truth] = line.split('|');
    return {
      name,
      kind: kind as ContainerKind,
      phase: phase as ContainerPhase,
      truth: truth as ContainerPhase,
    };
  });
}

function packRails(rails: readonly ProbeRail[]): string {
  return rails
    .map((r) =>
      [
        r.container,
        r.kind,
        r.handler,
        r.results.join(''),
        r.threshold,
        r.lastAt,
        r.lastLabel.replace(/[\t\n]/g, ' '),
      ].join('\t'),
    )
    .join('\n');
}

function unpackRails(text: string): ProbeRail[] {
  if (text === '') return [];
  return text.split('\n').map((line) => {
    const [container = '', kind, handler, results = '', threshold, lastAt, lastLabel = ''] = line.split('\t');
    return {
      container,
      kind: kind as ProbeKind,
      handler: handler as ProbeRail['handler'],
      results: results.split('') as ProbeResult[],
      threshold: Number(threshold),
      lastAt: Number(lastAt),
      lastLabel,
    };
  });
}
