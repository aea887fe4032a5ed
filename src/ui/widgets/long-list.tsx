import './long-list.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

export interface LongListProps {
  readonly count: number;
  readonly label: string;
  /** Height of a row before it is measured. */
  readonly rowPx: number;
  readonly className?: string;
  /** Stands above the rows and scrolls with them or sticks, as its style says. */
  readonly head?: ReactNode;
  readonly children: (index: number) => ReactNode;
}

/** Rows beyond the seen ones that are drawn too, so that a quick wheel meets no gap and Tab finds the next one. */
const OVERSCAN = 12;

/** A list of any length: only what can be seen is in the page. Rows may differ in height. */
export function LongList({ count, label, rowPx, className = '', head, children }: LongListProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => setAbove(list.current?.offsetTop ?? 0), []);
  // **Why:** the page is not compiled by React Compiler, and what the hook returns is used in this component only.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollMargin: above,
  });
  return (
    <div ref={box} className={`pd-long ${className}`}>
      {head}
      <ul ref={list} aria-label={label} className="pd-long-list" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-setsize={count}
            aria-posinset={index + 1}
            className="pd-long-row"
            style={{ transform: `translateY(${start - above}px)` }}
          >
            {children(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}
