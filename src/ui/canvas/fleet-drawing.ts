/**
 * Draws the tiles of a fleet. Thousands of them would be thousands of elements; here they are pixels, and only tiles that changed are drawn
 * again. Shape says everything, colour repeats it: a cross is a node that is off, a hatch one that is silent, a notch a cordon, a dashed edge a
 * taint; the full square inside is a pod that needs somebody, with one, two or three ticks for one, a few, many.
 */
import { countClass, isAlarm, type FleetTile } from '../../projections/fleet.ts';

export interface FleetInk {
  readonly canvas: string;
  readonly card: string;
  readonly sunken: string;
  readonly ink: string;
  readonly boundary: string;
  readonly hairline: string;
  readonly lost: string;
  readonly failing: string;
  readonly progress: string;
  readonly focus: string;
}

const NAMES = [
  'canvas',
  'card',
  'sunken',
  'ink',
  'boundary',
  'hairline',
  'lost',
  'failing',
  'progress',
  'focus',
] as const satisfies readonly (keyof FleetInk)[];

/** The colours of the theme that holds now. */
export function readInk(element: Element): FleetInk {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as object as FleetInk;
}

/** Gap between two tiles, px; half a px of it is the edge's own. */
const GAP_PX = 2;

interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly ink: FleetInk;
  /** Corner and edge of the tile. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

function outline({ context, x, y, size }: Pen, notched: boolean): void {
  const cut = notched ? Math.max(4, size * 0.36) : 0;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + size - cut, y);
  context.lineTo(x + size, y + cut);
  context.lineTo(x + size, y + size);
  context.lineTo(x, y + size);
  context.closePath();
}

function lines({ context, x, y, size }: Pen): void {
  const step = Math.max(3, size / 4);
  context.beginPath();
  for (let at = step; at < size * 2; at += step) {
    context.moveTo(x + Math.max(0, at - size), y + Math.min(at, size));
    context.lineTo(x + Math.min(at, size), y + Math.max(0, at - size));
  }
}

function cross({ context, x, y, size }: Pen): void {
  const inset = size * 0.2;
  context.beginPath();
  context.moveTo(x + inset, y + inset);
  context.lineTo(x + size - inset, y + size - inset);
  context.moveTo(x + size - inset, y + inset);
  context.lineTo(x + inset, y + size - inset);
}

function ground(pen: Pen, tile: FleetTile): void {
  const { context, ink, x, y, size } = pen;
  outline(pen, tile.cordoned);
  context.fillStyle = ink.card;
  context.fill();
  if (tile.state === 'off') return;
  context.save();
  context.clip();
  const filled = Math.round(tile.asked * size);
  context.globalAlpha = 0.26;
  context.fillStyle = ink.ink;
  context.fillRect(x, y + size - filled, size, filled);
  context.globalAlpha = 1;
  context.restore();
}

function nodeMarks(pen: Pen, tile: FleetTile): void {
  const { context, ink, size } = pen;
  if (tile.state === 'unknown' || tile.state === 'cut') {
    lines(pen);
    context.lineWidth = 1;
    context.strokeStyle = ink.lost;
    context.stroke();
  }
  if (tile.state === 'off' || tile.state === 'not-ready') {
    cross(pen);
    context.lineWidth = Math.max(1.75, size / 8);
    context.strokeStyle = tile.state === 'off' ? ink.lost : ink.failing;
    context.stroke();
  }
  outline(pen, tile.cordoned);
  context.lineWidth = tile.state === 'ready' ? 1 : 1.5;
  context.strokeStyle =
    tile.state === 'not-ready' ? ink.failing : tile.state === 'ready' ? ink.boundary : ink.lost;
  // What is as it should be stands back; marks stand out.
  context.globalAlpha = tile.state === 'ready' && !tile.tainted && !tile.cordoned ? 0.5 : 1;
  context.setLineDash(tile.tainted ? [Math.max(2, size / 5), Math.max(1.5, size / 7)] : []);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** The worst state of its pods: full for an alarm, half for one that is only not ready; below, the number as ticks. */
function podMark({ context, ink, x, y, size }: Pen, tile: FleetTile): void {
  if (tile.worst === null || tile.worst === 'unknown') return;
  const edge = Math.round(size * 0.5);
  const left = x + Math.round((size - edge) / 2);
  const top = y + Math.round(size * 0.12);
  const alarm = isAlarm(tile);
  context.fillStyle = ink.card;
  context.fillRect(left - 1, top - 1, edge + 2, edge + 2);
  context.fillStyle = alarm ? ink.failing : ink.progress;
  if (alarm) context.fillRect(left, top, edge, edge);
  else {
    context.fillRect(left, top + edge / 2, edge, edge / 2);
    context.lineWidth = 1;
    context.strokeStyle = ink.progress;
    context.strokeRect(left + 0.5, top + 0.5, edge - 1, edge - 1);
  }
  const tick = Math.max(2, Math.round(size / 7));
  const count = countClass(tile.worstCount);
  const from = x + Math.round((size - count * tick - (count - 1)) / 2);
  context.fillStyle = ink.ink;
  for (let at = 0; at < count; at++)
    context.fillRect(
      from + at * (tick + 1),
      y + size - tick - Math.max(1, Math.round(size * 0.08)),
      tick,
      tick,
    );
}

/** Draws one tile with its pitch's corner at `x`, `y`; what was there before is gone. */
export function drawTile(
  context: CanvasRenderingContext2D,
  ink: FleetInk,
  tile: FleetTile,
  at: { readonly x: number; readonly y: number; readonly pitchPx: number; readonly marked: boolean },
): void {
  const size = at.pitchPx - GAP_PX;
  // On the middle of pixels, so that a line of one px is one px.
  const pen: Pen = { context, ink, x: at.x + 0.5, y: at.y + 0.5, size };
  context.clearRect(at.x, at.y, at.pitchPx, at.pitchPx);
  ground(pen, tile);
  nodeMarks(pen, tile);
  podMark(pen, tile);
  if (!at.marked) return;
  context.lineWidth = 2;
  context.strokeStyle = ink.focus;
  context.strokeRect(at.x + 1, at.y + 1, at.pitchPx - 3, at.pitchPx - 3);
}
