import { useCallback, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { isProblem, type FleetTile } from '../../../projections/fleet.ts';
import { EdgeArrows } from '../../canvas/edge-arrows.tsx';
import {
  beyondEdges,
  nearestBeyond,
  placeOf,
  type Beyond,
  type Box,
  type Edge,
  type FleetGrid,
} from './fleet-grid.ts';

export function windowOf(box: HTMLElement): Box {
  return { x: box.scrollLeft, y: box.scrollTop, width: box.clientWidth, height: box.clientHeight };
}

/** Brings a place into the middle of the window. */
export function centre(box: HTMLElement, place: Box): void {
  box.scrollTo({
    left: place.x + place.width / 2 - box.clientWidth / 2,
    top: place.y + place.height / 2 - box.clientHeight / 2,
  });
}

export interface TilesBeyondProps {
  readonly tiles: readonly FleetTile[];
  readonly grid: FleetGrid;
  readonly box: HTMLDivElement | null;
}

/** Tiles in need that are out of sight. */
export function TilesBeyond({ tiles, grid, box }: TilesBeyondProps): ReactNode {
  const places = useMemo(
    () => tiles.flatMap((tile, index) => (isProblem(tile) ? [placeOf(grid, index)] : [])),
    [tiles, grid],
  );
  const follow = useCallback(
    (changed: () => void) => {
      if (box === null) return () => undefined;
      const observer = new ResizeObserver(changed);
      observer.observe(box);
      box.addEventListener('scroll', changed, { passive: true });
      return () => {
        observer.disconnect();
        box.removeEventListener('scroll', changed);
      };
    },
    [box],
  );
  // As text, so that scrolling draws nothing anew while the counts stay.
  const counts = useSyncExternalStore(follow, () =>
    box === null ? '' : JSON.stringify(beyondEdges(places, windowOf(box))),
  );
  if (box === null || counts === '') return null;
  const go = (edge: Edge): void => {
    const next = places[nearestBeyond(places, windowOf(box), edge) ?? -1];
    if (next !== undefined) centre(box, next);
  };
  return <EdgeArrows counts={JSON.parse(counts) as Beyond} onGo={go} />;
}
