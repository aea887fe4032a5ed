import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './fleet-view.css';
import { fleetProblems, fleetSummary, type FleetTile } from '../../../projections/fleet.ts';
import { Glyph } from '../../glyphs/glyph.tsx';
import type { GlyphName } from '../../glyphs/glyph-shapes.tsx';
import { TEXTS } from '../../texts.ts';
import { useSession } from '../use-session.ts';
import { beyondEdges, PITCH_TILES_PX, placeOf, tileAt, type Box, type FleetGrid } from './fleet-grid.ts';
import { FleetMosaic } from './fleet-mosaic.tsx';
import { FleetProblems } from './fleet-problems.tsx';
import { createTiles } from './fleet-tiles.ts';
import { useFleetZoom, type FleetZoom } from './fleet-zoom.ts';
import { mapActionsOf } from './map-actions.ts';
import { centre, TilesBeyond, windowOf } from './tiles-beyond.tsx';

export interface FleetViewProps {
  /** The node that stood in the middle of the cards one comes from. */
  readonly from: string | null;
  /** To the cards: with that node in the middle, small as it stands here or at full size. */
  readonly onCards: (node: string, close: boolean) => void;
}

function useTiles(): readonly FleetTile[] {
  const { map } = useSession();
  const [tilesOf] = useState(createTiles);
  return useStore(map, ({ model }) => tilesOf(model?.nodes ?? []));
}

function placeOfNode(tiles: readonly FleetTile[], grid: FleetGrid, node: string | null): Box | null {
  const index = tiles.findIndex(({ name }) => name === node);
  return index < 0 ? null : placeOf(grid, index);
}

interface ControlProps {
  readonly label: string;
  readonly glyph: GlyphName;
  readonly onPress: () => void;
}

function Control({ label, glyph, onPress }: ControlProps): ReactNode {
  return (
    <button type="button" className="pd-fleet-control" aria-label={label} data-tip={label} onClick={onPress}>
      <Glyph name={glyph} size={14} />
    </button>
  );
}

/** Zooms round the selected tile if it is in sight, otherwise round the middle. */
function Controls({ zoom, at }: { readonly zoom: FleetZoom; readonly at: () => Box | null }): ReactNode {
  const press = (direction: 1 | -1): void => {
    const place = at() ?? zoom.middle;
    if (place !== null) zoom.zoom(direction, place);
  };
  const text = TEXTS.map;
  return (
    <div className="pd-fleet-controls" role="group" aria-label={text.controls}>
      <Control label={text.zoomOut} glyph="icon-zoom-out" onPress={() => press(-1)} />
      <Control label={text.zoomIn} glyph="icon-zoom-in" onPress={() => press(1)} />
      <Control label={text.fit} glyph="icon-fit" onPress={zoom.fit} />
    </div>
  );
}

const KEY = ['asked', 'off', 'silent', 'cordoned', 'tainted', 'alarm'] as const;

/** How to read a tile. */
function Legend(): ReactNode {
  return (
    <ul className="pd-fleet-key" aria-label={TEXTS.fleet.key}>
      {KEY.map((name) => (
        <li key={name}>
          <i className={`pd-fleet-sample pd-fleet-${name}`} aria-hidden="true" />
          {TEXTS.fleet.marks[name]}
        </li>
      ))}
    </ul>
  );
}

/** Once, when one comes from the cards: where one was there is where one is here. */
function useArrival(box: HTMLElement | null, place: Box | null, ready: boolean): void {
  const arrived = useRef(false);
  useLayoutEffect(() => {
    if (arrived.current || box === null || !ready) return;
    arrived.current = true;
    if (place !== null) centre(box, place);
  }, [box, place, ready]);
}

/** A cluster too large for cards: every node a tile, beside them all that need somebody. */
export function FleetView({ from, onCards }: FleetViewProps): ReactNode {
  const session = useSession();
  const tiles = useTiles();
  const selected = useStore(session.selection, ({ current }) =>
    current?.kind === 'Node' ? current.name : null,
  );
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const zoom = useFleetZoom(box, tiles.length, from === null ? null : PITCH_TILES_PX, (grid, at) => {
    const node = tiles[tileAt(grid, tiles.length, at.x, at.y) ?? 0];
    if (node !== undefined) onCards(node.name, false);
  });
  const { grid } = zoom;
  useArrival(box, placeOfNode(tiles, grid, from), zoom.middle !== null);
  const problems = useMemo(() => fleetProblems(tiles), [tiles]);
  const select = useMemo(() => mapActionsOf(session).onSelectNode ?? (() => undefined), [session]);
  const approach = useCallback((node: string) => onCards(node, true), [onCards]);
  const isOut = (place: Box): boolean =>
    box !== null && Object.values(beyondEdges([place], windowOf(box))).some((count) => count > 0);
  /** From the list: the tile is brought into sight as well. */
  const show = (node: string): void => {
    select(node);
    const place = placeOfNode(tiles, grid, node);
    if (box !== null && place !== null && isOut(place)) centre(box, place);
  };
  const selectedPlace = (): Box | null => {
    const place = placeOfNode(tiles, grid, selected);
    return place === null || box === null || isOut(place)
      ? null
      : { ...place, x: place.x - box.scrollLeft, y: place.y - box.scrollTop };
  };
  const summary = TEXTS.fleet.summary(fleetSummary(tiles));
  return (
    <div className="pd-fleet">
      <div className="pd-fleet-body">
        <div className="pd-fleet-head">
          <div className="pd-fleet-line">
            <p className="pd-fleet-summary">{summary}</p>
            <Controls zoom={zoom} at={selectedPlace} />
          </div>
          <Legend />
        </div>
        <FleetMosaic
          tiles={tiles}
          grid={grid}
          selected={selected}
          label={TEXTS.fleet.mosaic(summary)}
          box={box}
          onBox={setBox}
          onSelect={show}
          onApproach={approach}
        />
        <TilesBeyond tiles={tiles} grid={grid} box={box} />
      </div>
      <FleetProblems problems={problems} selected={selected} onSelect={show} onApproach={approach} />
    </div>
  );
}
