import { useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { TEXTS } from '../texts.ts';
import { useSession } from './use-session.ts';

/** So long after the start the dialogs are fetched, before anybody asks for them. */
const FETCH_AFTER_MS = 1_500;

/** Fetches the dialogs when the page has nothing else to do. */
export function useDialogsAhead(fetch: () => Promise<unknown>): void {
  useEffect(() => {
    // Without a network there is nothing to fetch; a fetch that fails is tried again when a dialog is wanted.
    const ahead = (): void => {
      if (navigator.onLine) void fetch().catch(() => undefined);
    };
    const timer = setTimeout(() => {
      if ('requestIdleCallback' in window) window.requestIdleCallback(ahead, { timeout: 3_000 });
      else ahead();
    }, FETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [fetch]);
}

/** Stands in for the palette while it is being loaded, and keeps what is typed for it. */
export function DialogsAhead(): ReactNode {
  const { layout } = useSession();
  const dialog = useStore(layout, (state) => state.dialog);
  const typed = useStore(layout, (state) => state.typedAhead);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  if (dialog !== 'palette') return null;
  return (
    <div className="pd-dialog pd-dialog-ahead" role="dialog" aria-label={TEXTS.palette.label}>
      <input
        ref={field}
        className="pd-input"
        value={typed.trimEnd()}
        placeholder={TEXTS.palette.placeholder}
        aria-label={TEXTS.palette.label}
        onChange={(event) => layout.change({ typedAhead: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') layout.change({ dialog: 'none', typedAhead: '' });
          // The palette reads it as its own Enter.
          if (event.key === 'Enter') layout.change({ typedAhead: `${typed}\n` });
        }}
      />
    </div>
  );
}
