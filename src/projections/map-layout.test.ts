import { describe, expect, it } from 'vitest';
import { layoutMap, nodeColumns, type MapLayoutInput } from './map-layout.ts';

const block = (id: string, heightPx: number) => ({ id, heightPx });
const input = (nodes: number, change: Partial<MapLayoutInput> = {}): MapLayoutInput => ({
  viewWidthPx: 650,
  viewHeightPx: 580,
  plane: block('plane', 50),
  owners: [block('owner', 54)],
  pending: block('pending', 54),
  services: [],
  nodes: Array.from({ length: nodes }, (_, index) => block(`node-${index}`, 292)),
  ...change,
});
const placeOf = (layout: ReturnType<typeof layoutMap>, id: string) =>
  layout.places.find((place) => place.id === id)!;

describe('layoutMap', () => {
  it('FRAME-01 puts three nodes side by side below promises and control plane, inside the window', () => {
    const layout = layoutMap(input(3));
    const [a, b, c] = ['node-0', 'node-1', 'node-2'].map((id) => placeOf(layout, id));
    expect(a!.y).toBe(b!.y);
    expect(c!.x + c!.width).toBeLessThanOrEqual(650 - 18);
    expect(placeOf(layout, 'plane').y).toBeLessThan(placeOf(layout, 'owner').y);
    expect(placeOf(layout, 'owner').y).toBe(placeOf(layout, 'pending').y);
    expect(placeOf(layout, 'owner').y).toBeLessThan(a!.y);
    expect(layout.widthPx).toBe(650);
  });

  it('FRAME-02 moves nothing to the side when a card grows, and nothing above it', () => {
    const before = layoutMap(input(6));
    const grown = input(6);
    const after = layoutMap({
      ...grown,
      nodes: grown.nodes.map((node, index) => (index === 0 ? block(node.id, 420) : node)),
    });
    for (const place of before.places) {
      const now = placeOf(after, place.id);
      expect(now.x).toBe(place.x);
      expect(place.y > placeOf(before, 'node-0').y || now.y === place.y).toBe(true);
    }
  });

  it('FRAME-03 lays a cluster of thirty nodes out wider than the window, in the shape of the window', () => {
    const layout = layoutMap(input(30));
    expect(layout.widthPx).toBeGreaterThan(650);
    expect(layout.widthPx / layout.heightPx).toBeGreaterThan(0.6);
    expect(layout.widthPx / layout.heightPx).toBeLessThan(2);
  });

  it('FRAME-04 overlaps no two blocks, whatever the number of nodes, promises and services', () => {
    for (const nodes of [0, 1, 2, 5, 12, 31]) {
      const layout = layoutMap(
        input(nodes, {
          owners: [block('o1', 54), block('o2', 90), block('o3', 54)],
          services: [block('s1', 80), block('s2', 60)],
        }),
      );
      layout.places.forEach((a, index) =>
        layout.places.slice(index + 1).forEach((b) => {
          const apart =
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart, `${a.id} and ${b.id}`).toBe(true);
        }),
      );
    }
  });

  it('FRAME-05 keeps the number of columns while nodes are added to a full row', () => {
    expect(nodeColumns(3, 614, 580, 292, 14).count).toBe(3);
    expect(nodeColumns(4, 614, 580, 292, 14).count).toBe(3);
    expect(nodeColumns(9, 614, 580, 292, 14).count).toBe(3);
  });

  it('FRAME-05 the columns of a large cluster stay when its cards grow', () => {
    const low = layoutMap(input(100));
    const high = layoutMap({
      ...input(100),
      nodes: input(100).nodes.map(({ id }) => block(id, 620)),
    });
    expect(high.widthPx).toBe(low.widthPx);
  });
});
