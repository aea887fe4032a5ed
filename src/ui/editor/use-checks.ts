import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../app-shell/use-session.ts';
import { activeDocument } from '../stores/editor-documents.ts';

const PAUSE_MS = 350;

/** Asks the engine what is wrong with the open text, a moment after the last key. */
export function useChecks(): void {
  const { client, documents } = useSession();
  const id = useStore(documents, (state) => activeDocument(state)?.id ?? 0);
  const text = useStore(documents, (state) => activeDocument(state)?.text ?? '');
  useEffect(() => {
    let stale = false;
    const check = async (): Promise<void> => {
      try {
        const problems = text.trim() === '' ? [] : await client.ask({ ask: 'check', text });
        if (!stale) documents.setProblems(id, problems);
      } catch {
        // **Why:** a stopped engine says so in its banner; the text stays as it is.
      }
    };
    const timer = setTimeout(() => void check(), PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, documents, id, text]);
}
