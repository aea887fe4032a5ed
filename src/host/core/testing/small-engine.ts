/**
 * An engine for tests of the host: every {@link BEAT_MS} one pod changes. Scaling sets the number of pods, cordoning the node `fault` breaks
 * an invariant. It obeys the same rules as the real one: a run is a function of its setup and its log.
 */
import { assert } from '../../../base/assert.ts';
import { fail, ok } from '../../../base/result.ts';
import type { PodRow } from '../../../protocol/pod-row.ts';
import type {
  Command,
  CommandReply,
  Question,
  ReplyTo,
  RunSetup,
  SavedRun,
} from '../../../protocol/requests.ts';
import type { ClockView, HappeningView, WaitView } from '../../../protocol/views.ts';
import type { EngineDoor, HostedRun, ViewFrame } from '../hosted-run.ts';

export const BEAT_MS = 100;

export const SETUP: RunSetup = {
  seed: 7,
  epochMs: 0,
  machines: [],
  preloadedImages: [],
  settings: {},
  title: 'small',
  opening: [],
  settleMs: 0,
};

export function smallRow(number: number, change: Partial<PodRow> = {}): PodRow {
  return {
    uid: `uid-${number}`,
    namespace: 'default',
    name: `pod-${number}`,
    node: 'node-a',
    ownerKind: '',
    ownerName: '',
    ownerUid: '',
    hash: '',
    ip: '',
    phase: 'Running',
    api: 'ready',
    truth: 'ready',
    reason: '',
    readyCount: 1,
    containerCount: 1,
    restarts: 0,
    containers: [{ name: 'app', kind: 'app', phase: 'ready', truth: 'ready' }],
    probes: [
      {
        container: 'app',
        kind: 'readiness',
        handler: 'http',
        results: ['o', 'f'],
        threshold: 3,
        lastAt: 5,
        lastLabel: 'GET / 200',
      },
    ],
    timer: 'none',
    timerFrom: 0,
    timerTo: 0,
    fuseFrom: 0,
    fuseTo: 0,
    createdAt: 1,
    deletedAt: 0,
    goneAt: 0,
    lastSeenAt: 0,
    isStatic: false,
    replacedBy: '',
    replaces: '',
    cpuMilli: 250,
    memoryBytes: 1,
    cpuUsedMilli: 0,
    memoryUsedBytes: 0,
    gate: '',
    ...change,
  };
}

class SmallRun implements HostedRun {
  private readonly setup: RunSetup;
  private log: SavedRun['log'] = [];
  private undone: SavedRun['log'] = [];
  private happened = 0;
  private pods: PodRow[] = [];
  private trace: HappeningView[] = [];
  private sent = new Map<string, PodRow>();
  private told = 0;
  private moved = true;
  /** When the next thing is due that has a name and leaves no trace: cordoning the node `wait` sets it. */
  private dueAt = 0;
  now = 0;
  processed = 0;

  constructor(setup: RunSetup) {
    this.setup = setup;
  }

  get traceLength(): number {
    return this.trace.length;
  }

  get commands(): number {
    return this.log.length;
  }

  hasBranch(): boolean {
    return false;
  }

  give(command: Command): CommandReply {
    this.log = [...this.log.slice(0, this.happened), { at: this.now, events: this.processed, command }];
    this.undone = [];
    this.happened++;
    this.obey(command);
    return { ok: true, outcomes: [], problems: [], entry: this.trace.length };
  }

  advance(until: number, events: number): boolean {
    for (let count = 0; ; count++) {
      const beat = (this.processed + 1) * BEAT_MS;
      const command = this.log[this.happened];
      if (command !== undefined && command.at <= until && command.events === this.processed) {
        this.now = command.at;
        this.happened++;
        this.obey(command.command);
        continue;
      }
      if (beat > until) break;
      if (count >= events) return false;
      this.now = beat;
      this.processed++;
      this.beat();
    }
    this.now = Math.max(this.now, until);
    return true;
  }

  get horizon(): number {
    return this.now;
  }

  next(): WaitView | null {
    return this.dueAt <= this.now
      ? null
      : { at: this.dueAt, text: 'the wait', subject: null, passing: false };
  }

  place(): () => void {
    const { now, processed, happened, pods, dueAt } = this;
    const trace = this.trace.slice();
    return () => {
      Object.assign(this, { now, processed, happened, pods, dueAt, trace });
      this.moved = true;
    };
  }

  seek(at: number): void {
    if (at < this.now) this.rewind();
    this.advance(at, Number.POSITIVE_INFINITY);
  }

  seekTrace(length: number): void {
    if (this.trace.length > length) this.rewind();
    while (this.trace.length < length) this.advance(this.now + BEAT_MS, 1);
    this.now = this.trace.at(-1)?.at ?? 0;
  }

  seekBeforeCommand(index: number): void {
    const { log } = this;
    this.log = log.slice(0, index);
    this.rewind();
    this.seek(log[index]!.at);
    this.log = log;
  }

  undo(): string | undefined {
    const last = this.log[this.happened - 1];
    if (last === undefined) return undefined;
    this.undone = [last];
    this.seekBeforeCommand(this.happened - 1);
    this.log = this.log.slice(0, this.happened);
    return last.command.kind;
  }

  redo(): string | undefined {
    const [last] = this.undone;
    if (last === undefined) return undefined;
    this.give(last.command);
    return last.command.kind;
  }

  switchBranch(): void {
    assert(false, 'there are no branches here');
  }

  save(): SavedRun {
    return { version: 1, engine: 'small', setup: this.setup, log: this.log, at: this.now };
  }

  clock(): Omit<ClockView, 'playing' | 'speed' | 'next'> {
    const { now, processed, trace, happened } = this;
    return {
      now,
      epochMs: 0,
      processed,
      horizon: now,
      traceLength: trace.length,
      horizonTrace: trace.length,
      commandsHappened: happened,
      commandsTotal: this.log.length,
      canUndo: happened > 0,
      canRedo: this.undone.length > 0,
      branches: [],
      seed: this.setup.seed,
    };
  }

  happening(id: number): HappeningView | undefined {
    return this.trace[id - 1];
  }

  frame(full: boolean, happeningsMax: number): ViewFrame {
    const all = full || this.moved;
    if (all) {
      this.sent.clear();
      this.told = Math.max(0, this.trace.length - happeningsMax);
    }
    this.moved = false;
    const pods = this.pods.filter((row) => this.sent.get(row.uid) !== row);
    const podsGone = [...this.sent.keys()].filter((uid) => !this.pods.some((row) => row.uid === uid));
    const happenings = this.trace.slice(Math.max(this.told, this.trace.length - happeningsMax));
    this.told = this.trace.length;
    this.sent = new Map(this.pods.map((row) => [row.uid, row]));
    return { full: all, pods, podsGone, workloads: [], happenings, next: this.next() };
  }

  answer<Q extends Question>(question: Q): ReplyTo<Q> {
    const answers: Partial<Record<Question['ask'], unknown>> = {
      hash: { trace: String(this.trace.length), state: JSON.stringify(this.pods).length.toString() },
      object: null,
      objects: [],
    };
    return answers[question.ask] as ReplyTo<Q>;
  }

  private obey(command: Command): void {
    if (command.kind === 'cordon') assert(command.node !== 'fault', 'the cordon that breaks everything');
    if (command.kind === 'cordon' && command.node === 'wait') this.dueAt = this.now + 7 * BEAT_MS;
    if (command.kind === 'scale')
      this.pods = Array.from({ length: command.replicas }, (_, i) => this.pods[i] ?? smallRow(i));
    this.record('you', command.kind, 'Cluster', '');
  }

  private beat(): void {
    const index = this.processed % Math.max(1, this.pods.length);
    const row = this.pods[index];
    if (row === undefined) return;
    this.pods = this.pods.with(index, {
      ...row,
      restarts: row.restarts + 1,
      reason: `beat ${this.processed}`,
    });
    this.record('small', 'update', 'Pod', row.name);
  }

  private record(actor: string, verb: string, kind: string, name: string): void {
    const id = this.trace.length + 1;
    this.trace.push({
      id,
      at: this.now,
      actor,
      verb,
      kind,
      namespace: '',
      name,
      uid: '',
      text: verb,
      rule: '',
      timer: '',
      fields: [],
      causes: [],
    });
  }

  private rewind(): void {
    this.now = this.processed = this.happened = this.dueAt = 0;
    this.pods = [];
    this.trace = [];
    this.moved = true;
  }
}

export interface SmallEngine {
  readonly door: EngineDoor;
  /** Called before every stretch of simulation: tests make it cost time. */
  onAdvance: () => void;
}

export function createSmallEngine(): SmallEngine {
  const engine: SmallEngine = {
    door: { version: 'small', readSaved, start: (setup) => started(setup), open },
    onAdvance: () => undefined,
  };
  function started(setup: RunSetup, saved?: SavedRun): HostedRun {
    const run = new CostlyRun(setup, () => engine.onAdvance());
    if (saved !== undefined) run.reopen(saved);
    return run;
  }
  function open(saved: SavedRun): HostedRun {
    return started(saved.setup, saved);
  }
  return engine;
}

class CostlyRun extends SmallRun {
  private readonly onAdvance: () => void;

  constructor(setup: RunSetup, onAdvance: () => void) {
    super(setup);
    this.onAdvance = onAdvance;
  }

  override advance(until: number, events: number): boolean {
    this.onAdvance();
    return super.advance(until, events);
  }

  reopen(saved: SavedRun): void {
    for (const { at, command } of saved.log) {
      super.advance(at, Number.POSITIVE_INFINITY);
      this.give(command);
    }
    super.advance(saved.at, Number.POSITIVE_INFINITY);
  }
}

function readSaved(saved: unknown): ReturnType<EngineDoor['readSaved']> {
  const known = saved as SavedRun;
  return known.version === 1 ? ok(known) : fail('This run is of another kind.');
}
