import type { ReactNode } from 'react';
import './replacement-link.css';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far the curve leaves horizontally before it turns. */
const LEAVE_PX = 22;
const HEAD_PX = 9;

/** Which way the link runs: 1 to the right, -1 to the left. */
function direction(from: Point, to: Point): 1 | -1 {
  return to.x < from.x ? -1 : 1;
}

/** From the side of a ghost to the near side of its stand-in; ends where the arrowhead begins. */
export function linkPath(from: Point, to: Point): string {
  const way = direction(from, to);
  const end = to.x - HEAD_PX * way;
  return `M${from.x} ${from.y}C${from.x + LEAVE_PX * way} ${from.y} ${end - LEAVE_PX * way} ${to.y} ${end} ${to.y}`;
}

/** The arrowhead, its tip at the stand-in. */
export function linkHead(from: Point, to: Point): string {
  return `M${to.x} ${to.y}l${-HEAD_PX * direction(from, to)} -4.5v9z`;
}

export interface ReplacementLinkProps {
  readonly from: Point;
  readonly to: Point;
}

/** "Replaced by": a thin dotted arrow inside an svg of the map. Nothing travels along it. */
export function ReplacementLink({ from, to }: ReplacementLinkProps): ReactNode {
  return (
    <g className="pd-link">
      <path className="pd-link-line" d={linkPath(from, to)} />
      <path className="pd-link-head" d={linkHead(from, to)} />
    </g>
  );
}
