/**
 * Where things stand on the map: a pure function from sizes to places. The order is always the same (control plane, promises and waiting pods,
 * services, nodes), columns depend only on the number of nodes and on the width, and a block that grows moves only what stands below it.
 */

export interface MapBlock {
  readonly id: string;
  readonly heightPx: number;
}

export interface MapLayoutInput {
  /** Size of the window on the map at zoom 1. */
  readonly viewWidthPx: number;
  readonly viewHeightPx: number;
  readonly plane: MapBlock;
  /** Stands alone above the waiting pods when promises are folded into one board; then there are no owners. */
  readonly board?: MapBlock;
  readonly owners: readonly MapBlock[];
  readonly pending: MapBlock;
  readonly services: readonly MapBlock[];
  readonly nodes: readonly MapBlock[];
}

export interface Place {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface MapLayout {
  readonly places: readonly Place[];
  readonly cardWidthPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

const WIDE_ABOVE_PX = 1000;
const TICKET_WIDTH_MIN_PX = 250;
/** One promise beside the tray takes the larger part. */
const TICKET_SHARE = 0.574;
const CARD_WIDTH_MIN_PX = 190;
/** Cards of a cluster that is larger than the window. */
const CARD_WIDTH_FAR_PX = 230;
/** Up to so many rows are scrolled at full size; beyond, the map is laid out for a look from afar. */
const ROWS_NEAR_MAX = 3;

interface Spacing {
  readonly margin: number;
  readonly gap: number;
  readonly cardGap: number;
}

function spacingFor(widthPx: number): Spacing {
  return widthPx > WIDE_ABOVE_PX
    ? { margin: 26, gap: 16, cardGap: 20 }
    : { margin: 18, gap: 12, cardGap: 14 };
}

interface Columns {
  readonly count: number;
  readonly widthPx: number;
}

/** As many cards side by side as fit; a large cluster gets a grid of the window's shape, wider than the window. */
export function nodeColumns(
  nodeCount: number,
  roomPx: number,
  viewHeightPx: number,
  cardHeightPx: number,
  gap: number,
): Columns {
  const fit = Math.max(1, Math.floor((roomPx + gap) / (CARD_WIDTH_MIN_PX + gap)));
  const count = Math.max(1, Math.min(fit, nodeCount));
  if (Math.ceil(nodeCount / count) <= ROWS_NEAR_MAX)
    return { count, widthPx: Math.floor((roomPx - gap * (count - 1)) / count) };
  const shape = (roomPx * (cardHeightPx + gap)) / (Math.max(1, viewHeightPx) * (CARD_WIDTH_FAR_PX + gap));
  const far = Math.max(count, Math.round(Math.sqrt(nodeCount * shape)));
  return { count: Math.min(far, nodeCount), widthPx: CARD_WIDTH_FAR_PX };
}

/** Between two cards of a cluster that is larger than the window. */
export const CARD_GAP_PX = 20;
/** About the height of a card with a dozen pods: enough to guess the shape of a cluster before it is laid out. */
const CARD_HEIGHT_PX = 300;

/** Px of the screen from one card to the next when the whole width of that many nodes is in the window. */
export function fittedPitchPx(
  nodeCount: number,
  view: { readonly width: number; readonly height: number },
): number {
  const { count } = nodeColumns(nodeCount, view.width, view.height, CARD_HEIGHT_PX, CARD_GAP_PX);
  return view.width / count;
}

function rowsOf<Item>(items: readonly Item[], columns: number): Item[][] {
  const rows: Item[][] = [];
  items.forEach((item, index) => {
    if (index % columns === 0) rows.push([]);
    rows.at(-1)?.push(item);
  });
  return rows;
}

/** Lays rows of blocks below `top`; returns the places and where the next thing may begin. */
function placeRows(
  rows: readonly (readonly MapBlock[])[],
  widths: (row: readonly MapBlock[]) => readonly number[],
  left: number,
  top: number,
  gap: number,
): { places: Place[]; bottom: number } {
  const places: Place[] = [];
  let y = top;
  for (const row of rows) {
    let x = left;
    const width = widths(row);
    row.forEach((block, index) => {
      places.push({ id: block.id, x, y, width: width[index] ?? 0, height: block.heightPx });
      x += (width[index] ?? 0) + gap;
    });
    y += Math.max(...row.map(({ heightPx }) => heightPx)) + gap;
  }
  return { places, bottom: y };
}

function promiseWidths(
  room: number,
  gap: number,
  columns: number,
  count: number,
): (row: readonly MapBlock[]) => readonly number[] {
  return (row) => {
    const free = room - gap * (columns - 1);
    if (columns === 2 && count === 2 && row.length === 2)
      return [Math.round(free * TICKET_SHARE), free - Math.round(free * TICKET_SHARE)];
    return row.map(() => Math.floor(free / columns));
  };
}

export function layoutMap(input: MapLayoutInput): MapLayout {
  const { margin, gap, cardGap } = spacingFor(input.viewWidthPx);
  const viewRoom = Math.max(CARD_WIDTH_MIN_PX, input.viewWidthPx - 2 * margin);
  // **Why:** not by the cards as they are: a pod more would move every card of a large cluster.
  const columns = nodeColumns(input.nodes.length, viewRoom, input.viewHeightPx, CARD_HEIGHT_PX, cardGap);
  const room = Math.max(viewRoom, columns.count * (columns.widthPx + cardGap) - cardGap);

  const whole = (): readonly number[] => [room];
  const plane = placeRows([[input.plane]], whole, margin, margin === 18 ? 16 : 22, gap);
  const board = placeRows(input.board === undefined ? [] : [[input.board]], whole, margin, plane.bottom, gap);
  const promises = [...input.owners, input.pending];
  const promiseColumns = Math.max(
    1,
    Math.min(promises.length, Math.floor((room + gap) / (TICKET_WIDTH_MIN_PX + gap))),
  );
  const wants = placeRows(
    rowsOf(promises, promiseColumns),
    promiseWidths(room, gap, promiseColumns, promises.length),
    margin,
    board.bottom,
    gap,
  );
  const rails = placeRows(
    input.services.map((service) => [service]),
    whole,
    margin,
    wants.bottom,
    gap,
  );
  const cards = placeRows(
    rowsOf(input.nodes, columns.count),
    (row) => row.map(() => columns.widthPx),
    margin,
    rails.bottom,
    cardGap,
  );

  return {
    places: [...plane.places, ...board.places, ...wants.places, ...rails.places, ...cards.places],
    cardWidthPx: columns.widthPx,
    widthPx: room + 2 * margin,
    heightPx: cards.bottom + margin - cardGap,
  };
}
