import { memo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { FleetTile } from '../../../projections/fleet.ts';
import { problemGlyph, problemWords, tileWords } from '../../canvas/fleet-words.ts';
import { Glyph } from '../../glyphs/glyph.tsx';
import { TEXTS } from '../../texts.ts';
import { moveRovingFocus } from '../../widgets/roving-focus.ts';

/** More are reached by the next press: nobody reads a thousand at once, and a list of them would be slow. */
const AT_ONCE = 100;

interface ProblemProps {
  readonly tile: FleetTile;
  readonly selected: boolean;
  readonly isStop: boolean;
  readonly onSelect: (node: string) => void;
  readonly onApproach: (node: string) => void;
}

const Problem = memo(function ProblemDrawing(props: ProblemProps): ReactNode {
  const { tile, selected, isStop, onSelect, onApproach } = props;
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    moveRovingFocus(event, '[data-problem]');
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onApproach(tile.name);
  };
  return (
    <li>
      <button
        type="button"
        className="pd-fleet-problem"
        data-problem={tile.name}
        data-node={tile.name}
        aria-pressed={selected}
        aria-label={`${tile.name}, ${tileWords(tile)}`}
        tabIndex={isStop ? 0 : -1}
        onClick={() => onSelect(tile.name)}
        onDoubleClick={() => onApproach(tile.name)}
        onKeyDown={onKey}
      >
        <Glyph name={problemGlyph(tile)} size={14} />
        <span className="pd-fleet-name">{tile.name}</span>
        <span className="pd-fleet-words">{problemWords(tile)}</span>
      </button>
    </li>
  );
});

export interface FleetProblemsProps {
  readonly problems: readonly FleetTile[];
  readonly selected: string | null;
  readonly onSelect: (node: string) => void;
  readonly onApproach: (node: string) => void;
}

/** Every node that needs somebody, the worst first. One tab stop; arrows move, Space selects, Enter goes to the card. */
export function FleetProblems({ problems, selected, onSelect, onApproach }: FleetProblemsProps): ReactNode {
  const [shown, setShown] = useState(AT_ONCE);
  const listed = problems.slice(0, shown);
  const stop = listed.some(({ name }) => name === selected) ? selected : (listed[0]?.name ?? null);
  const text = TEXTS.fleet;
  return (
    <section className="pd-fleet-problems" aria-label={text.problems}>
      <h2>
        {text.problems} <span className="pd-quiet">{problems.length === 0 ? '' : problems.length}</span>
      </h2>
      {problems.length === 0 ? (
        <p className="pd-fleet-calm">
          <Glyph name="state-ready" size={14} /> {text.noProblems}
        </p>
      ) : (
        <ul data-roving>
          {listed.map((tile) => (
            <Problem
              key={tile.name}
              tile={tile}
              selected={tile.name === selected}
              isStop={tile.name === stop}
              onSelect={onSelect}
              onApproach={onApproach}
            />
          ))}
        </ul>
      )}
      {problems.length > shown && (
        <button type="button" className="pd-button pd-button-line" onClick={() => setShown(shown + AT_ONCE)}>
          {text.more(problems.length - shown)}
        </button>
      )}
    </section>
  );
}
