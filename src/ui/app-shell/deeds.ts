/** What a person can do: each deed asks the engine, tells what came of it, and leaves its line in the kubectl tab. */
import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../host/client/engine-client.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import type { EchoStore } from '../stores/echo.ts';
import { isWorthKeeping, type KeptVisit } from '../../host/share/visit.ts';
import type { EditorDocumentsStore, NewDocument } from '../stores/editor-documents.ts';
import type { Command, CommandReply, RunSetup, SavedRun } from '../stores/engine-words.ts';
import type { LayoutStore } from '../stores/layout.ts';
import { messageOf } from '../stores/playback.ts';
import type { SelectionStore } from '../stores/selection.ts';
import type { ToastsStore } from '../stores/toasts.ts';
import { runDocuments } from '../share/run-documents.ts';
import { TEXTS } from '../texts.ts';
import { commandSentence } from './command-sentence.ts';
import { kubectlLine, outcomeLine } from './kubectl-line.ts';
import type { Mirror } from './mirror-state.ts';
import type { RunState } from './session.ts';

export interface Deeds {
  /** Gives a command. Null when the engine could not be asked. */
  command(command: Command): Promise<CommandReply | null>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** To the moment before command `index` of the log: "choose otherwise". */
  beforeCommand(index: number): Promise<void>;
  /** Applies a tab of the editor. */
  applyDocument(id: number): Promise<void>;
  /** Opens the YAML of a live object as a tab. */
  editLive(ref: ObjectRef): Promise<void>;
  /** Begins a run; with `documents` the editor begins anew too. */
  start(setup: RunSetup, documents?: readonly NewDocument[]): Promise<void>;
  /** Whether it could be opened. */
  open(saved: SavedRun): Promise<boolean>;
  /** Goes on with a visit: its run, its moment, its texts, its selection. Whether it could be opened. */
  resume(visit: KeptVisit): Promise<boolean>;
}

export interface DeedsParts {
  readonly client: EngineClient;
  readonly mirror: Mirror;
  readonly selection: SelectionStore;
  readonly documents: EditorDocumentsStore;
  readonly toasts: ToastsStore;
  readonly echo: EchoStore;
  readonly layout: LayoutStore;
  readonly run: StoreApi<RunState>;
  /** The visit at this moment. */
  readonly visit: () => KeptVisit | null;
}

function refusedText(reply: CommandReply): string | null {
  const refused = reply.outcomes.find(({ result }) => result === 'refused');
  return refused === undefined ? (reply.problems[0]?.message ?? null) : (refused.message ?? null);
}

/** Runs work that may be refused; a refusal becomes a sentence, here and nowhere else. */
type Trying = <Value>(work: () => Promise<Value>) => Promise<Value | null>;

function createTrying(toasts: ToastsStore): Trying {
  return async (work) => {
    try {
      return await work();
    } catch (error) {
      toasts.show(messageOf(error), { tone: 'refused' });
      return null;
    }
  };
}

type Give = (command: Command) => Promise<CommandReply | null>;

/** Gives a command and leaves its line in the kubectl tab. */
function createGive({ client, mirror, echo }: DeedsParts, trying: Trying): Give {
  return async (command) => {
    const at = mirror.getState().clock?.now ?? 0;
    const reply = await trying(() => client.ask({ ask: 'command', command }));
    if (reply === null) return null;
    const answers = reply.outcomes.map(outcomeLine).filter((line) => line !== '');
    echo.add({ at, line: kubectlLine(command), answers, refused: !reply.ok });
    return reply;
  };
}

function tellReply(toasts: ToastsStore, reply: CommandReply, done: string): void {
  if (reply.ok) toasts.show(done, { undoable: true });
  else toasts.show(refusedText(reply) ?? done, { tone: 'refused' });
}

function documentDeeds(
  { documents, toasts, layout, client }: DeedsParts,
  trying: Trying,
  give: Give,
): Pick<Deeds, 'applyDocument' | 'editLive'> {
  return {
    async applyDocument(id) {
      const document = documents.getState().documents.find((candidate) => candidate.id === id);
      if (document === undefined || document.text.trim() === '') return;
      const reply = await give({ kind: 'apply-manifest', text: document.text });
      if (reply === null) return;
      documents.setApplied(id, document.text, reply.outcomes, reply.problems);
      const [problem, ...others] = reply.problems;
      if (problem !== undefined) {
        // In full they stand below the text, each with its line.
        const inPart = reply.outcomes.some(({ result }) => result !== 'refused');
        toasts.show(TEXTS.toast.notApplied(inPart, problem.line, problem.message, others.length), {
          tone: 'refused',
          undoable: inPart,
        });
        return;
      }
      tellReply(
        toasts,
        reply,
        reply.outcomes.map(({ kind, name, result }) => `${kind} ${name} ${result}`).join(', '),
      );
    },
    async editLive(ref) {
      const object = await trying(() => client.ask({ ask: 'object', ref }));
      if (object === null) {
        toasts.show(TEXTS.inspector.gone, { tone: 'refused' });
        return;
      }
      const { manifestOf } = await import('../editor/live-manifest.ts');
      const text = manifestOf(object);
      documents.open({ name: `${ref.kind.toLowerCase()}-${ref.name}.yaml`, text, applied: text, live: ref });
      layout.change({ editorOpen: true, pane: 'yaml' });
    },
  };
}

function timeDeeds(
  { client, toasts }: DeedsParts,
  trying: Trying,
): Pick<Deeds, 'undo' | 'redo' | 'beforeCommand'> {
  return {
    async undo() {
      const undone = await trying(() => client.ask({ ask: 'undo' }));
      // What they offer to undo is undone, or is no longer what would be undone.
      toasts.dismissUndoable();
      toasts.show(undone === null ? TEXTS.toast.nothingToUndo : TEXTS.toast.undone(undone.text));
    },
    async redo() {
      const redone = await trying(() => client.ask({ ask: 'redo' }));
      toasts.show(redone === null ? TEXTS.toast.nothingToRedo : TEXTS.toast.redone(redone.text));
    },
    async beforeCommand(index) {
      const done = await trying(() => client.ask({ ask: 'before-command', index }).then(() => true));
      if (done === true) toasts.show(TEXTS.toast.before);
    },
  };
}

function runDeeds(
  { client, selection, run, toasts, documents, layout, visit }: DeedsParts,
  trying: Trying,
): Pick<Deeds, 'start' | 'open' | 'resume'> {
  /** What is left behind is offered back, as far as something was done in it. */
  const begin = async (title: string, told: string, work: () => Promise<null>): Promise<boolean> => {
    const now = visit();
    const left = now !== null && isWorthKeeping(now) ? now : null;
    const done = await trying(() => work().then(() => true));
    if (done !== true) return false;
    // Before the first run nothing could be selected but in the picture of its own beginning.
    if (now !== null) {
      selection.select(null);
      layout.change({ insidePod: null });
    }
    run.setState({ title, ...(left !== null && { kept: left }) });
    if (left !== null)
      toasts.show(told, { action: { label: TEXTS.toast.bringBack, run: () => void resume(left) } });
    else if (now !== null) toasts.show(told);
    return true;
  };
  const resume = async (kept: KeptVisit): Promise<boolean> => {
    const { title } = kept.run.setup;
    const work = (): Promise<null> => client.ask({ ask: 'open', saved: kept.run });
    if (!(await begin(title, TEXTS.toast.opened(title), work))) return false;
    documents.reset(kept.documents, kept.active);
    if (kept.selection !== null) selection.select(kept.selection);
    layout.change({ insidePod: kept.inside });
    return true;
  };
  return {
    resume,
    async start(setup, fresh) {
      const work = (): Promise<null> => client.ask({ ask: 'start', setup });
      const done = await begin(setup.title, TEXTS.toast.started(setup.title), work);
      if (done && fresh !== undefined) documents.reset(fresh);
    },
    async open(saved) {
      const { title } = saved.setup;
      const work = (): Promise<null> => client.ask({ ask: 'open', saved });
      if (!(await begin(title, TEXTS.toast.opened(title), work))) return false;
      documents.reset(runDocuments(saved));
      return true;
    },
  };
}

export function createDeeds(parts: DeedsParts): Deeds {
  const trying = createTrying(parts.toasts);
  const give = createGive(parts, trying);
  return {
    async command(command) {
      const reply = await give(command);
      if (reply !== null) tellReply(parts.toasts, reply, commandSentence(command));
      return reply;
    },
    ...documentDeeds(parts, trying, give),
    ...timeDeeds(parts, trying),
    ...runDeeds(parts, trying),
  };
}
