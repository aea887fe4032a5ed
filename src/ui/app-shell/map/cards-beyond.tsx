import { useReactFlow, useStore as useFlowStore, useStoreApi } from '@xyflow/react';
import { useMemo, useState, type ReactNode } from 'react';
import { isProblem, type FleetTile } from '../../../projections/fleet.ts';
import type { MapLayout } from '../../../projections/map-layout.ts';
import type { NodeCardModel } from '../../../projections/view-model.ts';
import { EdgeArrows } from '../../canvas/edge-arrows.tsx';
import { beyondEdges, nearestBeyond, type Beyond, type Box, type Edge } from './fleet-grid.ts';
import { createTiles } from './fleet-tiles.ts';

const NO_NODES: readonly NodeCardModel[] = [];

function windowIn([x, y, zoom]: readonly [number, number, number], width: number, height: number): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

function problemBoxes(tiles: readonly FleetTile[], layout: MapLayout | null): readonly Box[] {
  const wanted = new Set(tiles.filter(isProblem).map(({ name }) => `node ${name}`));
  return wanted.size === 0 ? [] : (layout?.places ?? []).filter(({ id }) => wanted.has(id));
}

/** Cards in need that are out of sight. */
export function CardsBeyond(props: {
  readonly nodes: readonly NodeCardModel[] | null;
  readonly layout: MapLayout | null;
}): ReactNode {
  const { layout } = props;
  const { setCenter, getZoom } = useReactFlow();
  const [tilesOf] = useState(createTiles);
  const tiles = tilesOf(props.nodes ?? NO_NODES);
  const boxes = useMemo(() => problemBoxes(tiles, layout), [tiles, layout]);
  // As text, so that moving the map draws nothing anew while the counts stay.
  const counts = useFlowStore(({ transform, width, height }) =>
    boxes.length === 0 || width === 0
      ? ''
      : JSON.stringify(beyondEdges(boxes, windowIn(transform, width, height))),
  );
  const flow = useStoreApi();
  if (counts === '') return null;
  const go = (edge: Edge): void => {
    const { transform, width, height } = flow.getState();
    const next = boxes[nearestBeyond(boxes, windowIn(transform, width, height), edge) ?? -1];
    if (next !== undefined)
      void setCenter(next.x + next.width / 2, next.y + next.height / 2, { zoom: getZoom(), duration: 0 });
  };
  return <EdgeArrows counts={JSON.parse(counts) as Beyond} onGo={go} />;
}
