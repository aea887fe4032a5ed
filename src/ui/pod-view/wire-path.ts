/** The course of wires between sockets: right angles only. All in px of the scene. */

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Wire {
  /** Path data. */
  readonly d: string;
  /** Where an arrow head points, and to which side it points. */
  readonly head: { readonly x: number; readonly y: number; readonly way: 'left' | 'right' | 'up' | 'down' };
  /** A good place for the number of a message. */
  readonly badge: { readonly x: number; readonly y: number };
}

function midX({ left, right }: Box): number {
  return (left + right) / 2;
}

function midY({ top, bottom }: Box): number {
  return (top + bottom) / 2;
}

/** Where a straight way down can lead: over the middle of either box, if the other is there too. */
function straightX(from: Box, to: Box): number | null {
  const [a, b] = [midX(to), midX(from)];
  if (a > from.left + 4 && a < from.right - 4) return a;
  return b > to.left + 4 && b < to.right - 4 ? b : null;
}

/** From the lower edge of one box to the upper edge of another below it; upwards when that stands above. */
export function wireDown(from: Box, to: Box): Wire {
  const up = to.bottom <= from.top;
  const start = up ? from.top : from.bottom;
  const end = up ? to.bottom : to.top;
  const way = up ? 'up' : 'down';
  const x = straightX(from, to);
  if (x !== null)
    return { d: `M${x} ${start}V${end}`, head: { x, y: end, way }, badge: { x, y: (start + end) / 2 } };
  const turn = (start + end) / 2;
  return {
    d: `M${midX(from)} ${start}V${turn}H${midX(to)}V${end}`,
    head: { x: midX(to), y: end, way },
    badge: { x: midX(from), y: (start + turn) / 2 },
  };
}

const ROUND = 6;

/** Round the pod on its right, to a door in the wall: from above or from below, at `laneX`. */
export function wireLane(fromX: number, fromY: number, door: Box, laneX: number, shiftY: number): Wire {
  const y = midY(door) + shiftY;
  const down = y > fromY;
  const sign = down ? 1 : -1;
  const start = fromX === laneX ? `M${laneX} ${fromY}` : `M${fromX} ${fromY}H${laneX}`;
  const bend = `V${y - sign * ROUND}q0 ${sign * ROUND}-${ROUND} ${sign * ROUND}H${door.right + 7}`;
  return {
    d: start + bend,
    head: { x: door.right + 1, y, way: 'left' },
    badge: { x: laneX, y: fromY + sign * 26 },
  };
}

/** Between two cells inside the wall: straight over the gap between them, or round on the right when they stand side by side. */
export function wireInside(from: Box, to: Box, at: number): Wire {
  const overlap = [Math.max(from.left, to.left), Math.min(from.right, to.right)] as const;
  const wide = overlap[1] - overlap[0];
  if (wide > 30) {
    const x = overlap[0] + wide * at;
    const down = from.bottom <= to.top + 1;
    const start = down ? from.bottom : from.top;
    const end = down ? to.top : to.bottom;
    return {
      d: `M${x} ${start}V${down ? end - 7 : end + 7}`,
      head: { x, y: end, way: down ? 'down' : 'up' },
      badge: { x: x - 22, y: (start + end) / 2 },
    };
  }
  const rightward = from.right <= to.left + 1;
  const y = Math.min(from.bottom, to.bottom) - 24;
  const start = rightward ? from.right : from.left;
  const end = rightward ? to.left : to.right;
  return {
    d: `M${start} ${y}H${rightward ? end - 7 : end + 7}`,
    head: { x: end, y, way: rightward ? 'right' : 'left' },
    badge: { x: (start + end) / 2, y: y - 18 },
  };
}

/** Path of the head, its tip at the given point. */
export function headPath({ x, y, way }: Wire['head']): string {
  const shape = { left: 'l8-4.5v9z', right: 'l-8-4.5v9z', down: 'l-4.5-8h9z', up: 'l-4.5 8h9z' } as const;
  return `M${x} ${y}${shape[way]}`;
}
