import { DropdownMenu } from 'radix-ui';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { EditorDocument } from '../stores/editor-documents.ts';
import { TEXTS } from '../texts.ts';
import { moveRovingFocus } from '../widgets/roving-focus.ts';
import { EXAMPLE_GROUPS, EXAMPLES } from './examples.ts';
import { loadExample } from './load-example.ts';

function isChanged(document: EditorDocument): boolean {
  return document.applied !== null && document.applied !== document.text;
}

function Tab({ document, active, closable }: { readonly document: EditorDocument; readonly active: boolean; readonly closable: boolean }): ReactNode {
  const { documents } = useSession();
  const tab = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (active) tab.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [active]);
  return (
    <span ref={tab} className={active ? 'pd-document pd-document-active' : 'pd-document'}>
      <button type="button" className="pd-tab" aria-pressed={active} tabIndex={active ? 0 : -1} onClick={() => documents.activate(document.id)}>
        {document.name}
        {isChanged(document) && (
          <span className="pd-document-changed" title="changed">
            <span className="pd-visually-hidden">, changed</span>
          </span>
        )}
      </button>
      {active && closable && (
        <button type="button" className="pd-document-close" aria-label={TEXTS.editor.closeDocument(document.name)} onClick={() => documents.close(document.id)}>
          <Glyph name="icon-close" size={9} />
        </button>
      )}
    </span>
  );
}

function ExamplesMenu(): ReactNode {
  const session = useSession();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="pd-tab">{TEXTS.editor.examples}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pd-menu" align="end" sideOffset={4} collisionPadding={8}>
          {EXAMPLE_GROUPS.map((group) => (
            <DropdownMenu.Group key={group}>
              <DropdownMenu.Label className="pd-menu-label">{group}</DropdownMenu.Label>
              {EXAMPLES.filter((example) => example.group === group).map((example) => (
                <DropdownMenu.Item key={example.file} className="pd-menu-item" onSelect={() => loadExample(session, example)}>
                  <span>
                    {example.title}
                    <small>{example.about}</small>
                  </span>
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
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
          <Tab key={document.id} document={document} active={document.id === activeId} closable={list.length > 1} />
        ))}
      </div>
      <button type="button" className="pd-icon-button" aria-label={text.newDocument} data-tip={text.newDocument} onClick={() => documents.open({ name: text.untitled, text: '' })}>
        <Glyph name="icon-plus" size={12} />
      </button>
      <span className="pd-grow" />
      <ExamplesMenu />
    </div>
  );
}
