import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { firstMinuteStage } from '../app-shell/first-minute-stage.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { spanText } from '../timeline/clock-text.ts';

const SHAPES = [
  { letter: 'A', path: 'M30 6 55 52H5z', textAt: 45 },
  { letter: 'B', path: 'M30 6a24 24 0 1 0 .01 0z', textAt: 38 },
  { letter: 'C', path: 'M8 8h44v44H8z', textAt: 38 },
];

/** A question with answers that are told apart by shape: hands up before going on. */
function Prediction(): ReactNode {
  const text = TEXTS.firstMinute;
  return (
    <section className="pd-present-card pd-present-ask">
      <h2>{text.predict}</h2>
      <ol>
        {SHAPES.map(({ letter, path, textAt }, index) => (
          <li key={letter}>
            <svg viewBox="0 0 60 60" role="img" aria-label={letter}>
              <path d={path} />
              <text x="30" y={textAt}>
                {letter}
              </text>
            </svg>
            {text.predictions[index]}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What the run waits for. */
function Next(): ReactNode {
  const next = useClock((clock) => clock.next, null);
  const now = useClock((clock) => clock.now, 0);
  return (
    <section className="pd-present-card pd-present-ask">
      <h2>{TEXTS.present.next}</h2>
      <p>{next === null ? TEXTS.time.nothingNext : next.text}</p>
      {next !== null && <p className="pd-strong">{TEXTS.time.within(spanText(next.at - now))}</p>}
    </section>
  );
}

const SHOWN_MAX = 4;

/** Promises and how far they are kept. */
function Promises(): ReactNode {
  const { map } = useSession();
  const owners = useStore(map, ({ model }) => model?.owners);
  const waiting = useStore(map, ({ model }) => model?.pending.pods.length ?? 0);
  const shown = owners?.slice(0, SHOWN_MAX) ?? [];
  return (
    <section className="pd-present-card">
      <h2>{TEXTS.present.counts}</h2>
      <ul className="pd-present-promises">
        {shown.map((owner) => (
          <li key={owner.uid}>
            <span className={owner.ready >= owner.want ? 'pd-present-box pd-present-kept' : 'pd-present-box'}>
              {owner.ready >= owner.want && <Glyph name="icon-check" className="pd-present-glyph" />}
            </span>
            {owner.name}: {owner.ready} of {owner.want}
          </li>
        ))}
      </ul>
      {(owners?.length ?? 0) > SHOWN_MAX && <p>{TEXTS.present.more((owners?.length ?? 0) - SHOWN_MAX)}</p>}
      <p>{TEXTS.present.waiting(waiting)}</p>
    </section>
  );
}

/** Beside the map: a question or what comes next, and the promises. */
export function PresentSide(): ReactNode {
  const { mirror } = useSession();
  const stage = useStore(mirror, firstMinuteStage);
  return (
    <div className="pd-present-side">
      {stage === 'silent' || stage === 'unknown' || stage === 'deleted' ? <Prediction /> : <Next />}
      <Promises />
    </div>
  );
}
