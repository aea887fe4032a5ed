/** Keeps the pixels of a mosaic: draws what is in the window, all of it when it moved, otherwise only what changed. */
import type { FleetTile } from '../../../projections/fleet.ts';
import { drawTile, readInk } from '../../canvas/fleet-drawing.ts';
import type { FleetGrid } from './fleet-grid.ts';

export interface Mosaic {
  readonly tiles: readonly FleetTile[];
  readonly grid: FleetGrid;
  readonly selected: string | null;
  readonly theme: string;
}

interface Drawn {
  readonly tiles: readonly FleetTile[];
  readonly print: string;
  readonly marked: number;
}

const NOTHING: Drawn = { tiles: [], print: '', marked: -1 };

/** Px of the screen per px of the page: tiles stay sharp. */
function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number): number {
  const sharp = Math.max(1, window.devicePixelRatio);
  canvas.width = Math.round(width * sharp);
  canvas.height = Math.round(height * sharp);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return sharp;
}

export class MosaicPainter {
  private drawn = NOTHING;
  private mosaic: Mosaic | null = null;

  show(box: HTMLElement, mosaic: Mosaic): void {
    this.mosaic = mosaic;
    this.paint(box);
  }

  /** Also after scrolling and when the window took another size. */
  paint(box: HTMLElement): void {
    const canvas = box.querySelector('canvas');
    const context = canvas?.getContext('2d') ?? null;
    if (this.mosaic === null || canvas === null || context === null) return;
    const { tiles, grid, selected, theme } = this.mosaic;
    const { clientWidth: width, clientHeight: height, scrollLeft, scrollTop } = box;
    const print = [width, height, scrollLeft, scrollTop, grid.columns, grid.pitchPx, theme].join();
    const marked = selected === null ? -1 : tiles.findIndex(({ name }) => name === selected);
    const before = this.drawn;
    const moved = print !== before.print || tiles.length !== before.tiles.length;
    if (moved) {
      const sharp = fitCanvas(canvas, width, height);
      context.setTransform(sharp, 0, 0, sharp, -scrollLeft * sharp, -scrollTop * sharp);
    }
    const ink = readInk(canvas);
    const first = Math.max(0, Math.floor(scrollTop / grid.pitchPx) * grid.columns);
    const last = Math.min(tiles.length, Math.ceil((scrollTop + height) / grid.pitchPx) * grid.columns);
    for (let index = first; index < last; index++) {
      const tile = tiles[index];
      if (tile === undefined) continue;
      const isMarked = index === marked;
      if (!moved && tile === before.tiles[index] && isMarked === (index === before.marked)) continue;
      drawTile(context, ink, tile, {
        x: (index % grid.columns) * grid.pitchPx,
        y: Math.floor(index / grid.columns) * grid.pitchPx,
        pitchPx: grid.pitchPx,
        marked: isMarked,
      });
    }
    this.drawn = { tiles, print, marked };
  }
}
