import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { Glyph } from '../glyphs/glyph.tsx';
import type { Toast } from '../stores/toasts.ts';
import { TEXTS } from '../texts.ts';
import { useSession } from './use-session.ts';

const SHOWN_MS = 5_000;
/** What can be undone or was refused must be readable in peace. */
const SHOWN_LONG_MS = 9_000;

function ToastLine({ toast }: { readonly toast: Toast }): ReactNode {
  const { toasts, deeds } = useSession();
  const { action } = toast;
  const long = toast.undoable || action !== null || toast.tone === 'refused';
  useEffect(() => {
    const timer = setTimeout(() => toasts.dismiss(toast.id), long ? SHOWN_LONG_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast.id, long, toasts]);
  const undo = (): void => {
    toasts.dismiss(toast.id);
    void deeds.undo();
  };
  return (
    <li className={`pd-toast pd-toast-${toast.tone}`} role={toast.tone === 'refused' ? 'alert' : undefined}>
      <span className="pd-toast-text">{toast.text}</span>
      {toast.undoable && (
        <button type="button" className="pd-button" onClick={undo}>
          <Glyph name="icon-undo" className="pd-toast-glyph" />
          {TEXTS.toast.undo}
        </button>
      )}
      {action !== null && (
        <button
          type="button"
          className="pd-button"
          onClick={() => {
            toasts.dismiss(toast.id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className="pd-icon-button"
        aria-label={TEXTS.toast.dismiss}
        onClick={() => toasts.dismiss(toast.id)}
      >
        <Glyph name="icon-close" className="pd-toast-glyph" />
      </button>
    </li>
  );
}

/** What was done just now. Never takes the focus. */
export function Toasts(): ReactNode {
  const { toasts } = useSession();
  const shown = useStore(toasts, (state) => state.toasts);
  return (
    <ul className="pd-toasts">
      {shown.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </ul>
  );
}
