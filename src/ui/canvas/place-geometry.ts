import { isRow, type Density } from './density.ts';

/** Where places lie inside a card, in px from the corner of the pods' room; the numbers repeat pod-slots.css. */
interface PlaceSizes {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly gapX: number;
  readonly gapY: number;
}

const SIZES: Readonly<Record<Exclude<Density, 'present'>, PlaceSizes>> = {
  'row-38': { left: 10, top: 10, width: 0, height: 48, gapX: 0, gapY: 6 },
  'row-30': { left: 8, top: 9, width: 0, height: 40, gapX: 0, gapY: 3 },
  tile: { left: 12, top: 12, width: 28, height: 50, gapX: 11, gapY: 8 },
  dot: { left: 12, top: 14, width: 12, height: 12, gapX: 2, gapY: 2 },
};

const TILE_PX = 28;
/** A lane beside rows runs in the inset left of them. */
const LANE_LEFT_PX = 8;
const LANE_GAP_PX = 2;

/** The upper end of the lane on which a probe reaches the pod in a place. */
export function laneEnd(
  index: number,
  density: keyof typeof SIZES,
  columns: number,
): { readonly x: number; readonly y: number } {
  const { left, top, width, height, gapX, gapY } = SIZES[density];
  const line = Math.floor(index / columns);
  const pod = density === 'tile' ? TILE_PX : height;
  return {
    x: isRow(density) ? LANE_LEFT_PX : left + (index % columns) * (width + gapX) + width / 2,
    y: top + line * (height + gapY) + pod + LANE_GAP_PX,
  };
}
