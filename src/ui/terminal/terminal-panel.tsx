import { useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './terminal-panel.css';
import { useSession } from '../app-shell/use-session.ts';
import { TEXTS } from '../texts.ts';
import { glassOf } from './glass.ts';

/** The terminal, in whatever room it is given. */
export function TerminalPanel(): ReactNode {
  const session = useSession();
  const place = useRef<HTMLDivElement>(null);
  const wish = useStore(session.layout, (state) => state.terminalFocusWish);
  useEffect(() => {
    if (place.current === null) return undefined;
    return glassOf(session).mount(place.current);
  }, [session]);
  useEffect(() => {
    if (wish > 0) glassOf(session).focus();
  }, [session, wish]);
  return <div ref={place} className="pd-terminal" role="region" aria-label={TEXTS.terminal.label} />;
}
