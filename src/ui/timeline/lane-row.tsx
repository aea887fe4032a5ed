import { memo, type ReactNode } from 'react';
import type { Lane } from '../../protocol/requests.ts';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { bandLook } from './band-look.ts';
import { momentText } from './clock-text.ts';
import { deedGlyph } from './deed-glyphs.ts';
import { shareOf, thinMarks, type TimeWindow } from './time-scale.ts';

const MARKS_APART_PX = 4;
const ICONS_APART_PX = 16;

interface LaneRowProps {
  readonly lane: Lane;
  readonly window: TimeWindow;
  readonly widthPx: number;
  /** How far the run has come, as a share of the window; a little less at times. */
  readonly reach: number;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

function spanWords({ from, to, lasts }: Lane['bands'][number]): string {
  return lasts ? TEXTS.time.since(momentText(from)) : `${momentText(from)} to ${momentText(to)}`;
}

/** A word that would be cut is left to the tooltip. */
const LETTER_PX = 7;

function Bands({ lane, window, widthPx, reach }: LaneRowProps): ReactNode {
  return lane.bands.map((band) => {
    const from = Math.max(0, shareOf(window, band.from));
    // **Why:** what lasts is drawn into the time ahead, whose sheet covers it: so it grows with the playhead, without being drawn anew.
    const to = band.lasts ? 1 : Math.min(1, shareOf(window, band.to));
    const seen = Math.min(to, reach) - from;
    if (to <= 0 || from >= 1) return null;
    const { hue, word } = bandLook(band.state);
    return (
      <span
        key={`${band.from} ${band.state}`}
        className={`pd-band pd-band-${hue}`}
        style={{ left: percent(from), width: `max(3px, calc(${percent(to - from)} - 1px))` }}
        data-tip={`${band.text || word}, ${spanWords(band)}`}
      >
        {seen * widthPx >= (word.length + 2) * LETTER_PX && <span className="pd-band-word">{word}</span>}
      </span>
    );
  });
}

/** All marks lead to their moment. A person's deeds are buttons with icons; the many others are ticks for the pointer, and steps for the keyboard. */
function Marks({ lane, window, widthPx }: LaneRowProps): ReactNode {
  const { playback } = useSession();
  const yours = lane.kind === 'you';
  return thinMarks(lane.marks, window, widthPx, yours ? ICONS_APART_PX : MARKS_APART_PX).map(
    ({ mark, count }) => {
      const text = `${mark.text}, ${momentText(mark.at)}${count > 1 ? `, and ${count - 1} more` : ''}`;
      const style = { left: percent(shareOf(window, mark.at)) };
      if (!yours)
        return (
          <span key={mark.at} className="pd-mark-tick" style={style} data-tip={text} data-at={mark.at} />
        );
      return (
        <button
          key={mark.at}
          type="button"
          className="pd-mark-deed"
          style={style}
          aria-label={text}
          data-tip={text}
          onClick={() => void playback.seek(mark.at)}
        >
          <Glyph name={deedGlyph(mark.kind)} size={12} />
        </button>
      );
    },
  );
}

function LaneRowDrawing(props: LaneRowProps): ReactNode {
  const { lane } = props;
  const label = lane.kind === 'you' ? TEXTS.time.you : lane.label;
  return (
    <div role="listitem" className="pd-lane" aria-label={label}>
      <Bands {...props} />
      <Marks {...props} />
    </div>
  );
}

export const LaneRow = memo(LaneRowDrawing);
