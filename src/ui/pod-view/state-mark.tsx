import type { ReactNode } from 'react';
import type { CellState } from '../../projections/pod-inside/cell.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { CELL_LOOKS } from './cell-look.ts';

/** The state as a tile: edge, fill and glyph say it, hue repeats it. */
export function StateMark({ state }: { readonly state: CellState }): ReactNode {
  const { fill, glyph, edge, corner, hue } = CELL_LOOKS[state];
  return (
    <span
      className={`pd-in-mark pd-in-${hue} pd-in-fill-${fill} pd-in-edge-${edge} pd-in-corner-${corner}`}
      aria-hidden="true"
    >
      <Glyph name={glyph} className="pd-in-glyph" />
    </span>
  );
}
