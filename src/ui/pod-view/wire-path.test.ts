import { describe, expect, it } from 'vitest';
import { headPath, wireDown, wireInside, wireLane, type Box } from './wire-path.ts';

function box(left: number, top: number, width: number, height: number): Box {
  return { left, top, right: left + width, bottom: top + height };
}

describe('wires', () => {
  it('SCREEN-30 lead straight down where the ends stand over each other', () => {
    expect(wireDown(box(0, 0, 200, 40), box(120, 80, 40, 20)).d).toBe('M140 40V80');
    expect(wireDown(box(120, 0, 40, 20), box(0, 80, 200, 40)).d).toBe('M140 20V80');
    expect(wireDown(box(0, 80, 200, 40), box(120, 0, 40, 20))).toMatchObject({
      d: 'M140 80V20',
      head: { way: 'up' },
    });
  });

  it('SCREEN-30 turn once where they do not', () => {
    expect(wireDown(box(0, 0, 40, 20), box(100, 60, 40, 20)).d).toBe('M20 20V40H120V60');
  });

  it('SCREEN-30 come to a door from above and from below without touching', () => {
    const door = box(100, 100, 30, 40);
    const above = wireLane(160, 20, door, 160, -9);
    const below = wireLane(160, 200, door, 160, 9);
    expect(above.d).toBe('M160 20V105q0 6-6 6H137');
    expect(below.d).toBe('M160 200V135q0 -6-6 -6H137');
    expect(above.head.y).not.toBe(below.head.y);
  });

  it('SCREEN-30 inside the wall cross the gap between two cells, down or up', () => {
    const upper = box(0, 0, 100, 40);
    const lower = box(0, 80, 100, 40);
    expect(wireInside(upper, lower, 0.5)).toMatchObject({ d: 'M50 40V73', head: { way: 'down', y: 80 } });
    expect(wireInside(lower, upper, 0.5)).toMatchObject({ d: 'M50 80V47', head: { way: 'up', y: 40 } });
    expect(wireInside(box(0, 0, 40, 90), box(80, 0, 40, 90), 0.5).head.way).toBe('right');
  });

  it('SCREEN-30 end in a head whose tip is the end', () => {
    expect(headPath({ x: 5, y: 6, way: 'down' })).toBe('M5 6l-4.5-8h9z');
  });
});
