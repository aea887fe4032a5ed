import { memo, type ReactNode } from 'react';
import type { PodStateKind } from '../../projections/view-model.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { lookClasses, POD_LOOKS } from './pod-look.ts';
import { Tile } from './tile.tsx';
import type { TileSize } from './tile-geometry.ts';

export interface DisagreeTileProps {
  readonly truth: PodStateKind;
  readonly api: PodStateKind;
  readonly size: TileSize;
}

/** Two edges: the outer one is what the API says, the inner tile is how it is. The badge says that they differ. */
function DisagreeTileDrawing({ truth, api, size }: DisagreeTileProps): ReactNode {
  const outer = POD_LOOKS[api];
  const hue = outer.edge === 'dotted' ? 'lost' : 'plain';
  return (
    <span className={`pd-belief pd-belief-${size}`} aria-hidden="true">
      <span
        className={`pd-tile pd-tile-${size} pd-belief-api ${lookClasses({ ...outer, hue, fill: 'none', mark: 'none' })}`}
      >
        <svg className="pd-tile-ink" viewBox={`0 0 ${size} ${size}`} focusable="false">
          <rect className="pd-tile-edge" pathLength="4" />
        </svg>
      </span>
      <Tile state={truth} size={20} />
      <span className="pd-unequal">
        <Glyph name="icon-unequal" />
      </span>
    </span>
  );
}

export const DisagreeTile = memo(DisagreeTileDrawing);
