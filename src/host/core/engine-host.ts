/**
 * The engine's keeper, wherever it lives: answers requests in their order, lets virtual time pass with wall time, sends frames, and stops
 * everything at the first broken invariant. It never waits and has no timers: a shell calls {@link EngineHost.receive} for every message and
 * {@link EngineHost.tick} again and again.
 */
import { unreachable } from '../../base/assert.ts';
import type { FromEngine, ToEngine } from '../../protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../protocol/frame.ts';
import type { ObjectRef, ReplyMap, Request, SavedRun } from '../../protocol/requests.ts';
import { savedRunChange } from '../../protocol/saved-run-change.ts';
import type { HappeningView } from '../../protocol/views.ts';
import { faultOf } from './fault.ts';
import { FrameSender } from './frame-sender.ts';
import type { EngineDoor, HostedRun } from './hosted-run.ts';
import { Playback } from './playback.ts';
import { NO_RUN, refusalOf } from './refusals.ts';
import { advance, seek, skip, SliceSize, stepNext, stepPrevious, stepRaw } from './work.ts';
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
}

/** Requests that move the run. */
type Move = Extract<Request, { readonly ask: 'command' | 'play' | 'seek' | 'step' | 'skip' | 'undo' | 'redo' | 'switch-branch' | 'before-command' }>;

/** Requests that put an end to a search or a seek that is still under way. */
const CUTS_SHORT: ReadonlySet<Request['ask']> = new Set(['play', 'seek', 'step', 'skip', 'start', 'open']);

export class EngineHost {
  private readonly parts: EngineHostParts;
  private readonly frames: FrameSender;
  private readonly playback = new Playback();
  private readonly size = new SliceSize();
  private readonly queue: Waiting[] = [];
  private run: HostedRun | null = null;
  private job: Job | null = null;
  private told: SavedRun | null = null;
  private broken = false;

  constructor(parts: EngineHostParts) {
    this.parts = parts;
    this.frames = new FrameSender((frame) => parts.post({ type: 'frame', frame }));
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
    if (this.job !== null) return 'busy';
    return this.playback.playing ? 'playing' : 'idle';
  }

  private work(budgetMs: number): void {
    const deadline = this.parts.wallNow() + budgetMs;
    if (this.job === null) this.play(deadline);
    else this.continueJob(this.job, deadline);
    if (this.run !== null && this.job === null) this.frames.flush(this.run, this.playback);
  }

  private play(deadline: number): void {
    if (this.run === null || !this.playback.playing) return;
    const due = this.playback.due(this.parts.wallNow());
    if (due === 0) return;
    this.proceed(advance(this.run, this.run.now + due, this.size), deadline);
    this.frames.touch();
  }

  private continueJob(job: Job, deadline: number): void {
    const result = this.proceed(job.work, deadline);
    if (result !== undefined) this.finishJob(job, result.answer);
  }

  /** Slices of the work until it ends or the time is up. */
  private proceed<Answer>(work: Work<Answer>, deadline: number): { readonly answer: Answer } | undefined {
    let before = this.parts.wallNow();
    for (;;) {
      const step = work.next();
      if (step.done === true) return { answer: step.value };
      const now = this.parts.wallNow();
      this.size.note(now - before);
      if (now >= deadline) return undefined;
      before = now;
    }
  }

  private finishJob(job: Job, answer: unknown): void {
    this.job = null;
    this.playback.restart(this.parts.wallNow());
    this.frames.touch(movesElsewhere(job.request));
    this.tellSaved();
    this.reply(job.id, answer);
    this.drain();
  }

  /** Answers what waits, in order, as far as work under way allows. */
  private drain(): void {
    for (;;) {
      const next = this.queue[0];
      if (next === undefined) return;
      if (this.job !== null && !CUTS_SHORT.has(next.request.ask)) return;
      if (this.job !== null) return this.finishJob(this.job, null);
      this.queue.shift();
      this.take(next);
    }
  }

  private take({ id, request }: Waiting): void {
    if (request.ask === 'start' || request.ask === 'open') return this.begin(id, request);
    const { run } = this;
    const refusal = run === null ? NO_RUN : refusalOf(request, run);
    if (run === null || refusal !== undefined) return this.parts.post({ type: 'refused', id, message: refusal ?? NO_RUN });
    switch (request.ask) {
      case 'save':
        return this.reply(id, run.save());
      case 'command':
      case 'play':
      case 'seek':
      case 'step':
      case 'skip':
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
    const wanted = request.ask === 'open' ? request.saved : { version: 1, engine: door.version, setup: request.setup, log: [], at: 0 };
    const read = door.readSaved(wanted);
    if (!read.ok) return this.parts.post({ type: 'refused', id, message: read.error });
    this.run = null;
    this.playback.set(false, this.playback.speed, this.parts.wallNow());
    this.run = request.ask === 'open' ? door.open(read.value) : door.start(read.value.setup);
    this.frames.touch(true);
    this.tellSaved();
    this.reply(id, null);
  }

  private move(id: number, request: Move, run: HostedRun): void {
    const work = this.workOf(request, run);
    if (work !== undefined) {
      this.job = { id, request, work };
      return;
    }
    const answer = this.moveAtOnce(request, run);
    this.frames.touch(movesElsewhere(request));
    this.tellSaved();
    this.reply(id, answer);
  }

  private workOf(request: Move, run: HostedRun): Work<unknown> | undefined {
    if (request.ask === 'seek') return seek(run, request.at, this.size);
    if (request.ask !== 'step' && request.ask !== 'skip') return undefined;
    this.playback.playing = false;
    if (request.ask === 'skip') return skip(run, this.size);
    const wanted = isAbout(request.about);
    if (request.direction === 'previous') return stepPrevious(run, wanted);
    return request.raw === true ? stepRaw(run) : stepNext(run, wanted);
  }

  private moveAtOnce(request: Exclude<Move, { readonly ask: 'seek' | 'step' | 'skip' }> | Move, run: HostedRun): ReplyMap[Move['ask']] {
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
      case 'seek':
      case 'step':
      case 'skip':
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
      this.parts.post({ type: 'fault', fault: faultOf(error, this.run, this.told, this.parts.door.version) });
    }
  }
}

function textOrNull(text: string | undefined): { readonly text: string } | null {
  return text === undefined ? null : { text };
}

/** Requests after which the page starts from a full frame. */
function movesElsewhere(request: Request): boolean {
  return request.ask === 'seek' || request.ask === 'undo' || request.ask === 'redo' || request.ask === 'switch-branch' || request.ask === 'before-command' || (request.ask === 'step' && request.direction === 'previous');
}

function isAbout(about: ObjectRef | undefined): (happening: HappeningView) => boolean {
  if (about === undefined) return () => true;
  return ({ kind, namespace, name, uid }) => kind === about.kind && name === about.name && namespace === about.namespace && (!about.uid || uid === '' || uid === about.uid);
}
