/** Where the tiles of a fleet stand, and when tiles become cards. All px are of the screen. */

/** The smallest tile is 12 px with a gap of 2. */
export const PITCH_MIN_PX = 14;
/** From here on a node is drawn as a card; back again when the pitch of cards falls below the other. */
export const PITCH_CARDS_PX = 44;
export const PITCH_TILES_PX = 36;
const ZOOM_STEP = 1.25;

export interface FleetGrid {
  readonly columns: number;
  readonly rows: number;
  readonly pitchPx: number;
}

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** As large as all of them fit, within the limits; what does not fit is scrolled down to. */
export function fitFleet(count: number, { width, height }: Room): FleetGrid {
  let pitchPx = PITCH_TILES_PX;
  const columnsAt = (pitch: number): number => Math.max(1, Math.floor(width / pitch));
  while (pitchPx > PITCH_MIN_PX && Math.ceil(count / columnsAt(pitchPx)) * pitchPx > height) pitchPx -= 1;
  const columns = columnsAt(pitchPx);
  return { columns, rows: Math.ceil(count / columns), pitchPx };
}

/** One step nearer or farther. Columns stay, so that no tile changes its neighbours. */
export function zoomFleet(grid: FleetGrid, direction: 1 | -1): FleetGrid {
  const pitch = Math.round(direction === 1 ? grid.pitchPx * ZOOM_STEP : grid.pitchPx / ZOOM_STEP);
  return { ...grid, pitchPx: Math.min(PITCH_CARDS_PX, Math.max(PITCH_MIN_PX, pitch)) };
}

/** Index of the tile at a point of the whole mosaic, or null between the last tile and the end. */
export function tileAt(grid: FleetGrid, count: number, x: number, y: number): number | null {
  const column = Math.floor(x / grid.pitchPx);
  const row = Math.floor(y / grid.pitchPx);
  const index = row * grid.columns + column;
  return column < 0 || row < 0 || column >= grid.columns || index >= count ? null : index;
}

/** Where a key leads from tile `at` (-1: nowhere yet); null when it leads nowhere. */
export function tileAfter(key: string, at: number, { columns }: FleetGrid, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -at,
    End: count - 1 - at,
  };
  const step = steps[key];
  if (step === undefined || count === 0) return null;
  if (at < 0) return 0;
  const next = at + step;
  return next >= 0 && next < count && next !== at ? next : null;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Scroll position after a change of pitch, so that what was under `at` (px from the window's corner) stays there. */
export function keepUnder(from: FleetGrid, to: FleetGrid, scroll: Point, at: Point): Point {
  const factor = to.pitchPx / from.pitchPx;
  return { x: (scroll.x + at.x) * factor - at.x, y: (scroll.y + at.y) * factor - at.y };
}

export type MapFace = 'tiles' | 'cards';

/** What to draw at a pitch: the last choice stays between the two limits. */
export function faceAt(pitchPx: number, previous: MapFace): MapFace {
  if (pitchPx >= PITCH_CARDS_PX) return 'cards';
  return pitchPx <= PITCH_TILES_PX ? 'tiles' : previous;
}

/** Fewer nodes are a cluster, not a fleet. */
const FLEET_FROM = 60;

/** How a cluster opens: as cards if at their whole width a card is at least as wide as a card must be. */
export function firstFace(nodeCount: number, pitchWhenFittedPx: number): MapFace {
  return nodeCount < FLEET_FROM || pitchWhenFittedPx >= PITCH_CARDS_PX ? 'cards' : 'tiles';
}

export function isFleet(nodeCount: number): boolean {
  return nodeCount >= FLEET_FROM;
}

export interface Beyond {
  readonly up: number;
  readonly down: number;
  readonly left: number;
  readonly right: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where tile number `index` stands in the mosaic. */
export function placeOf({ columns, pitchPx }: FleetGrid, index: number): Box {
  return {
    x: (index % columns) * pitchPx,
    y: Math.floor(index / columns) * pitchPx,
    width: pitchPx,
    height: pitchPx,
  };
}

/** How many boxes lie wholly beyond each edge of the window; what is beyond a corner counts above or below. */
export function beyondEdges(boxes: readonly Box[], window: Box): Beyond {
  const beyond = { up: 0, down: 0, left: 0, right: 0 };
  for (const { x, y, width, height } of boxes) {
    if (y + height <= window.y) beyond.up += 1;
    else if (y >= window.y + window.height) beyond.down += 1;
    else if (x + width <= window.x) beyond.left += 1;
    else if (x >= window.x + window.width) beyond.right += 1;
  }
  return beyond;
}

export type Edge = keyof Beyond;

/** The nearest box beyond an edge, as its index; null when there is none. */
export function nearestBeyond(boxes: readonly Box[], window: Box, edge: Edge): number | null {
  const middle = { x: window.x + window.width / 2, y: window.y + window.height / 2 };
  let best: number | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  boxes.forEach((box, index) => {
    if (beyondEdges([box], window)[edge] === 0) return;
    const distance = Math.abs(box.x + box.width / 2 - middle.x) + Math.abs(box.y + box.height / 2 - middle.y);
    if (distance >= bestDistance) return;
    best = index;
    bestDistance = distance;
  });
  return best;
}
