/** The tiles of the nodes as the map has them. A tile that says the same keeps its identity, and so does the list while no tile changed. */
import { fleetTile, type FleetTile } from '../../../projections/fleet.ts';
import type { NodeCardModel } from '../../../projections/view-model.ts';
import { keepSame } from './map-store.ts';

const NO_TILES: readonly FleetTile[] = [];

export function createTiles(): (nodes: readonly NodeCardModel[]) => readonly FleetTile[] {
  const made = new WeakMap<NodeCardModel, FleetTile>();
  let from: readonly NodeCardModel[] = [];
  let tiles = NO_TILES;
  const tileOf = (node: NodeCardModel): FleetTile => {
    const known = made.get(node);
    if (known !== undefined) return known;
    const tile = fleetTile(node);
    made.set(node, tile);
    return tile;
  };
  return (nodes) => {
    if (nodes === from) return tiles;
    from = nodes;
    tiles = keepSame(tiles, nodes.map(tileOf), ({ name }) => name);
    return tiles;
  };
}
