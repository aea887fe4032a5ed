/** The texts of the editor: tabs, what is typed, what was applied, what is wrong with it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ObjectRef } from '../../protocol/requests.ts';
import type { CommandOutcome, Problem } from './engine-words.ts';

export interface EditorDocument {
  readonly id: number;
  readonly name: string;
  readonly text: string;
  /** Text of the last successful apply, or of the live object; null when it never was applied. */
  readonly applied: string | null;
  /** What became of each document of the file at the last apply. */
  readonly outcomes: readonly CommandOutcome[];
  readonly problems: readonly Problem[];
  /** The live object that this tab edits. */
  readonly live: ObjectRef | null;
}

/** Lines to show and tint; `wish` grows so that the same lines can be asked for twice. */
export interface Reveal {
  readonly documentId: number;
  readonly fromLine: number;
  readonly toLine: number;
  readonly wish: number;
}

export interface EditorDocumentsState {
  readonly documents: readonly EditorDocument[];
  readonly activeId: number;
  readonly reveal: Reveal | null;
  readonly showsDiff: boolean;
}

export interface NewDocument {
  readonly name: string;
  readonly text: string;
  readonly applied?: string | null;
  readonly live?: ObjectRef | null;
}

export interface EditorDocumentsStore extends StoreApi<EditorDocumentsState> {
  /** Opens a new tab in front, or the tab that already holds this live object or this very text. */
  open(document: NewDocument): void;
  close(id: number): void;
  activate(id: number): void;
  type(id: number, text: string): void;
  setProblems(id: number, problems: readonly Problem[]): void;
  setApplied(
    id: number,
    text: string,
    outcomes: readonly CommandOutcome[],
    problems: readonly Problem[],
  ): void;
  reveal(documentId: number, fromLine: number, toLine: number): void;
  showDiff(shown: boolean): void;
  /** Replaces all tabs: another run begins. `front` is the place of the tab in front. */
  reset(documents: readonly NewDocument[], front?: number): void;
}

export function activeDocument(state: EditorDocumentsState): EditorDocument | null {
  return state.documents.find((document) => document.id === state.activeId) ?? null;
}

/** A name that no other tab has: `pod.yaml`, `pod-2.yaml`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const dot = wanted.lastIndexOf('.');
  const [stem, ending] = dot < 0 ? [wanted, ''] : [wanted.slice(0, dot), wanted.slice(dot)];
  let number = 2;
  while (taken.includes(`${stem}-${number}${ending}`)) number += 1;
  return `${stem}-${number}${ending}`;
}

function fresh(
  id: number,
  { name, text, applied = null, live = null }: NewDocument,
  taken: readonly string[],
): EditorDocument {
  return { id, name: freeName(name, taken), text, applied, live, outcomes: [], problems: [] };
}

function sameTab(document: EditorDocument, wanted: NewDocument): boolean {
  if (wanted.live !== undefined && wanted.live !== null) {
    return (
      document.live !== null &&
      document.live.kind === wanted.live.kind &&
      document.live.namespace === wanted.live.namespace &&
      document.live.name === wanted.live.name
    );
  }
  return document.live === null && document.text === wanted.text;
}

export function createEditorDocuments(first: readonly NewDocument[]): EditorDocumentsStore {
  let lastId = 0;
  const number = (documents: readonly NewDocument[]): EditorDocument[] => {
    const made: EditorDocument[] = [];
    for (const document of documents)
      made.push(
        fresh(
          (lastId += 1),
          document,
          made.map(({ name }) => name),
        ),
      );
    return made;
  };
  const start = (documents: readonly NewDocument[], front = 0): EditorDocumentsState => {
    const made = number(documents.length > 0 ? documents : [{ name: 'untitled.yaml', text: '' }]);
    return { documents: made, activeId: (made[front] ?? made[0])?.id ?? 0, reveal: null, showsDiff: false };
  };
  const store = createStore<EditorDocumentsState>()(() => start(first));
  const change = (id: number, part: Partial<EditorDocument>): void =>
    store.setState(({ documents }) => ({
      documents: documents.map((document) => (document.id === id ? { ...document, ...part } : document)),
    }));

  return {
    ...store,
    open(wanted) {
      const { documents } = store.getState();
      const found = documents.find((document) => sameTab(document, wanted));
      if (found !== undefined) {
        store.setState({ activeId: found.id, showsDiff: false });
        return;
      }
      const document = fresh(
        (lastId += 1),
        wanted,
        documents.map(({ name }) => name),
      );
      store.setState({ documents: [...documents, document], activeId: document.id, showsDiff: false });
    },
    close(id) {
      const { documents, activeId } = store.getState();
      const at = documents.findIndex((document) => document.id === id);
      const rest = documents.filter((document) => document.id !== id);
      if (rest.length === 0) rest.push(fresh((lastId += 1), { name: 'untitled.yaml', text: '' }, []));
      const next = activeId === id ? (rest[Math.min(at, rest.length - 1)]?.id ?? 0) : activeId;
      store.setState({ documents: rest, activeId: next, showsDiff: false });
    },
    activate: (id) => store.setState({ activeId: id, showsDiff: false }),
    type: (id, text) => change(id, { text }),
    setProblems: (id, problems) => change(id, { problems }),
    setApplied: (id, text, outcomes, problems) =>
      change(id, {
        outcomes,
        problems,
        ...(outcomes.some(({ result }) => result !== 'refused') && { applied: text }),
      }),
    reveal: (documentId, fromLine, toLine) =>
      store.setState(({ reveal }) => ({
        activeId: documentId,
        reveal: { documentId, fromLine, toLine, wish: (reveal?.wish ?? 0) + 1 },
      })),
    showDiff: (showsDiff) => store.setState({ showsDiff }),
    reset: (documents, front) => store.setState(start(documents, front)),
  };
}
