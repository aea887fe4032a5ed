import { describe, expect, it } from 'vitest';
import {
  beyondEdges,
  faceAt,
  firstFace,
  fitFleet,
  keepUnder,
  nearestBeyond,
  tileAfter,
  tileAt,
  zoomFleet,
  type MapFace,
} from './fleet-grid.ts';

describe('the places of tiles', () => {
  it.each([
    { count: 300, width: 600, height: 600, pitch: 33 },
    { count: 1000, width: 600, height: 600, pitch: 18 },
    { count: 5000, width: 1250, height: 800, pitch: 14 },
    { count: 5000, width: 400, height: 600, pitch: 14 },
  ])(
    'FLEET-05 $count tiles in $width × $height px stand $pitch px apart',
    ({ count, width, height, pitch }) => {
      const grid = fitFleet(count, { width, height });
      expect(grid.pitchPx).toBe(pitch);
      expect(grid.columns * grid.pitchPx).toBeLessThanOrEqual(width);
      expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(count);
    },
  );

  it('FLEET-05 zooming keeps the columns, and what is under the pointer under it', () => {
    const from = fitFleet(1000, { width: 600, height: 600 });
    const to = zoomFleet(from, 1);
    expect([to.columns, to.rows]).toEqual([from.columns, from.rows]);
    const scroll = { x: 10, y: 80 };
    const at = { x: 300, y: 200 };
    const next = keepUnder(from, to, scroll, at);
    expect(tileAt(to, 1000, next.x + at.x, next.y + at.y)).toBe(
      tileAt(from, 1000, scroll.x + at.x, scroll.y + at.y),
    );
  });

  it('FLEET-05 there is no tile beside the mosaic', () => {
    const grid = { columns: 10, rows: 2, pitchPx: 20 };
    expect([tileAt(grid, 15, 5, 5), tileAt(grid, 15, 205, 5), tileAt(grid, 15, 105, 25)]).toEqual([
      0,
      null,
      null,
    ]);
  });
});

describe('keys among tiles', () => {
  const grid = { columns: 4, rows: 3, pitchPx: 14 };
  it.each([
    { key: 'ArrowRight', from: 0, to: 1 },
    { key: 'ArrowDown', from: 1, to: 5 },
    { key: 'ArrowUp', from: 1, to: null },
    { key: 'ArrowDown', from: 8, to: null },
    { key: 'Home', from: 5, to: 0 },
    { key: 'End', from: 5, to: 9 },
    { key: 'ArrowLeft', from: -1, to: 0 },
    { key: 'x', from: 5, to: null },
  ])('FLEET-09 $key leads from $from to $to', ({ key, from, to }) => {
    expect(tileAfter(key, from, grid, 10)).toBe(to);
  });
});

describe('tiles and cards', () => {
  it('FLEET-06 changes over at 44 px a node and back at 36', () => {
    let face: MapFace = 'tiles';
    const walk = [14, 40, 43, 44, 40, 37, 36, 40].map((pitch) => (face = faceAt(pitch, face)));
    expect(walk).toEqual(['tiles', 'tiles', 'tiles', 'cards', 'cards', 'cards', 'tiles', 'tiles']);
  });

  it('FLEET-07 opens as tiles what is too large for cards', () => {
    expect([firstFace(3, 200), firstFace(40, 40), firstFace(100, 54), firstFace(1000, 17)]).toEqual([
      'cards',
      'cards',
      'cards',
      'tiles',
    ]);
  });
});

describe('beyond the edges', () => {
  const window = { x: 100, y: 100, width: 200, height: 200 };
  const box = (x: number, y: number) => ({ x, y, width: 20, height: 20 });
  const boxes = [
    box(110, 110),
    box(150, 10),
    box(150, 60),
    box(0, 0),
    box(400, 150),
    box(0, 150),
    box(90, 150),
  ];

  it('FLEET-08 counts what is out of sight, once each', () => {
    expect(beyondEdges(boxes, window)).toEqual({ up: 3, down: 0, left: 1, right: 1 });
  });

  it('FLEET-08 leads to the nearest', () => {
    expect([nearestBeyond(boxes, window, 'up'), nearestBeyond(boxes, window, 'down')]).toEqual([2, null]);
  });
});
