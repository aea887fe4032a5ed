import {
  useEffect,
  useLayoutEffect,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { FleetTile } from '../../../projections/fleet.ts';
import { tileWords } from '../../canvas/fleet-words.ts';
import { tileAfter, tileAt, type FleetGrid } from './fleet-grid.ts';
import { MosaicPainter } from './mosaic-painter.ts';

/** Below the last tile, so that the caption covers nothing for good. */
const CAPTION_ROOM_PX = 84;

/** Changes when the theme does. */
function useTheme(): string {
  const [theme, setTheme] = useState(() => document.documentElement.dataset['theme'] ?? '');
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(document.documentElement.dataset['theme'] ?? ''));
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}

export interface FleetMosaicProps {
  readonly tiles: readonly FleetTile[];
  readonly grid: FleetGrid;
  readonly selected: string | null;
  readonly label: string;
  /** The window on the mosaic, once it is there. */
  readonly box: HTMLDivElement | null;
  readonly onBox: (box: HTMLDivElement | null) => void;
  readonly onSelect: (node: string) => void;
  readonly onApproach: (node: string) => void;
}

function usePainting({ tiles, grid, selected, box }: FleetMosaicProps): void {
  const theme = useTheme();
  const [painter] = useState(() => new MosaicPainter());
  useLayoutEffect(() => {
    if (box !== null) painter.show(box, { tiles, grid, selected, theme });
  }, [painter, box, tiles, grid, selected, theme]);
  useEffect(() => {
    if (box === null) return undefined;
    const paint = (): void => painter.paint(box);
    const observer = new ResizeObserver(paint);
    observer.observe(box);
    box.addEventListener('scroll', paint, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', paint);
    };
  }, [painter, box]);
}

interface Hovered {
  readonly tile: FleetTile;
  readonly left: number;
  readonly top: number;
}

/** What is under the pointer, in words. The list beside it says the same of all that matter. */
function Hint({ hovered }: { readonly hovered: Hovered }): ReactNode {
  return (
    <p className="pd-fleet-hint" aria-hidden="true" style={{ left: hovered.left, top: hovered.top }}>
      <b>{hovered.tile.name}</b> {tileWords(hovered.tile)}
    </p>
  );
}

const ACTIVE_ID = 'pd-fleet-active';

/** The one option that is there for who cannot see the others: the selected tile, otherwise the first. */
function Active(props: {
  readonly tiles: readonly FleetTile[];
  readonly at: number;
  readonly selected: boolean;
}): ReactNode {
  const tile = props.tiles[props.at];
  if (tile === undefined) return null;
  return (
    <span
      id={ACTIVE_ID}
      className="pd-visually-hidden"
      role="option"
      aria-selected={props.selected}
      aria-posinset={props.at + 1}
      aria-setsize={props.tiles.length}
    >
      {tile.name}, {tileWords(tile)}
    </span>
  );
}

/** All nodes at once, as pixels in a window that scrolls. */
export function FleetMosaic(props: FleetMosaicProps): ReactNode {
  const { tiles, grid, selected, label, onBox, onSelect, onApproach } = props;
  usePainting(props);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const hover = (event: PointerEvent<HTMLElement>): void => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { scrollLeft, scrollTop } = event.currentTarget;
    const at = { left: event.clientX - left, top: event.clientY - top };
    const tile = tiles[tileAt(grid, tiles.length, at.left + scrollLeft, at.top + scrollTop) ?? -1];
    setHovered(tile === undefined ? null : { tile, ...at });
  };
  const name = hovered?.tile.name;
  const at = tiles.findIndex((tile) => tile.name === selected);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && selected !== null) onApproach(selected);
    const next = tiles[tileAfter(event.key, at, grid, tiles.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(next.name);
  };
  return (
    <div className="pd-fleet-window">
      <div
        className="pd-fleet-scroll"
        ref={onBox}
        role="listbox"
        aria-label={label}
        aria-activedescendant={ACTIVE_ID}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={() => setHovered(null)}
        onPointerMove={hover}
        onPointerLeave={() => setHovered(null)}
        onClick={() => name !== undefined && onSelect(name)}
        onDoubleClick={() => name !== undefined && onApproach(name)}
        data-node={name ?? selected ?? undefined}
      >
        <div
          className="pd-fleet-extent"
          style={{ width: grid.columns * grid.pitchPx, height: grid.rows * grid.pitchPx + CAPTION_ROOM_PX }}
        />
        <canvas className="pd-fleet-canvas" aria-hidden="true" />
        <Active tiles={tiles} at={Math.max(0, at)} selected={at >= 0} />
      </div>
      {hovered !== null && <Hint hovered={hovered} />}
    </div>
  );
}
