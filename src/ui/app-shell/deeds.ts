/** What a person can do: each deed asks the engine, tells what came of it, and leaves its line in the kubectl tab. */
import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../host/client/engine-client.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import { manifestOf } from '../editor/live-manifest.ts';
import type { EchoStore } from '../stores/echo.ts';
import type { EditorDocumentsStore } from '../stores/editor-documents.ts';
import type { Command, CommandReply, RunSetup, SavedRun } from '../stores/engine-words.ts';
import type { LayoutStore } from '../stores/layout.ts';
import { messageOf } from '../stores/playback.ts';
import type { SelectionStore } from '../stores/selection.ts';
import type { ToastsStore } from '../stores/toasts.ts';
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
  start(setup: RunSetup): Promise<void>;
  open(saved: SavedRun): Promise<void>;
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
}

function refusedText(reply: CommandReply): string | null {
  const refused = reply.outcomes.find(({ result }) => result === 'refused');
  return refused === undefined ? (reply.problems[0]?.message ?? null) : (refused.message ?? null);
}

export function createDeeds(parts: DeedsParts): Deeds {
  const { client, mirror, documents, toasts, echo, selection, run } = parts;
  const now = (): number => mirror.getState().clock?.now ?? 0;

  /** The one place where a refused request becomes a sentence. */
  const trying = async <Value>(work: () => Promise<Value>): Promise<Value | null> => {
    try {
      return await work();
    } catch (error) {
      toasts.show(messageOf(error), { tone: 'refused' });
      return null;
    }
  };

  const give = async (command: Command): Promise<CommandReply | null> => {
    const at = now();
    const reply = await trying(() => client.ask({ ask: 'command', command }));
    if (reply === null) return null;
    const answers = reply.outcomes.map(outcomeLine).filter((line) => line !== '');
    echo.add({ at, line: kubectlLine(command), answers, refused: !reply.ok });
    return reply;
  };

  const command = async (wanted: Command): Promise<CommandReply | null> => {
    const reply = await give(wanted);
    if (reply === null) return null;
    if (reply.ok) toasts.show(commandSentence(wanted), { undoable: true });
    else toasts.show(refusedText(reply) ?? commandSentence(wanted), { tone: 'refused' });
    return reply;
  };

  return {
    command,
    async undo() {
      const undone = await trying(() => client.ask({ ask: 'undo' }));
      toasts.show(undone === null ? TEXTS.toast.nothingToUndo : TEXTS.toast.undone(undone.text));
    },
    async redo() {
      const redone = await trying(() => client.ask({ ask: 'redo' }));
      if (redone !== null) toasts.show(TEXTS.toast.redone(redone.text));
    },
    async beforeCommand(index) {
      const done = await trying(async () => {
        await client.ask({ ask: 'before-command', index });
        return true;
      });
      if (done === true) toasts.show(TEXTS.toast.before);
    },
    async applyDocument(id) {
      const document = documents.getState().documents.find((candidate) => candidate.id === id);
      if (document === undefined || document.text.trim() === '') return;
      const reply = await give({ kind: 'apply-manifest', text: document.text });
      if (reply === null) return;
      documents.setApplied(id, document.text, reply.outcomes, reply.problems);
      const refused = refusedText(reply);
      if (reply.ok) toasts.show(reply.outcomes.map((o) => `${o.kind} ${o.name} ${o.result}`).join(', ') || commandSentence({ kind: 'apply-manifest', text: '' }), { undoable: true });
      else toasts.show(refused ?? TEXTS.editor.problems, { tone: 'refused' });
    },
    async editLive(ref) {
      const object = await trying(() => client.ask({ ask: 'object', ref }));
      if (object === null) {
        toasts.show(TEXTS.inspector.gone, { tone: 'refused' });
        return;
      }
      const text = manifestOf(object);
      documents.open({ name: `${ref.kind.toLowerCase()}-${ref.name}.yaml`, text, applied: text, live: ref });
      parts.layout.change({ editorOpen: true, pane: 'yaml' });
    },
    async start(setup) {
      const done = await trying(() => client.ask({ ask: 'start', setup }).then(() => true));
      if (done !== true) return;
      selection.select(null);
      run.setState({ title: setup.title });
    },
    async open(saved) {
      const done = await trying(() => client.ask({ ask: 'open', saved }).then(() => true));
      if (done !== true) return;
      selection.select(null);
      run.setState({ title: saved.setup.title });
      toasts.show(TEXTS.toast.opened(saved.setup.title));
    },
  };
}
