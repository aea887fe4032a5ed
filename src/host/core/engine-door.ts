/** The real engine, as a host drives it. */
import { ENGINE_VERSION, readSavedRun, Run } from '../../engine/index.ts';
import { View } from '../../engine/index.ts';
import type { Json } from '../../base/json.ts';
import { unreachable } from '../../base/assert.ts';
import type { Question, ReplyMap, ReplyTo, SavedRun } from '../../protocol/requests.ts';
import type { BranchView, ClockView, HappeningView, WaitView } from '../../protocol/views.ts';
import { ChangeFeed } from './change-feed.ts';
import type { EngineDoor, HostedRun, ViewFrame } from './hosted-run.ts';

export const ENGINE_DOOR: EngineDoor = {
  version: ENGINE_VERSION,
  readSaved: (saved) => readSavedRun(saved as Json),
  start: (setup) => new EngineRun(new Run(setup)),
  open: (saved) => new EngineRun(Run.open(saved)),
};

const EVENTS_LIMIT = 500;

class EngineRun implements HostedRun {
  private readonly run: Run;
  private readonly view: View;
  private readonly changes: ChangeFeed;

  constructor(run: Run) {
    this.run = run;
    this.view = new View(run);
    this.changes = new ChangeFeed(run);
  }

  get now(): number {
    return this.run.now;
  }

  get processed(): number {
    return this.run.engine.sim.processed;
  }

  get traceLength(): number {
    return this.run.engine.sim.trace.length;
  }

  get commands(): number {
    return this.run.timeline.log.length;
  }

  get horizon(): number {
    return this.run.timeline.horizon - this.run.origin;
  }

  hasBranch(id: number): boolean {
    return this.run.timeline.branches.some((branch) => branch.id === id);
  }

  give(command: Parameters<Run['give']>[0]): ReturnType<Run['give']> {
    return this.run.give(command);
  }

  advance(until: number, events: number): boolean {
    return this.run.run(until, events).reached;
  }

  next(): WaitView | null {
    return this.view.next();
  }

  place(): () => void {
    const { timeline } = this.run;
    const place = timeline.place();
    return () => timeline.returnTo(place);
  }

  /** The beginning lies before whatever was done at time 0. */
  seek(at: number): void {
    const { timeline, origin } = this.run;
    if (at === 0 && timeline.log[0]?.at === origin) timeline.seekBeforeCommand(0);
    else this.run.seek(at);
  }

  seekTrace(length: number): void {
    this.run.timeline.seekTrace(length);
  }

  seekBeforeCommand(index: number): void {
    this.run.timeline.seekBeforeCommand(index);
  }

  undo(): string | undefined {
    return this.run.undo();
  }

  redo(): string | undefined {
    return this.run.redo();
  }

  switchBranch(id: number): void {
    this.run.timeline.switchTo(id);
  }

  /** A copy of the log: the timeline goes on writing into its own. */
  save(): SavedRun {
    const saved = this.run.save();
    return { ...saved, log: saved.log.slice() };
  }

  clock(): Omit<ClockView, 'playing' | 'speed' | 'next'> {
    const { run } = this;
    const { engine, timeline, origin } = run;
    const { sim, setup } = engine;
    const inPast = timeline.horizon > sim.now;
    return {
      now: run.now,
      epochMs: setup.epochMs + origin,
      processed: sim.processed,
      horizon: timeline.horizon - origin,
      traceLength: sim.trace.length,
      horizonTrace: inPast ? timeline.horizonState.trace.length : sim.trace.length,
      commandsHappened: timeline.happened,
      commandsTotal: timeline.log.length,
      canUndo: run.canUndo,
      canRedo: run.canRedo,
      branches: timeline.branches.map(({ id, forkedAt, end }): BranchView => ({
        id,
        name: branchName(id),
        forkedAt: forkedAt - origin,
        endsAt: end.now - origin,
      })),
      seed: sim.seed,
    };
  }

  happening(id: number): HappeningView | undefined {
    const entry = this.run.engine.sim.entry(id);
    if (entry === undefined) return undefined;
    const { at, actor, verb, subject, fields, causes, text, rule, timer = '' } = entry;
    const { kind, namespace, name, id: uid } = subject;
    return {
      id,
      at: at - this.run.origin,
      actor,
      verb,
      kind,
      namespace,
      name,
      uid,
      text,
      rule,
      timer,
      fields,
      causes,
    };
  }

  frame(full: boolean, happeningsMax: number): ViewFrame {
    return this.view.frame(full, happeningsMax);
  }

  answer<Q extends Question>(question: Q): ReplyTo<Q> {
    return this.answerAny(question) as ReplyTo<Q>;
  }

  private answerAny(question: Question): ReplyMap[Question['ask']] {
    const { ask } = this.view;
    switch (question.ask) {
      case 'object':
        return ask.object(question.ref);
      case 'objects': {
        const { ask: _, ...query } = question;
        return ask.objects(query);
      }
      case 'events':
        return ask.events(question.about, question.limit ?? EVENTS_LIMIT);
      case 'logs':
        return ask.logs(question);
      case 'runs':
        return ask.runs(question.podUid);
      case 'why':
        return ask.why(question.ref, question.field, question.at);
      case 'decision':
        return ask.decision(question.podUid);
      case 'lanes':
        return ask.lanes(question.about, question.from, question.to);
      case 'happenings':
        return ask.happenings(question.from, question.to);
      case 'waits':
        return ask.waits(question.limit);
      case 'inside':
        return ask.inside(question.pod);
      case 'files':
        return ask.files(question.pod, question.volume);
      case 'file':
        return ask.file(question.pod, question.volume, question.path);
      case 'check':
        return ask.check(question.text);
      case 'manifests':
        return this.run.engine.world.manifests(question.machine);
      case 'session':
        return ask.session(question.session);
      case 'changes':
        return this.changes.after(question.kinds, question.after);
      case 'availability': {
        const { namespace, service, from, to } = question;
        return ask.availability({ namespace, name: service }, from, to);
      }
      case 'hash':
        return { trace: this.run.engine.sim.traceHash, state: this.run.engine.sim.stateHash() };
      default:
        return unreachable(question);
    }
  }
}

const ALPHABET = 26;
const CODE_A = 65;

/** The first line of history is A; lines that were left are B, C, … */
function branchName(id: number): string {
  const letter = String.fromCharCode(CODE_A + (id % ALPHABET));
  return `Branch ${letter}${id < ALPHABET ? '' : Math.floor(id / ALPHABET)}`;
}
