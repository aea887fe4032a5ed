/** Zoom of the mosaic: by buttons round its middle, by pinch round the pointer; near enough, tiles become cards. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { fitFleet, keepUnder, PITCH_CARDS_PX, zoomFleet, type FleetGrid, type Point } from './fleet-grid.ts';

interface Room {
  readonly width: number;
  readonly height: number;
}

const NO_ROOM: Room = { width: 0, height: 0 };
/** Room for the bar with which a window scrolls. */
const SCROLL_BAR_PX = 12;

function useRoom(box: HTMLElement | null): Room {
  const [room, setRoom] = useState(NO_ROOM);
  useEffect(() => {
    if (box === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      setRoom((old) => (old.width === width && old.height === height ? old : { width, height }));
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [box]);
  return room;
}

export interface FleetZoom {
  readonly grid: FleetGrid;
  /** Null while the window has no size yet. */
  readonly middle: Point | null;
  readonly zoom: (direction: 1 | -1, at: Point) => void;
  readonly fit: () => void;
}

/** `start`: the pitch to begin with, or null to fit the whole. `onCards` gets the point (of the mosaic) where tiles become cards. */
export function useFleetZoom(
  box: HTMLElement | null,
  count: number,
  start: number | null,
  onCards: (grid: FleetGrid, at: Point) => void,
): FleetZoom {
  const room = useRoom(box);
  const [pitch, setPitch] = useState(start);
  const fitted = useMemo(
    () => fitFleet(count, { width: Math.max(0, room.width - SCROLL_BAR_PX), height: room.height }),
    [count, room],
  );
  const grid = useMemo(
    () => (pitch === null || pitch <= fitted.pitchPx ? fitted : { ...fitted, pitchPx: pitch }),
    [pitch, fitted],
  );
  const pending = useRef<Point | null>(null);
  useLayoutEffect(() => {
    const point = pending.current;
    pending.current = null;
    if (point !== null) box?.scrollTo({ left: point.x, top: point.y });
  }, [grid, box]);
  const zoom = (direction: 1 | -1, at: Point): void => {
    if (box === null) return;
    const scroll = { x: box.scrollLeft, y: box.scrollTop };
    const next = zoomFleet(grid, direction);
    if (next.pitchPx >= PITCH_CARDS_PX) {
      onCards(grid, { x: scroll.x + at.x, y: scroll.y + at.y });
      return;
    }
    pending.current = keepUnder(grid, next, scroll, at);
    setPitch(next.pitchPx);
  };
  usePinch(box, zoom);
  return {
    grid,
    middle: room.width === 0 ? null : { x: room.width / 2, y: room.height / 2 },
    zoom,
    fit: () => setPitch(null),
  };
}

function usePinch(box: HTMLElement | null, zoom: (direction: 1 | -1, at: Point) => void): void {
  const latest = useRef(zoom);
  useEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    if (box === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top } = box.getBoundingClientRect();
      latest.current(event.deltaY < 0 ? 1 : -1, { x: event.clientX - left, y: event.clientY - top });
    };
    // **Why:** a listener of React's cannot keep the browser from zooming the page.
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => box.removeEventListener('wheel', onWheel);
  }, [box]);
}
