import type { ReactNode } from 'react';
import './edge-arrows.css';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';

export interface EdgeCounts {
  readonly up: number;
  readonly down: number;
  readonly left: number;
  readonly right: number;
}

const EDGES: readonly {
  readonly edge: keyof EdgeCounts;
  readonly glyph: GlyphName;
  readonly where: string;
}[] = [
  { edge: 'up', glyph: 'icon-up', where: 'above' },
  { edge: 'left', glyph: 'icon-arrow-left', where: 'to the left' },
  { edge: 'right', glyph: 'icon-arrow-right', where: 'to the right' },
  { edge: 'down', glyph: 'icon-down', where: 'below' },
];

export interface EdgeArrowsProps {
  readonly counts: EdgeCounts;
  readonly onGo: (edge: keyof EdgeCounts) => void;
}

/** Nodes in need that are out of sight, at the edge behind which they lie; a press leads to the nearest. */
export function EdgeArrows({ counts, onGo }: EdgeArrowsProps): ReactNode {
  return EDGES.map(({ edge, glyph, where }) => {
    const count = counts[edge];
    if (count === 0) return null;
    const label = `${count} ${count === 1 ? 'node needs' : 'nodes need'} attention ${where}`;
    return (
      <button
        key={edge}
        type="button"
        className={`pd-beyond pd-beyond-${edge}`}
        aria-label={label}
        data-tip={label}
        onClick={() => onGo(edge)}
      >
        <Glyph name={glyph} size={12} />
        {count}
      </button>
    );
  });
}
