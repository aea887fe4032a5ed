/**
 * The engine's keeper, wherever it lives: answers requests in their order, lets virtual time pass with wall time, sends frames, and stops
 * everything at the first broken invariant. It never waits and has no timers: a shell calls {@link EngineHost.receive} for every message and
 * {@link EngineHost.tick} again and again.
 */
import { unreachable } from '../../base/assert.ts';
import type { FromEngine, ToEngine } from '../../protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../protocol/frame.ts';
import type { Landing, ObjectRef, ReplyMap, Request, SavedRun } from '../../protocol/requests.ts';
import { savedRunChange } from '../../protocol/saved-run-change.ts';
import type { HappeningView } from '../../protocol/views.ts';
import { faultOf } from './fault.ts';
import { FrameSender } from './frame-sender.ts';
import type { EngineDoor, HostedRun } from './hosted-run.ts';
import { Playback } from './playback.ts';
import { NO_RUN, refusalOf } from './refusals.ts';
import { advance, seek, SilentLandings, skip, Slicer, stepNext, stepPrevious, stepRaw } from './work.ts';
import type { Work } from './work.ts';

/** What the shell should do next: wait for a message, come back at the pace of the screen, or come back at once. */
export type Pace = 'idle' | 'playing' | 'busy';

export interface EngineHostParts {
  readonly door: EngineDoor;
  /** Wall-clock ms that never go back. */
  readonly wallNow: () => number;
  readonly post: (message: FromEngine) => void;
}

interface Waiting {
  readonly id: number;
  readonly request: Request;
}

/** Work under way; its request is answered when it ends. */
interface Job {
  readonly id: number;
  readonly request: Request;
  readonly work: Work<unknown>;
  readonly since: number;
}

/** Requests that need simulated time to pass, and those that are over at once. */
type LongMove = Extract<Request, { readonly ask: 'seek' | 'step' | 'skip' }>;
type ShortMove = Extract<
  Request,
  { readonly ask: 'command' | 'play' | 'undo' | 'redo' | 'switch-branch' | 'before-command' }
>;

/** Work that took longer than this is cut short when one of {@link CUTS_SHORT} waits: the newest wish of a person counts. */
const PATIENCE_MS = 100;
const CUTS_SHORT: ReadonlySet<Request['ask']> = new Set(['play', 'seek', 'start', 'open']);

export class EngineHost {
  private readonly parts: EngineHostParts;
  private readonly frames: FrameSender;
  private readonly playback = new Playback();
  private readonly slicer: Slicer;
  private readonly silent = new SilentLandings();
  private readonly queue: Waiting[] = [];
  private run: HostedRun | null = null;
  private job: Job | null = null;
  private told: SavedRun | null = null;
  private seed = 0;
  private behind = false;
  private broken = false;

  constructor(parts: EngineHostParts) {
    this.parts = parts;
    this.frames = new FrameSender((frame) => parts.post({ type: 'frame', frame }));
    this.slicer = new Slicer(parts.wallNow);
    parts.post({ type: 'ready', version: PROTOCOL_VERSION });
  }

  receive(message: ToEngine): void {
    if (message.type === 'frame-drawn') {
      this.frames.acknowledge(message.seq);
      return;
    }
    this.queue.push(message);
    this.guarded(() => this.drain());
  }

  /** Works for about `budgetMs` and sends a frame if one is due. */
  tick(budgetMs: number): Pace {
    this.guarded(() => this.work(budgetMs));
    if (this.broken) return 'idle';
    if (this.job !== null || this.behind) return 'busy';
    return this.playback.playing ? 'playing' : 'idle';
  }

  private work(budgetMs: number): void {
    const deadline = this.parts.wallNow() + budgetMs;
    if (this.job === null) this.play(deadline);
    else this.continueJob(this.job, deadline);
    if (this.run !== null && this.job === null) this.frames.flush(this.run, this.playback);
  }

  private play(deadline: number): void {
    this.behind = false;
    if (this.run === null || !this.playback.playing) return;
    const due = this.playback.due(this.parts.wallNow());
    if (due === 0) return;
    this.behind = this.proceed(advance(this.run, this.run.now + due, this.slicer), deadline) === undefined;
    this.frames.touch();
  }

  private continueJob(job: Job, deadline: number): void {
    const result = this.proceed(job.work, deadline);
    if (result !== undefined) this.finishJob(job, result.answer);
    else if (this.isOvertaken(job)) {
      // Work that must not end half-way goes back to where it began.
      job.work.return(null);
      this.finishJob(job, overtakenAnswer(job.request, this.run?.now ?? 0));
    }
  }

  private isOvertaken(job: Job): boolean {
    const next = this.queue[0];
    return (
      next !== undefined && CUTS_SHORT.has(next.request.ask) && this.parts.wallNow() - job.since > PATIENCE_MS
    );
  }

  /** Slices of the work until it ends or the time is up. */
  private proceed<Answer>(work: Work<Answer>, deadline: number): { readonly answer: Answer } | undefined {
    do {
      const step = work.next();
      if (step.done === true) return { answer: step.value };
    } while (this.parts.wallNow() < deadline);
    return undefined;
  }

  private finishJob(job: Job, answer: unknown): void {
    this.job = null;
    if (job.request.ask === 'step' || job.request.ask === 'skip') this.silent.note(answer as Landing | null);
    this.playback.restart(this.parts.wallNow());
    this.frames.touch(movesElsewhere(job.request));
    this.tellSaved();
    this.reply(job.id, answer);
    this.drain();
  }

  /** Answers what waits, in order, as far as work under way allows. */
  private drain(): void {
    while (this.job === null) {
      const next = this.queue.shift();
      if (next === undefined) return;
      this.take(next);
    }
  }

  private take({ id, request }: Waiting): void {
    if (request.ask === 'start' || request.ask === 'open') return this.begin(id, request);
    const { run } = this;
    const refusal = run === null ? NO_RUN : refusalOf(request, run);
    if (run === null || refusal !== undefined)
      return this.parts.post({ type: 'refused', id, message: refusal ?? NO_RUN });
    switch (request.ask) {
      case 'save':
        return this.reply(id, run.save());
      case 'seek':
      case 'step':
      case 'skip':
        this.job = { id, request, work: this.workOf(request, run), since: this.parts.wallNow() };
        return;
      case 'command':
      case 'play':
      case 'undo':
      case 'redo':
      case 'switch-branch':
      case 'before-command':
        return this.move(id, request, run);
      default:
        return this.reply(id, run.answer(request));
    }
  }

  private begin(id: number, request: Extract<Request, { readonly ask: 'start' | 'open' }>): void {
    const { door } = this.parts;
    const wanted =
      request.ask === 'open'
        ? request.saved
        : { version: 1, engine: door.version, setup: request.setup, log: [], at: 0 };
    const read = door.readSaved(wanted);
    if (!read.ok) return this.parts.post({ type: 'refused', id, message: read.error });
    this.run = null;
    this.silent.clear();
    this.seed = read.value.setup.seed;
    this.playback.set(false, this.playback.speed, this.parts.wallNow());
    this.run = request.ask === 'open' ? door.open(read.value) : door.start(read.value.setup);
    this.frames.touch(true);
    this.tellSaved();
    this.reply(id, null);
  }

  private move(id: number, request: ShortMove, run: HostedRun): void {
    const answer = this.carryOut(request, run);
    this.frames.touch(movesElsewhere(request));
    this.tellSaved();
    this.reply(id, answer);
  }

  private workOf(request: LongMove, run: HostedRun): Work<unknown> {
    if (request.ask === 'seek') return seek(run, request.at, this.slicer);
    this.playback.playing = false;
    if (request.ask === 'skip') return skip(run, this.slicer);
    const happening = isAbout(request.about);
    const all = request.about === undefined;
    if (request.direction === 'previous') return stepPrevious(run, happening, all ? this.silent : null);
    return request.raw === true ? stepRaw(run) : stepNext(run, { happening, waits: all });
  }

  private carryOut(request: ShortMove, run: HostedRun): ReplyMap[ShortMove['ask']] {
    switch (request.ask) {
      case 'command':
        return run.give(request.command);
      case 'play':
        this.playback.set(request.playing, request.speed, this.parts.wallNow());
        return null;
      case 'undo':
        return textOrNull(run.undo());
      case 'redo':
        return textOrNull(run.redo());
      case 'switch-branch':
        run.switchBranch(request.id);
        return null;
      case 'before-command':
        run.seekBeforeCommand(request.index);
        return null;
      default:
        return unreachable(request);
    }
  }

  private reply(id: number, value: unknown): void {
    this.parts.post({ type: 'reply', id, value });
  }

  /** Keeps the page's copy of the log up to date. */
  private tellSaved(): void {
    if (this.run === null) return;
    const saved = this.run.save();
    this.parts.post({ type: 'saved', change: savedRunChange(this.told, saved) });
    this.told = saved;
  }

  /** Anything thrown is a broken invariant: it is told once, and the engine says nothing any more. */
  private guarded(action: () => void): void {
    if (this.broken) return;
    try {
      action();
    } catch (error) {
      this.broken = true;
      this.parts.post({ type: 'fault', fault: faultOf(error, this.seed, this.run, this.parts.door.version) });
    }
  }
}

function textOrNull(text: string | undefined): { readonly text: string } | null {
  return text === undefined ? null : { text };
}

/** Said of work that gave way to a newer wish; not "nothing is due", which nobody knows. */
function overtakenAnswer(request: Request, at: number): Landing | null {
  return request.ask === 'step' || request.ask === 'skip' ? { at, happening: null } : null;
}

/** Requests after which the page starts from a full frame. */
function movesElsewhere(request: Request): boolean {
  return (
    request.ask === 'seek' ||
    request.ask === 'undo' ||
    request.ask === 'redo' ||
    request.ask === 'switch-branch' ||
    request.ask === 'before-command' ||
    (request.ask === 'step' && request.direction === 'previous')
  );
}

function isAbout(about: ObjectRef | undefined): (happening: HappeningView) => boolean {
  if (about === undefined) return () => true;
  return ({ kind, namespace, name, uid }) =>
    kind === about.kind &&
    name === about.name &&
    namespace === about.namespace &&
    (!about.uid || uid === '' || uid === about.uid);
}
