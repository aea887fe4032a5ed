import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import './long-list.css';
import { useRows } from './use-rows.ts';

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

/** A list of any length: only what can be seen is in the page. Rows may differ in height. */
export function LongList({ count, label, rowPx, className = '', head, children }: LongListProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [abovePx, setAbovePx] = useState(0);
  useLayoutEffect(() => setAbovePx(list.current?.offsetTop ?? 0), []);
  const { seen, totalPx, measure } = useRows(box, { count, rowPx, abovePx });
  return (
    <div ref={box} className={`pd-long ${className}`}>
      {head}
      <ul ref={list} aria-label={label} className="pd-long-list" style={{ height: totalPx }}>
        {seen.map(({ index, key, start }) => (
          <li
            key={key}
            ref={measure}
            data-index={index}
            aria-setsize={count}
            aria-posinset={index + 1}
            className="pd-long-row"
            style={{ transform: `translateY(${start - abovePx}px)` }}
          >
            {children(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}
