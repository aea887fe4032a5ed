import { useEffect, useRef, type ReactNode } from 'react';
import { useSession } from '../app-shell/use-session.ts';
import { TAB_TRAP_HINT } from '../app-shell/platform.ts';
import type { Session } from '../app-shell/session.ts';
import {
  activeDocument,
  type EditorDocument,
  type EditorDocumentsState,
} from '../stores/editor-documents.ts';
import { TEXTS } from '../texts.ts';
import { changedLines } from './line-diff.ts';
import { documentLines } from './locate-object.ts';
import { monaco, startMonaco } from './monaco-setup.ts';
import { giveWayOut } from './way-out.ts';

type Editor = monaco.editor.IStandaloneCodeEditor;
type Decoration = monaco.editor.IModelDeltaDecoration;

const PROBLEM_MARKERS = 'podarium';

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 12,
  glyphMargin: false,
  folding: false,
  fontFamily: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace",
  fontLigatures: false,
  tabSize: 2,
  insertSpaces: true,
  detectIndentation: false,
  renderFinalNewline: 'off',
  renderLineHighlight: 'line',
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  overviewRulerBorder: false,
  occurrencesHighlight: 'off',
  bracketPairColorization: { enabled: false },
  acceptSuggestionOnCommitCharacter: false,
  stickyScroll: { enabled: false },
  guides: { indentation: false },
  padding: { top: 8, bottom: 8 },
  quickSuggestions: { strings: true, other: true, comments: false },
  wordBasedSuggestions: 'off',
  fixedOverflowWidgets: true,
  accessibilitySupport: 'auto',
  unicodeHighlight: { ambiguousCharacters: false },
  scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
};

function fontSizes(): { fontSize: number; lineHeight: number } {
  return window.innerWidth >= 1600 ? { fontSize: 14, lineHeight: 22 } : { fontSize: 12, lineHeight: 20 };
}

function uriOf(document: EditorDocument): monaco.Uri {
  return monaco.Uri.parse(`inmemory://podarium/${document.id}/${document.name}`);
}

function modelOf(document: EditorDocument): monaco.editor.ITextModel {
  return (
    monaco.editor.getModel(uriOf(document)) ??
    monaco.editor.createModel(document.text, 'yaml', uriOf(document))
  );
}

/** On a whole line; words are put behind its end. */
function wholeLine(
  document: EditorDocument,
  line: number,
  options: monaco.editor.IModelDecorationOptions,
): Decoration {
  const model = monaco.editor.getModel(uriOf(document));
  const end = model !== null && line <= model.getLineCount() ? model.getLineMaxColumn(line) : 1;
  return {
    range: new monaco.Range(line, end, line, end),
    options: { isWholeLine: true, showIfCollapsed: true, ...options },
  };
}

function changeMarks(document: EditorDocument): Decoration[] {
  if (document.applied === null || document.applied === document.text) return [];
  return changedLines(document.applied, document.text).map(({ line, was }) =>
    wholeLine(document, line, {
      className: 'pd-line-added',
      linesDecorationsClassName: 'pd-line-bar',
      ...(was !== '' && { after: { content: `was ${was}`, inlineClassName: 'pd-line-was' } }),
    }),
  );
}

/** After an apply each document says what became of it, until the text changes. */
function outcomeMarks(document: EditorDocument): Decoration[] {
  if (document.outcomes.length === 0 || document.applied !== document.text) return [];
  const starts = documentLines(document.text);
  return document.outcomes.flatMap((outcome, index) => {
    const line = starts[outcome.document ?? index];
    if (line === undefined) return [];
    const refused = outcome.result === 'refused' ? ' pd-outcome-refused' : '';
    return [
      wholeLine(document, line, {
        after: { content: outcome.result, inlineClassName: `pd-outcome${refused}` },
      }),
    ];
  });
}

function revealMarks(document: EditorDocument, state: EditorDocumentsState): Decoration[] {
  const { reveal } = state;
  if (reveal === null || reveal.documentId !== document.id) return [];
  const last = monaco.editor.getModel(uriOf(document))?.getLineCount() ?? reveal.toLine;
  const to = Math.min(reveal.toLine, last);
  if (reveal.fromLine > to) return [];
  return [
    {
      range: new monaco.Range(reveal.fromLine, 1, to, 1),
      options: { isWholeLine: true, className: 'pd-line-lit' },
    },
  ];
}

function markProblems(document: EditorDocument): void {
  const model = monaco.editor.getModel(uriOf(document));
  if (model === null) return;
  const markers = document.problems.map((problem) => ({
    severity: problem.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message: problem.message,
    startLineNumber: problem.line,
    startColumn: problem.column,
    endLineNumber: problem.endLine,
    endColumn: problem.endColumn,
  }));
  monaco.editor.setModelMarkers(model, PROBLEM_MARKERS, markers);
}

/** Keeps editor and store in step: the store decides which text is open, the editor what is typed. */
function follow(editor: Editor, session: Session): () => void {
  const { documents } = session;
  const marks = editor.createDecorationsCollection();
  let shownWish = 0;
  const update = (state: EditorDocumentsState): void => {
    const document = activeDocument(state);
    if (document === null) return;
    const model = modelOf(document);
    if (editor.getModel() !== model) editor.setModel(model);
    if (model.getValue() !== document.text) model.setValue(document.text);
    editor.updateOptions({ ariaLabel: TEXTS.editor.text(document.name) });
    markProblems(document);
    marks.set([...revealMarks(document, state), ...changeMarks(document), ...outcomeMarks(document)]);
    const { reveal } = state;
    if (reveal === null || reveal.wish === shownWish || reveal.documentId !== document.id) return;
    shownWish = reveal.wish;
    editor.revealLinesInCenterIfOutsideViewport(
      reveal.fromLine,
      reveal.toLine,
      monaco.editor.ScrollType.Immediate,
    );
  };
  const forget = (state: EditorDocumentsState): void => {
    const known = new Set(state.documents.map((document) => uriOf(document).toString()));
    for (const model of monaco.editor.getModels())
      if (model.uri.authority === 'podarium' && !known.has(model.uri.toString())) model.dispose();
  };
  const typed = editor.onDidChangeModelContent(() => {
    const document = activeDocument(documents.getState());
    const text = editor.getModel()?.getValue();
    if (document !== null && text !== undefined && text !== document.text) documents.type(document.id, text);
  });
  const stop = documents.subscribe((state) => {
    update(state);
    forget(state);
  });
  update(documents.getState());
  return () => {
    stop();
    typed.dispose();
  };
}

/** The editor itself. */
export function MonacoView({ focus }: { readonly focus: boolean }): ReactNode {
  const session = useSession();
  const box = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(focus);
  useEffect(() => {
    if (box.current === null) return undefined;
    startMonaco();
    const editor = monaco.editor.create(box.current, {
      ...OPTIONS,
      ...fontSizes(),
      theme: 'podarium',
      model: null,
    });
    const stop = follow(editor, session);
    // Whoever has gone on meanwhile is not called back.
    if (wantsFocus.current && document.activeElement === document.body) editor.focus();
    const apply = editor.addAction({
      id: 'podarium.apply',
      label: TEXTS.editor.apply,
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => void session.deeds.applyDocument(session.documents.getState().activeId),
    });
    const { Escape: escape, Tab: tab, Shift: shift } = monaco.KeyCode;
    const closeWayOut = giveWayOut(editor, {
      keys: { escape, tab, shift },
      tabLeaves: () => editor.getOption(monaco.editor.EditorOption.tabFocusMode),
    });
    const resize = (): void => editor.updateOptions(fontSizes());
    window.addEventListener('resize', resize);
    return () => {
      window.removeEventListener('resize', resize);
      stop();
      closeWayOut();
      apply.dispose();
      editor.dispose();
    };
  }, [session]);
  return (
    <>
      <div ref={box} className="pd-monaco" />
      <p className="pd-tab-hint" aria-hidden="true">
        {TEXTS.editor.tabTrap[TAB_TRAP_HINT]}
      </p>
    </>
  );
}
