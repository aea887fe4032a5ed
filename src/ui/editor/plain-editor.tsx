import { useRef, type ReactNode } from 'react';
import { useSession } from '../app-shell/use-session.ts';
import type { EditorDocument } from '../stores/editor-documents.ts';
import { TEXTS } from '../texts.ts';

/** A plain text field with the same checks, for touch and for small screens. */
export function PlainEditor({ document }: { readonly document: EditorDocument }): ReactNode {
  const { documents } = useSession();
  const numbers = useRef<HTMLDivElement>(null);
  const count = document.text.split('\n').length;
  const wrong = new Set(document.problems.map(({ line }) => line));
  return (
    <div className="pd-plain">
      <div className="pd-plain-numbers" ref={numbers} aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          <div key={index} className={wrong.has(index + 1) ? 'pd-plain-wrong' : undefined}>
            {index + 1}
          </div>
        ))}
      </div>
      <textarea
        className="pd-plain-text"
        aria-label={TEXTS.editor.text(document.name)}
        aria-describedby={document.problems.length > 0 ? 'pd-problems' : undefined}
        aria-invalid={document.problems.some(({ severity }) => severity === 'error')}
        value={document.text}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        wrap="off"
        onChange={(event) => documents.type(document.id, event.target.value)}
        onScroll={(event) => {
          if (numbers.current !== null) numbers.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
