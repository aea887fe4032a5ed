import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useBreadth } from '../app-shell/use-breadth.ts';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { EditorDocument } from '../stores/editor-documents.ts';
import { TEXTS } from '../texts.ts';
import { moveRovingFocus } from '../widgets/roving-focus.ts';

function isChanged(document: EditorDocument): boolean {
  return document.applied !== null && document.applied !== document.text;
}

function Tab({
  document,
  active,
  closable,
}: {
  readonly document: EditorDocument;
  readonly active: boolean;
  readonly closable: boolean;
}): ReactNode {
  const { documents } = useSession();
  const tab = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (active) tab.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [active]);
  return (
    <span ref={tab} className={active ? 'pd-document pd-document-active' : 'pd-document'}>
      <button
        type="button"
        className="pd-tab"
        aria-pressed={active}
        tabIndex={active ? 0 : -1}
        onClick={() => documents.activate(document.id)}
      >
        {document.name}
        {isChanged(document) && (
          <span className="pd-document-changed" title="changed">
            <span className="pd-visually-hidden">, changed</span>
          </span>
        )}
      </button>
      {active && closable && (
        <button
          type="button"
          className="pd-document-close"
          aria-label={TEXTS.editor.closeDocument(document.name)}
          onClick={() => documents.close(document.id)}
        >
          <Glyph name="icon-close" size={9} />
        </button>
      )}
    </span>
  );
}

const LoadedExamplesMenu = lazy(() =>
  import('./examples-menu.tsx').then(({ ExamplesMenu }) => ({ default: ExamplesMenu })),
);

/** The button at once, its menu when it is first pressed. */
function ExamplesButton(): ReactNode {
  const [wanted, setWanted] = useState(false);
  const button = (
    <button type="button" className="pd-tab" aria-haspopup="menu" onClick={() => setWanted(true)}>
      {TEXTS.editor.examples}
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <LoadedExamplesMenu />
    </Suspense>
  );
}

/** Folds the editor away; small screens have their switcher instead. */
function HideEditor(): ReactNode {
  const { layout } = useSession();
  const breadth = useBreadth();
  if (breadth === 'phone' || breadth === 'tablet') return null;
  const label = TEXTS.panels.closeSpec;
  return (
    <button
      type="button"
      className="pd-icon-button"
      aria-label={label}
      data-tip={label}
      onClick={() => layout.change({ editorOpen: false })}
    >
      <Glyph name="icon-arrow-left" size={13} />
    </button>
  );
}

const moveFocus = (event: KeyboardEvent<HTMLElement>): void => moveRovingFocus(event, '.pd-tab');

/** Open manifests, a new one, and the examples. */
export function DocumentTabs(): ReactNode {
  const { documents } = useSession();
  const list = useStore(documents, (state) => state.documents);
  const activeId = useStore(documents, (state) => state.activeId);
  const text = TEXTS.editor;
  return (
    <div className="pd-pane-tabs">
      <div className="pd-documents" role="toolbar" aria-label={text.documents} onKeyDown={moveFocus}>
        {list.map((document) => (
          <Tab
            key={document.id}
            document={document}
            active={document.id === activeId}
            closable={list.length > 1}
          />
        ))}
      </div>
      <button
        type="button"
        className="pd-icon-button"
        aria-label={text.newDocument}
        data-tip={text.newDocument}
        onClick={() => documents.open({ name: text.untitled, text: '' })}
      >
        <Glyph name="icon-plus" size={12} />
      </button>
      <span className="pd-grow" />
      <ExamplesButton />
      <HideEditor />
    </div>
  );
}
