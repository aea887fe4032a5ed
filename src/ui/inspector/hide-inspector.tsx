import type { ReactNode } from 'react';
import { useBreadth } from '../app-shell/use-breadth.ts';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';

/** Folds the inspector away; small screens have their switcher instead. */
export function HideInspector(): ReactNode {
  const { layout } = useSession();
  const breadth = useBreadth();
  if (breadth === 'phone' || breadth === 'tablet') return null;
  const label = TEXTS.panels.closeWhy;
  return (
    <button
      type="button"
      className="pd-icon-button pd-fold"
      aria-label={label}
      data-tip={label}
      onClick={() => layout.change({ inspectorOpen: false })}
    >
      <Glyph name="icon-arrow-right" size={13} />
    </button>
  );
}
