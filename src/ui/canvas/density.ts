/**
 * How large pods are drawn in a node card. Rows with text come first, then tiles, then dots; text never shrinks.
 * The width decides what is possible, the number of pods what fits, and the last choice keeps it calm at the borders.
 * `present` is never chosen here: it is asked for by present mode, and scales with the height of the screen.
 */
export type Density = 'row-38' | 'row-30' | 'tile' | 'dot' | 'present';

export interface DensityInput {
  readonly widthPx: number;
  /** Pods of the fullest card: all cards of one map share a density. */
  readonly podCountMax: number;
  /** What was drawn before, or null the first time. */
  readonly previous: Density | null;
}

const WIDE_ROW_ABOVE_PX = 300;
const ROW_ABOVE_PX = 170;
const ROWS_MAX = 8;
/** Rows come back only below this, so that one pod more or less does not flip the card. */
const ROWS_AGAIN_MAX = 6;
const TILE_LINES_MAX = 6;

const TILE_PITCH_PX = 39;
const DOT_PITCH_PX = 14;
const CARD_INSET_PX = 24;
const TILE_GAP_PX = 11;
const DOT_GAP_PX = 2;

/** Rows stand one to a line. */
export function columnsOf(density: Density, widthPx: number): number {
  const room = widthPx - CARD_INSET_PX;
  if (density === 'tile') return Math.max(1, Math.floor((room + TILE_GAP_PX) / TILE_PITCH_PX));
  if (density === 'dot') return Math.max(1, Math.floor((room + DOT_GAP_PX) / DOT_PITCH_PX));
  return 1;
}

export function isRow(density: Density | null): boolean {
  return density === 'row-38' || density === 'row-30' || density === 'present';
}

export function chooseDensity({ widthPx, podCountMax, previous }: DensityInput): Density {
  const rowsMax = previous === null || isRow(previous) ? ROWS_MAX : ROWS_AGAIN_MAX;
  if (podCountMax <= rowsMax && widthPx > WIDE_ROW_ABOVE_PX) return 'row-38';
  if (podCountMax <= rowsMax && widthPx > ROW_ABOVE_PX) return 'row-30';
  return podCountMax <= columnsOf('tile', widthPx) * TILE_LINES_MAX ? 'tile' : 'dot';
}

/** Slots are added in whole steps, so that a card grows rarely. */
export function slotStep(density: Density, widthPx: number): number {
  if (density === 'present') return 2;
  return isRow(density) ? 3 : columnsOf(density, widthPx);
}
