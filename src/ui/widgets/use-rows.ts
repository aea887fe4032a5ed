/** Which rows of a long list can be seen, as it scrolls. */
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
  type VirtualizerOptions,
} from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useState, type RefObject } from 'react';

/** Rows beyond the seen ones that are drawn too, so that a quick wheel meets no gap and Tab finds the next one. */
const OVERSCAN = 12;

export interface RowsWanted {
  readonly count: number;
  /** Height of a row before it is measured. */
  readonly rowPx: number;
  /** What stands above the rows and scrolls with them. */
  readonly abovePx: number;
}

export interface Rows {
  readonly seen: readonly VirtualItem[];
  readonly totalPx: number;
  /** Ref of a drawn row: its height is measured. */
  readonly measure: (row: HTMLElement | null) => void;
}

type Options = VirtualizerOptions<HTMLElement, HTMLElement>;

function optionsFor(
  box: RefObject<HTMLElement | null>,
  { count, rowPx, abovePx }: RowsWanted,
  onChange: () => void,
): Options {
  return {
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollMargin: abovePx,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange,
  };
}

/** `box` is what scrolls. */
export function useRows(box: RefObject<HTMLElement | null>, { count, rowPx, abovePx }: RowsWanted): Rows {
  const [drawn, setDrawn] = useState<Omit<Rows, 'measure'>>({ seen: [], totalPx: count * rowPx });
  const [rows] = useState(() => {
    const nothing = (): void => undefined;
    return new Virtualizer(optionsFor(box, { count, rowPx, abovePx }, nothing));
  });
  useLayoutEffect(() => rows._didMount(), [rows]);
  useLayoutEffect(() => {
    const draw = (): void => setDrawn({ seen: rows.getVirtualItems(), totalPx: rows.getTotalSize() });
    rows.setOptions(optionsFor(box, { count, rowPx, abovePx }, draw));
    rows._willUpdate();
    draw();
  }, [rows, box, count, rowPx, abovePx]);
  const measure = useCallback((row: HTMLElement | null) => rows.measureElement(row), [rows]);
  return { ...drawn, measure };
}
