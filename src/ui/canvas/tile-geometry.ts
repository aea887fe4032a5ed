/** Sizes and shapes of a tile's drawing, in px of its own box. Pure numbers, so that they can be checked. */

/** 38 and 30 lead a row, 28 stands alone with container slices, 20 is a legend or the inner of a double edge, 12 is a dot. */
export type TileSize = 38 | 30 | 28 | 20 | 12;

export interface TileGeometry {
  readonly glyph: number;
  /** The glyph when a ring goes round it. */
  readonly glyphInRing: number;
  /** How far glyph and ring stand above the middle, to leave room for the slices. */
  readonly raise: number;
  readonly ringRadius: number;
  readonly ringWidth: number;
}

const GEOMETRY: Readonly<Record<TileSize, TileGeometry>> = {
  38: { glyph: 22, glyphInRing: 19, raise: 0, ringRadius: 13.5, ringWidth: 2.25 },
  30: { glyph: 18, glyphInRing: 16, raise: 0, ringRadius: 10.25, ringWidth: 2 },
  28: { glyph: 16, glyphInRing: 13, raise: 3, ringRadius: 7, ringWidth: 1.75 },
  20: { glyph: 12, glyphInRing: 12, raise: 0, ringRadius: 7, ringWidth: 1.5 },
  12: { glyph: 12, glyphInRing: 12, raise: 0, ringRadius: 4, ringWidth: 1 },
};

export function tileGeometry(size: TileSize): TileGeometry {
  return GEOMETRY[size];
}

/** Part of a span that has passed at `nowMs`, 0…1. An empty span has passed. */
export function partPassed(nowMs: number, fromMs: number, toMs: number): number {
  if (toMs <= fromMs) return 1;
  return Math.min(1, Math.max(0, (nowMs - fromMs) / (toMs - fromMs)));
}

export interface RingArc {
  /** For a circle whose path length is 100. */
  readonly dash: string;
  readonly offset: number;
}

/**
 * The visible arc of a ring, clockwise from the top. A filling ring shows what has passed; a draining one what is left,
 * so that it empties from the top round.
 */
export function ringArc(passed: number, drains: boolean): RingArc {
  const shown = Math.round((drains ? 1 - passed : passed) * 1000) / 10;
  return { dash: `${shown} 100`, offset: drains ? shown - 100 : 0 };
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Equal boxes side by side between two insets; the last one ends exactly at the right inset. */
export function sideBySide(
  count: number,
  from: number,
  to: number,
  gap: number,
): readonly Omit<Box, 'y' | 'height'>[] {
  const width = (to - from - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, index) => ({ x: from + index * (width + gap), width }));
}

/** At most this many ticks are drawn for restarts; beyond, one tick and the number. */
export const TICKS_MAX = 4;
