import { useEffect, useRef, type MouseEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './transport.css';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import { SPEEDS } from '../stores/playback.ts';
import { TEXTS } from '../texts.ts';
import { Segmented } from '../widgets/segmented.tsx';
import { clockParts, spanText } from './clock-text.ts';

const SPEED_OPTIONS = SPEEDS.map((speed) => ({ value: String(speed), label: `${speed}×` }));

/** The clock of the run. It ticks outside of React, ten times a second. */
export function ClockFace(): ReactNode {
  const { clock } = useSession();
  const main = useRef<HTMLSpanElement>(null);
  const tenths = useRef<HTMLElement>(null);
  useEffect(() => {
    const draw = (): void => {
      const parts = clockParts(clock.get());
      if (main.current !== null) main.current.textContent = parts.main;
      if (tenths.current !== null) tenths.current.textContent = `.${parts.tenths}`;
    };
    draw();
    return clock.subscribe(draw);
  }, [clock]);
  return (
    <span className="pd-clock pd-code" role="timer" aria-label={TEXTS.time.clock} aria-live="off">
      <span ref={main} />
      <small ref={tenths} />
    </span>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly tip: string;
  readonly glyph: GlyphName;
  readonly onPress: (event: MouseEvent) => void;
}

function StepButton({ label, tip, glyph, onPress }: StepButtonProps): ReactNode {
  return (
    <button type="button" className="pd-step" aria-label={label} data-tip={tip} onClick={onPress}>
      <Glyph name={glyph} className="pd-glyph-tool" />
    </button>
  );
}

function PlayButton(): ReactNode {
  const { playback } = useSession();
  const playing = useClock((clock) => clock.playing, false);
  const label = playing ? TEXTS.time.pause : TEXTS.time.play;
  return (
    <button
      type="button"
      className="pd-step pd-step-play"
      aria-label={label}
      data-tip={`${label} (Space)`}
      onClick={() => void playback.toggle()}
    >
      <Glyph name={playing ? 'icon-pause' : 'icon-play'} />
    </button>
  );
}

/** What the run waits for. */
function Waiting(): ReactNode {
  const playing = useClock((clock) => clock.playing, false);
  const next = useClock((clock) => clock.next, null);
  const now = useClock((clock) => clock.now, 0);
  const text = TEXTS.time;
  return (
    <p className="pd-waiting-line">
      {playing ? text.running : text.paused}
      {' · '}
      {next === null ? (
        text.nothingNext
      ) : (
        <>
          {text.next}{' '}
          <span className="pd-waiting-what">
            {next.text} {text.within(spanText(next.at - now))}
          </span>
        </>
      )}
    </p>
  );
}

/** Step, play, skip; the clock; the speed; what comes next. */
export function Transport({ compact = false }: { readonly compact?: boolean }): ReactNode {
  const { playback, selection } = useSession();
  const speed = useStore(playback, (state) => state.speed);
  const text = TEXTS.time;
  const forward = (event: MouseEvent): void => {
    const about = event.altKey ? selection.getState().current : null;
    void playback.step('next', { raw: event.shiftKey, ...(about !== null && { about }) });
  };
  const back = (event: MouseEvent): void => {
    const about = event.altKey ? selection.getState().current : null;
    void playback.step('previous', about === null ? {} : { about });
  };
  return (
    <div className={compact ? 'pd-transport pd-transport-compact' : 'pd-transport'}>
      <div className="pd-steps" role="group" aria-label={text.transport}>
        <StepButton
          label={text.first}
          tip={text.first}
          glyph="icon-first"
          onPress={() => void playback.seek(0)}
        />
        <StepButton label={text.back} tip={`${text.back} (←)`} glyph="icon-back" onPress={back} />
        <PlayButton />
        <StepButton
          label={text.forward}
          tip={`${text.forward} (→), Shift: every simulator event, Alt: only the selection`}
          glyph="icon-forward"
          onPress={forward}
        />
        <StepButton
          label={text.skip}
          tip={`${text.skip} (N)`}
          glyph="icon-next"
          onPress={() => void playback.skip()}
        />
      </div>
      <ClockFace />
      <Segmented
        label={text.speed}
        options={SPEED_OPTIONS}
        value={String(speed)}
        onChange={(value) => void playback.setSpeed(Number(value))}
      />
      {!compact && <Waiting />}
    </div>
  );
}
