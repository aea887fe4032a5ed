import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './editor-panel.css';
import { Later } from '../app-shell/later.tsx';
import { useSession } from '../app-shell/use-session.ts';
import { APPLY_KEYS } from '../app-shell/platform.ts';
import { useBreadth } from '../app-shell/use-breadth.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { activeDocument, type EditorDocument } from '../stores/editor-documents.ts';
import { TEXTS } from '../texts.ts';
import { DiffLines } from './diff-lines.tsx';
import { DocumentTabs } from './document-tabs.tsx';
import { changeCount, changedLines } from './line-diff.ts';
import { PlainEditor } from './plain-editor.tsx';
import { ProblemsList } from './problems-list.tsx';
import { useChecks } from './use-checks.ts';
import { useReveal } from './use-reveal.ts';
import { YamlLines } from './yaml-lines.tsx';

const MonacoView = lazy(() =>
  import('./monaco-view.tsx').then(({ MonacoView: component }) => ({ default: component })),
);

/** After the first paint, when nothing else is to be done: the editor costs a quarter of a second. */
const LOAD_AFTER_MS = 2_500;

/** Touch alone gets the plain text field: Monaco does not claim to work there. */
function isTouchOnly(): boolean {
  return window.matchMedia('(hover: none) and (pointer: coarse)').matches;
}

/** Turns true when the page is idle some time after the start. */
function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      if ('requestIdleCallback' in window)
        window.requestIdleCallback(() => setIdle(true), { timeout: 4_000 });
      else setIdle(true);
    }, LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return idle;
}

interface StateLine {
  readonly text: string;
  readonly glyph: 'icon-check' | 'icon-warning' | 'state-unscheduled';
  readonly tone: 'fine' | 'wrong' | 'quiet';
}

/** One line below the text: valid or not, changed or not. */
export function stateLine(document: EditorDocument): StateLine {
  const text = TEXTS.editor.state;
  if (document.text.trim() === '') return { text: text.empty, glyph: 'state-unscheduled', tone: 'quiet' };
  const errors = document.problems.filter(({ severity }) => severity === 'error').length;
  if (errors > 0)
    return {
      text: text.problems(errors, document.problems.length - errors),
      glyph: 'icon-warning',
      tone: 'wrong',
    };
  if (document.applied === null) return { text: text.never, glyph: 'icon-check', tone: 'fine' };
  const changes = changeCount(document.applied, document.text);
  return { text: changes === 0 ? text.asApplied : text.changes(changes), glyph: 'icon-check', tone: 'fine' };
}

function Footer({ document }: { readonly document: EditorDocument }): ReactNode {
  const { deeds, documents } = useSession();
  const showsDiff = useStore(documents, (state) => state.showsDiff);
  const line = useMemo(() => stateLine(document), [document]);
  const text = TEXTS.editor;
  const empty = document.text.trim() === '';
  return (
    <div className="pd-editor-foot">
      <span className={`pd-editor-state pd-editor-state-${line.tone}`}>
        <Glyph name={line.glyph} size={15} />
        <span>{line.text}</span>
      </span>
      <span className="pd-grow" />
      <button
        type="button"
        className="pd-button pd-button-line"
        aria-pressed={showsDiff}
        aria-disabled={document.applied === null}
        onClick={() => document.applied !== null && documents.showDiff(!showsDiff)}
      >
        {showsDiff ? text.back : text.diff}
      </button>
      <button
        type="button"
        className="pd-button pd-button-solid"
        aria-disabled={empty}
        onClick={() => !empty && void deeds.applyDocument(document.id)}
      >
        {text.apply}
        <kbd className="pd-kbd">{APPLY_KEYS}</kbd>
      </button>
    </div>
  );
}

/** The same text as the editor will show, at the same places, until the editor is there. */
function Preview({
  document,
  onWanted,
}: {
  readonly document: EditorDocument;
  readonly onWanted: () => void;
}): ReactNode {
  const { documents } = useSession();
  const reveal = useStore(documents, (state) => state.reveal);
  const changed = useMemo(
    () => (document.applied === null ? [] : changedLines(document.applied, document.text)),
    [document.applied, document.text],
  );
  const lit =
    reveal !== null && reveal.documentId === document.id ? ([reveal.fromLine, reveal.toLine] as const) : null;
  return (
    <div
      className="pd-editor-preview"
      role="textbox"
      aria-multiline="true"
      aria-readonly="true"
      aria-label={TEXTS.editor.text(document.name)}
      tabIndex={0}
      onFocus={onWanted}
      onPointerEnter={onWanted}
    >
      {document.text === '' ? (
        <p className="pd-editor-empty pd-quiet">{TEXTS.editor.empty}</p>
      ) : (
        <YamlLines text={document.text} changed={changed} lit={lit} />
      )}
    </div>
  );
}

function Body({ document }: { readonly document: EditorDocument }): ReactNode {
  const { documents } = useSession();
  const showsDiff = useStore(documents, (state) => state.showsDiff);
  const breadth = useBreadth();
  const [touch] = useState(isTouchOnly);
  const [wanted, setWanted] = useState(false);
  const plain = touch || breadth === 'phone';
  const idle = useIdle();
  if (showsDiff && document.applied !== null) {
    return (
      <div className="pd-editor-diff">
        <h2 className="pd-heading">{TEXTS.editor.diffTitle}</h2>
        {document.applied === document.text ? (
          <p className="pd-quiet">{TEXTS.editor.nothingDiffers}</p>
        ) : (
          <DiffLines before={document.applied} after={document.text} />
        )}
      </div>
    );
  }
  if (plain) return <PlainEditor document={document} />;
  const preview = <Preview document={document} onWanted={() => setWanted(true)} />;
  if (!idle && !wanted) return preview;
  return (
    <Suspense fallback={preview}>
      <MonacoView focus={wanted} />
    </Suspense>
  );
}

/** The left of the screen: what is asked for. */
export function EditorPanel(): ReactNode {
  const { documents } = useSession();
  const document = useStore(documents, activeDocument);
  useChecks();
  useReveal();
  return (
    <section className="pd-pane pd-editor" aria-label={TEXTS.editor.landmark}>
      <DocumentTabs />
      {document !== null && (
        <>
          <div className="pd-editor-body">
            <Later>
              <Body document={document} />
            </Later>
          </div>
          <ProblemsList document={document} />
          <Footer document={document} />
        </>
      )}
    </section>
  );
}
