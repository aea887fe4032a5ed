import { useEffect, useRef, type ReactNode } from 'react';
import './drawer.css';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from './texts.ts';

export interface DrawerProps {
  readonly title: string;
  readonly note: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Opens over the foot of the scene; the pod stays in sight and time goes on. */
export function Drawer({ title, note, onClose, children }: DrawerProps): ReactNode {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div className="pd-in-drawer" role="dialog" aria-label={title} ref={panel} tabIndex={-1}>
      <header className="pd-in-drawer-head">
        <h3>{title}</h3>
        <span className="pd-note">{note}</span>
        <span className="pd-grow" />
        <button type="button" className="pd-icon-button" aria-label={TEXTS.close} onClick={onClose}>
          <Glyph name="icon-close" size={12} />
        </button>
      </header>
      {children}
    </div>
  );
}
