import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './present-view.css';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { CaptionBar } from '../canvas/caption-bar.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import { Wordmark } from '../glyphs/wordmark.tsx';
import { TEXTS } from '../texts.ts';
import { currentTheme } from '../theme/theme.ts';
import { ClockFace } from '../timeline/transport.tsx';
import { PresentSide } from './present-side.tsx';
import { PresentStage } from './present-stage.tsx';

/** The page takes the projector's colours and a measure in heights of the screen; leaving gives both back. */
function useProjector(): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset['theme'] = 'projector';
    dataset['present'] = 'on';
    return () => {
      dataset['theme'] = currentTheme();
      delete dataset['present'];
    };
  }, []);
}

function Head(): ReactNode {
  const { run } = useSession();
  const title = useStore(run, (state) => state.title);
  const playing = useClock((clock) => clock.playing, false);
  const text = TEXTS.present;
  return (
    <header className="pd-present-head">
      <span className="pd-present-mark">
        <Wordmark size={48} />
      </span>
      <h1>{title}</h1>
      <span className="pd-grow" />
      <span className="pd-present-way">
        <Glyph name={playing ? 'icon-play' : 'icon-pause'} className="pd-present-glyph" />
        {playing ? text.running : text.paused}
      </span>
      <ClockFace />
    </header>
  );
}

function Controls(): ReactNode {
  const { playback, layout } = useSession();
  const playing = useClock((clock) => clock.playing, false);
  const text = TEXTS.present;
  return (
    <footer className="pd-present-controls">
      <button
        type="button"
        className="pd-present-button"
        aria-label={TEXTS.time.first}
        onClick={() => void playback.seek(0)}
      >
        <Glyph name="icon-first" className="pd-present-glyph" />
      </button>
      <button
        type="button"
        className="pd-present-button"
        aria-label={TEXTS.time.back}
        onClick={() => void playback.step('previous')}
      >
        <Glyph name="icon-back" className="pd-present-glyph" />
      </button>
      <button
        type="button"
        className="pd-present-button pd-present-main"
        onClick={() => void playback.toggle()}
      >
        <Glyph name={playing ? 'icon-pause' : 'icon-play'} className="pd-present-glyph" />
        {playing ? text.pause : text.continue}
        <kbd>{text.space}</kbd>
      </button>
      <button
        type="button"
        className="pd-present-button"
        aria-label={TEXTS.time.forward}
        onClick={() => void playback.step('next')}
      >
        <Glyph name="icon-forward" className="pd-present-glyph" />
      </button>
      <button type="button" className="pd-present-button" onClick={() => void playback.skip()}>
        <Glyph name="icon-next" className="pd-present-glyph" />
        {TEXTS.time.skip}
        <kbd>{text.pageDown}</kbd>
      </button>
      <span className="pd-grow" />
      <button
        type="button"
        className="pd-present-button pd-present-leave"
        aria-label={text.leave}
        onClick={() => layout.change({ presenting: false })}
      >
        <Glyph name="icon-out" className="pd-present-glyph" />
        <kbd>Esc</kbd>
      </button>
    </footer>
  );
}

function Caption(): ReactNode {
  const { map } = useSession();
  const caption = useStore(map, ({ model }) => model?.caption ?? null);
  const text = TEXTS.present;
  return (
    <CaptionBar
      present
      caption={caption ?? { id: 'none', headline: text.nothingYet, detail: text.nothingYetDetail }}
    />
  );
}

/** For the last seat: the map, the last cause, the clock, large steps. */
export function PresentView(): ReactNode {
  useProjector();
  return (
    <div className="pd-present">
      <Head />
      <main className="pd-present-body" aria-label={TEXTS.present.landmark} id="pd-map">
        <PresentStage />
        <PresentSide />
      </main>
      <Caption />
      <Controls />
    </div>
  );
}
