/** What a browser's trace says about the main thread of one page: how long it was busy, with what, and how often too long at once. */

/** An event of Chromium's trace format; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Time on the processor, where the browser measures it. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly type?: string } };
}

/** All in ms, except counts. */
export interface TraceFigures {
  /** Wall time between the first and the last task. */
  readonly spanMs: number;
  /** Sum of all tasks, and of their time on the processor (equal where the browser does not measure the latter). */
  readonly busyMs: number;
  readonly cpuMs: number;
  readonly longestMs: number;
  readonly longestCpuMs: number;
  readonly over50: number;
  readonly over50Cpu: number;
  readonly styleMs: number;
  readonly layoutMs: number;
  readonly paintMs: number;
  readonly scriptMs: number;
  readonly collectMs: number;
}

const STALL_MS = 50;

const PARTS = {
  styleMs: new Set(['UpdateLayoutTree', 'ParseAuthorStyleSheet']),
  layoutMs: new Set(['Layout', 'HitTest']),
  paintMs: new Set(['PrePaint', 'Paint', 'Layerize', 'Commit', 'UpdateLayer']),
  scriptMs: new Set([
    'EvaluateScript',
    'FunctionCall',
    'EventDispatch',
    'TimerFire',
    'FireAnimationFrame',
    'RunMicrotasks',
    'v8.compile',
    'v8.evaluateModule',
    'HandlePostMessage',
  ]),
  collectMs: new Set(['MinorGC', 'MajorGC', 'V8.GCIncrementalMarking']),
} as const;

function isTask({ ph, name }: TraceEvent): boolean {
  return ph === 'X' && name === 'RunTask';
}

/** Threads that run pages: the main thread of every renderer, the busiest first. */
function mainThread(events: readonly TraceEvent[]): { readonly pid: number; readonly tid: number } | null {
  const busy = new Map<string, { pid: number; tid: number; sum: number }>();
  for (const { ph, name, pid, tid, args } of events)
    if (ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain')
      busy.set(`${pid} ${tid}`, { pid, tid, sum: 0 });
  for (const event of events) {
    const thread = busy.get(`${event.pid} ${event.tid}`);
    if (thread !== undefined && isTask(event)) thread.sum += event.dur ?? 0;
  }
  return [...busy.values()].sort((a, b) => b.sum - a.sum)[0] ?? null;
}

/** Sums the events of one kind without counting what is nested in another of the same kind twice. */
function sumOfOutermost(events: readonly TraceEvent[], names: ReadonlySet<string>): number {
  let sum = 0;
  let coveredUntil = Number.NEGATIVE_INFINITY;
  for (const { name, ts, dur = 0, tdur = dur } of events) {
    if (!names.has(name) || ts < coveredUntil) continue;
    sum += tdur;
    coveredUntil = ts + dur;
  }
  return sum / 1000;
}

/** Null when the trace holds no page. */
export function traceFigures(events: readonly TraceEvent[]): TraceFigures | null {
  const thread = mainThread(events);
  if (thread === null) return null;
  const own = events
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === thread.pid && tid === thread.tid)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks = own.filter(isTask);
  const wall = tasks.map(({ dur = 0 }) => dur / 1000);
  const cpu = tasks.map(({ dur = 0, tdur = dur }) => tdur / 1000);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const last = tasks.at(-1);
  return {
    spanMs: last === undefined ? 0 : (last.ts + (last.dur ?? 0) - (tasks[0]?.ts ?? 0)) / 1000,
    busyMs: sum(wall),
    cpuMs: sum(cpu),
    longestMs: Math.max(0, ...wall),
    longestCpuMs: Math.max(0, ...cpu),
    over50: wall.filter((ms) => ms > STALL_MS).length,
    over50Cpu: cpu.filter((ms) => ms > STALL_MS).length,
    styleMs: sumOfOutermost(own, PARTS.styleMs),
    layoutMs: sumOfOutermost(own, PARTS.layoutMs),
    paintMs: sumOfOutermost(own, PARTS.paintMs),
    scriptMs: sumOfOutermost(own, PARTS.scriptMs),
    collectMs: sumOfOutermost(own, PARTS.collectMs),
  };
}
