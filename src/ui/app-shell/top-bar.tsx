import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import './top-bar.css';
import { Glyph } from '../glyphs/glyph.tsx';
import { Wordmark } from '../glyphs/wordmark.tsx';
import { TEXTS } from '../texts.ts';
import { Segmented } from '../widgets/segmented.tsx';
import { COMMAND_KEY } from './platform.ts';
import { Toasts } from './toasts-view.tsx';
import { useBreadth } from './use-breadth.ts';
import { useClock, useSession } from './use-session.ts';

const LENSES = [
  { value: 'api', label: TEXTS.top.lensApi },
  { value: 'truth', label: TEXTS.top.lensTruth },
] as const;

function Facts(): ReactNode {
  const { run, mirror } = useSession();
  const title = useStore(run, (state) => state.title);
  const nodeCount = useStore(mirror, (state) => state.nodes.length);
  const seed = useClock((clock) => clock.seed, 0);
  return (
    <>
      <h1 className="pd-top-title">{title}</h1>
      <span className="pd-top-facts pd-quiet">{TEXTS.top.facts(nodeCount, seed)}</span>
    </>
  );
}

export function LensSwitch(): ReactNode {
  const { preferences } = useSession();
  const lens = useStore(preferences, (state) => state.lens);
  return (
    <Segmented
      label={TEXTS.top.lens}
      options={LENSES}
      value={lens}
      onChange={(next) => preferences.choose({ lens: next })}
    />
  );
}

/** Who we are, which run this is, and what works everywhere. */
export function TopBar(): ReactNode {
  const { layout } = useSession();
  // On a phone they stand below the pane, where they cover nothing that is being pressed.
  const phone = useBreadth() === 'phone';
  const text = TEXTS.top;
  return (
    <header className="pd-top" aria-label={text.landmark}>
      <span className="pd-top-brand">
        <Wordmark />
        <span className="pd-top-word">{TEXTS.product}</span>
      </span>
      <span className="pd-top-rule" />
      <div className="pd-top-middle">
        <Facts />
        {!phone && <Toasts />}
      </div>
      <span className="pd-top-lens">
        <LensSwitch />
      </span>
      <button
        type="button"
        className="pd-button"
        aria-label={text.present}
        data-tip={`${text.present} (P)`}
        onClick={() => layout.change({ presenting: true })}
      >
        <Glyph name="icon-present" className="pd-glyph-tool" />
        <span className="pd-top-label">{text.present}</span>
      </button>
      <button
        type="button"
        className="pd-button"
        aria-label={text.share}
        data-tip={TEXTS.share.title}
        onClick={() => layout.change({ dialog: 'share' })}
      >
        <Glyph name="icon-share" className="pd-glyph-tool" />
        <span className="pd-top-label">{text.share}</span>
      </button>
      <button
        type="button"
        className="pd-button pd-top-icon"
        aria-label={text.settings}
        data-tip={text.settings}
        onClick={() => layout.change({ dialog: 'settings' })}
      >
        <Glyph name="icon-settings" className="pd-glyph-tool" />
      </button>
      <button
        type="button"
        className="pd-button pd-button-line"
        aria-label={text.find}
        onClick={() => layout.change({ dialog: 'palette' })}
      >
        <Glyph name="icon-search" className="pd-glyph-tool" />
        <span className="pd-top-label">{text.find}</span>
        <kbd className="pd-kbd">{COMMAND_KEY}K</kbd>
      </button>
    </header>
  );
}
